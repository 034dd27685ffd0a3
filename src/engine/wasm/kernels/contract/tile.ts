/** The innermost loop of a product of matrices: a tile of results in registers. */
import { at } from '../../../../primitive/primitive.js';
import { get, i32, select, seq, set, times, v128 } from '../../emit/index.js';
import type { Func, Module } from '../../emit/index.js';
import { lanes } from '../../lanes.js';
import type { Arithmetic, Target } from '../../lanes.js';
import { advance } from '../convolve/nest.js';

/** What a tile is made of; steps in bytes. */
export interface Tile {
  readonly dtype: Arithmetic;
  readonly rows: number;
  /** vectors side by side in a row */
  readonly vectors: number;
  /** of the left matrix: from row to row, from factor to factor, from tile to tile */
  readonly row: number;
  readonly left: number;
  readonly next: number;
  /** of the right matrix: from factor to factor */
  readonly right: number;
}

const parameters = ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'] as const;

/**
 * (left, right, out, length, step, sums, tiles): out[i][j] = sums[i][j] + Σₖ left[i][k] · right[k][j] over `length` ≥ 1 factors, for as many rows as
 * `tiles` ≥ 1 tiles have. Rows of the results stand `step` bytes apart; all rows of `sums` are the first, unless they are the results themselves.
 */
export const tile = (module: Module, target: Target, shape: Tile): Func<typeof parameters> =>
  module.func(
    `contract tile ${JSON.stringify(shape)} ${target.fused}`,
    parameters,
    'void',
    (scope, firstLeft, firstRight, out, length, step, from, tiles) => {
      const kind = lanes[shape.dtype];
      const sums = Array.from({ length: shape.rows }, () =>
        Array.from({ length: shape.vectors }, () => scope.local('v128')),
      );
      const vectors = Array.from({ length: shape.vectors }, () => scope.local('v128'));
      const factor = scope.local('v128');
      const [left, right, count, fromStep] = [
        scope.local('i32'),
        scope.local('i32'),
        scope.local('i32'),
        scope.local('i32'),
      ];
      const lowest = Math.min(0, (shape.rows - 1) * shape.row);
      const factors = seq(
        advance(left, shape.left),
        advance(right, shape.right),
        ...vectors.map((vector, j) => set(vector, v128.load(get(right), j * 16))),
        ...sums.flatMap((row, i) => [
          set(factor, kind.loadSplat(get(left), i * shape.row - lowest)),
          ...row.map((sum, j) => set(sum, kind.multiplyAdd(target, get(factor), get(at(vectors, j)), get(sum)))),
        ]),
      );
      return seq(
        set(fromStep, select(get(step), i32.const(0), i32.eq(get(from), get(out)))),
        advance(firstLeft, lowest - shape.left),
        advance(firstRight, -shape.right),
        times(
          tiles,
          get(tiles),
          seq(
            set(left, get(firstLeft)),
            set(right, get(firstRight)),
            ...sums.flat().map((sum) => set(sum, kind.constant(0))),
            times(count, get(length), factors),
            ...sums.flatMap((row) => [
              ...row.map((sum, j) => v128.store(get(out), kind.add(v128.load(get(from), j * 16), get(sum)), j * 16)),
              set(out, i32.add(get(out), get(step))),
              set(from, i32.add(get(from), get(fromStep))),
            ]),
            advance(firstLeft, shape.next),
          ),
        ),
      );
    },
  );
