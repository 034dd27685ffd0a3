/** The part of jax-js that is used here, so that this folder type-checks before its packages are installed. */
declare module '@jax-js/jax' {
  export interface Array {
    readonly ref: this;
    readonly shape: number[];
    readonly add: (y: Array | number) => Array;
    readonly sub: (y: Array) => Array;
    readonly mul: (y: Array | number) => Array;
    readonly sum: (axis: number) => Array;
    readonly mean: (axes?: number | number[], options?: { readonly keepdims: boolean }) => Array;
    readonly reshape: (shape: number[]) => Array;
    readonly transpose: (axes?: number[]) => Array;
    readonly slice: (...index: (number | [])[]) => Array;
    readonly data: () => Promise<Float32Array>;
    readonly blockUntilReady: () => Promise<Array>;
    readonly dispose: () => void;
  }
  type Pairs = [before: number, after: number][];
  export const init: (device: 'wasm') => Promise<string[]>;
  export const defaultDevice: (device: 'wasm') => string;
  export const jit: <A extends unknown[], B>(f: (...args: A) => B) => (...args: A) => B;
  export const vjp: <A extends Array[]>(f: (...args: A) => Array, at: A) => [Array, (cotangent: Array) => A];
  export const valueAndGrad: <P, A extends unknown[]>(
    f: (params: P, ...rest: A) => Array,
  ) => (params: P, ...rest: A) => [value: Array, gradients: P];
  export const tree: { readonly ref: <P>(values: P) => P };
  export const lax: {
    readonly conv: (x: Array, filter: Array, strides: number[], padding: Pairs) => Array;
    readonly convTranspose: (
      x: Array,
      filter: Array,
      strides: number[],
      padding: 'VALID',
      options: { readonly transposeKernel: boolean },
    ) => Array;
    readonly reduceWindow: (x: Array, f: (window: Array) => Array, size: number[], strides: number[]) => Array;
  };
  export const nn: {
    readonly relu: (x: Array) => Array;
    readonly gelu: (x: Array, options: { readonly approximate: boolean }) => Array;
    readonly softmax: (x: Array) => Array;
    readonly logSoftmax: (x: Array) => Array;
    readonly oneHot: (x: Array, classes: number) => Array;
  };
  export const numpy: {
    readonly array: (data: Float32Array | Int32Array, options?: { readonly shape: number[] }) => Array;
    readonly zerosLike: (x: Array) => Array;
    readonly matmul: (x: Array, y: Array) => Array;
    readonly max: (x: Array) => Array;
    readonly tanh: (x: Array) => Array;
    readonly sqrt: (x: Array) => Array;
    readonly negative: (x: Array) => Array;
    readonly reciprocal: (x: Array) => Array;
    readonly var_: (x: Array, axes: number | number[], options: { readonly keepdims: boolean }) => Array;
    readonly pad: (x: Array, around: Pairs) => Array;
    readonly concatenate: (parts: Array[], axis: number) => Array;
  };
}
