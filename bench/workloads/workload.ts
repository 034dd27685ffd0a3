/** What every runner is asked to do: the description that crosses the border between processes. */

/** C = A·B for two matrices of n × n. */
export interface Matmul {
  readonly kind: 'matmul';
  readonly n: number;
}

/** A convolution of [batch, channels, size, size] with [out, channels, kernel, kernel], or one of its gradients. */
export interface Convolution extends Window {
  readonly kind: 'convolution';
  readonly part: 'forward' | 'input gradient' | 'filter gradient';
  readonly batch: number;
  readonly channels: number;
  readonly size: number;
  readonly out: number;
  readonly kernel: number;
}

/** How a filter moves over an image. */
export interface Window {
  readonly stride: number;
  readonly padding: number;
}

export type NetworkName = 'xor' | 'mlp' | 's1' | 'resnet20' | 'unet' | 'transformer';

/** One step of SGD with momentum, the loss read; or the logits of a batch. */
export interface NetworkWork {
  readonly kind: 'training' | 'inference';
  readonly network: NetworkName;
  readonly batch: number;
}

export type ImageFilter = 'gaussian' | 'median' | 'bilateral' | 'nonLocalMeans';

/** A filter of an image of [size, size]. */
export interface ImageWork {
  readonly kind: 'image';
  readonly filter: ImageFilter;
  readonly size: number;
}

export type Work = Matmul | Convolution | NetworkWork | ImageWork;

/** A line of the table. Workloads of one group share their processes, and only a group of one says how much memory it takes. */
export interface Workload {
  readonly name: string;
  readonly group: string;
  readonly work: Work;
  /** whether `--quick` has it */
  readonly quick: boolean;
}

/** The rate and the momentum of every training step. */
export const learning = { rate: 0.01, momentum: 0.9 } as const;
