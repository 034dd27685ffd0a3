/** What is kept of values that come one after the other, a vector at a time. */
import { get, i32x4, seq, set, v128 } from '../emit/index.js';
import type { f32x4, f64x2, Code, Scope } from '../emit/index.js';

type V = Code<'v128'>;

export interface Running {
  readonly begin: Code<'void'>;
  readonly take: (value: V) => Code<'void'>;
  readonly result: V;
}

export const running =
  (start: V, step: (a: V, b: V) => V): ((scope: Scope) => Running) =>
  (scope) => {
    const held = scope.local('v128');
    return { begin: set(held, start), take: (value) => set(held, step(get(held), value)), result: get(held) };
  };

/**
 * max as JavaScript has it in four short instructions, where that of WebAssembly is a long chain: a maximum that passes over what is no number and
 * takes either zero, and beside it the and of all signs, which is the sign of the largest, and whether all were numbers.
 */
export const largestFloat =
  (kind: typeof f32x4 | typeof f64x2, magnitude: V): ((scope: Scope) => Running) =>
  (scope) => {
    const [held, signs, odd, value] = [
      scope.local('v128'),
      scope.local('v128'),
      scope.local('v128'),
      scope.local('v128'),
    ] as const;
    return {
      begin: seq(set(held, kind.const(-Infinity)), set(signs, kind.const(-Infinity)), set(odd, i32x4.const(0))),
      take: (next) =>
        seq(
          set(value, next),
          set(held, kind.pmax(get(held), get(value))),
          set(signs, v128.and(get(signs), get(value))),
          set(odd, v128.or(get(odd), kind.ne(get(value), get(value)))),
        ),
      result: v128.or(get(odd), v128.and(get(held), v128.or(get(signs), magnitude))),
    };
  };
