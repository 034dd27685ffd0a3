/** Numbers as WebAssembly has them, and what JavaScript makes of them where an instruction of that name does. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { Code, f32, f64, i32, i64 } from '../../../src/engine/wasm/emit/index.js';
import type { Value } from '../webassembly.js';

/** What a number of WebAssembly is in JavaScript. */
export interface Numbers {
  readonly i32: number;
  readonly i64: bigint;
  readonly f32: number;
  readonly f64: number;
}
export type Scalar = keyof Numbers;

const real = (any: Arbitrary<number>): Arbitrary<number> =>
  fc.oneof(any, fc.integer({ min: -3, max: 3 }), fc.constantFrom(-0, 0.5, -1.5, 2.5, NaN, Infinity, -Infinity, 3e9));

export const values: { readonly [T in Scalar]: Arbitrary<Numbers[T]> } = {
  i32: fc.oneof(
    fc.integer(),
    fc.integer({ min: -3, max: 3 }),
    fc.constantFrom(-0x80000000, 0x7fffffff, 31, 32, 63, 64, -64, -65),
  ),
  i64: fc.oneof(
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.bigInt({ min: -3n, max: 3n }),
    fc.constantFrom(-(2n ** 63n), 2n ** 63n - 1n, 2n ** 32n, -(2n ** 31n), 63n, 64n),
  ),
  f32: real(fc.float()).map(Math.fround),
  f64: real(fc.double()),
};

type Rows<K extends PropertyKey, A> = { readonly [k in K]: (a: A, b: A) => Value };

/** The instructions of a family that take P. */
export type Taking<F, P extends readonly Code[]> = {
  [K in keyof F]: F[K] extends (...args: infer A) => Code ? (A extends P ? K : never) : never;
}[keyof F];
type Plain<F, T extends Scalar> = Taking<F, [Code<T>]> | Taking<F, [Code<T>, Code<T>]>;

const wrap64 = (n: bigint): bigint => BigInt.asIntN(64, n);
const unsigned64 = (n: bigint): bigint => BigInt.asUintN(64, n);
const trap = (): never => {
  throw new RangeError();
};

export const integer: Rows<Plain<typeof i32, 'i32'>, number> = {
  eqz: (a) => Number(a === 0),
  eq: (a, b) => Number(a === b),
  ne: (a, b) => Number(a !== b),
  ltS: (a, b) => Number(a < b),
  ltU: (a, b) => Number(a >>> 0 < b >>> 0),
  gtS: (a, b) => Number(a > b),
  gtU: (a, b) => Number(a >>> 0 > b >>> 0),
  leS: (a, b) => Number(a <= b),
  leU: (a, b) => Number(a >>> 0 <= b >>> 0),
  geS: (a, b) => Number(a >= b),
  geU: (a, b) => Number(a >>> 0 >= b >>> 0),
  clz: (a) => Math.clz32(a),
  ctz: (a) => (a === 0 ? 32 : 31 - Math.clz32(a & -a)),
  add: (a, b) => (a + b) | 0,
  sub: (a, b) => (a - b) | 0,
  mul: (a, b) => Math.imul(a, b),
  divS: (a, b) => (b === 0 || a / b === 2 ** 31 ? trap() : (a / b) | 0),
  divU: (a, b) => (b === 0 ? trap() : ((a >>> 0) / (b >>> 0)) | 0),
  remS: (a, b) => (b === 0 ? trap() : (a % b) | 0),
  remU: (a, b) => (b === 0 ? trap() : ((a >>> 0) % (b >>> 0)) | 0),
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
  shl: (a, b) => a << b,
  shrS: (a, b) => a >> b,
  shrU: (a, b) => (a >>> b) | 0,
  rotl: (a, b) => (a << b) | ((b & 31) === 0 ? 0 : a >>> -b),
};

export const long: Rows<Plain<typeof i64, 'i64'>, bigint> = {
  eqz: (a) => Number(a === 0n),
  eq: (a, b) => Number(a === b),
  ne: (a, b) => Number(a !== b),
  ltS: (a, b) => Number(a < b),
  ltU: (a, b) => Number(unsigned64(a) < unsigned64(b)),
  gtS: (a, b) => Number(a > b),
  gtU: (a, b) => Number(unsigned64(a) > unsigned64(b)),
  leS: (a, b) => Number(a <= b),
  leU: (a, b) => Number(unsigned64(a) <= unsigned64(b)),
  geS: (a, b) => Number(a >= b),
  geU: (a, b) => Number(unsigned64(a) >= unsigned64(b)),
  clz: (a) => BigInt(unsigned64(a).toString(2).padStart(64, '0').replace(/1.*/, '').length),
  ctz: (a) => BigInt(unsigned64(a).toString(2).padStart(64, '0').replace(/.*1/, '').length),
  add: (a, b) => wrap64(a + b),
  sub: (a, b) => wrap64(a - b),
  mul: (a, b) => wrap64(a * b),
  divS: (a, b) => (a / b === 2n ** 63n ? trap() : a / b),
  divU: (a, b) => wrap64(unsigned64(a) / unsigned64(b)),
  remS: (a, b) => a % b,
  remU: (a, b) => wrap64(unsigned64(a) % unsigned64(b)),
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
  shl: (a, b) => wrap64(a << (b & 63n)),
  shrS: (a, b) => a >> (b & 63n),
  shrU: (a, b) => wrap64(unsigned64(a) >> (b & 63n)),
  rotl: (a, b) => wrap64((unsigned64(a) << (b & 63n)) | (unsigned64(a) >> (64n - (b & 63n)))),
};

const isNegative = (x: number): boolean => x < 0 || Object.is(x, -0);

const nearest = (x: number): number => {
  const below = Math.floor(x);
  const up = x - below > 0.5 || (x - below === 0.5 && below % 2 !== 0);
  const whole = up ? below + 1 : below;
  return whole === 0 && isNegative(x) ? -0 : whole;
};

const floats = (round: (x: number) => number): Rows<Plain<typeof f32, 'f32'>, number> => ({
  eq: (a, b) => Number(a === b),
  ne: (a, b) => Number(a !== b),
  lt: (a, b) => Number(a < b),
  gt: (a, b) => Number(a > b),
  le: (a, b) => Number(a <= b),
  ge: (a, b) => Number(a >= b),
  abs: Math.abs,
  neg: (a) => -a,
  ceil: Math.ceil,
  floor: Math.floor,
  trunc: Math.trunc,
  nearest,
  sqrt: (a) => round(Math.sqrt(a)),
  add: (a, b) => round(a + b),
  sub: (a, b) => round(a - b),
  mul: (a, b) => round(a * b),
  div: (a, b) => round(a / b),
  min: (a, b) => Math.min(a, b),
  max: (a, b) => Math.max(a, b),
  copysign: (a, b) => (isNegative(a) === isNegative(b) ? a : -a),
});
export const single = floats(Math.fround);
export const double: Rows<Plain<typeof f64, 'f64'>, number> = floats((x) => x);

export const clamped = (x: number): number => Math.trunc(Math.min(0x7fffffff, Math.max(-0x80000000, x))) | 0;
export const clamped64 = (x: number): bigint =>
  Number.isNaN(x) ? 0n : x >= 2 ** 63 ? 2n ** 63n - 1n : x < -(2 ** 63) ? -(2n ** 63n) : BigInt(Math.trunc(x));
