/**
 * Arithmetic of numbers: add, subtract, multiply, divide, negate. int32 wraps around; division by zero follows IEEE 754 for
 * floats and gives 0 for integers.
 */
import type { AnyTensor } from '../tensor/tensor.js';
import { like } from './create.js';
import { elementwise1, elementwise2 } from './elementwise.js';
import { apply } from './primitive.js';

const plus = (a: AnyTensor, b: AnyTensor): AnyTensor => apply(add, {}, a, b);
const minus = (a: AnyTensor, b: AnyTensor): AnyTensor => apply(subtract, {}, a, b);
const times = (a: AnyTensor, b: AnyTensor): AnyTensor => apply(multiply, {}, a, b);
const over = (a: AnyTensor, b: AnyTensor): AnyTensor => apply(divide, {}, a, b);
const negative = (a: AnyTensor): AnyTensor => apply(negate, {}, a);

/** z = x + y. Gradient: x̄ = z̄, ȳ = z̄. */
export const add = elementwise2(
  'add',
  { kind: 'number', value: (x, y) => x + y, partials: [(t) => t, (t) => t] },
  (a, b) => plus(a, b),
);

/** z = x − y. Gradient: x̄ = z̄, ȳ = −z̄. */
export const subtract = elementwise2(
  'subtract',
  { kind: 'number', value: (x, y) => x - y, partials: [(t) => t, negative] },
  plus,
);

/** z = x·y. Gradient: x̄ = z̄·y, ȳ = z̄·x. */
export const multiply = elementwise2(
  'multiply',
  {
    kind: 'number',
    value: (x, y) => x * y,
    integer: Math.imul,
    partials: [(t, [, y]) => times(t, y), (t, [x]) => times(t, x)],
  },
  plus,
);

/** z = x/y. Gradient: x̄ = z̄/y, ȳ = −z̄·z/y. */
export const divide = elementwise2(
  'divide',
  {
    kind: 'number',
    value: (x, y) => x / y,
    partials: [(t, [, y]) => over(t, y), (t, [, y], z) => negative(over(times(t, z), y))],
  },
  plus,
);

/** y = −x. Gradient: x̄ = −ȳ. */
export const negate = elementwise1(
  'negate',
  { kind: 'number', value: (x) => -x, derivative: (x) => like(x, -1) },
  times,
);

export { minus, negative, over, plus, times };
