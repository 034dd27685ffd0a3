/** The element types: `float32` is the default, `bool` is stored as one byte, 0 or 1. */
export type DType = 'float32' | 'float64' | 'int32' | 'bool';

/** The element types that carry derivatives. */
export type Float = 'float32' | 'float64';

/** The typed array that holds the elements of each dtype. */
export interface ArrayOf {
  readonly float32: Float32Array;
  readonly float64: Float64Array;
  readonly int32: Int32Array;
  readonly bool: Uint8Array;
}

/** The elements of a tensor in row-major order. */
export type Data = ArrayOf[DType];

/** What the library knows of an element type: how to make an array of zeros and a copy, and whether it carries derivatives. */
export interface DTypeRow<D extends DType> {
  readonly zeros: (length: number) => ArrayOf[D];
  readonly from: (data: ArrayLike<number>) => ArrayOf[D];
  readonly bytes: number;
  readonly float: boolean;
}

/** One row an element type. */
export const dtypes: { readonly [D in DType]: DTypeRow<D> } = {
  float32: { zeros: (n) => new Float32Array(n), from: (data) => Float32Array.from(data), bytes: 4, float: true },
  float64: { zeros: (n) => new Float64Array(n), from: (data) => Float64Array.from(data), bytes: 8, float: true },
  int32: { zeros: (n) => new Int32Array(n), from: (data) => Int32Array.from(data), bytes: 4, float: false },
  bool: {
    zeros: (n) => new Uint8Array(n),
    from: (data) => Uint8Array.from(data, (x) => (x === 0 ? 0 : 1)),
    bytes: 1,
    float: false,
  },
};
