import type { ImageFilter, Workload } from './workload.js';

const filters: Readonly<Record<ImageFilter, string>> = {
  gaussian: 'gaussian σ = 2',
  median: 'median 5 × 5',
  bilateral: 'bilateral 5 × 5',
  nonLocalMeans: 'non-local means 7/21',
};

const names = ['gaussian', 'median', 'bilateral', 'nonLocalMeans'] as const satisfies readonly ImageFilter[];

/** Filters of a grey image of 512 × 512. */
export const images: readonly Workload[] = names.map((filter) => ({
  name: filters[filter],
  group: 'image',
  work: { kind: 'image', filter, size: 512 },
  quick: filter !== 'nonLocalMeans',
}));
