/** Squares of registers turned, and tiles that have no place of their own brought to where they belong. */
import { at } from '../../../../primitive/primitive.js';
import { doWhile, get, i32, select, seq, set, shuffle32, tee, v128, when } from '../../emit/index.js';
import type { Code, Func, Module, Scope } from '../../emit/index.js';
import { lanes } from '../../lanes.js';
import type { Arithmetic, Lanes } from '../../lanes.js';
import { advance } from '../convolve/nest.js';

/** As many vectors as they have lanes, and the columns of what they are rows of, which stand once the code has run. */
export const transposed = (
  { count }: Lanes,
  scope: Scope,
  rows: readonly Code<'v128'>[],
): { readonly code: Code<'void'>; readonly columns: readonly Code<'v128'>[] } => {
  const row = (index: number): Code<'v128'> => at(rows, index);
  const halves = (a: Code<'v128'>, b: Code<'v128'>) => [shuffle32(a, b, [0, 1, 4, 5]), shuffle32(a, b, [2, 3, 6, 7])];
  if (count === 2) return { code: seq(), columns: halves(row(0), row(1)) };
  const pairs = [0, 2].flatMap((first) => [
    shuffle32(row(first), row(first + 1), [0, 4, 1, 5]),
    shuffle32(row(first), row(first + 1), [2, 6, 3, 7]),
  ]);
  const kept = pairs.map(() => scope.local('v128'));
  const pair = (index: number): Code<'v128'> => get(at(kept, index));
  return {
    code: seq(...kept.map((local, index) => set(local, at(pairs, index)))),
    columns: [...halves(pair(0), pair(2)), ...halves(pair(1), pair(3))],
  };
};

const turning = ['i32', 'i32', 'i32', 'i32'] as const;

/**
 * (tile, to, step, sums): to[j][i] = sums[j][i] + tile[i][j] for a tile of `rows`, as many as lanes or a multiple, by `vectors`.
 * Lines of the results stand `step` bytes apart; all lines of `sums` are the first, unless they are the results themselves.
 */
export const turnTile = (module: Module, dtype: Arithmetic, rows: number, vectors: number): Func<typeof turning> =>
  module.func(`contract turn ${dtype} ${rows} ${vectors}`, turning, 'void', (scope, tile, to, step, from) => {
    const kind = lanes[dtype];
    const fromStep = scope.local('i32');
    const lane = Array.from({ length: kind.count }, (_, index) => index);
    return seq(
      set(fromStep, select(get(step), i32.const(0), i32.eq(get(from), get(to)))),
      ...Array.from({ length: vectors }, (_, j) => {
        const squares = Array.from({ length: rows / kind.count }, (_, square) =>
          transposed(
            kind,
            scope,
            lane.map((index) => v128.load(get(tile), ((square * kind.count + index) * vectors + j) * 16)),
          ),
        );
        return seq(
          ...squares.map(({ code }) => code),
          ...lane.flatMap((index) => [
            ...squares.map(({ columns }, place) =>
              v128.store(get(to), kind.add(v128.load(get(from), place * 16), at(columns, index)), place * 16),
            ),
            set(to, i32.add(get(to), get(step))),
            set(from, i32.add(get(from), get(fromStep))),
          ]),
        );
      }),
    );
  });

const scattering = ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'] as const;

/** (from, to, lines, count, add, step): `count` ≥ 1 elements of each of `lines` ≥ 1, `line` bytes apart, go to places `element` bytes apart; lines there are `step` apart. */
export const scatter = (module: Module, dtype: Arithmetic, line: number, element: number): Func<typeof scattering> =>
  module.func(
    `contract scatter ${dtype} ${line} ${element}`,
    scattering,
    'void',
    (scope, from, to, linesLeft, count, add, step) => {
      const kind = lanes[dtype];
      const [source, place, left] = [scope.local('i32'), scope.local('i32'), scope.local('i32')];
      const value = scope.local('v128');
      return doWhile(
        seq(
          set(source, get(from)),
          set(place, get(to)),
          set(left, get(count)),
          doWhile(
            seq(
              set(value, kind.loadOne(get(source))),
              when(get(add), set(value, kind.add(kind.loadOne(get(place)), get(value)))),
              kind.storeLane(get(place), get(value), 0),
              advance(source, kind.bytes),
              advance(place, element),
            ),
            tee(left, i32.sub(get(left), i32.const(1))),
          ),
          advance(from, line),
          set(to, i32.add(get(to), get(step))),
        ),
        tee(linesLeft, i32.sub(get(linesLeft), i32.const(1))),
      );
    },
  );
