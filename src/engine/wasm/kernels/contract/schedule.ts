/** How a product of matrices is cut: tiles of registers, blocks of cache, pieces for threads. All of it follows from the sizes alone. */
import { lanes } from '../../lanes.js';
import type { Cut } from './dots.js';
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

/** Rows and vectors of tiles: eight sums hide the latency of an addition, and all the factors of a turn fit the registers beside them. */
const tiles = [
  [4, 2],
  [2, 4],
] as const;

/** about how many cycles a tile needs for each factor: for its sums, for its loads, for one sum after the other */
const cyclesOf = (rows: number, vectors: number): number => Math.max(4, (rows * vectors) / 2, (rows + vectors) / 2);

const tilesOf = ({ rows, columns }: Product, tileRows: number, tileColumns: number): number =>
  Math.ceil(rows / tileRows) * Math.ceil(columns / tileColumns);

/** About how many cycles the tiles of a matrix take; what fills no tile is brought to its place one by one. */
const cyclesOfTiles = (product: Product, [down, vectors]: readonly [number, number]): number => {
  const { rows, columns, depth, dtype } = product;
  const { count } = lanes[dtype];
  const width = vectors * count;
  const turned = product.turned && rows > 1;
  const loose =
    turned && down % count !== 0
      ? rows * columns
      : (rows % down) * columns + (columns % width) * (rows - (rows % down));
  return (
    tilesOf(product, down, width) * (depth * cyclesOf(down, vectors) + (turned ? 40 : 20)) +
    loose * 4 * Math.ceil(depth / longest(product))
  );
};

/** The tile that takes the fewest; squares can be transposed in registers. */
const tileOf = (product: Product): readonly [rows: number, vectors: number] => {
  const { rows, columns, turned, dtype } = product;
  const { count } = lanes[dtype];
  return tiles
    .map(([down, vectors]) => [Math.min(down, rows), Math.min(vectors, Math.ceil(columns / count))] as const)
    .filter(([down]) => !turned || rows < count || down % count === 0)
    .reduce((best, tile) => (cyclesOfTiles(product, tile) < cyclesOfTiles(product, best) ? tile : best));
};

/** factors of a block: few rows stream through the right matrix, small matrices stay where they are, panels of large ones fit a cache */
const longest = ({ rows, columns }: Product): number => (rows < 4 ? 64 : rows + columns < 64 ? 128 : 256);

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

/** sums are cut only where they are long and results few: into how many parts of how many factors */
const cutDepth = ({ batch, depth }: Product, tiles: number): { readonly splits: number; readonly chunk: number } => {
  if (batch * tiles >= 8 || depth < 2048) return { splits: 1, chunk: depth };
  const chunk = upTo(depth / Math.min(8, Math.floor(depth / 1024)), 16);
  return { splits: Math.ceil(depth / chunk), chunk };
};

export const schedule = (product: Product): Schedule => {
  const { count, bytes } = lanes[product.dtype];
  const [rows, vectors] = tileOf(product);
  const width = vectors * count;
  const { splits, chunk } = cutDepth(product, tilesOf(product, rows, width));
  const depthBlock = Math.ceil(chunk / Math.ceil(chunk / longest(product)));
  let rowBlocks = Math.ceil(product.rows / 256);
  let columnBlocks = Math.ceil(product.columns / 256);
  const rowBlock = () => upTo(product.rows / rowBlocks, rows);
  const columnBlock = () => upTo(product.columns / columnBlocks, width);
  while (product.batch * splits * rowBlocks * columnBlocks < 8 && rowBlock() * columnBlock() * chunk > 1 << 16) {
    if (columnBlock() > width && columnBlock() * 2 >= rowBlock()) columnBlocks *= 2;
    else if (rowBlock() > rows) rowBlocks *= 2;
    else break;
  }
  const footprint = ({ depth }: Matrix): boolean => stays(depthBlock, depth * bytes);
  const { left, right } = product;
  return {
    rows,
    vectors,
    rowBlock: rowBlock(),
    columnBlock: columnBlock(),
    depthBlock,
    splits,
    chunk,
    packLeft: columnBlock() >= 4 * width && !footprint(left),
    packRight:
      right.free !== 1 ||
      (product.rows > rows && !footprint(right)) ||
      (product.rows >= 16 && depthBlock * columnBlock() > 4096),
  };
};

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

/** About how many cycles tiles take, panels included. */
export const costOfTiles = (product: Product): number => {
  const plan = schedule(product);
  const { rows, columns, depth, batch, left, right, dtype } = product;
  const { count } = lanes[dtype];
  const packing = (packed: boolean, { free, depth: step }: Matrix, places: number): number =>
    packed ? 60 + places * depth * (free === 1 ? 0.5 / count : step === 1 ? 2 / count : 2) : 0;
  return (
    batch *
    (cyclesOfTiles(product, [plan.rows, plan.vectors]) +
      packing(plan.packRight, right, columns) * Math.ceil(rows / plan.rowBlock) +
      packing(plan.packLeft, left, rows) * Math.ceil(columns / plan.columnBlock))
  );
};

/** About how many cycles scalar products take, where the factors are dense and what is read again and again stays in a cache. */
export const costOfDots = (product: Product): number => {
  const { left, right, columns, depth, batch, dtype } = product;
  const { count, bytes } = lanes[dtype];
  if (left.depth !== 1 || right.depth !== 1 || columns * depth * bytes > 1 << 18) return Infinity;
  const cut = cutDots(product);
  const each = Math.max(4 / cut.ways, (cut.rows * cut.columns) / 2, (cut.rows + cut.columns) / 2);
  return batch * tilesOf(product, cut.rows, cut.columns) * ((depth / count) * each + 20 + 6 * cut.rows * cut.columns);
};
