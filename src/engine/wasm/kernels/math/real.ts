/** One text for both float types: the instructions that functions of real numbers are written in, on vectors of four float32 or two float64. */
import type { Float } from '../../../../tensor/dtype.js';
import { code } from '../../emit/code.js';
import { call, f32x4, f64x2, get, i32, i32x4, i64x2, set, shuffle32, v128 } from '../../emit/index.js';
import type { Code, Func, Module, Scope } from '../../emit/index.js';
import { lanes } from '../../lanes.js';
import type { Target } from '../../lanes.js';

export type V = Code<'v128'>;

/** A function of vectors for each float type: equal calls give the same function of the module. */
export type Elementary<P extends readonly 'v128'[]> = {
  readonly [D in Float]: (module: Module, target: Target) => Func<P, 'v128'>;
};
export type Unary = Elementary<readonly ['v128']>;
export type Binary = Elementary<readonly ['v128', 'v128']>;

type Arithmetic =
  | ('const' | 'abs' | 'neg' | 'sqrt' | 'trunc' | 'add' | 'sub' | 'mul' | 'div')
  | ('eq' | 'ne' | 'lt' | 'gt' | 'le' | 'ge' | 'pmin' | 'pmax');

/** The format of a float type and its instructions. */
interface Format extends Pick<typeof f64x2, Arithmetic> {
  /** digits of the significand after the leading one */
  readonly digits: number;
  readonly bias: number;
  /** the bits of a lane */
  readonly word: (bits: bigint) => V;
  /** bits of the upper half of a significand: products of two such parts are exact */
  readonly upper: V;
  readonly sign: V;
  /** lanes as integers */
  readonly integer: Pick<typeof i64x2, 'add' | 'sub'>;
  readonly shiftLeft: (a: V, by: number) => V;
  readonly shiftRight: (a: V, by: number) => V;
}

const formats: { readonly [D in Float]: Format } = {
  float32: {
    ...f32x4,
    digits: 23,
    bias: 127,
    word: (bits) => i32x4.const(Number(BigInt.asIntN(32, bits))),
    upper: i32x4.const(-4096),
    sign: i32x4.const(-0x80000000),
    integer: i32x4,
    shiftLeft: (a, by) => i32x4.shl(a, i32.const(by)),
    shiftRight: (a, by) => i32x4.shrU(a, i32.const(by)),
  },
  float64: {
    ...f64x2,
    digits: 52,
    bias: 1023,
    word: (bits) => i64x2.const(BigInt.asIntN(64, bits)),
    upper: i64x2.const(-(1n << 27n)),
    sign: i64x2.const(-(1n << 63n)),
    integer: i64x2,
    shiftLeft: (a, by) => i64x2.shl(a, i32.const(by)),
    shiftRight: (a, by) => i64x2.shrU(a, i32.const(by)),
  },
};

/** What the body of a function is written in. */
export interface Real extends Format {
  readonly type: Float;
  readonly module: Module;
  readonly target: Target;
  readonly scope: Scope;
  /** computes a value now, for several uses */
  readonly keep: (value: V) => V;
  /** does something now */
  readonly run: (statement: Code<'void'>) => void;
  /** a · b + c, with one rounding or two */
  readonly multiplyAdd: (a: V, b: V, c: V) => V;
  /** c₀ + c₁x + c₂x² + …, by Horner's rule; x is kept */
  readonly polynomial: (x: V, coefficients: readonly number[]) => V;
}

/** a where the mask is 1, else b */
export const choose = (mask: V, a: V, b: V): V => v128.bitselect(a, b, mask);

const real = (type: Float, module: Module, target: Target, scope: Scope, statements: Code<'void'>[]): Real => {
  const format = formats[type];
  const keep = (value: V): V => {
    const variable = scope.local('v128');
    statements.push(set(variable, value));
    return get(variable);
  };
  const multiplyAdd = (a: V, b: V, c: V): V => lanes[type].multiplyAdd(target, a, b, c);
  return {
    ...format,
    ...{ type, module, target, scope, keep, multiplyAdd },
    run: (statement) => {
      statements.push(statement);
    },
    polynomial: (x, coefficients) => {
      const [highest = 0, ...lower] = [...coefficients].reverse();
      return lower.reduce((sum, c) => multiplyAdd(sum, x, format.const(c)), format.const(highest));
    },
  };
};

