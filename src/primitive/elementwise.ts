/** What all elementwise primitives have in common: inputs of one shape, one loop, a leading axis that changes nothing. */
import { DTypeError, ShapeError } from '../shape/error.js';
import { show, size } from '../shape/shape.js';
import type { ArrayData } from '../tensor/array-data.js';
import { dtypes } from '../tensor/dtype.js';
import type { Data, DType } from '../tensor/dtype.js';
import type { AnyTensor, Spec } from '../tensor/tensor.js';
import { leadAll } from './broadcast.js';
import { apply, at, binary, unary } from './primitive.js';
import type { Pair, Primitive } from './primitive.js';
import type { Maybe } from '../tensor/tensor.js';

/** Which element types an operation takes. */
export const kinds = {
  float: ['float32', 'float64'],
  number: ['float32', 'float64', 'int32'],
  integer: ['int32'],
  bits: ['int32', 'bool'],
  bool: ['bool'],
  any: ['float32', 'float64', 'int32', 'bool'],
} as const satisfies Record<string, readonly DType[]>;

/** The name of a row of {@link kinds}. */
export type Kind = keyof typeof kinds;

/** the shape and element type that all inputs share */
export const same = (name: string, kind: Kind, inputs: readonly Spec[]): Spec => {
  const first = at(inputs, 0);
  const allowed: readonly DType[] = kinds[kind];
  for (const { shape, dtype } of inputs) {
    if (dtype !== first.dtype) throw new DTypeError(`${name}: ${first.dtype} with ${dtype}: cast one of them`);
    if (!allowed.includes(dtype)) throw new DTypeError(`${name}: expected ${allowed.join(' or ')}, got ${dtype}`);
    if (shape.length !== first.shape.length || shape.some((length, axis) => length !== first.shape[axis]))
      throw new ShapeError(`${name}: ${show(first.shape)} and ${show(shape)} differ`, [first.shape, shape]);
  }
  return first;
};

/** the product of two numbers of a type; int32 wraps around, where a float64 would lose the low bits */
export const productOf = (dtype: DType): ((x: number, y: number) => number) =>
  dtype === 'int32' ? Math.imul : (x, y) => x * y;

const loop1 = (f: (x: number) => number, x: ArrayData, output: Spec): Data => {
  const out = dtypes[output.dtype].zeros(size(output.shape));
  for (let i = 0; i < out.length; i++) out[i] = f(x.data[i] ?? 0);
  return out;
};

const loop2 = (f: (x: number, y: number) => number, x: ArrayData, y: ArrayData, output: Spec): Data => {
  const out = dtypes[output.dtype].zeros(size(output.shape));
  for (let i = 0; i < out.length; i++) out[i] = f(x.data[i] ?? 0, y.data[i] ?? 0);
  return out;
};

/** A function of one number, applied to each element. */
export interface Elementwise1 {
  readonly kind: Kind;
  readonly value: (x: number) => number;
  /** dy/dx as an expression of x and y; the Jacobian is diagonal, so one formula serves both directions. None: zero almost everywhere. */
  readonly derivative?: (x: AnyTensor, y: AnyTensor) => AnyTensor;
  /** the element type of the result, where it is not that of the input */
  readonly result?: DType;
}

/** A partial derivative times a cotangent or tangent t. */
export type Partial2 = (t: AnyTensor, inputs: Pair<AnyTensor>, output: AnyTensor) => Maybe;

/** A function of two numbers, applied to each pair of elements. */
export interface Elementwise2 {
  readonly kind: Kind;
  readonly value: (x: number, y: number) => number;
  /** the value on int32, where rounding `value` to 32 bits is not it */
  readonly integer?: (x: number, y: number) => number;
  /** the two partial derivatives. None: zero almost everywhere. */
  readonly partials?: Pair<Partial2>;
  readonly result?: DType;
}

/** times is the product of the arithmetic family; it is an argument because that family is itself made here */
export const elementwise1 = (
  name: string,
  row: Elementwise1,
  times: (a: AnyTensor, b: AnyTensor) => AnyTensor,
): Primitive<object> => {
  const scaled = (t: AnyTensor, x: AnyTensor, y: AnyTensor): Maybe => row.derivative && times(t, row.derivative(x, y));
  const primitive: Primitive<object> = unary({
    name,
    infer: (_, x) => ({ shape: same(name, row.kind, [x]).shape, dtype: row.result ?? x.dtype }),
    evaluate: (_, x, output) => loop1(row.value, x, output),
    vjp: (_, g, x, y) => scaled(g, x, y),
    jvp: (_, t, x, y) => scaled(t, x, y),
    batch: (_, x) => apply(primitive, {}, x),
  });
  return primitive;
};

export const elementwise2 = (
  name: string,
  row: Elementwise2,
  plus: (a: AnyTensor, b: AnyTensor) => AnyTensor,
): Primitive<object> => {
  const { partials } = row;
  const primitive: Primitive<object> = binary({
    name,
    infer: (_, x, y) => ({ shape: same(name, row.kind, [x, y]).shape, dtype: row.result ?? x.dtype }),
    evaluate: (_, x, y, output) => loop2(x.dtype === 'int32' ? (row.integer ?? row.value) : row.value, x, y, output),
    vjp: (_, g, inputs, output) => [partials?.[0](g, inputs, output), partials?.[1](g, inputs, output)],
    jvp: (_, [s, t], inputs, output) => {
      const left = s && partials?.[0](s, inputs, output);
      const right = t && partials?.[1](t, inputs, output);
      return left && right ? plus(left, right) : (left ?? right);
    },
    batch: (_, inputs, n, batched) => apply(primitive, {}, ...leadAll(inputs, n, batched)),
  });
  return primitive;
};
