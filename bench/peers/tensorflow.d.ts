/** The part of TensorFlow.js that is used here, so that this folder type-checks before its packages are installed. */
declare module '@tensorflow/tfjs-core' {
  export interface Tensor {
    readonly rank: number;
    readonly shape: number[];
    readonly dataSync: () => Float32Array;
    readonly dispose: () => void;
  }
  export type Scalar = Tensor;
  type Unary = (x: Tensor) => Tensor;
  type Binary = (x: Tensor, y: Tensor | number) => Tensor;
  export const add: Binary;
  export const sub: Binary;
  export const mul: Binary;
  export const rsqrt: Unary;
  export const relu: Unary;
  export const tanh: Unary;
  export const erf: Unary;
  export const softmax: Unary;
  export const mean: (x: Tensor, axes: number[]) => Tensor;
  export const reshape: (x: Tensor, shape: number[]) => Tensor;
  export const transpose: (x: Tensor, axes: number[]) => Tensor;
  export const slice: (x: Tensor, begin: number[], size: number[]) => Tensor;
  export const squeeze: (x: Tensor, axes: number[]) => Tensor;
  type Pad = number | 'valid';
  export const setBackend: (name: string) => Promise<boolean>;
  export const engine: () => {
    readonly runKernel: (name: string, inputs: Record<string, Tensor>, attributes: Record<string, unknown>) => Tensor;
  };
  export const tidy: (compute: () => Tensor) => Tensor;
  export const tensor: (data: Float32Array | Int32Array, shape?: number[]) => Tensor;
  export const variable: (start: Tensor, trainable: boolean) => Tensor;
  export const oneHot: (indices: Tensor, depth: number) => Tensor;
  export const matMul: (x: Tensor, y: Tensor, transposeX?: boolean, transposeY?: boolean) => Tensor;
  export const conv2d: (x: Tensor, filter: Tensor, stride: number, pad: Pad) => Tensor;
  export const conv2dTranspose: (x: Tensor, filter: Tensor, shape: number[], stride: number, pad: Pad) => Tensor;
  export const maxPool: (x: Tensor, size: number, stride: number, pad: Pad) => Tensor;
  export const avgPool: (x: Tensor, size: number, stride: number, pad: Pad) => Tensor;
  export const pad: (x: Tensor, around: [before: number, after: number][]) => Tensor;
  export const concat: (parts: Tensor[], axis: number) => Tensor;
  export const moments: (
    x: Tensor,
    axes: number | number[],
    keep?: boolean,
  ) => { readonly mean: Tensor; readonly variance: Tensor };
  export const losses: { readonly softmaxCrossEntropy: (labels: Tensor, logits: Tensor) => Scalar };
  interface Optimizer {
    readonly minimize: (loss: () => Scalar, returnCost: true) => Scalar | null;
  }
  export const train: { readonly momentum: (rate: number, momentum: number) => Optimizer };
}
declare module '@tensorflow/tfjs-layers';
declare module '@tensorflow/tfjs-backend-cpu';
declare module '@tensorflow/tfjs-backend-wasm';