type Maker<P extends readonly 'v128'[]> = (module: Module, target: Target) => Func<P, 'v128'>;

/** A function of one vector in one float type. */
export const unaryOf =
  (name: string, type: Float, body: (r: Real, x: V) => V): Maker<readonly ['v128']> =>
  (module, target) =>
    module.func(`${name}.${type}`, ['v128'], 'v128', (scope, x) => {
      const statements: Code<'void'>[] = [];
      const value = body(real(type, module, target, scope, statements), get(x));
      return code('v128', [...statements, value]);
    });

/** A function of two vectors in one float type. */
export const binaryOf =
  (name: string, type: Float, body: (r: Real, x: V, y: V) => V): Maker<readonly ['v128', 'v128']> =>
  (module, target) =>
    module.func(`${name}.${type}`, ['v128', 'v128'], 'v128', (scope, x, y) => {
      const statements: Code<'void'>[] = [];
      const value = body(real(type, module, target, scope, statements), get(x), get(y));
      return code('v128', [...statements, value]);
    });

export const unary = (name: string, body: (r: Real, x: V) => V): Unary => ({
  float32: unaryOf(name, 'float32', body),
  float64: unaryOf(name, 'float64', body),
});

/** the upper two lanes of float32 in the place of the lower two */
const upper = (x: V): V => shuffle32(x, x, [2, 3, 0, 1]);

/** the lower two lanes of float32 as float64 */
export const halves = (x: V): readonly [V, V] => [f64x2.promoteLowF32x4(x), f64x2.promoteLowF32x4(upper(x))];

/** four float32 from two and two float64 */
export const joined = (low: V, high: V): V =>
  shuffle32(f32x4.demoteF64x2Zero(low), f32x4.demoteF64x2Zero(high), [0, 1, 4, 5]);

/** A function of float32 by way of that of float64: right but for the rounding of nearly half a unit. */
export const rounded = (name: string, wide: Unary['float64']): Unary => ({
  float64: wide,
  float32: unaryOf(name, 'float32', ({ module, target }, x) => {
    const [low, high] = halves(x);
    const f = wide(module, target);
    return joined(call(f, low), call(f, high));
  }),
});

/** The same of two arguments. */
export const rounded2 = (name: string, wide: Binary['float64']): Binary => ({
  float64: wide,
  float32: binaryOf(name, 'float32', ({ module, target }, x, y) => {
    const [xs, ys] = [halves(x), halves(y)];
    const f = wide(module, target);
    return joined(call(f, xs[0], ys[0]), call(f, xs[1], ys[1]));
  }),
});

/** ln 2 in two parts: products of the first with exponents are exact */
export const ln2: { readonly [D in Float]: readonly [number, number] } = {
  float32: [0.693145751953125, 1.4286068203094173e-6],
  float64: [0.693147180559663, 2.8235290563031577e-13],
};

/** An unevaluated sum of a number and one much smaller. */
export interface Sum {
  readonly high: V;
  readonly low: V;
}

/** a + b for |a| ≥ |b| (or a = 0) with what the rounding lost. Source: Dekker 1971. */
export const sum = ({ keep, add, sub }: Real, a: V, b: V): Sum => {
  const high = keep(add(a, b));
  return { high, low: keep(add(sub(a, high), b)) };
};

/** a + b with what the rounding lost, whichever is larger. Source: Knuth, TAOCP 4.2.2. */
export const anySum = ({ keep, add, sub }: Real, a: V, b: V): Sum => {
  const high = keep(add(a, b));
  const part = keep(sub(high, a));
  return { high, low: keep(add(sub(a, sub(high, part)), sub(b, part))) };
};

/** n/d to almost twice the digits of a quotient, then rounded: the first half of the quotient's digits leaves an exact remainder. */
export const quotient = ({ keep, add, sub, mul, div, upper, ...r }: Real, n: Sum, d: Sum): V => {
  const inverse = keep(div(r.const(1), d.high));
  const q = keep(v128.and(mul(n.high, inverse), upper));
  const first = keep(v128.and(d.high, upper));
  const remainder = sub(sub(n.high, mul(q, first)), mul(q, sub(d.high, first)));
  return r.multiplyAdd(add(remainder, sub(n.low, mul(q, d.low))), inverse, q);
};
