import type { Workload } from './workload.js';

/** Square matrices, from those that fit a first-level cache to those that fit none. */
export const matmuls: readonly Workload[] = [64, 128, 256, 512, 1024].map((n) => ({
  name: `matmul ${n}`,
  group: 'matmul',
  work: { kind: 'matmul', n },
  quick: n <= 256,
}));
