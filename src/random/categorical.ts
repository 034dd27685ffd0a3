import { apply, at } from '../primitive/primitive.js';
import { argMax } from '../primitive/reduce.js';
import { resolveAxes } from '../shape/axis.js';
import { broadcastToShape } from '../shape/broadcast.js';
import type { BroadcastTo } from '../shape/broadcast.js';
import { expectShape } from '../shape/error.js';
import { reduceShape } from '../shape/reduce.js';
import type { Reduce } from '../shape/reduce.js';
import type { Arg, Shape, ValidShape } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { result, typed } from '../tensor/tensor.js';
import type { AnyTensor, Result, Tensor } from '../tensor/tensor.js';
import { add, log, maximum, negate } from '../ops/index.js';
import { expectTensor } from '../ops/operand.js';
import { expectDims } from './bits.js';
import { expectKey } from './key.js';
import type { Key } from './key.js';
import { expectFloat, fraction } from './uniform.js';
import type { Drawn } from './uniform.js';

/** the least positive normal number: it stands for a u of 0, whose logarithm is infinite */
const tiny: { readonly [D in Float]: number } = { float32: 2 ** -126, float64: 2 ** -1022 };

const noise = (key: Key, shape: Shape, dtype: Float): AnyTensor => {
  const u: Tensor<Shape, Float> = typed(maximum(fraction(key, shape, dtype), tiny[dtype]));
  return negate(log(negate(log(u))));
};

/**
 * Standard Gumbel: −ln(−ln u), u uniform in (0, 1). Added to logits, the largest is at i with probability
 * softmax(logits)ᵢ.
 *
 * Source   JAX, random.gumbel
 * @example
 * gumbel(key(42), [3]) // [0.334093, 0.95202, 0.725531]
 */
export const gumbel = <const S extends Shape, D extends Float = 'float32'>(
  key: Key,
  shape: Arg<ValidShape<S, 'gumbel'>, readonly [...S]>,
  options: Drawn<D> = {},
): Result<ValidShape<S, 'gumbel'>, NoInfer<D>> =>
  result(
    noise(expectKey(key, 'gumbel'), expectDims(shape, 'gumbel'), expectFloat(options.dtype ?? 'float32', 'gumbel')),
  );

/** Where the logits lie, and how many draws to make. */
export interface CategoricalOptions {
  /** the axis of the logits that belong together; the last unless said otherwise */
  readonly axis?: number;
  /** the shape of the result */
  readonly shape?: Shape;
}

type AxisOf<O extends CategoricalOptions> = 'axis' extends keyof O
  ? O['axis'] extends number
    ? O['axis']
    : number
  : -1;

/** The shape of draws from logits: that of their other axes, or a shape to which they broadcast; or a sentence. */
export type Categorical<S extends Shape, O extends CategoricalOptions> =
  Reduce<S, AxisOf<O>, false, 'categorical'> extends infer R
    ? R extends Shape
      ? 'shape' extends keyof O
        ? O['shape'] extends Shape
          ? BroadcastTo<R, O['shape'], 'categorical'>
          : Shape
        : R
      : R
    : never;

/**
 * k with probability softmax(logits)ₖ along an axis: argmaxₖ (logitsₖ + gumbelₖ). `shape` asks for more draws than one:
 * leading axes, or axes of length 1 repeated.
 *
 * Shape    [...s, n] → [...s], or `shape`
 * Errors   "categorical: [2] does not broadcast to [5, 3] (2 is not 3)"
 * Source   Gumbel 1954; JAX, random.categorical
 * @example
 * categorical(key(42), tensor([0, 1, 2]), { shape: [6] }) // [2, 2, 2, 2, 1, 2]
 */
export const categorical = <S extends Shape, const O extends CategoricalOptions = object>(
  key: Key,
  logits: Tensor<S, Float>,
  options?: Arg<Categorical<S, O>, O>,
): Result<Categorical<S, O>, 'int32'> =>
  result(
    draw(
      expectKey(key, 'categorical'),
      expectTensor(logits, 'categorical'),
      typeof options === 'object' ? options : {},
    ),
  );

const draw = (key: Key, logits: AnyTensor, options: CategoricalOptions): AnyTensor => {
  const axes = expectShape(resolveAxes(logits.shape, [options.axis ?? -1], 'categorical'), logits.shape);
  const others = expectShape(reduceShape(logits.shape, axes, false, 'categorical'), logits.shape);
  const asked = options.shape === undefined ? others : expectDims(options.shape, 'categorical');
  const shape = expectShape(broadcastToShape(others, asked, 'categorical'), others, asked);
  const axis = shape.length - others.length + at(axes, 0);
  const full = [...shape.slice(0, axis), at(logits.shape, at(axes, 0)), ...shape.slice(axis)];
  return apply(argMax, { axis }, add(noise(key, full, expectFloat(logits.dtype, 'categorical')), logits));
};
