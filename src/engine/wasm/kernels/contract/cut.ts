/** How scalar products are shared and what they cost. */
import { lanes } from '../../lanes.js';
import { cutDepth, tilesOf, upTo } from './parts.js';
import type { Product } from './product.js';

/** Rows and columns computed together, sums of each at once, rows of a piece, parts of the sums and their lengths. */
export interface Cut {
  readonly rows: number;
  readonly columns: number;
  readonly ways: number;
  readonly rowBlock: number;
  readonly splits: number;
  readonly chunk: number;
}

/** How scalar products are cut. */
export const cutDots = (product: Product): Cut => {
  const [rows, columns] = [Math.min(4, product.rows), Math.min(2, product.columns)];
  const { splits, chunk } = cutDepth(product, tilesOf(product, rows, columns));
  const work = product.columns * chunk;
  const share = Math.max(Math.ceil(product.rows / 16), Math.ceil((1 << 14) / work));
  return {
    rows,
    columns,
    ways: Math.min(4, Math.floor(8 / (rows * columns))),
    rowBlock: upTo(Math.min(product.rows, share), rows),
    splits,
    chunk,
  };
};

/**
 * About how many cycles scalar products take, where the factors are dense and rows, which threads share, are not the shorter side:
 * twice as many if what is read again and again leaves the cache.
 */
export const costOfDots = (product: Product): number => {
  const { left, right, rows, columns, depth, batch, dtype } = product;
  if (left.depth !== 1 || right.depth !== 1 || rows < columns) return Infinity;
  const { count, bytes } = lanes[dtype];
  const cut = cutDots(product);
  const leaves = rows > cut.rows && columns * cut.chunk * bytes > 1 << 18;
  const each = Math.max(4 / cut.ways, (cut.rows * cut.columns) / 2, (cut.rows + cut.columns) / 2);
  const one = (depth / count) * each * (leaves ? 2 : 1) + 20 + 6 * cut.rows * cut.columns;
  return batch * tilesOf(product, cut.rows, cut.columns) * one;
};
