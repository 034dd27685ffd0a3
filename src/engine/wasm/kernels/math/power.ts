/** xʸ by IEEE 754: 1ʸ = 1 even where y is NaN, and x⁰ = 1 even where x is. */
import { call, f64x2, v128 } from '../../emit/index.js';
import { exp, grown } from './exponential.js';
import { log, normalised, split } from './logarithm.js';
import { binaryOf, choose, halves, joined, ln2, sum } from './real.js';
import type { Binary, Real, Sum, V } from './real.js';

/** From |x|ʸ for x ≠ 0, ∞ and |y| not beyond a limit at which it is 0 or ∞ for every other x than 1. */
const signed = (real: Real, x: V, y: V, limit: number, magnitude: (a: V, y: V) => V): V => {
  const { keep, abs, mul, div, eq, ne, lt, gt, trunc, pmin, pmax } = real;
  const [zero, one, infinity] = [real.const(0), real.const(1), real.const(Infinity)];
  const a = keep(abs(x));
  const bounded = keep(pmax(pmin(y, real.const(limit)), real.const(-limit)));
  const end = v128.or(eq(a, zero), eq(a, infinity));
  const power = choose(end, choose(lt(y, zero), div(one, a), a), magnitude(a, bounded));
  const half = keep(mul(y, real.const(0.5)));
  const odd = v128.and(eq(trunc(y), y), ne(trunc(half), half));
  const root = v128.and(v128.and(lt(x, zero), gt(x, real.const(-Infinity))), ne(trunc(y), y));
  const none = v128.or(root, v128.or(ne(x, x), ne(y, y)));
  const value = v128.or(v128.or(power, v128.and(odd, v128.and(x, real.sign))), none);
  return choose(v128.or(eq(x, one), eq(y, zero)), one, value);
};

/** 3(½ ln((1 + s)/(1 − s)) − s − s³/3)/s⁵ in s²: Taylor's series, error 2⁻⁶⁵ of the logarithm for |s| ≤ 3 − 2√2 */
const coefficients = Array.from({ length: 10 }, (_, n) => 3 / (2 * n + 5));

/** ⅔ in two parts */
const twoThirds = [2 / 3, 2 ** -54 / 1.5] as const;

/** x in two parts of half the digits */
const parted = ({ keep, sub, upper }: Real, x: V): Sum => {
  const high = keep(v128.and(x, upper));
  return { high, low: keep(sub(x, high)) };
};

/**
 * ln a = k ln 2 + ⅔·s·(3 + s² + …), s = f/(2 + f), as a number of half the digits and one that has the others.
 * Source: Sun's fdlibm, e_pow.c.
 */
const logarithm = (real: Real, a: V): Sum => {
  const { keep, add, sub, mul, div, upper, multiplyAdd, type } = real;
  const normal = normalised(real, a);
  const { k, f } = split(real, normal.x, normal.shift);
  const d = sum(real, real.const(2), f);
  const s = keep(div(f, d.high));
  const [first, last] = [parted(real, s), parted(real, d.high)];
  const product = add(mul(first.high, last.low), mul(first.high, d.low));
  const low = keep(div(sub(sub(f, mul(first.high, last.high)), product), d.high));
  const z = keep(mul(s, s));
  const square = keep(mul(first.high, first.high));
  const rise = keep(multiplyAdd(low, add(first.high, s), mul(mul(z, z), real.polynomial(z, coefficients))));
  const t = keep(v128.and(add(real.const(3), add(square, rise)), upper));
  const rest = sub(rise, sub(sub(t, real.const(3)), square));
  const u = keep(mul(first.high, t));
  const v = keep(multiplyAdd(low, t, mul(rest, s)));
  const p = keep(v128.and(add(u, v), upper));
  const q = keep(sub(v, sub(p, u)));
  const main = parted(real, real.const(twoThirds[0]));
  const high = keep(mul(p, main.high));
  const lower = add(mul(p, add(main.low, real.const(twoThirds[1]))), mul(q, real.const(twoThirds[0])));
  const scale = keep(mul(k, real.const(ln2[type][0])));
  const small = keep(multiplyAdd(k, real.const(ln2[type][1]), lower));
  const whole = keep(v128.and(add(scale, add(high, small)), upper));
  return { high: whole, low: keep(sub(small, sub(sub(whole, scale), high))) };
};

/** aʸ for a > 0 by a logarithm of 65 digits */
const float64 = binaryOf('power', 'float64', (real, x, y) =>
  signed(real, x, y, 2 ** 65, (a, b) => {
    const { keep, add, sub, mul, multiplyAdd } = real;
    const { high, low } = logarithm(real, a);
    const parts = parted(real, b);
    const main = keep(mul(parts.high, high));
    const rest = keep(multiplyAdd(parts.low, high, mul(b, low)));
    const exponent = keep(add(main, rest));
    const lost = sub(rest, sub(exponent, main));
    // what is lost of an exponent out of range is large
    return grown(real, exponent, v128.and(lost, real.lt(real.abs(exponent), real.const(1000))));
  }),
);

/** of float32 the plain functions of float64 suffice */
export const power: Binary = {
  float64,
  float32: binaryOf('power', 'float32', (real, x, y) =>
    signed(real, x, y, 2 ** 40, (a, b) => {
      const { module, target } = real;
      const [as, bs] = [halves(a), halves(b)];
      const [ln, e] = [log.float64(module, target), exp.float64(module, target)];
      const half = (n: 0 | 1): V => call(e, f64x2.mul(call(ln, as[n]), bs[n]));
      return joined(half(0), half(1));
    }),
  ),
};
