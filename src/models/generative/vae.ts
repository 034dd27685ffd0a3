import {
  evaluate,
  klFromStandardNormal,
  sigmoidCrossEntropy,
  train,
  type Model,
  type Variables,
} from '../../nn/index.js';
import { add, divide, exp, multiply, sigmoid, slice, sum, reshape } from '../../ops/index.js';
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

/** An encoder that makes mean and log σ² of L numbers from a picture, and a decoder that makes scores of a picture's values from L numbers. */
export interface VaeParts<I extends Shape, L extends number, PE, SE, PD, SD> {
  readonly encoder: Model<I, [2, L], PE, SE>;
  readonly decoder: Model<[L], I, PD, SD>;
}

type CodeOf<C extends Shape> = C extends readonly [2, infer L extends number] ? L : never;
type Decodes<I extends Shape, C extends Shape, K extends Shape, O extends Shape> = C extends readonly [
  2,
  infer L extends number,
]
  ? SameShape<K, [L]> extends false
    ? `vae: the decoder takes ${Show<K>}, the code is ${Show<[L]>}`
    : SameShape<O, I> extends false
      ? `vae: the decoder makes ${Show<O>}, the pictures are ${Show<I>}`
      : O
  : `vae: the encoder makes ${Show<C>}, expected mean and log variance [2, L]`;
const decodes = (pictures: Shape, codes: Shape, taken: Shape, made: Shape): Shape | string =>
  codes.length !== 2 || codes[0] !== 2
    ? `vae: the encoder makes ${show(codes)}, expected mean and log variance [2, L]`
    : !sameShape(taken, codes.slice(1))
      ? `vae: the decoder takes ${show(taken)}, the code is ${show(codes.slice(1))}`
      : sameShape(made, pictures)
        ? made
        : `vae: the decoder makes ${show(made)}, the pictures are ${show(pictures)}`;

/** What two networks have each of. */
export interface Coders<E, D> {
  readonly encoder: E;
  readonly decoder: D;
}

/** A variational autoencoder as functions over its two networks. */
export interface Vae<I extends Shape, L extends number, P, S> {
  readonly init: (key: Key) => Variables<P, S>;
  /** What pictures cost: −log p(x|z) of one z drawn for each, and what z costs; an objective for `trainingStep`. */
  readonly loss: (
    variables: Variables<P, S>,
    images: Tensor<readonly [number, ...I]>,
    key: Key,
  ) => {
    readonly loss: Tensor<[]>;
    readonly state: S;
    readonly measures: Readonly<Record<'reconstruction' | 'divergence', Tensor<[]>>>;
  };
  /** The mean of z for pictures: [n, ...picture] → [n, L]. */
  readonly code: (variables: Variables<P, S>, images: Tensor<readonly [number, ...I]>) => Tensor<[number, L]>;
  /** The picture that z stands for: [n, L] → [n, ...picture], from 0 to 1. */
  readonly decode: (variables: Variables<P, S>, z: Tensor<readonly [number, L]>) => Tensor<[number, ...I]>;
  /** Pictures of nothing that was seen, z drawn from N(0, 1): → [count, ...picture]. */
  readonly sample: (variables: Variables<P, S>, key: Key, count: number) => Tensor<[number, ...I]>;
}

/**
 * A variational autoencoder: an encoder says where the code z of a picture lies, q(z|x) = N(μ, σ²), and a decoder what z looks like; both
 * learn to make the evidence lower bound large, log p(x) ≥ E_q log p(x|z) − KL(q(z|x) ‖ N(0, 1)), with z = μ + σε, ε drawn from N(0, 1), so that
 * the gradient passes through the draw.
 * Shape       picture I → [2, L] → [L] → I
 * Parameters  those of both networks
 * Errors      "vae: the decoder takes [5], the code is [4]", "vae: the decoder makes [1, 8, 8], the pictures are [1, 28, 28]",
 *             "vae: the encoder makes [8], expected mean and log variance [2, L]"
 * Source      Kingma and Welling 2014, figure 1; deck row S10
 * @example
 * import { model, reshape, sequential } from 'pullback/nn';
 * const encoder = model([1, 28, 28], sequential(pictureEncoder({ channels: 8, out: 32 }), reshape(2, 16)));
 * const decoder = model([16], pictureDecoder({ channels: 8, planes: 1, quarter: [7, 7] }));
 * const { init, sample } = vae({ encoder, decoder });
 * sample(init(random.key(1)), random.key(2), 5).shape // [5, 1, 28, 28]
 */
