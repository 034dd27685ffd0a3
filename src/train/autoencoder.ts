import { evaluate, train } from '../nn/context.js';
import type { Variables } from '../nn/definition.js';
import { meanSquaredError } from '../nn/loss/index.js';
import type { Model } from '../nn/model.js';
import type { Optimizer } from '../optim/index.js';
import type { Engine } from '../primitive/engine.js';
import { cast, less, multiply } from '../ops/index.js';
import { foldIn, split, uniform } from '../random/index.js';
import type { Key } from '../random/index.js';
import type { Shape } from '../shape/shape.js';
import { typed } from '../tensor/tensor.js';
import type { Tensor } from '../tensor/tensor.js';
import { compile } from '../transform/index.js';
import type { Epochs } from './fit.js';
import type { Objective } from './step.js';
import { startFrom } from './training.js';
import type { Training } from './training.js';

/** Examples of shape I without their classes. */
export type Unlabelled<I extends Shape> = Tensor<readonly [number, ...I]>;

/** What makes codes of shape C of examples of shape I, and what makes the examples of the codes again. */
export interface Autoencoder<I extends Shape, C extends Shape, P, S, Q, R> {
  readonly encoder: Model<I, C, P, S>;
  readonly decoder: Model<C, I, Q, R>;
}

/** The two of an autoencoder. */
export interface Both<E, D> {
  readonly encoder: E;
  readonly decoder: D;
}

/** A run before its first step: encoder and decoder are drawn from one half of the key, the steps draw from the other. */
export const beginAutoencoder = <I extends Shape, C extends Shape, P, S, Q, R>(
  { encoder, decoder }: Autoencoder<I, C, P, S, Q, R>,
  optimizer: Optimizer,
  key: Key,
): Training<Both<P, Q>, Both<S, R>> => {
  const [initial, run] = split(key);
  const [first, second] = [encoder.init(foldIn(initial, 0)), decoder.init(foldIn(initial, 1))];
  return startFrom(
    {
      params: { encoder: first.params, decoder: second.params },
      state: { encoder: first.state, decoder: second.state },
    },
    optimizer,
    run,
  );
};

/**
 * ‖x − d(e(x̃))‖², the mean over all elements, where x̃ is x, or what `corrupt` makes of it: a denoising autoencoder has to know what examples look
 * like, and cannot learn to copy.
 *
 * Source    deck rows N12, S10; Vincent et al. 2008
 */
export const reconstruction =
  <I extends Shape, C extends Shape, P, S, Q, R>(
    { encoder, decoder }: Autoencoder<I, C, P, S, Q, R>,
    { corrupt = (x) => x }: { readonly corrupt?: (x: Unlabelled<I>, key: Key) => Unlabelled<I> } = {},
  ): Objective<Both<P, Q>, Both<S, R>, Unlabelled<I>, never> =>
  ({ params, state }, x, key) => {
    const [noise, encoding, decoding] = split(key, 3);
    const [codes, first] = encoder.forward<readonly [number]>(
      { params: params.encoder, state: state.encoder },
      corrupt(x, noise),
      train(encoding),
    );
    const [again, second] = decoder.forward<readonly [number]>(
      { params: params.decoder, state: state.decoder },
      codes,
      train(decoding),
    );
    const [made, wanted]: readonly [Tensor, Tensor] = [again, x];
    return { loss: meanSquaredError(made, wanted), state: { encoder: first, decoder: second }, measures: {} };
  };

/**
 * x with each number 0 with a probability of `share`: what a denoising autoencoder may see.
 *
 * Errors   "masked: expected a share from 0 to 1, got 30"
 * @example
 * masked(0.5)(ones([1, 4]), random.key(1)) // [[0, 1, 0, 0]]
 */
export const masked = (share: number): (<I extends Shape>(x: Unlabelled<I>, key: Key) => Unlabelled<I>) => {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`masked: expected a share from 0 to 1, got ${share}`);
  return (x, key) => {
    const [values, shape]: readonly [Tensor, Shape] = [x, x.shape];
    return typed(multiply(values, cast(less(share, uniform(key, shape)), 'float32')));
  };
};

/**
 * The codes of all batches, made when they are asked for: what the next layer of a greedy pre-training learns from.
 *
 * Source    deck row N12
 */
export const encoded = <I extends Shape, C extends Shape, P, S>(
  encoder: Model<I, C, P, S>,
  { params, state }: Variables<P, S>,
  batches: Epochs<Unlabelled<I>>,
  on: { readonly engine?: Engine } = {},
): Epochs<Unlabelled<C>> => {
  const encode = compile(
    (variables: Variables<P, S>, x: Unlabelled<I>) => encoder.forward<readonly [number]>(variables, x, evaluate)[0],
    on,
  );
  return async function* (epoch) {
    for await (const x of batches(epoch)) yield encode({ params, state }, x);
  };
};
