/** Reading and adding at indices. An index out of range is passed over, and the status word tells. */
import type { Shared } from '../../../primitive/gather.js';
import { at } from '../../../primitive/primitive.js';
import { size } from '../../../shape/shape.js';
import { dtypes } from '../../../tensor/dtype.js';
import type { DType } from '../../../tensor/dtype.js';
import { fill, get, i32, i32x4, range, select, seq, set, times, v128, when } from '../emit/index.js';
import type { Code, Local, Scope } from '../emit/index.js';
import type { Context, Lowering } from '../kernel.js';
import { lanes, plus, scaled } from '../lanes.js';
import { axesOf, merged, offsetAt } from './axes.js';
import type { Axis } from './axes.js';
import { scalar } from './scalar.js';

/** about how many elements a piece of a gather has */
const grain = 2048;
/** with fewer pages than this, the pieces of a scatter are blocks of its rows */
const manyPages = 8;
const blockWidth = 64;
/** bytes up to which pages are set to zero all at once, not each when it is at hand */
const smallPage = 1024;

/** What is done to pairs of elements, one by one or a vector at a time. */
interface Step {
  readonly dtype: DType;
  readonly one: (to: Code<'i32'>, from: Code<'i32'>) => Code<'void'>;
  readonly vector: (to: Code<'i32'>, from: Code<'i32'>) => Code<'void'>;
}

const moving = (dtype: DType): Step => ({
  dtype,
  one: scalar[dtype].move,
  vector: (to, from) => v128.store(to, v128.load(from)),
});

const adding = (dtype: DType): Step => {
  const add = dtype === 'bool' ? v128.or : lanes[dtype].add;
  return {
    dtype,
    one: scalar[dtype].accumulate,
    vector: (to, from) => v128.store(to, add(v128.load(to), v128.load(from))),
  };
};

const advance = (pointer: Local<'i32'>, bytes: number): Code<'void'> => set(pointer, plus(get(pointer), bytes));

/** Visits the elements of axes in row-major order. */
const nest = (
  scope: Scope,
  [axis, ...inner]: readonly Axis[],
  bytes: number,
  start: Local<'i32'>,
  visit: (pointer: Local<'i32'>) => Code<'void'>,
): Code<'void'> => {
  if (axis === undefined) return visit(start);
  if (axis.size === 0) return seq();
  const [counter, pointer] = [scope.local('i32'), scope.local('i32')] as const;
  const body = seq(nest(scope, inner, bytes, pointer, visit), advance(pointer, axis.step * bytes));
  return seq(set(pointer, get(start)), times(counter, i32.const(axis.size), body));
};

/** Does a step to each element of a row, which stands without gaps at `to`. */
const row = (
  scope: Scope,
  { dtype, one, vector }: Step,
  axes: readonly Axis[],
  to: Local<'i32'>,
  from: Local<'i32'>,
): Code<'void'> => {
  const last = axes.at(-1);
  if (last === undefined) return one(get(to), get(from));
  const { bytes } = dtypes[dtype];
  const width = 16 / bytes;
  const target = scope.local('i32');
  const elements = (count: number): Code<'void'> =>
    nest(scope, [...axes.slice(0, -1), { ...last, size: count }], bytes, from, (source) =>
      seq(one(get(target), get(source)), advance(target, bytes)),
    );
  if (axes.length > 1 || last.step !== 1) return seq(set(target, get(to)), elements(last.size));
  const vectors = Math.floor(last.size / width);
  const source = scope.local('i32');
  const rest = [...Array(last.size % width).keys()].map((n) =>
    one(plus(get(to), (vectors * width + n) * bytes), plus(get(from), (vectors * width + n) * bytes)),
  );
  return seq(
    set(target, get(to)),
    nest(scope, [{ size: vectors, step: width }], bytes, from, (pointer) =>
      seq(set(source, get(pointer)), vector(get(target), get(source)), advance(target, 16)),
    ),
    ...rest,
  );
};

/** `then` if the index is one of 0 … length − 1 */
const checked = ({ status }: Context, index: Local<'i32'>, length: number, then: Code<'void'>): Code<'void'> =>
  when(i32.ltU(get(index), i32.const(length)), then, i32.store(status, i32.const(1)));

