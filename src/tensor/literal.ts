import { DTypeError, expectShape, ShapeError } from '../shape/error.js';
import { show, size, validShape } from '../shape/shape.js';
import type { Arg, Shape } from '../shape/shape.js';
import type { ArrayData } from './array-data.js';
import { dtypes } from './dtype.js';
import type { ArrayOf, Data, DType, DTypeRow } from './dtype.js';
import { constant } from './node.js';
import { read } from './read.js';
import { result, typed } from './tensor.js';
import type { AnyTensor, Result, Tensor } from './tensor.js';

/** Numbers or booleans in nested arrays. */
export type Nested = number | boolean | readonly Nested[];

/** The shape of nested arrays of at most eight levels, or a sentence where rows differ. */
export type ShapeOf<T, Levels extends readonly 0[] = [0, 0, 0, 0, 0, 0, 0, 0]> = T extends readonly unknown[]
  ? Levels extends readonly [0, ...infer Left extends readonly 0[]]
    ? number extends T['length']
      ? Rows<number, ShapeOf<T[number], Left>>
      : T extends readonly []
        ? [0]
        : Rows<T['length'], ShapeOf<T[number], Left>>
    : 'tensor: more than eight levels of arrays'
  : T extends number | boolean
    ? []
    : 'tensor: expected numbers or booleans in nested arrays';
type Rows<N extends number, R> = [R] extends [string]
  ? R
  : IsUnion<R> extends true
    ? Ragged
    : R extends Shape
      ? [N, ...R]
      : Ragged;
type Ragged = 'tensor: rows of one array must have the same length';
type IsUnion<T, U = T> = T extends unknown ? ([U] extends [T] ? false : true) : false;

/** The element type of a literal: booleans are `bool`, numbers `float32`. */
export type LiteralDType<T> = [T] extends [never]
  ? 'float32'
  : T extends readonly unknown[]
    ? LiteralDType<T[number]>
    : T extends boolean
      ? 'bool'
      : 'float32';

/**
 * A tensor from nested arrays. Shape and element type are read from the literal; `dtype` says otherwise.
 *
 * Errors    "tensor: rows of one array must have the same length"
 * @example
 * tensor([[1, 2], [3, 4]]) // Tensor<[2, 2]>
 * tensor([1, 2, 3], { dtype: 'int32' }) // Tensor<[3], 'int32'>
 */
export const tensor: TensorLiteral = (values: unknown, options?: { readonly dtype?: DType }) =>
  result(literal(values, options?.dtype));

/** The type of {@link tensor}. */
export type TensorLiteral = <const T, D extends DType = LiteralDType<T>>(
  values: Arg<ShapeOf<T>, T>,
  options?: { readonly dtype?: D },
) => Result<ShapeOf<T>, NoInfer<D>>;

const literal = (values: unknown, as: DType | undefined): AnyTensor => {
  const shape: number[] = [];
  for (let level: unknown = values; Array.isArray(level); level = level[0]) shape.push(level.length);
  const flat: (number | boolean)[] = [];
  const visit = (level: unknown, axis: number): void => {
    if (Array.isArray(level) && level.length === shape[axis]) level.forEach((row) => visit(row, axis + 1));
    else if ((typeof level === 'number' || typeof level === 'boolean') && axis === shape.length) flat.push(level);
    else if (Array.isArray(level) || typeof level === 'number' || typeof level === 'boolean')
      throw new ShapeError('tensor: rows of one array must have the same length');
    else throw new ShapeError('tensor: expected numbers or booleans in nested arrays');
  };
  visit(values, 0);
  const dtype = as ?? (typeof flat[0] === 'boolean' ? 'bool' : 'float32');
  return constant({ shape, dtype }, dtypes[dtype].from(flat.map(Number)));
};

/**
 * A tensor without axes; float32 unless said otherwise.
 * @example
 * scalar(3, 'int32') // 3
 */
export const scalar = <D extends DType = 'float32'>(value: number | boolean, dtype?: D): Tensor<[], NoInfer<D>> => {
  const as: DType = dtype ?? 'float32';
  const data = dtypes[as].zeros(1);
  data[0] = as === 'bool' ? Number(Boolean(value)) : Number(value);
  return typed(constant({ shape: [], dtype: as }, data));
};

