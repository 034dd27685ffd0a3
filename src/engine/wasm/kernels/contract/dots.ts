/** Products of matrices whose factors stand side by side: scalar products a vector of factors at a time, which no one has to pack. */
import { at } from '../../../../primitive/primitive.js';
import { call, get, i32, range, seq, set, v128, when } from '../../emit/index.js';
import type { Code, Func, Module } from '../../emit/index.js';
import type { Kernel } from '../../kernel.js';
import { folded, lanes, plus } from '../../lanes.js';
import type { Arithmetic, Target } from '../../lanes.js';
import { offsetAt } from '../axes.js';
import { address, advance, smaller } from '../convolve/nest.js';
import type { Cut } from './cut.js';
import { boxOf, gridOf } from './product.js';
import type { Product } from './product.js';

interface Steps {
  readonly dtype: Arithmetic;
  /** bytes between rows of the left matrix, between columns of the right one, between rows and columns of the results */
  readonly left: number;
  readonly right: number;
  readonly row: number;
  readonly column: number;
}

const parameters = ['i32', 'i32', 'i32', 'i32'] as const;

/** (left, right, out, count): out[i][j] = Σₖ left[i][k] · right[k][j] over `count` factors. */
const square = (
  module: Module,
  target: Target,
  { rows, columns, ways }: Pick<Cut, 'rows' | 'columns' | 'ways'>,
  steps: Steps,
): Func<typeof parameters> =>
  module.func(
    `contract dots ${rows} ${columns} ${ways} ${JSON.stringify(steps)} ${target.fused}`,
    parameters,
    'void',
    (scope, left, right, out, count) => {
      const kind = lanes[steps.dtype];
      const index = (length: number) => Array.from({ length }, (_, i) => i);
      const sums = index(rows).map(() => index(columns).map(() => index(ways).map(() => scope.local('v128'))));
      const factors = index(columns).map(() => scope.local('v128'));
      const factor = scope.local('v128');
      const k = scope.local('i32');
      const lowest = {
        left: Math.min(0, (rows - 1) * steps.left),
        right: Math.min(0, (columns - 1) * steps.right),
      };
      const products = (load: typeof v128.load, way: number): Code<'void'> =>
        seq(
          ...factors.map((right1, j) => set(right1, load(get(right), j * steps.right - lowest.right + way * 16))),
          ...sums.flatMap((row, i) => [
            set(factor, load(get(left), i * steps.left - lowest.left + way * 16)),
            ...row.map((ways, j) =>
              set(at(ways, way), kind.multiplyAdd(target, get(factor), get(at(factors, j)), get(at(ways, way)))),
            ),
          ]),
        );
      const run = (length: number, body: Code<'void'>): Code<'void'> =>
        range(
          k,
          get(k),
          i32.sub(get(count), i32.const(length - 1)),
          length,
          seq(body, advance(left, length * kind.bytes), advance(right, length * kind.bytes)),
        );
      return seq(
        advance(left, lowest.left),
        advance(right, lowest.right),
        ways > 1 ? run(ways * kind.count, seq(...index(ways).map((way) => products(v128.load, way)))) : seq(),
        run(kind.count, products(v128.load, 0)),
        run(1, products(kind.loadOne, 0)),
        ...sums.flatMap((row, i) =>
          row.map(([first, ...others], j) =>
            first === undefined
              ? seq()
              : seq(
                  ...others.map((other) => set(first, kind.add(get(first), get(other)))),
                  kind.storeLane(plus(get(out), i * steps.row + j * steps.column), folded(kind, scope, get(first)), 0),
                ),
          ),
        ),
      );
    },
  );

export const dots = (product: Product, cut: Cut): Kernel => {
  const { dtype, batch, left, right, rows, columns } = product;
  const { bytes } = lanes[dtype];
  const [row, column] = product.turned ? [bytes, rows * bytes] : [columns * bytes, bytes];
  const blocks = Math.max(1, Math.floor(rows / cut.rowBlock));
  return {
    name: 'contract dots',
    key: `contract dots ${JSON.stringify([product, cut])}`,
    pieces: batch * cut.splits * blocks,
    scratch: 0,
    flops: 2 * batch * rows * columns * product.depth,
    ...(cut.splits === 1 ? { grid: gridOf(product, cut.rowBlock, columns) } : {}),
    body: ({ module, target, scope, pointers, from, to, finished }) => {
      const local = () => scope.local('i32');
      const [piece, block, part, matrix, a, b, c] = [local(), local(), local(), local(), local(), local(), local()];
      const [i, j, end, firstRow, firstColumn, k, count] = [
        local(),
        local(),
        local(),
        local(),
        local(),
        local(),
        local(),
      ];
      const compute = square(module, target, cut, {
        dtype,
        left: left.free * bytes,
        right: right.free * bytes,
        row,
        column,
      });
      return range(
        piece,
        get(from),
        get(to),
        1,
        seq(
          set(block, i32.remU(get(piece), i32.const(blocks))),
          set(part, i32.divU(get(piece), i32.const(blocks))),
          set(matrix, i32.remU(get(part), i32.const(batch))),
          set(k, i32.mul(i32.divU(get(part), i32.const(batch)), i32.const(cut.chunk))),
          set(count, smaller(scope, i32.sub(i32.const(product.depth), get(k)), i32.const(cut.chunk))),
          set(k, i32.mul(get(k), i32.const(bytes))),
          set(a, i32.add(i32.add(get(at(pointers, 0)), offsetAt(matrix, left.batch, bytes)), get(k))),
          set(b, i32.add(i32.add(get(at(pointers, 1)), offsetAt(matrix, right.batch, bytes)), get(k))),
          set(c, address(get(at(pointers, 2)), [get(part), rows * columns * bytes])),
          // the last block has the remaining rows too, and its last rows are computed together with some before them, twice
          set(end, i32.mul(plus(get(block), 1), i32.const(cut.rowBlock))),
          when(i32.eq(get(block), i32.const(blocks - 1)), set(end, i32.const(rows))),
          range(
            i,
            i32.mul(get(block), i32.const(cut.rowBlock)),
            get(end),
            cut.rows,
            seq(
              set(firstRow, smaller(scope, get(i), i32.const(rows - cut.rows))),
              range(
                j,
                i32.const(0),
                i32.const(columns),
                cut.columns,
                seq(
                  set(firstColumn, smaller(scope, get(j), i32.const(columns - cut.columns))),
                  call(
                    compute,
                    address(get(a), [get(firstRow), left.free * bytes]),
                    address(get(b), [get(firstColumn), right.free * bytes]),
                    address(get(c), [get(firstRow), row], [get(firstColumn), column]),
                    get(count),
                  ),
                ),
              ),
            ),
          ),
          finished(
            boxOf(
              product,
              matrix,
              [i32.mul(get(block), i32.const(cut.rowBlock)), get(end)],
              [i32.const(0), i32.const(columns)],
            ),
          ),
        ),
      );
    },
  };
};
