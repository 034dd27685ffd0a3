import { evaluate, sigmoidCrossEntropy, train, type Model, type Variables } from '../../nn/index.js';
import { add, onesLike, sigmoid, stopGradient, zerosLike } from '../../ops/index.js';
import { normal, split, type Key } from '../../random/index.js';
import {
  dimension,
  expectShape,
  sameShape,
  show,
  type Arg,
  type SameShape,
  type Shape,
  type Show,
} from '../../shape/index.js';
import { typed, type Tensor } from '../../tensor/tensor.js';
import { map } from '../../tree/index.js';

/** A generator that makes scores of a picture's values from L numbers, and a discriminator that scores how real a picture is. */
export interface GanParts<I extends Shape, L extends number, PG, SG, PD, SD> {
  readonly generator: Model<[L], I, PG, SG>;
  readonly discriminator: Model<I, [1], PD, SD>;
}

type Judges<I extends Shape, O extends Shape, R extends Shape> =
  SameShape<I, O> extends false
    ? `gan: the generator makes ${Show<I>}, the discriminator takes ${Show<O>}`
    : SameShape<R, [1]> extends false
      ? `gan: the discriminator makes ${Show<R>}, expected one score [1]`
      : O;
const judges = (made: Shape, taken: Shape, scores: Shape): Shape | string =>
  !sameShape(made, taken)
    ? `gan: the generator makes ${show(made)}, the discriminator takes ${show(taken)}`
    : sameShape(scores, [1])
      ? taken
      : `gan: the discriminator makes ${show(scores)}, expected one score [1]`;

/** What the two players have each of. */
export interface Players<G, D> {
  readonly generator: G;
  readonly discriminator: D;
}

/** A generative adversarial network as functions over its two networks. */
export interface Gan<I extends Shape, L extends number, P, S> {
  readonly init: (key: Key) => Variables<P, S>;
  /** What both players have lost; an objective for `trainingStep`, whose gradient is for each player that of its own loss. */
  readonly loss: (
    variables: Variables<P, S>,
    images: Tensor<readonly [number, ...I]>,
    key: Key,
  ) => {
    readonly loss: Tensor<[]>;
    readonly state: S;
    readonly measures: Readonly<Record<'generator' | 'discriminator', Tensor<[]>>>;
  };
  /** The pictures that z stands for: [n, L] → [n, ...picture], from 0 to 1. */
  readonly generate: (variables: Variables<P, S>, z: Tensor<readonly [number, L]>) => Tensor<[number, ...I]>;
  /** Pictures from z drawn from N(0, 1): → [count, ...picture]. */
  readonly sample: (variables: Variables<P, S>, key: Key, count: number) => Tensor<[number, ...I]>;
}

/**
 * A generative adversarial network: a discriminator D learns to tell pictures from what a generator G draws, and G to be taken for real. Each
 * minimises its own loss, L_D = −log D(x) − log(1 − D(G(z))) and L_G = −log D(G(z)). Both gradients come from one sum, L_D of a G that stands
 * still and L_G of a D that stands still, so that one plan and one optimiser make a step of both.
 * Shape       [L] → picture I → [1]
 * Parameters  those of both networks
 * Errors      "gan: the generator makes [1, 8, 8], the discriminator takes [1, 28, 28]", "gan: the discriminator makes [2], expected one score [1]"
 * Source      Goodfellow et al. 2014, with the loss of G that does not saturate; Radford et al. 2015 for its convolutions; deck row S10
 * @example
 * const generator = model([16], pictureDecoder({ channels: 8, planes: 1, quarter: [7, 7] }));
 * const discriminator = model([1, 28, 28], pictureEncoder({ channels: 8, out: 1 }));
 * const { init, sample } = gan({ generator, discriminator });
 * sample(init(random.key(1)), random.key(2), 5).shape // [5, 1, 28, 28]
 */
export function gan<I extends Shape, L extends number, O extends Shape, R extends Shape, PG, SG, PD, SD>(parts: {
  readonly generator: Model<[L], I, PG, SG>;
  readonly discriminator: Arg<Judges<I, O, R>, Model<O, R, PD, SD>>;
}): Gan<I, L, Players<PG, PD>, Players<SG, SD>>;
export function gan<I extends Shape, L extends number, PG, SG, PD, SD>({
  generator,
  discriminator,
}: GanParts<I, L, PG, SG, PD, SD>): Gan<I, L, Players<PG, PD>, Players<SG, SD>> {
  expectShape(judges(generator.output, discriminator.input, discriminator.output), discriminator.input);
  type All = Variables<Players<PG, PD>, Players<SG, SD>>;
  type Pictures = Tensor<readonly [number, ...I]>;
  type Scores = Tensor<[number, 1]>;
  const latent: number = generator.input[0];
  const still = <P>(params: P): P => map(params, (tensor) => stopGradient(tensor));
  /** how surprising it is that pictures are real, or that they are not */
  const surprise = (scores: Scores, real: boolean): Tensor<[]> =>
    sigmoidCrossEntropy(scores, (real ? onesLike : zerosLike)(scores));
  const generate = ({ params, state }: All, z: Tensor<readonly [number, L]>): Tensor<[number, ...I]> => {
    const variables = { params: params.generator, state: state.generator };
    return typed(sigmoid(generator.forward<readonly [number]>(variables, z, evaluate)[0]));
  };
  return {
    init: (key) => {
      const [first, second] = split(key);
      const [g, d] = [generator.init(first), discriminator.init(second)];
      return {
        params: { generator: g.params, discriminator: d.params },
        state: { generator: g.state, discriminator: d.state },
      };
    },
    loss: ({ params, state }, images, key) => {
      const [drawing, generating, judging, again, fooling] = split(key, 5);
      const z: Tensor<readonly [number, L]> = typed(normal(drawing, [dimension(images.shape, 0), latent]));
      const [scores, generatorState] = generator.forward<readonly [number]>(
        { params: params.generator, state: state.generator },
        z,
        train(generating),
      );
      const drawn: Pictures = typed(sigmoid(scores));
      const judge = (given: PD, at: SD, pictures: Pictures, by: Key): readonly [Scores, SD] =>
        discriminator.forward<readonly [number]>({ params: given, state: at }, pictures, train(by));
      const [ofReal, afterReal] = judge(params.discriminator, state.discriminator, images, judging);
      const [ofDrawn, after] = judge(params.discriminator, afterReal, typed(stopGradient(drawn)), again);
      const [fooled] = judge(still(params.discriminator), state.discriminator, drawn, fooling);
      const measures = {
        discriminator: add(surprise(ofReal, true), surprise(ofDrawn, false)),
        generator: surprise(fooled, true),
      };
      return {
        loss: add(measures.discriminator, measures.generator),
        state: { generator: generatorState, discriminator: after },
        measures,
      };
    },
    generate,
    sample: (variables, key, count) => generate(variables, typed(normal(key, [count, latent]))),
  };
}
