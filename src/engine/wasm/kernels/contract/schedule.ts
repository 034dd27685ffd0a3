/** How a product of matrices is cut: tiles of registers, blocks of cache, pieces for threads. All of it follows from the sizes alone. */
import { lanes } from '../../lanes.js';
import type { Matrix, Product } from './product.js';

export interface Schedule {
  /** rows and vectors of a tile */
  readonly rows: number;
  readonly vectors: number;
  /** rows, columns and factors of a block; the first two are what a piece computes */
  readonly rowBlock: number;
  readonly columnBlock: number;
  readonly depthBlock: number;
  /** into how many parts the sums are cut, each with results of its own, and how many factors a part has */
  readonly splits: number;
  readonly chunk: number;
  readonly packLeft: boolean;
  readonly packRight: boolean;
}

const upTo = (value: number, step: number): number => Math.ceil(value / step) * step;

/** rows and vectors: enough sums at once to hide the latency of an addition, few enough for the registers */
const tileOf = (rows: number, vectors: number): readonly [number, number] => {
  if (rows < 3) return [rows, Math.min(4, vectors)];
  if (rows === 3) return [3, Math.min(2, vectors)];
  if (vectors === 1 && rows >= 8) return [8, 1];
  return [4, Math.min(2, vectors)];
};

/** lines of a first-level cache that may hold one matrix, and how many of them fall on one place in it */
const line = 64;
const sets = 64;

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** whether `count` runs of less than a line, `step` bytes apart, stay in the cache */
const stays = (count: number, step: number): boolean => {
  const distance = Math.abs(step);
  if (distance < line) return true;
  const places = distance % line === 0 ? sets / gcd((distance / line) % sets, sets) : sets;
  return count <= 3 * places;
};

/** results are computed again from chunks only where they are few and sums long */
const splitsOf = ({ batch, depth }: Product, tiles: number): number =>
  batch * tiles >= 8 || depth < 2048 ? 1 : Math.min(8, Math.floor(depth / 1024));

export const schedule = (product: Product): Schedule => {
  const { count, bytes } = lanes[product.dtype];
  const [rows, vectors] = tileOf(product.rows, Math.ceil(product.columns / count));
  const width = vectors * count;
  const splits = splitsOf(product, Math.ceil(product.rows / rows) * Math.ceil(product.columns / width));
  const chunk = upTo(Math.ceil(product.depth / splits), splits > 1 ? 16 : 1);
  const depthBlock = Math.ceil(chunk / Math.ceil(chunk / 256));
  let rowBlock = upTo(Math.min(product.rows, 128), rows);
  let columnBlock = upTo(Math.min(product.columns, 256), width);
  const pieces = () =>
    product.batch * splits * Math.ceil(product.rows / rowBlock) * Math.ceil(product.columns / columnBlock);
  while (pieces() < 8 && rowBlock * columnBlock * chunk > 1 << 16) {
    if (columnBlock > width && columnBlock * 2 >= rowBlock) columnBlock = upTo(columnBlock / 2, width);
    else if (rowBlock > rows) rowBlock = upTo(rowBlock / 2, rows);
    else break;
  }
  const footprint = ({ depth }: Matrix): boolean => stays(depthBlock, depth * bytes);
  const { left, right } = product;
  return {
    rows,
    vectors,
    rowBlock,
    columnBlock,
    depthBlock,
    splits: Math.ceil(product.depth / chunk),
    chunk,
    packLeft: columnBlock >= 4 * width && !footprint(left),
    packRight: right.free !== 1 || (product.rows >= 16 && (depthBlock * columnBlock > 4096 || !footprint(right))),
  };
};
