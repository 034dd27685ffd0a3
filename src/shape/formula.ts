import type { Add, Div, Max, Min, Mod, Mul, Sub } from './arithmetic.js';

/** A formula as data: a number, the name of a variable, or an operator between two formulas. */
export type Formula = number | string | readonly [operator: Operator, left: Formula, right: Formula];
export type Operator = keyof Operations<0, 0>;
export type Environment = { readonly [variable: string]: number };

/* '-' is undefined below zero, '/' rounds down, division by zero is undefined: `never` as a type, NaN as a value. */
interface Operations<A extends number, B extends number> {
  readonly '+': Add<A, B>;
  readonly '-': Sub<A, B>;
  readonly '*': Mul<A, B>;
  readonly '/': Div<A, B>;
  readonly '%': Mod<A, B>;
  readonly max: Max<A, B>;
  readonly min: Min<A, B>;
}

const operations: { readonly [O in Operator]: (a: number, b: number) => number } = {
  '+': (a, b) => a + b,
  '-': (a, b) => (a < b ? Number.NaN : a - b),
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? Number.NaN : Math.floor(a / b)),
  '%': (a, b) => a % b,
  max: Math.max,
  min: Math.min,
};

/** What the type checker makes of a formula. */
export type Eval<F, E extends Environment> = F extends number
  ? F
  : F extends keyof E
    ? E[F]
    : F extends readonly [infer O extends Operator, infer A, infer B]
      ? Apply<O, Eval<A, E>, Eval<B, E>>
      : never;

/* Asking for numbers here is cheaper for the checker than proving of every formula that it gives some. */
type Apply<O extends Operator, A, B> = [A, B] extends [infer a extends number, infer b extends number]
  ? Operations<a, b>[O]
  : never;

/** What the run time makes of the same formula. */
export const evaluate = (formula: Formula, environment: Environment): number =>
  typeof formula === 'number'
    ? formula
    : typeof formula === 'string'
      ? (environment[formula] ?? Number.NaN)
      : operations[formula[0]](evaluate(formula[1], environment), evaluate(formula[2], environment));