export function vae<I extends Shape, C extends Shape, K extends Shape, O extends Shape, PE, SE, PD, SD>(parts: {
  readonly encoder: Model<I, C, PE, SE>;
  readonly decoder: Arg<Decodes<I, C, K, O>, Model<K, O, PD, SD>>;
}): Vae<I, CodeOf<C>, Coders<PE, PD>, Coders<SE, SD>>;
export function vae<I extends Shape, L extends number, PE, SE, PD, SD>({
  encoder,
  decoder,
}: VaeParts<I, L, PE, SE, PD, SD>): Vae<I, L, Coders<PE, PD>, Coders<SE, SD>> {
  expectShape(decodes(encoder.input, encoder.output, decoder.input, decoder.output), decoder.output);
  type All = Variables<Coders<PE, PD>, Coders<SE, SD>>;
  const of = ({ params, state }: All) => ({
    encoder: { params: params.encoder, state: state.encoder },
    decoder: { params: params.decoder, state: state.decoder },
  });
  const latent: number = decoder.input[0];
  /** mean and log σ², each [n, L] */
  const halves = (codes: Tensor<readonly [number, 2, L]>): readonly [Numbers, Numbers] => {
    const both: Tensor<readonly [number, number, number]> = codes;
    const half = (which: 0 | 1): Numbers =>
      reshape(slice(both, [null, { start: which, end: which + 1 }]), [dimension(codes.shape, 0), latent]);
    return [half(0), half(1)];
  };
  const decode = (variables: All, z: Tensor<readonly [number, L]>): Tensor<[number, ...I]> => {
    const [scores] = decoder.forward<readonly [number]>(of(variables).decoder, z, evaluate);
    return typed(sigmoid(scores));
  };
  return {
    init: (key) => {
      const [first, second] = split(key);
      const [e, d] = [encoder.init(first), decoder.init(second)];
      return {
        params: { encoder: e.params, decoder: d.params },
        state: { encoder: e.state, decoder: d.state },
      };
    },
    loss: (variables, images, key) => {
      const [encoding, drawing, decoding] = split(key, 3);
      const count = dimension(images.shape, 0);
      const [codes, encoderState] = encoder.forward<readonly [number]>(of(variables).encoder, images, train(encoding));
      const [mean, logVariance] = halves(codes);
      const noise: Numbers = normal(drawing, [count, latent]);
      const z: Numbers = add(mean, multiply(exp(multiply(logVariance, 0.5)), noise));
      const [scores, decoderState] = decoder.forward<readonly [number]>(
        of(variables).decoder,
        typed(z),
        train(decoding),
      );
      const [found, wanted]: readonly [Tensor, Tensor] = [typed(scores), typed(images)];
      const reconstruction: Tensor<[]> = divide(sum(sigmoidCrossEntropy(found, wanted, { reduction: 'none' })), count);
      const divergence: Tensor<[]> = klFromStandardNormal(mean, logVariance);
      return {
        loss: add(reconstruction, divergence),
        state: { encoder: encoderState, decoder: decoderState },
        measures: { reconstruction, divergence },
      };
    },
    code: (variables, images) => {
      const [codes] = encoder.forward<readonly [number]>(of(variables).encoder, images, evaluate);
      return typed(halves(codes)[0]);
    },
    decode,
    sample: (variables, key, count) => decode(variables, typed(normal(key, [count, latent]))),
  };
}

type Numbers = Tensor<[number, number]>;
