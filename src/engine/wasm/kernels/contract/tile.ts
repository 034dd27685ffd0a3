/** The innermost loop of a product of matrices: a tile of results in registers. */
import { at } from '../../../../primitive/primitive.js';
import { doWhile, get, i32, select, seq, set, tee, v128 } from '../../emit/index.js';
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
  /** from row to row and from factor to factor of the left matrix */
  readonly row: number;
  readonly left: number;
  /** from factor to factor of the right matrix */
  readonly right: number;
}

const parameters = ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'] as const;

/**
 * (left, right, out, count, step, sums): out[i][j] = sums[i][j] + Σₖ left[i][k] · right[k][j] over `count` ≥ 1 factors.
 * Rows of the results stand `step` bytes apart; all rows of `sums` are the first, unless they are the results themselves.
 */
export const tile = (module: Module, target: Target, shape: Tile): Func<typeof parameters> =>
  module.func(
    `contract tile ${JSON.stringify(shape)} ${target.fused}`,
    parameters,
    'void',
    (scope, left, right, out, count, step, from) => {
      const kind = lanes[shape.dtype];
      const sums = Array.from({ length: shape.rows }, () =>
        Array.from({ length: shape.vectors }, () => scope.local('v128')),
      );
      const vectors = Array.from({ length: shape.vectors }, () => scope.local('v128'));
      const factor = scope.local('v128');
      const fromStep = scope.local('i32');
      const lowest = Math.min(0, (shape.rows - 1) * shape.row);
      return seq(
        set(fromStep, select(get(step), i32.const(0), i32.eq(get(from), get(out)))),
        advance(left, lowest - shape.left),
        advance(right, -shape.right),
        doWhile(
          seq(
            advance(left, shape.left),
            advance(right, shape.right),
            ...vectors.map((vector, j) => set(vector, v128.load(get(right), j * 16))),
            ...sums.flatMap((row, i) => [
              set(factor, kind.loadSplat(get(left), i * shape.row - lowest)),
              ...row.map((sum, j) => set(sum, kind.multiplyAdd(target, get(factor), get(at(vectors, j)), get(sum)))),
            ]),
          ),
          tee(count, i32.sub(get(count), i32.const(1))),
        ),
        ...sums.flatMap((row, i) => [
          ...row.map((sum, j) => v128.store(get(out), kind.add(v128.load(get(from), j * 16), get(sum)), j * 16)),
          ...(i + 1 < sums.length
            ? [set(out, i32.add(get(out), get(step))), set(from, i32.add(get(from), get(fromStep)))]
            : []),
        ]),
      );
    },
  );
