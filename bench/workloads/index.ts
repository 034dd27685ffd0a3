import { convolutions } from './convolution.js';
import { images } from './image.js';
import { matmuls } from './matmul.js';
import { networkWorkloads } from './networks.js';
import type { Workload } from './workload.js';

export { outputSide } from './convolution.js';
export * from './workload.js';

/** All that is measured, in the order of the table. */
export const workloads: readonly Workload[] = [...matmuls, ...convolutions, ...images, ...networkWorkloads];
