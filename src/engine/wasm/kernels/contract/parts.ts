/** A product in parts: tiles that cover it, sums cut into shorter ones. */
import type { Product } from './product.js';

/** the first multiple of `step` that is no less */
export const upTo = (value: number, step: number): number => Math.ceil(value / step) * step;

/** how many tiles cover the results */
export const tilesOf = ({ rows, columns }: Product, tileRows: number, tileColumns: number): number =>
  Math.ceil(rows / tileRows) * Math.ceil(columns / tileColumns);

/** Sums are cut only where they are long and results few: into how many parts of how many factors. Neither depends on the number of threads. */
export const cutDepth = (
  { batch, depth }: Product,
  tiles: number,
): { readonly splits: number; readonly chunk: number } => {
  if (batch * tiles >= 8 || depth < 2048) return { splits: 1, chunk: depth };
  const chunk = upTo(depth / Math.min(8, Math.floor(depth / 1024)), 16);
  return { splits: Math.ceil(depth / chunk), chunk };
};
