/** Products of matrices by tiles, from panels in private memory or from where the operands stand. Source: Goto and van de Geijn 2008. */
import { at } from '../../../../primitive/primitive.js';
import { call, get, i32, range, select, seq, set, v128, when } from '../../emit/index.js';
import type { Code } from '../../emit/index.js';
import type { Kernel } from '../../kernel.js';
import { lanes } from '../../lanes.js';
import { offsetAt } from '../axes.js';
import { address, advance, smaller } from '../convolve/nest.js';
import { pack } from './pack.js';
import { boxOf, gridOf } from './product.js';
import type { Matrix, Product } from './product.js';
import type { Schedule } from './schedule.js';
import { tile } from './tile.js';
import { scatter, turnTile } from './turn.js';

type Index = Code<'i32'>;

/** bytes of a row of zeros, and of a tile of results that is not where it belongs */
const zeros = 64;
const spare = 128;

/** How a matrix is read, in bytes: from one place along the kept axis to the next, from factor to factor, from tile to tile. */
const reading = (packed: boolean, { free, depth }: Matrix, width: number, depthBlock: number, bytes: number) =>
  packed
    ? { place: bytes, factor: width * bytes, next: width * depthBlock * bytes }
    : { place: free * bytes, factor: depth * bytes, next: width * free * bytes };

