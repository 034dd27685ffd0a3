/** The loops over the elements of a window. */
import { get, i32, seq, set, shuffle32, times, when } from '../../emit/index.js';
import type { Code, Local, Scope } from '../../emit/index.js';
import type { Elements } from '../elements.js';
import type { Fold, Order } from './fold.js';

/** Where a walk stands: at `offset` bytes from the pointer and `shift` from the place, if places are asked for. */
export interface Cursor {
  readonly pointer: Local<'i32'>;
  readonly place: Local<'v128'> | undefined;
  readonly offset: number;
  readonly shift: number;
  readonly order: Order;
}

/** An axis to walk: unrolled where a number of steps is to be, else a loop, which may be empty. */
export interface Path {
  readonly count: number | Local<'i32'>;
  readonly unrolled: boolean;
  /** bytes and places of a step */
  readonly bytes: number;
  readonly place: number;
}

export type Leaf = (cursor: Cursor) => Code<'void'>;

/** The cursor n steps ahead. */
export const ahead = (cursor: Cursor, { bytes, place }: Pick<Path, 'bytes' | 'place'>, n: number): Cursor => ({
  ...cursor,
  offset: cursor.offset + n * bytes,
  shift: cursor.shift + n * place,
  order: n === 0 ? cursor.order : 'later',
});

/** Visits every element of a window, the last axis fastest. */
export const walk = (
  scope: Scope,
  { places }: Elements,
  paths: readonly Path[],
  from: Cursor,
  leaf: Leaf,
): Code<'void'> => {
  const along = ([path, ...inner]: readonly Path[], cursor: Cursor): Code<'void'> => {
    if (path === undefined) return leaf(cursor);
    const { count } = path;
    if (path.unrolled && typeof count === 'number')
      return seq(...[...Array(count).keys()].map((n) => along(inner, ahead(cursor, path, n))));
    const counter = scope.local('i32');
    const pointer = scope.local('i32');
    const place = cursor.place && scope.local('v128');
    const moved = (to: Local<'v128'> | undefined, by: number, from = to): readonly Code<'void'>[] =>
      to === undefined || from === undefined ? [] : [set(to, places.add(get(from), places.constant(by)))];
    const body = along(inner, {
      pointer,
      place,
      offset: 0,
      shift: 0,
      order: cursor.order === 'later' ? 'later' : 'unknown',
    });
    const all = seq(
      set(pointer, i32.add(get(cursor.pointer), i32.const(cursor.offset))),
      ...moved(place, cursor.shift, cursor.place),
      times(
        counter,
        typeof count === 'number' ? i32.const(count) : get(count),
        seq(body, set(pointer, i32.add(get(pointer), i32.const(path.bytes))), ...moved(place, path.place)),
      ),
    );
    return typeof count === 'number' ? all : when(i32.gtS(get(count), i32.const(0)), all);
  };
  return along(paths, from);
};

const placeAt = ({ places, zero }: Elements, { place, shift }: Cursor): Code<'v128'> => {
  if (place === undefined) return zero;
  return shift === 0 ? get(place) : places.add(get(place), places.constant(shift));
};

/** Takes one element a lane, `step` apart. */
export const takeApart =
  (kind: Elements, fold: Fold, step: number): Leaf =>
  (cursor) =>
    fold.take(kind.load(cursor.pointer, step, cursor.offset), placeAt(kind, cursor), cursor.order);

/** Takes an element of the first lane. */
export const takeOne =
  (kind: Elements, fold: Fold): Leaf =>
  (cursor) =>
    fold.take(kind.loadOne(cursor.pointer, cursor.offset), placeAt(kind, cursor), cursor.order);

/** Takes `count` neighbours for windows that start two apart: what two vectors hold serves two of them. */
export const takePairs =
  (scope: Scope, kind: Elements, fold: Fold, count: number): Leaf =>
  (cursor) => {
    const low = scope.local('v128');
    const high = scope.local('v128');
    const step = { bytes: kind.bytes, place: 1 };
    const one = (n: number): Code<'void'> => {
      const here = ahead(cursor, step, n);
      const half = shuffle32(get(low), get(high), kind.halves[n % 2 === 0 ? 0 : 1]);
      return n < count ? fold.take(half, placeAt(kind, here), here.order) : seq();
    };
    const pairs = [...Array(Math.ceil(count / 2)).keys()].map((n) => {
      const { pointer, offset } = ahead(cursor, step, 2 * n);
      return seq(
        set(low, kind.load(pointer, 1, offset)),
        set(high, kind.load(pointer, 1, offset + kind.count * kind.bytes)),
        one(2 * n),
        one(2 * n + 1),
      );
    });
    return seq(...pairs);
  };
