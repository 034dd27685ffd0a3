/** The place of the first largest or smallest element of an axis. A vector runs along the axis where its elements are neighbours, else along an axis that is kept. */
import { at } from '../../../primitive/primitive.js';
import { size } from '../../../shape/shape.js';
import { fill, get, i32, range, select, seq, set, shuffle32, times, v128 } from '../emit/index.js';
import type { Code, Local } from '../emit/index.js';
import type { Context, Lowering } from '../kernel.js';
import { plus, scaled } from '../lanes.js';
import { axesOf, merged, offsetAt } from './axes.js';
import type { Axis } from './axes.js';
import { elements } from './elements.js';
import type { Elements } from './elements.js';

/** outputs in a piece, about */
const grain = 64;

type Kind = keyof Elements['beyond'];

/** The best element so far in each lane, and where it stood. */
const search = ({ scope }: Context, kind: Elements, which: Kind) => {
  const [best, place, value, here, mask] = [
    scope.local('v128'),
    scope.local('v128'),
    scope.local('v128'),
    scope.local('v128'),
    scope.local('v128'),
  ] as const;
  const chosen = (held: Local<'v128'>, other: Local<'v128'>): Code<'void'> =>
    set(held, v128.bitselect(get(other), get(held), get(mask)));
  const choose = (when: Code<'v128'>): Code<'void'> => seq(set(mask, when), chosen(best, value), chosen(place, here));
  const { places } = kind;
  const beyond = kind.beyond[which];
  const swap = (lanes: readonly number[]): Code<'void'> =>
    seq(
      set(value, shuffle32(get(best), get(best), lanes)),
      set(here, shuffle32(get(place), get(place), lanes)),
      // of equals the one that stood first
      choose(v128.andnot(v128.or(beyond(value, best), places.less(get(here), get(place))), beyond(best, value))),
    );
  return {
    begin: (first: Code<'v128'>, at: Code<'v128'>): Code<'void'> =>
      seq(set(best, first), set(place, at), set(here, get(place))),
    move: (by: number): Code<'void'> => set(here, places.add(get(here), places.constant(by))),
    moveTo: (at: Code<'v128'>): Code<'void'> => set(here, at),
    take: (next: Code<'v128'>): Code<'void'> => seq(set(value, next), choose(beyond(value, best))),
    /** the best of all lanes in each */
    join: seq(swap([2, 3, 0, 1]), kind.count === 4 ? swap([1, 0, 3, 2]) : seq()),
    store: (address: Code<'i32'>): Code<'void'> => places.store(address, place),
    storeOne: (address: Code<'i32'>): Code<'void'> => v128.store32Lane(address, get(place), 0),
  };
};

const result = ({ pointers }: Context, index: Local<'i32'>): Code<'i32'> =>
  i32.add(get(at(pointers, 1)), scaled(get(index), 4));

/** Vectors along the axis; a piece is a row. */
const alongAxis = (
  context: Context,
  kind: Elements,
  which: Kind,
  length: number,
  kept: readonly Axis[],
): Code<'void'> => {
  const { scope, pointers, from, to } = context;
  const { count, bytes, places } = kind;
  const [row, start, pointer, counter] = [
    scope.local('i32'),
    scope.local('i32'),
    scope.local('i32'),
    scope.local('i32'),
  ] as const;
  const { begin, move, moveTo, take, join, storeOne } = search(context, kind, which);
  const load = (offset: number): Code<'v128'> => kind.load(pointer, 1, offset);
  const vectors = Math.floor(length / count);
  return range(
    row,
    get(from),
    get(to),
    1,
    seq(
      set(start, i32.add(get(at(pointers, 0)), offsetAt(row, kept, bytes))),
      set(pointer, get(start)),
      begin(load(0), places.apart(1)),
      vectors > 1
        ? times(counter, i32.const(vectors - 1), seq(set(pointer, plus(get(pointer), 16)), move(count), take(load(0))))
        : seq(),
      // the last vector may see some elements again
      length % count === 0
        ? seq()
        : seq(
            set(pointer, plus(get(start), (length - count) * bytes)),
            moveTo(places.add(places.apart(1), places.constant(length - count))),
            take(load(0)),
          ),
      join,
      storeOne(result(context, row)),
    ),
  );
};

/** Vectors of outputs; a piece is a block of them along the last axis that is kept. */
const acrossAxis = (
  context: Context,
  kind: Elements,
  which: Kind,
  axis: Axis,
  kept: readonly Axis[],
  last: Axis,
  blocks: number,
): Code<'void'> => {
  const { scope, pointers, from, to } = context;
  const { bytes, zero } = kind;
  const integer = () => scope.local('i32');
  const [piece, outer, start, end, base, o, q, pointer, counter, index] = [
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
  ] as const;
  const count = last.size >= kind.count ? kind.count : 1;
  const { begin, move, take, store, storeOne } = search(context, kind, which);
  const load = count === 1 ? kind.loadOne(pointer, 0) : kind.load(pointer, last.step, 0);
  const block = Math.floor(last.size / blocks);
  const [lastStart, number] = [i32.sub(get(end), i32.const(count)), i32.remU(get(piece), i32.const(blocks))];
  const one = seq(
    // the last vector may overlap the one before it
    set(q, select(lastStart, get(o), i32.gtS(get(o), lastStart))),
    set(pointer, i32.add(get(base), scaled(get(q), last.step * bytes))),
    begin(load, zero),
    axis.size > 1
      ? times(
          counter,
          i32.const(axis.size - 1),
          seq(set(pointer, plus(get(pointer), axis.step * bytes)), move(1), take(load)),
        )
      : seq(),
    set(index, i32.add(scaled(get(outer), last.size), get(q))),
    (count === 1 ? storeOne : store)(result(context, index)),
  );
  return range(
    piece,
    get(from),
    get(to),
    1,
    seq(
      set(outer, i32.divU(get(piece), i32.const(blocks))),
      set(start, scaled(number, block)),
      set(end, select(i32.const(last.size), plus(get(start), block), i32.eq(number, i32.const(blocks - 1)))),
      set(base, i32.add(get(at(pointers, 0)), offsetAt(outer, kept, bytes))),
      range(o, get(start), get(end), count, one),
    ),
  );
};

const lowering =
  (name: string, which: Kind): Lowering<{ readonly axis: number }> =>
  ({ axis: number }, inputs, outputs, draft) => {
    const [x, y] = [at(inputs, 0), at(outputs, 0)];
    const count = size(y.shape);
    if (count === 0) return;
    const kind = elements[x.dtype];
    const all = axesOf(x);
    const axis = at(all, number);
    const kept = merged(all.filter((_, k) => k !== number));
    const last = kept.at(-1) ?? { size: 1, step: 0 };
    const along = kind.count > 1 && axis.step === 1 && axis.size >= 2 * kind.count && last.step !== 1;
    const blocks = Math.max(1, Math.floor(last.size / grain));
    draft.step(
      {
        name,
        key: JSON.stringify([name, x.dtype, axis, kept]),
        pieces: axis.size === 0 ? 1 : along ? count : (count / last.size) * blocks,
        scratch: 0,
        flops: size(x.shape),
        body: (context) => {
          if (axis.size === 0) return fill(get(at(context.pointers, 1)), i32.const(0), i32.const(count * 4));
          return along
            ? alongAxis(context, kind, which, axis.size, kept)
            : acrossAxis(context, kind, which, axis, kept.slice(0, -1), last, blocks);
        },
      },
      [x],
      [y],
    );
  };

export const argMax = lowering('argMax', 'max');
export const argMin = lowering('argMin', 'min');
