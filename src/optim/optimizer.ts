import { broadcastTo } from '../primitive/broadcast.js';
import { choose } from '../primitive/compare.js';
import { castTo, like } from '../primitive/create.js';
import { minus, times } from '../primitive/arithmetic.js';
import { DTypeError } from '../shape/error.js';
import { dtypes } from '../tensor/dtype.js';
import type { AnyTensor } from '../tensor/tensor.js';
import { map, zip } from '../tree/index.js';
import type { Schedule } from './schedule.js';

/**
 * A rule for learning as a pair of pure functions over any tree of float tensors: gradients and state go in, updates and the next state come out.
 * What an update says is what {@link applyUpdates} takes from the parameters. Rules are made of smaller ones by `chain`.
 *
 * `S` is the tree of tensors that the rule remembers, so it can be compiled, saved and resumed like any other.
 */
export interface Optimizer<S = unknown> {
  readonly init: (params: unknown) => S;
  /** by how much the rule scales an update at a step: the learning rate, where it has one */
  readonly rate: Schedule;
  update<P>(gradients: P, state: S, params: P): readonly [updates: P, state: S];
}

/**
 * θ ← θ − u for every tensor of the parameters.
 *
 * Errors   "zip: the trees differ: …" when updates and parameters do not have the same names
 * @example applyUpdates({ w: tensor([1, 2]) }, { w: tensor([0.5, 0]) }).w // [0.5, 2]
 */
export const applyUpdates = <P>(params: P, updates: P): P => zip(params, updates, minus);

/** x·c, where c is a number or a tensor without axes of whatever float type. */
export const scaled = (x: AnyTensor, factor: AnyTensor | number): AnyTensor =>
  times(x, typeof factor === 'number' ? like(x, factor) : broadcastTo(castTo(factor, x.dtype), x.shape));

/** One of two trees of the same names, as a condition without axes says. */
export const either = <T>(condition: AnyTensor, yes: T, no: unknown): T =>
  zip(yes, no, (x, y) => choose(broadcastTo(condition, x.shape), x, y));

/**
 * Something to remember of each parameter, zero (or another number) at first.
 *
 * Errors   "adam: step is int32; only floats can be trained"
 */
export const remember = (rule: string, params: unknown, first = 0): unknown =>
  map(params, (tensor, path) => {
    if (dtypes[tensor.dtype].float) return like(tensor, first);
    throw new DTypeError(`${rule}: ${path} is ${tensor.dtype}; only floats can be trained`);
  });
