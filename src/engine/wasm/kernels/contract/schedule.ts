/** How a product of matrices is cut: tiles of registers, blocks of cache, pieces for threads. All of it follows from the sizes alone. */
import { lanes } from '../../lanes.js';
import { cutDepth, tilesOf, upTo } from './parts.js';
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

/** Rows and vectors of tiles: eight sums hide the latency of an addition, and all the factors of a turn fit the registers beside them. */
const [square, wide] = [
  [4, 2],
  [2, 4],
] as const;

/** about how many cycles a tile needs for each factor: for its sums, for its loads, for one sum after the other */
const cyclesOf = (rows: number, vectors: number): number => Math.max(4, (rows * vectors) / 2, (rows + vectors) / 2);

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
    tilesOf(product, down, width) * (depth * cyclesOf(down, vectors) + (turned ? 40 : 12)) +
    loose * 4 * Math.ceil(depth / longest(product))
  );
};

/** The tile that takes the fewest; squares can be transposed in registers. Wide ones are better where more than a few rows are each dense. */
const tileOf = (product: Product): readonly [rows: number, vectors: number] => {
  const { rows, columns, turned, dtype, left } = product;
  const { count } = lanes[dtype];
  return (left.depth === 1 && rows > 4 ? [wide, square] : [square, wide])
    .map(([down, vectors]) => [Math.min(down, rows), Math.min(vectors, Math.ceil(columns / count))] as const)
    .filter(([down]) => !turned || rows < count || down % count === 0)
    .reduce((best, tile) => (cyclesOfTiles(product, tile) < cyclesOfTiles(product, best) ? tile : best));
};

/** factors of a block: few rows stream through the right matrix, small matrices stay where they are, panels of large ones fit a cache */
const longest = ({ rows, columns }: Product): number => (rows < 4 ? 64 : rows + columns < 64 ? 128 : 256);

/** Whether the factors of a block stand on more pages of memory than are found at once. */
const far = (factors: number, bytes: number): boolean => factors * Math.abs(bytes) >= 1 << 19;

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
  const pieces = () => product.batch * splits * tilesOf(product, rowBlock(), columnBlock());
  while (pieces() < 7 && rowBlock() * columnBlock() * chunk > 1 << 16) {
    if (columnBlock() > width && columnBlock() * 2 >= rowBlock()) columnBlocks *= 2;
    else if (rowBlock() > rows) rowBlocks *= 2;
    else break;
  }
  // of an odd number of pieces one leaves all threads but one waiting
  for (let tries = 0; tries < 4 && pieces() > 1 && pieces() % 2 === 1; tries++) {
    if (rowBlocks > columnBlocks) rowBlocks++;
    else columnBlocks++;
  }
  const { left, right } = product;
  return {
    rows,
    vectors,
    rowBlock: rowBlock(),
    columnBlock: columnBlock(),
    depthBlock,
    splits,
    chunk,
    packLeft: columnBlock() >= 4 * width && far(depthBlock, left.depth * bytes),
    packRight:
      right.free !== 1 ||
      (product.rows > rows && far(depthBlock, right.depth * bytes)) ||
      (product.rows >= 16 && depthBlock * columnBlock() >= 4096),
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
