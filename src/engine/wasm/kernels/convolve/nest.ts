/** Loops over the places of a grid. */
import { get, i32, range, seq, set } from '../../emit/index.js';
import type { Code, Local, Scope } from '../../emit/index.js';
import { plus, scaled } from '../../lanes.js';

type Index = Code<'i32'>;

/** One loop in another, the last innermost; an axis of length 1 needs none. */
export const nest = (
  scope: Scope,
  lengths: readonly number[],
  body: (...indices: readonly Index[]) => Code<'void'>,
): Code<'void'> => {
  const level = (d: number, indices: readonly Index[]): Code<'void'> => {
    const length = lengths[d];
    if (length === undefined) return body(...indices);
    if (length === 0) return seq();
    if (length === 1) return level(d + 1, [...indices, i32.const(0)]);
    const index = scope.local('i32');
    return range(index, i32.const(0), i32.const(length), 1, level(d + 1, [...indices, get(index)]));
  };
  return level(0, []);
};

/** address + Σ index · step bytes */
export const address = (base: Index, ...terms: readonly (readonly [index: Index | undefined, step: number])[]): Index =>
  terms.reduce(
    (sum, [index, step]) => (index === undefined || step === 0 ? sum : i32.add(sum, scaled(index, step))),
    base,
  );

/** variable += bytes */
export const advance = (variable: Local<'i32'>, bytes: number): Code<'void'> =>
  set(variable, plus(get(variable), bytes));