export const blocks = (product: Product, plan: Schedule): Kernel => {
  const { dtype, batch, left, right, rows, columns } = product;
  const kind = lanes[dtype];
  const { bytes } = kind;
  const width = plan.vectors * kind.count;
  const rowBlocks = Math.ceil(rows / plan.rowBlock);
  const columnBlocks = Math.ceil(columns / plan.columnBlock);
  const ofLeft = reading(plan.packLeft, left, plan.rows, plan.depthBlock, bytes);
  const ofRight = reading(plan.packRight, right, width, plan.depthBlock, bytes);
  const rightBytes = plan.packRight ? plan.columnBlock * plan.depthBlock * bytes : 0;
  const leftBytes = plan.packLeft ? plan.rowBlock * plan.depthBlock * bytes : 0;
  // one row is its own transpose
  const turned = product.turned && rows > 1;
  const [rowStep, columnStep] = turned ? [bytes, rows * bytes] : [columns * bytes, bytes];
  const square = plan.rows % kind.count === 0;

  return {
    name: 'contract',
    key: `contract ${JSON.stringify([product, plan])}`,
    pieces: batch * plan.splits * rowBlocks * columnBlocks,
    scratch: zeros + spare + rightBytes + leftBytes,
    flops: 2 * batch * rows * columns * product.depth,
    ...(plan.splits === 1 ? { grid: gridOf(product, plan.rowBlock, plan.columnBlock) } : {}),
    body: ({ module, target, scope, pointers, from, to, scratch, finished }) => {
      const local = () => scope.local('i32');
      const [piece, part, matrix, a, b, c] = [local(), local(), local(), local(), local(), local()];
      const [row, rowFrom, rowTo, wholeTo] = [local(), local(), local(), local()];
      const [column, columnFrom, columnTo] = [local(), local(), local()];
      const [k, depthFrom, depthTo, count] = [local(), local(), local(), local()];
      const [l, r, z, line, tiles] = [local(), local(), local(), local(), local()];
      const inScratch = (offset: number): Index => address(get(scratch), [i32.const(1), offset]);
      const [loose, rightPanels, leftPanels] = [
        inScratch(zeros),
        inScratch(zeros + spare),
        inScratch(zeros + spare + rightBytes),
      ];
      const later = i32.ne(get(k), get(depthFrom));
      const sums = select(get(z), get(scratch), later);
      const source = (base: Index, matrix: Matrix, first: Index): Index =>
        address(base, [first, matrix.free * bytes], [get(k), matrix.depth * bytes]);
      const compute = (from: Index, out: Index, step: number, sums: Index, tiles: Index): Code<'void'> =>
        call(
          tile(module, target, {
            dtype,
            rows: plan.rows,
            vectors: plan.vectors,
            row: ofLeft.place,
            left: ofLeft.factor,
            next: ofLeft.next,
            right: ofRight.factor,
          }),
          from,
          get(r),
          out,
          get(count),
          i32.const(step),
          sums,
          tiles,
        );
      const one = (from: Index): Code<'void'> => compute(from, loose, width * bytes, get(scratch), i32.const(1));
      const rowsUpTo = (end: Index, body: Code<'void'>): Code<'void'> =>
        range(row, get(row), end, plan.rows, seq(body, advance(l, ofLeft.next), advance(z, plan.rows * rowStep)));
      const squares = (): Code<'void'> =>
        rowsUpTo(
          get(wholeTo),
          seq(
            one(get(l)),
            call(turnTile(module, dtype, plan.rows, plan.vectors), loose, get(z), i32.const(columnStep), sums),
          ),
        );
      const strip = (): Code<'void'> =>
        seq(
          set(tiles, i32.divU(i32.sub(get(wholeTo), get(rowFrom)), i32.const(plan.rows))),
          when(
            get(tiles),
            seq(
              compute(get(l), get(z), rowStep, sums, get(tiles)),
              set(row, get(wholeTo)),
              set(l, address(get(l), [get(tiles), ofLeft.next])),
              set(z, address(get(z), [get(tiles), plan.rows * rowStep])),
            ),
          ),
        );
      // the last rows are computed together with some before them, which are there already
      const skipped = smaller(scope, i32.const(0), i32.sub(i32.const(rows - plan.rows), get(row)));
      const edge = (): Code<'void'> =>
        seq(
          one(plan.packLeft ? get(l) : address(get(l), [skipped, ofLeft.place])),
          call(
            scatter(module, dtype, width * bytes, columnStep),
            plan.packLeft ? loose : address(loose, [skipped, -width * bytes]),
            get(z),
            smaller(scope, i32.sub(i32.const(rows), get(row)), i32.const(plan.rows)),
            smaller(scope, i32.sub(i32.const(columns), get(column)), i32.const(width)),
            later,
            i32.const(rowStep),
          ),
        );
      const whole = turned && !square ? seq() : turned ? squares() : strip();
      const full = rows % plan.rows === 0 && columns % width === 0 && (square || !turned);
      const panel = seq(
        set(l, plan.packLeft ? leftPanels : source(get(a), left, get(rowFrom))),
        set(z, get(line)),
        set(row, get(rowFrom)),
        columns % width === 0 ? whole : when(i32.leS(get(column), i32.const(columns - width)), whole),
        full ? seq() : rowsUpTo(get(rowTo), edge()),
      );

      const packed = (matrix: Matrix, width: number, from: Index, to: Index, length: Index): Code<'void'> =>
        call(
          pack(module, {
            dtype,
            free: matrix.free * bytes,
            depth: matrix.depth * bytes,
            width,
            panel: plan.depthBlock * width * bytes,
          }),
          from,
          to,
          get(count),
          length,
        );
      const fromRight = source(get(b), right, get(columnFrom));
      const fromLeft = source(get(a), left, get(rowFrom));
      const block = seq(
        // blocks begin where tiles do
        set(wholeTo, i32.sub(get(rowTo), i32.remU(get(rowTo), i32.const(plan.rows)))),
        set(count, smaller(scope, i32.sub(get(depthTo), get(k)), i32.const(plan.depthBlock))),
        plan.packRight ? packed(right, width, fromRight, rightPanels, i32.sub(get(columnTo), get(columnFrom))) : seq(),
        plan.packLeft ? packed(left, plan.rows, fromLeft, leftPanels, i32.sub(get(rowTo), get(rowFrom))) : seq(),
        set(r, plan.packRight ? rightPanels : fromRight),
        set(line, address(get(c), [get(rowFrom), rowStep], [get(columnFrom), columnStep])),
        range(
          column,
          get(columnFrom),
          get(columnTo),
          width,
          seq(panel, advance(r, ofRight.next), advance(line, width * columnStep)),
        ),
      );
      const span = (from: typeof k, to: typeof k, index: Index, length: number, end: number): Code<'void'> =>
        seq(
          set(from, i32.mul(index, i32.const(length))),
          set(to, smaller(scope, address(get(from), [i32.const(1), length]), i32.const(end))),
        );
      return seq(
        ...Array.from({ length: zeros / 16 }, (_, index) => v128.store(get(scratch), kind.constant(0), index * 16)),
        range(
          piece,
          get(from),
          get(to),
          1,
          seq(
            span(rowFrom, rowTo, i32.remU(get(piece), i32.const(rowBlocks)), plan.rowBlock, rows),
            set(part, i32.divU(get(piece), i32.const(rowBlocks))),
            span(columnFrom, columnTo, i32.remU(get(part), i32.const(columnBlocks)), plan.columnBlock, columns),
            set(part, i32.divU(get(part), i32.const(columnBlocks))),
            span(depthFrom, depthTo, i32.divU(get(part), i32.const(batch)), plan.chunk, product.depth),
            set(matrix, i32.remU(get(part), i32.const(batch))),
            set(a, i32.add(get(at(pointers, 0)), offsetAt(matrix, left.batch, bytes))),
            set(b, i32.add(get(at(pointers, 1)), offsetAt(matrix, right.batch, bytes))),
            set(c, address(get(at(pointers, 2)), [get(part), rows * columns * bytes])),
            range(k, get(depthFrom), get(depthTo), plan.depthBlock, block),
            finished(boxOf(product, matrix, [get(rowFrom), get(rowTo)], [get(columnFrom), get(columnTo)])),
          ),
        ),
      );
    },
  };
};