/** A piece is a stretch of the indices of one page. */
export const gather: Lowering<Shared> = ({ batch }, inputs, outputs, draft) => {
  const [x, y] = [at(inputs, 0), at(outputs, 0)];
  const indices = draft.dense(at(inputs, 1));
  if (size(indices.shape) === 0) return;
  const { bytes } = dtypes[x.dtype];
  const pages = merged(axesOf(x, 0, batch));
  const rows = merged(axesOf(x, batch + 1));
  const [length, step] = [at(x.shape, batch), at(x.strides, batch)];
  const [perPage, perRow] = [size(indices.shape.slice(batch)), size(x.shape.slice(batch + 1))];
  const stretch = Math.max(1, Math.ceil(grain / Math.max(1, perRow)));
  const stretches = Math.ceil(perPage / stretch);

  const body = (context: Context): Code<'void'> => {
    const { scope, pointers, from, to } = context;
    const integer = () => scope.local('i32');
    const [piece, page, first, count, entry, index] = [
      integer(),
      integer(),
      integer(),
      integer(),
      integer(),
      integer(),
    ] as const;
    const [base, source, target] = [integer(), integer(), integer()] as const;
    const one = seq(
      set(index, i32.load(get(entry))),
      checked(
        context,
        index,
        length,
        seq(
          set(source, i32.add(get(base), scaled(get(index), step * bytes))),
          row(scope, moving(x.dtype), rows, target, source),
        ),
      ),
      advance(entry, 4),
      advance(target, perRow * bytes),
    );
    const left = i32.sub(i32.const(perPage), get(first));
    const start = i32.add(i32.mul(get(page), i32.const(perPage)), get(first));
    return range(
      piece,
      get(from),
      get(to),
      1,
      seq(
        set(page, i32.divU(get(piece), i32.const(stretches))),
        set(first, scaled(i32.remU(get(piece), i32.const(stretches)), stretch)),
        set(base, i32.add(get(at(pointers, 0)), offsetAt(page, pages, bytes))),
        set(entry, i32.add(get(at(pointers, 1)), scaled(start, 4))),
        set(target, i32.add(get(at(pointers, 2)), scaled(start, perRow * bytes))),
        times(count, select(i32.const(stretch), left, i32.gtS(left, i32.const(stretch))), one),
      ),
    );
  };
  draft.step(
    {
      name: 'gather',
      key: JSON.stringify(['gather', x.dtype, pages, rows, length, step, perPage]),
      pieces: (size(indices.shape) / perPage) * stretches,
      scratch: 0,
      flops: 0,
      body,
    },
    [x, indices],
    [y],
  );
};

/**
 * A piece is a page, or a block of the columns of one: the updates of an element are added one after the other by one thread. Sums of float32
 * are float32, so n updates of one element differ from the reference by at most n − 1 roundings.
 */
export const scatterAdd: Lowering<Shared & { readonly length: number }> = (
  { batch, length },
  inputs,
  outputs,
  draft,
) => {
  const [updates, y] = [at(inputs, 1), at(outputs, 0)];
  const indices = draft.dense(at(inputs, 0));
  const rank = indices.shape.length;
  const { bytes } = dtypes[y.dtype];
  const count = size(indices.shape.slice(0, batch));
  if (count === 0) return;
  const pages = merged(axesOf(updates, 0, batch));
  const entries = merged(axesOf(updates, batch, rank));
  const whole = merged(axesOf(updates, rank));
  const perRow = size(updates.shape.slice(rank));
  const [only] = whole;
  const split = whole.length === 1 && only !== undefined && count < manyPages && perRow % blockWidth === 0;
  const blocks = split && perRow > 0 ? perRow / blockWidth : 1;
  const rows = blocks === 1 ? whole : whole.map(({ step }) => ({ size: blockWidth, step }));
  const [blockBytes, pageBytes] = [(perRow / blocks) * bytes, length * perRow * bytes];

  const body = (context: Context): Code<'void'> => {
    const { scope, pointers, from, to } = context;
    const integer = () => scope.local('i32');
    const [piece, page, block, entry, index, start, base, target] = [
      integer(),
      integer(),
      integer(),
      integer(),
      integer(),
      integer(),
      integer(),
      integer(),
    ] as const;
    const counter = integer();
    const rowAt = (index: Code<'i32'>) => i32.add(get(base), scaled(index, perRow * bytes));
    const isSmall = blocks === 1 && pageBytes <= smallPage;
    const out = get(at(pointers, 2));
    const zeros =
      blocks === 1
        ? fill(get(base), i32.const(0), i32.const(pageBytes))
        : range(
            counter,
            i32.const(0),
            i32.const(length),
            1,
            seq(
              set(target, rowAt(get(counter))),
              ...[...Array(blockBytes / 16).keys()].map((n) => v128.store(get(target), i32x4.const(0), 16 * n)),
            ),
          );
    const pieces = range(
      piece,
      get(from),
      get(to),
      1,
      seq(
        set(page, i32.divU(get(piece), i32.const(blocks))),
        set(block, i32.remU(get(piece), i32.const(blocks))),
        set(base, i32.add(i32.add(out, scaled(get(page), pageBytes)), scaled(get(block), blockBytes))),
        isSmall ? seq() : zeros,
        set(entry, i32.add(get(at(pointers, 0)), scaled(get(page), size(indices.shape.slice(batch)) * 4))),
        set(
          start,
          i32.add(
            i32.add(get(at(pointers, 1)), offsetAt(page, pages, bytes)),
            scaled(get(block), blockWidth * (only?.step ?? 0) * bytes),
          ),
        ),
        nest(scope, entries, bytes, start, (source) =>
          seq(
            set(index, i32.load(get(entry))),
            checked(
              context,
              index,
              length,
              seq(set(target, rowAt(get(index))), row(scope, adding(y.dtype), rows, target, source)),
            ),
            advance(entry, 4),
          ),
        ),
      ),
    );
    const all = i32.add(out, scaled(get(from), pageBytes));
    const allZeros = fill(all, i32.const(0), scaled(i32.sub(get(to), get(from)), pageBytes));
    return isSmall ? seq(allZeros, pieces) : pieces;
  };
  draft.step(
    {
      name: 'scatterAdd',
      key: JSON.stringify([
        'scatterAdd',
        y.dtype,
        pages,
        entries,
        rows,
        blocks,
        length,
        size(indices.shape.slice(batch)),
      ]),
      pieces: count * blocks,
      scratch: 0,
      flops: size(updates.shape),
      body,
    },
    [indices, updates],
    [y],
  );
};
