/**
 * Comparison and choice: the order relations, logic and bits, select, and what is piecewise made of them (maximum, minimum, abs, sign, rounding).
 * NaN compares unequal to everything and is passed on by maximum and minimum.
 */
import { DTypeError, ShapeError } from '../shape/error.js';
import { show, size } from '../shape/shape.js';
import { dtypes } from '../tensor/dtype.js';
import type { AnyTensor } from '../tensor/tensor.js';
import { minus, negative, over, plus, times } from './arithmetic.js';
import { leadAll } from './broadcast.js';
import { like, zerosLike } from './create.js';
import { elementwise1, elementwise2, same } from './elementwise.js';
import { apply, at, variadic } from './primitive.js';
import type { Primitive } from './primitive.js';

const relation = (name: string, holds: (x: number, y: number) => boolean): Primitive<object> =>
  elementwise2(name, { kind: 'any', value: (x, y) => Number(holds(x, y)), result: 'bool' }, plus);

/** x = y */
export const equal = relation('equal', (x, y) => x === y);
/** x ≠ y */
export const notEqual = relation('notEqual', (x, y) => x !== y);
/** x < y */
export const less = relation('less', (x, y) => x < y);
/** x ≤ y */
export const lessEqual = relation('lessEqual', (x, y) => x <= y);
/** x > y */
export const greater = relation('greater', (x, y) => x > y);
/** x ≥ y */
export const greaterEqual = relation('greaterEqual', (x, y) => x >= y);

/** x ∧ y, on bool or bit by bit on int32 */
export const and = elementwise2('and', { kind: 'bits', value: (x, y) => x & y }, plus);
/** x ∨ y, on bool or bit by bit on int32 */
export const or = elementwise2('or', { kind: 'bits', value: (x, y) => x | y }, plus);
/** x ⊕ y, on bool or bit by bit on int32 */
export const xor = elementwise2('xor', { kind: 'bits', value: (x, y) => x ^ y }, plus);
/** ¬x */
export const not = elementwise1('not', { kind: 'bool', value: (x) => 1 - x }, times);
/** x · 2ʸ modulo 2³²; 0 where y is not in 0 … 31 */
export const shiftLeft = elementwise2(
  'shiftLeft',
  { kind: 'integer', value: (x, y) => (y >>> 0 > 31 ? 0 : x << y) },
  plus,
);
/** the bits of x moved y places to the right, zeros moving in; 0 where y is not in 0 … 31 */
export const shiftRight = elementwise2(
  'shiftRight',
  { kind: 'integer', value: (x, y) => (y >>> 0 > 31 ? 0 : x >>> y) },
  plus,
);
/** whether x is neither infinite nor NaN */
export const isFinite = elementwise1(
  'isFinite',
  { kind: 'float', value: (x) => Number(Number.isFinite(x)), result: 'bool' },
  times,
);

/** z = x where the condition holds, else y. Gradient: x̄ = z̄ where it holds, else 0; ȳ the other way. */
export const select: Primitive<object> = variadic<object>({
  name: 'select',
  infer: (_, inputs) => {
    const condition = at(inputs, 0);
    if (condition.dtype !== 'bool') throw new DTypeError(`select: the condition must be bool, got ${condition.dtype}`);
    const chosen = same('select', 'any', inputs.slice(1));
    if (show(condition.shape) !== show(chosen.shape))
      throw new ShapeError(`select: ${show(condition.shape)} and ${show(chosen.shape)} differ`, [
        condition.shape,
        chosen.shape,
      ]);
    return chosen;
  },
  evaluate: (_, inputs, output) => {
    const [condition, x, y] = [at(inputs, 0).data, at(inputs, 1).data, at(inputs, 2).data];
    const out = dtypes[output.dtype].zeros(size(output.shape));
    for (let i = 0; i < out.length; i++) out[i] = (condition[i] === 0 ? y[i] : x[i]) ?? 0;
    return out;
  },
  vjp: (_, g, inputs) => [undefined, choose(at(inputs, 0), g, zerosLike(g)), choose(at(inputs, 0), zerosLike(g), g)],
  jvp: (_, [, s, t], inputs, output) => choose(at(inputs, 0), s ?? zerosLike(output), t ?? zerosLike(output)),
  batch: (_, inputs, n, batched) => apply(select, {}, ...leadAll(inputs, n, batched)),
});

export const choose = (condition: AnyTensor, x: AnyTensor, y: AnyTensor): AnyTensor =>
  apply(select, {}, condition, x, y);

/** to the one that stands in the relation to the other; half to each where they are equal */
const share = (relation: () => Primitive<object>, t: AnyTensor, mine: AnyTensor, other: AnyTensor): AnyTensor =>
  choose(
    apply(relation(), {}, mine, other),
    t,
    choose(apply(equal, {}, mine, other), times(t, like(t, 0.5)), zerosLike(t)),
  );

/** z = max(x, y). Gradient: to the larger; half to each at a tie. */
export const maximum = elementwise2(
  'maximum',
  {
    kind: 'number',
    value: Math.max,
    partials: [(t, [x, y]) => share(() => greater, t, x, y), (t, [x, y]) => share(() => greater, t, y, x)],
  },
  plus,
);

/** z = min(x, y). Gradient: to the smaller; half to each at a tie. */
export const minimum = elementwise2(
  'minimum',
  {
    kind: 'number',
    value: Math.min,
    partials: [(t, [x, y]) => share(() => less, t, x, y), (t, [x, y]) => share(() => less, t, y, x)],
  },
  plus,
);

/** y = −1, 0 or 1. Gradient: zero. */
export const sign = elementwise1('sign', { kind: 'number', value: Math.sign }, times);

/** y = |x|. Gradient: x̄ = ȳ·sign(x), 0 at 0. */
export const abs = elementwise1(
  'abs',
  { kind: 'number', value: Math.abs, derivative: (x) => apply(sign, {}, x) },
  times,
);

/** the largest integer not above x. Gradient: zero. */
export const floor = elementwise1('floor', { kind: 'float', value: Math.floor }, times);

/** the smallest integer not below x. Gradient: zero. */
export const ceil = elementwise1('ceil', { kind: 'float', value: Math.ceil }, times);

/** the nearest integer, halves to even. Gradient: zero. */
export const round = elementwise1('round', { kind: 'float', value: (x) => roundHalfEven(x) }, times);

/** z = x − y·⌊x/y⌋ rounded towards zero, with the sign of x. Gradient: x̄ = z̄, ȳ = −z̄·(x − z)/y. */
export const remainder = elementwise2(
  'remainder',
  {
    kind: 'number',
    value: (x, y) => x % y,
    partials: [(t) => t, (t, [x, y], z) => negative(times(t, over(minus(x, z), y)))],
  },
  plus,
);

const roundHalfEven = (x: number): number => {
  const down = Math.floor(x);
  const rest = x - down;
  const up = rest > 0.5 || (rest === 0.5 && down % 2 !== 0) ? down + 1 : down;
  return up === 0 ? x * 0 : up;
};
