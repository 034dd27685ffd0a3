/** What becomes of the elements of a window: their sum, the largest, or its place. */
import { get, seq, set, v128 } from '../../emit/index.js';
import type { Code, Local, Scope } from '../../emit/index.js';
import type { Elements } from '../elements.js';
import { running } from '../running.js';
import type { Running } from '../running.js';

type V = Code<'v128'>;

/** Whether an element is the first of its window: where a window may be cut off, only the running kernel knows. */
export type Order = 'first' | 'later' | 'unknown';

/** Several windows, one a lane, folded element by element. */
export interface Fold {
  /** bytes of a result */
  readonly bytes: number;
  /** whether the places of elements are asked for */
  readonly placed: boolean;
  readonly begin: Code<'void'>;
  readonly take: (value: V, place: V, order: Order) => Code<'void'>;
  readonly store: (address: Code<'i32'>) => Code<'void'>;
  readonly storeOne: (address: Code<'i32'>) => Code<'void'>;
}

export type FoldOf = (kind: Elements, scope: Scope) => Fold;

const accumulate =
  (fold: (kind: Elements) => (scope: Scope) => Running): FoldOf =>
  (kind, scope) => {
    const { begin, take, result } = fold(kind)(scope);
    return {
      bytes: kind.bytes,
      placed: false,
      begin,
      take,
      store: (address) => kind.store(address, result),
      storeOne: (address) => kind.storeOne(address, result),
    };
  };

export const sum = accumulate(({ zero, add }) => running(zero, add));

export const largest = accumulate((kind) => kind.largest);

/** the place of the first largest, −1 of none */
export const placeOfLargest: FoldOf = (kind, scope) => {
  const { places } = kind;
  const [best, place, value, mask] = [
    scope.local('v128'),
    scope.local('v128'),
    scope.local('v128'),
    scope.local('v128'),
  ] as const;
  const replaces: { readonly [O in Exclude<Order, 'first'>]: V } = {
    later: kind.beyond.max(value, best),
    unknown: v128.or(kind.beyond.max(value, best), places.negative(get(place))),
  };
  const chosen = (held: Local<'v128'>, other: V): Code<'void'> =>
    set(held, v128.bitselect(other, get(held), get(mask)));
  return {
    bytes: 4,
    placed: true,
    begin: seq(set(best, kind.lowest), set(place, places.constant(-1))),
    take: (next, at, order) =>
      order === 'first'
        ? seq(set(best, next), set(place, at))
        : seq(set(value, next), set(mask, replaces[order]), chosen(best, get(value)), chosen(place, at)),
    store: (address) => places.store(address, place),
    storeOne: (address) => v128.store32Lane(address, get(place), 0),
  };
};
