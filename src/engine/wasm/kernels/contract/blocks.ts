/** Products of matrices by tiles, from panels in private memory or from where the operands stand. Source: Goto and van de Geijn 2008. */
import { at } from '../../../../primitive/primitive.js';
import { call, get, i32, range, seq, set, when } from '../../emit/index.js';
import type { Code } from '../../emit/index.js';
import type { Kernel } from '../../kernel.js';
import { lanes } from '../../lanes.js';
import { offsetAt } from '../axes.js';
import { address, smaller } from '../convolve/nest.js';
import { pack } from './pack.js';
import type { Product } from './product.js';
import type { Schedule } from './schedule.js';
import { scatter, tile } from './tile.js';

type Index = Code<'i32'>;

/** bytes of a tile of results that has no place of its own */
const spare = 256;

export const blocks = (product: Product, plan: Schedule): Kernel => {
  const { dtype, batch, left, right } = product;
  const kind = lanes[dtype];
  const { bytes } = kind;
  const width = plan.vectors * kind.count;
  const rowBlocks = Math.ceil(product.rows / plan.rowBlock);
  const columnBlocks = Math.ceil(product.columns / plan.columnBlock);
  const panel = { right: plan.depthBlock * width * bytes, left: plan.depthBlock * plan.rows * bytes };
  const rightBytes = plan.packRight ? (panel.right * plan.columnBlock) / width : 0;
  const leftBytes = plan.packLeft ? (panel.left * plan.rowBlock) / plan.rows : 0;
  const turned = product.turned && product.rows > 1;
  // few rows are no square that could be transposed in registers
  const stored = turned && plan.rows % kind.count === 0;
  const loose = turned && !stored;
  const [rowStep, columnStep] = turned ? [bytes, product.rows * bytes] : [product.columns * bytes, bytes];
  const [lineStep, elementStep] = stored ? [columnStep, rowStep] : [rowStep, columnStep];
  const lineBytes = (stored ? plan.rows : width) * bytes;
  const whole = product.rows % plan.rows === 0 && product.columns % width === 0 && !loose;

  return {
    name: 'contract',
    key: `contract ${JSON.stringify([product, plan])}`,
    pieces: batch * plan.splits * rowBlocks * columnBlocks,
    scratch: spare + rightBytes + leftBytes,
    flops: 2 * batch * product.rows * product.columns * product.depth,
    body: ({ module, target, scope, pointers, from, to, scratch }) => {
      const local = () => scope.local('i32');
      const [piece, matrix, part, a, b, c] = [local(), local(), local(), local(), local(), local()];
      const [rowFrom, rowTo, columnFrom, columnTo] = [local(), local(), local(), local()];
      const [depthFrom, depthTo, k, count, row, column, l, r, z] = [
        local(),
        local(),
        local(),
        local(),
        local(),
        local(),
        local(),
        local(),
        local(),
      ];
      const compute = tile(module, target, {
        dtype,
        rows: plan.rows,
        vectors: plan.vectors,
        row: plan.packLeft ? bytes : left.free * bytes,
        left: plan.packLeft ? plan.rows * bytes : left.depth * bytes,
        right: plan.packRight ? width * bytes : right.depth * bytes,
        turned: stored,
      });
      const rightPanels = address(get(scratch), [i32.const(1), spare]);
      const leftPanels = address(get(scratch), [i32.const(1), spare + rightBytes]);
      const add = i32.ne(get(k), get(depthFrom));
      const lastRow = product.rows - plan.rows;
      // the last rows are computed together with some before them, which are there already
      const edge = (): Code<'void'> => {
        const store = scatter(module, dtype, lineBytes, elementStep);
        const first = plan.packLeft ? get(row) : smaller(scope, get(row), i32.const(lastRow));
        const skipped = i32.sub(get(row), get(l));
        const rowsLeft = smaller(scope, i32.sub(i32.const(product.rows), get(row)), i32.const(plan.rows));
        const columnsLeft = smaller(scope, i32.sub(i32.const(product.columns), get(column)), i32.const(width));
        const [lines, elements] = stored ? [columnsLeft, rowsLeft] : [rowsLeft, columnsLeft];
        return seq(
          set(l, first),
          call(compute, leftAt(get(l)), get(r), get(scratch), get(count), i32.const(lineBytes), i32.const(0)),
          call(
            store,
            address(get(scratch), [skipped, stored ? bytes : lineBytes]),
            get(z),
            lines,
            elements,
            add,
            i32.const(lineStep),
          ),
        );
      };
      const leftAt = (index: Index): Index =>
        plan.packLeft
          ? address(leftPanels, [i32.divU(i32.sub(index, get(rowFrom)), i32.const(plan.rows)), panel.left])
          : address(get(a), [index, left.free * bytes], [get(k), left.depth * bytes]);
      const inner = call(compute, leftAt(get(row)), get(r), get(z), get(count), i32.const(lineStep), add);
      const fits = i32.and(
        i32.leS(get(row), i32.const(lastRow)),
        i32.leS(get(column), i32.const(product.columns - width)),
      );
      const tiles = range(
        column,
        get(columnFrom),
        get(columnTo),
        width,
        seq(
          set(
            r,
            plan.packRight
              ? address(rightPanels, [i32.divU(i32.sub(get(column), get(columnFrom)), i32.const(width)), panel.right])
              : address(get(b), [get(column), right.free * bytes], [get(k), right.depth * bytes]),
          ),
          range(
            row,
            get(rowFrom),
            get(rowTo),
            plan.rows,
            seq(
              set(z, address(get(c), [get(row), rowStep], [get(column), columnStep])),
              whole ? inner : loose ? edge() : when(fits, inner, edge()),
            ),
          ),
        ),
      );
      const packing = (
        wanted: boolean,
        matrix: { readonly free: number; readonly depth: number },
        width: number,
        panel: number,
        source: Index,
        target: Index,
        length: Index,
      ): Code<'void'> =>
        wanted
          ? call(
              pack(module, { dtype, free: matrix.free * bytes, depth: matrix.depth * bytes, width, panel }),
              source,
              target,
              get(count),
              length,
            )
          : seq();
      return range(
        piece,
        get(from),
        get(to),
        1,
        seq(
          set(rowFrom, i32.mul(i32.remU(get(piece), i32.const(rowBlocks)), i32.const(plan.rowBlock))),
          set(rowTo, smaller(scope, address(get(rowFrom), [i32.const(1), plan.rowBlock]), i32.const(product.rows))),
          set(part, i32.divU(get(piece), i32.const(rowBlocks))),
          set(columnFrom, i32.mul(i32.remU(get(part), i32.const(columnBlocks)), i32.const(plan.columnBlock))),
          set(
            columnTo,
            smaller(scope, address(get(columnFrom), [i32.const(1), plan.columnBlock]), i32.const(product.columns)),
          ),
          set(part, i32.divU(get(part), i32.const(columnBlocks))),
          set(matrix, i32.remU(get(part), i32.const(batch))),
          set(a, i32.add(get(at(pointers, 0)), offsetAt(matrix, left.batch, bytes))),
          set(b, i32.add(get(at(pointers, 1)), offsetAt(matrix, right.batch, bytes))),
          set(c, address(get(at(pointers, 2)), [get(part), product.rows * product.columns * bytes])),
          set(depthFrom, i32.mul(i32.divU(get(part), i32.const(batch)), i32.const(plan.chunk))),
          set(depthTo, smaller(scope, address(get(depthFrom), [i32.const(1), plan.chunk]), i32.const(product.depth))),
          range(
            k,
            get(depthFrom),
            get(depthTo),
            plan.depthBlock,
            seq(
              set(count, smaller(scope, i32.sub(get(depthTo), get(k)), i32.const(plan.depthBlock))),
              packing(
                plan.packRight,
                right,
                width,
                panel.right,
                address(get(b), [get(columnFrom), right.free * bytes], [get(k), right.depth * bytes]),
                rightPanels,
                i32.sub(get(columnTo), get(columnFrom)),
              ),
              packing(
                plan.packLeft,
                left,
                plan.rows,
                panel.left,
                address(get(a), [get(rowFrom), left.free * bytes], [get(k), left.depth * bytes]),
                leftPanels,
                i32.sub(get(rowTo), get(rowFrom)),
              ),
              tiles,
            ),
          ),
        ),
      );
    },
  };
};