/** The dtype that a typed array stands for; bytes are `bool`. */
export type DTypeOf<A extends Data> = A extends Float32Array
  ? 'float32'
  : A extends Float64Array
    ? 'float64'
    : A extends Int32Array
      ? 'int32'
      : 'bool';

/**
 * A tensor from a typed array in row-major order; bytes are `bool`. The array is copied.
 *
 * Errors    "fromArray: [2, 3] has 6 elements but the array has 5", "fromArray: [-1, -5] is not a shape"
 * @example
 * fromArray(Float32Array.of(1, 2, 3, 4), [2, 2]) // [[1, 2], [3, 4]]
 */
export const fromArray = <const S extends Shape, A extends Data>(
  data: A,
  shape: readonly [...S],
): Tensor<S, DTypeOf<A>> => {
  const dims = expectShape(validShape([...shape], 'fromArray'));
  if (size(dims) !== data.length)
    throw new ShapeError(`fromArray: ${show(dims)} has ${size(dims)} elements but the array has ${data.length}`, [
      dims,
    ]);
  const dtype = dtypeOf(data);
  return typed(constant({ shape: dims, dtype }, dtypes[dtype].from(data)));
};

const dtypeOf = (data: Data): DType =>
  data instanceof Float32Array
    ? 'float32'
    : data instanceof Float64Array
      ? 'float64'
      : data instanceof Int32Array
        ? 'int32'
        : 'bool';

/**
 * A tensor from plain numbers with their layout; see {@link fromArray}.
 *
 * Errors    "fromArrayData: expected Int32Array for int32, got Float32Array"
 * @example
 * fromArrayData({ dtype: 'int32', shape: [2], data: Int32Array.of(1, 2) }) // [1, 2]
 */
export const fromArrayData = ({ data, dtype, shape }: ArrayData): AnyTensor => {
  const wanted = dtypes[dtype].zeros(0).constructor;
  if (data.constructor !== wanted)
    throw new DTypeError(`fromArrayData: expected ${wanted.name} for ${dtype}, got ${data.constructor.name}`);
  return fromArray(data, shape);
};

/**
 * The elements in row-major order; a copy, so changing it changes no tensor.
 *
 * Errors    a `TraceError` inside `compile`, `vmap` or `scan`, where a tensor stands for any value
 * @example
 * toArray(tensor([[1, 2], [3, 4]])) // Float32Array(4) [ 1, 2, 3, 4 ]
 */
export const toArray = <D extends DType>(tensor: Tensor<Shape, D>): ArrayOf[D] => {
  const row: DTypeRow<D> = dtypes[tensor.dtype];
  return row.from(read(tensor));
};

/**
 * Plain numbers with their layout; a copy. See {@link toArray}.
 * @example
 * toArrayData(tensor([1, 2])).shape // [2]
 */
export const toArrayData = (tensor: AnyTensor): ArrayData => ({
  shape: tensor.shape,
  dtype: tensor.dtype,
  data: read(tensor).slice(),
});

/** Nested arrays of the shape `S`. */
export type NestedOf<S extends Shape, E> = number extends S['length']
  ? Nested
  : S extends readonly [unknown, ...infer R extends Shape]
    ? NestedOf<R, E>[]
    : E;

/**
 * The elements in nested arrays: numbers, or booleans for `bool`.
 * @example
 * toNested(tensor([[1, 2], [3, 4]])) // [[1, 2], [3, 4]]
 */
export const toNested = <S extends Shape, D extends DType>(
  tensor: Tensor<S, D>,
): NestedOf<S, D extends 'bool' ? boolean : number> => {
  const data = read(tensor);
  const { shape, dtype } = tensor;
  let next = 0;
  const build = (axis: number): unknown => {
    if (axis < shape.length) return Array.from({ length: shape[axis] ?? 0 }, () => build(axis + 1));
    const value = data[next++] ?? 0;
    return dtype === 'bool' ? value !== 0 : value;
  };
  return build(0) as NestedOf<S, D extends 'bool' ? boolean : number>;
};

/**
 * The number of a tensor that has one element.
 *
 * Errors    "item: expected one element, got [2, 3]"
 * @example
 * item(tensor([[7]])) // 7
 */
export const item = (tensor: AnyTensor): number => {
  const data = read(tensor);
  const [value] = data;
  if (data.length !== 1 || value === undefined)
    throw new ShapeError(`item: expected one element, got ${show(tensor.shape)}`, [tensor.shape]);
  return value;
};
