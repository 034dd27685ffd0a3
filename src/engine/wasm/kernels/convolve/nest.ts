/** Loops and addresses. */
import { get, i32, range, select, seq, set, tee } from '../../emit/index.js';
import type { Code, Local, Scope } from '../../emit/index.js';
import { plus, scaled } from '../../lanes.js';

type Index = Code<'i32'>;

/** `body` for each index below `length`; one index alone needs no loop. */
export const each = (scope: Scope, length: number, body: (index: Index) => Code<'void'>): Code<'void'> => {
  if (length === 0) return seq();
  if (length === 1) return body(i32.const(0));
  const index = scope.local('i32');
  return range(index, i32.const(0), i32.const(length), 1, body(get(index)));
};

/** base + Σ index · step */
export const address = (base: Index, ...terms: readonly (readonly [index: Index, step: number])[]): Index =>
  terms.reduce((sum, [index, step]) => (step === 0 ? sum : i32.add(sum, scaled(index, step))), base);

/** variable += bytes */
export const advance = (variable: Local<'i32'>, bytes: number): Code<'void'> =>
  bytes === 0 ? seq() : set(variable, plus(get(variable), bytes));

/** the smaller of a and b, which is computed twice */
export const smaller = (scope: Scope, a: Index, b: Index): Index => {
  const value = scope.local('i32');
  return select(tee(value, a), b, i32.ltS(get(value), b));
};
