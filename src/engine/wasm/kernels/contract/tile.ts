/** The innermost loop of a product of matrices: a tile of results in registers. */
import { at } from '../../../../primitive/primitive.js';
import { doWhile, get, i32, seq, set, shuffle32, tee, v128, when } from '../../emit/index.js';
import type { Code, Func, Local, Module, Scope } from '../../emit/index.js';
import { lanes } from '../../lanes.js';
import type { Arithmetic, Lanes, Target } from '../../lanes.js';
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
  /** whether the tile is stored column by column */
  readonly turned: boolean;
}

/** As many vectors as they have lanes become the columns of what they were rows of. */
export const transpose = ({ count }: Lanes, scope: Scope, rows: readonly Local<'v128'>[]): Code<'void'> => {
  const row = (index: number): Code<'v128'> => get(at(rows, index));
  const halves = (a: Code<'v128'>, b: Code<'v128'>) =>
    [shuffle32(a, b, [0, 1, 4, 5]), shuffle32(a, b, [2, 3, 6, 7])] as const;
  if (count === 2) {
    const first = scope.local('v128');
    const [low, high] = halves(row(0), row(1));
    return seq(set(first, low), set(at(rows, 1), high), set(at(rows, 0), get(first)));
  }
  const pairs = ([0, 2] as const).flatMap((first) => [
    shuffle32(row(first), row(first + 1), [0, 4, 1, 5]),
    shuffle32(row(first), row(first + 1), [2, 6, 3, 7]),
  ]);
  const kept = pairs.map(() => scope.local('v128'));
  const pair = (index: number): Code<'v128'> => get(at(kept, index));
  const columns = [...halves(pair(0), pair(2)), ...halves(pair(1), pair(3))];
  return seq(
    ...kept.map((local, index) => set(local, at(pairs, index))),
    ...rows.map((local, index) => set(local, at(columns, index))),
  );
};

const parameters = ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'] as const;

/**
 * (left, right, out, count, step, add): out[i][j] = Σₖ left[i][k] · right[k][j] over `count` ≥ 1 factors, added to what is there if `add` is not 0.
 * Lines of the result stand `step` bytes apart.
 */
export const tile = (module: Module, target: Target, shape: Tile): Func<typeof parameters> =>
  module.func(
    `contract tile ${JSON.stringify(shape)} ${target.fused}`,
    parameters,
    'void',
    (scope, left, right, out, count, step, add) => {
      const kind = lanes[shape.dtype];
      const across = Array.from({ length: shape.vectors }, (_, j) => j);
      const down = Array.from({ length: shape.rows }, (_, i) => i);
      const sums = down.map(() => across.map(() => scope.local('v128')));
      const vectors = across.map(() => scope.local('v128'));
      const factor = scope.local('v128');
      const lowest = Math.min(0, (shape.rows - 1) * shape.row);
      const sum = (i: number, j: number): Local<'v128'> => at(at(sums, i), j);
      const turns = shape.turned
        ? across.flatMap((j) =>
            down
              .filter((i) => i % kind.count === 0)
              .map((i) =>
                transpose(
                  kind,
                  scope,
                  Array.from({ length: kind.count }, (_, lane) => sum(i + lane, j)),
                ),
              ),
          )
        : [];
      const lines = shape.turned
        ? across.flatMap((j) =>
            Array.from({ length: kind.count }, (_, lane) =>
              down.filter((i) => i % kind.count === lane).map((i) => sum(i, j)),
            ),
          )
        : sums;
      const line = scope.local('i32');
      const eachLine = (body: (sum: Local<'v128'>, offset: number) => Code<'void'>): Code<'void'> =>
        seq(
          set(line, get(out)),
          ...lines.flatMap((vectors, index) => [
            ...vectors.map((vector, place) => body(vector, place * 16)),
            index + 1 < lines.length ? set(line, i32.add(get(line), get(step))) : seq(),
          ]),
        );
      return seq(
        advance(left, lowest - shape.left),
        advance(right, -shape.right),
        doWhile(
          seq(
            advance(left, shape.left),
            advance(right, shape.right),
            ...vectors.map((vector, j) => set(vector, v128.load(get(right), j * 16))),
            ...down.flatMap((i) => [
              set(factor, kind.loadSplat(get(left), i * shape.row - lowest)),
              ...across.map((j) =>
                set(sum(i, j), kind.multiplyAdd(target, get(factor), get(at(vectors, j)), get(sum(i, j)))),
              ),
            ]),
          ),
          tee(count, i32.sub(get(count), i32.const(1))),
        ),
        ...turns,
        when(
          get(add),
          eachLine((vector, offset) => set(vector, kind.add(v128.load(get(line), offset), get(vector)))),
        ),
        eachLine((vector, offset) => v128.store(get(line), get(vector), offset)),
      );
    },
  );

const scatterParameters = ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'] as const;

/** (from, to, lines, count, add, step): `count` ≥ 1 elements of each of `lines` ≥ 1, `line` bytes apart, go to places `element` bytes apart; lines there are `step` apart. */
export const scatter = (
  module: Module,
  dtype: Arithmetic,
  line: number,
  element: number,
): Func<typeof scatterParameters> =>
  module.func(
    `contract scatter ${dtype} ${line} ${element}`,
    scatterParameters,
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
