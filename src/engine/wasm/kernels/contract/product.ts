/** A contraction of any axes in any layout, seen as matrices side by side. */
import type { Contraction } from '../../../../primitive/contract.js';
import { at } from '../../../../primitive/primitive.js';
import { size } from '../../../../shape/shape.js';
import { get, i32 } from '../../emit/index.js';
import type { Local } from '../../emit/index.js';
import type { Box, Draft, Grid, Operand } from '../../kernel.js';
import type { Arithmetic } from '../../lanes.js';
import { transposed } from '../../view.js';
import { axesOf, merged } from '../axes.js';
import type { Axis } from '../axes.js';

/** Elements between neighbours of a matrix along the axis that is kept, and along the one that is summed over. */
export interface Matrix {
  readonly free: number;
  readonly depth: number;
  /** where the matrices of a batch begin */
  readonly batch: readonly Axis[];
}

/** z[b, i, j] = Σₖ left[b, i, k] · right[b, k, j] */
export interface Product {
  readonly dtype: Arithmetic;
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  readonly left: Matrix;
  readonly right: Matrix;
  /** whether the results stand column by column: a transposed product */
  readonly turned: boolean;
}

export interface Problem {
  readonly product: Product;
  readonly left: Operand;
  readonly right: Operand;
}

/** The results as they stand in memory, in parts of so many rows and columns. */
export const gridOf = ({ batch, rows, columns, turned }: Product, rowBlock: number, columnBlock: number): Grid =>
  turned
    ? { shape: [batch, columns, rows], lines: rowBlock >= rows }
    : { shape: [batch, rows, columns], lines: columnBlock >= columns };

/** Some rows and columns of one of the matrices. */
export const boxOf = ({ turned }: Product, matrix: Local<'i32'>, rows: Box[number], columns: Box[number]): Box => {
  const one = [get(matrix), i32.add(get(matrix), i32.const(1))] as const;
  return turned ? [one, columns, rows] : [one, rows, columns];
};

/** zᵀ = rightᵀ · leftᵀ */
export const turn = ({ product, left, right }: Problem): Problem => ({
  product: {
    ...product,
    rows: product.columns,
    columns: product.rows,
    left: product.right,
    right: product.left,
    turned: !product.turned,
  },
  left: right,
  right: left,
});

/** How far apart neighbours are, where some axes are one; an axis of one element may count as dense. */
const step = (axes: readonly Axis[]): number | undefined => {
  const [axis, ...rest] = merged(axes);
  return rest.length > 0 ? undefined : (axis?.step ?? 1);
};

interface Sides {
  readonly batch: readonly number[];
  readonly free: readonly number[];
  readonly depth: readonly number[];
}

/** An operand as matrices; a copy where its strides allow none. */
const matrices = (
  draft: Draft,
  operand: Operand,
  { batch, free, depth }: Sides,
): { readonly operand: Operand; readonly matrix: Matrix } => {
  const seen: Operand = { ...operand, ...transposed(operand, [...batch, ...free, ...depth]) };
  const read = (from: Operand): { readonly operand: Operand; readonly matrix: Matrix } | undefined => {
    const [second, third] = [batch.length, batch.length + free.length];
    const along = { free: step(axesOf(from, second, third)), depth: step(axesOf(from, third)) };
    if (along.free === undefined || along.depth === undefined) return undefined;
    return {
      operand: from,
      matrix: { free: along.free, depth: along.depth, batch: merged(axesOf(from, 0, second)) },
    };
  };
  const made = read(seen) ?? read(draft.dense(seen));
  if (made === undefined) throw new RangeError('internal: a row-major tensor that is no matrix');
  return made;
};

const freeOf = ({ shape }: Operand, ...used: readonly (readonly number[])[]): readonly number[] =>
  [...shape.keys()].filter((axis) => !used.some((axes) => axes.includes(axis)));

export const problem = (
  { contract, batch }: Contraction,
  x: Operand,
  y: Operand,
  dtype: Arithmetic,
  draft: Draft,
): Problem => {
  // any order of the axes summed over gives the same sums: that of x in memory
  const order = [...contract[0].keys()].sort(
    (a, b) => Math.abs(at(x.strides, at(contract[0], b))) - Math.abs(at(x.strides, at(contract[0], a))),
  );
  const sides = (operand: Operand, side: 0 | 1): Sides => ({
    batch: batch[side],
    free: freeOf(operand, contract[side], batch[side]),
    depth: order.map((index) => at(contract[side], index)),
  });
  const [ofX, ofY] = [sides(x, 0), sides(y, 1)];
  const extent = ({ shape }: Operand, axes: readonly number[]): number => size(axes.map((axis) => at(shape, axis)));
  const [left, right] = [matrices(draft, x, ofX), matrices(draft, y, ofY)];
  return {
    product: {
      dtype,
      batch: extent(x, ofX.batch),
      rows: extent(x, ofX.free),
      columns: extent(y, ofY.free),
      depth: extent(x, ofX.depth),
      left: left.matrix,
      right: right.matrix,
      turned: false,
    },
    left: left.operand,
    right: right.operand,
  };
};
