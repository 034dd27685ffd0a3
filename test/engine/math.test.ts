import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { call, get, i32, module, range, v128 } from '../../src/engine/wasm/emit/index.js';
import type { Func, Module } from '../../src/engine/wasm/emit/index.js';
import { elementary } from '../../src/engine/wasm/kernels/math/index.js';
import type { Target } from '../../src/engine/wasm/lanes.js';
import { at } from '../../src/primitive/primitive.js';
import { errorFunction, erfInverse } from '../../src/primitive/special.js';
import { dtypes } from '../../src/tensor/dtype.js';
import type { Data, DType } from '../../src/tensor/dtype.js';
import { load, newMemory } from './webassembly.js';

setFlagsFromString('--experimental-wasm-relaxed-simd');

type Maker<P extends readonly 'v128'[]> = (m: Module, target: Target) => Func<P, 'v128'>;
type Either = Maker<readonly ['v128']> | Maker<readonly ['v128', 'v128']>;

const pages = 64;
const second = pages * 16384;
const third = pages * 32768;

/** The values of a function on arrays, four or two elements at a time. */
const values = (maker: Either, dtype: DType, fused: boolean, inputs: readonly Data[]): Data => {
  const memory = newMemory(pages);
  const made = module({ initial: pages, maximum: pages, shared: false });
  const func: Func<readonly 'v128'[], 'v128'> = maker(made, { fused });
  const run = made.func('run', ['i32'], 'void', (scope, bytes) => {
    const i = scope.local('i32');
    const args = func.parameters.map((_, n) => v128.load(get(i), n * second));
    return range(i, i32.const(0), get(bytes), 16, v128.store(get(i), call(func, ...args), third));
  });
  made.expose('run', run);
  const exposed = load(made.bytes(), memory);
  const first = at(inputs, 0);
  const views = { float32: Float32Array, float64: Float64Array, int32: Int32Array, bool: Uint8Array };
  const view = (address: number): Data => new views[dtype](memory.buffer, address, first.length);
  inputs.forEach((data, n) => view(n * second).set(data));
  exposed('run')(first.byteLength);
  return view(third).slice();
};

const formats = { float32: { digits: 23, least: -126 }, float64: { digits: 52, least: -1022 } };
type Float = keyof typeof formats;

const floats: readonly Float[] = ['float32', 'float64'];
const targets: readonly boolean[] = [false, true];

/** one unit of the last place of x */
const unit = (x: number, { digits, least }: (typeof formats)[Float]): number => {
  const guess = Math.min(Math.max(Math.floor(Math.log2(Math.abs(x))), least), 1023);
  return 2 ** ((guess > least && 2 ** guess > Math.abs(x) ? guess - 1 : guess) - digits);
};

const rounded = (x: number, dtype: Float): number => at([...dtypes[dtype].from([x])], 0);

/** a number that must be met exactly: NaN, ±0, ±∞ */
const special = (x: number): boolean => x === 0 || !Number.isFinite(x);

/** how far a value is from expected + rest units, in units; ∞ beyond any measure */
const distance = (value: number, expected: number, rest: number, dtype: Float): number => {
  const goal = rounded(expected, dtype);
  if (special(goal) && Object.is(value, goal)) return 0;
  if (special(expected) || Number.isNaN(value) || 1 / value < 0 !== 1 / expected < 0) return Infinity;
  // the number after the largest of float32
  const finite = dtype === 'float32' && Math.abs(value) === Infinity ? Math.sign(value) * 2 ** 128 : value;
  return Math.abs((finite - expected) / unit(expected, formats[dtype]) - rest);
};

interface Row {
  /** the function in float64; for float64 itself only its zeros, poles and gaps are taken from it */
  readonly judge: (x: number, y: number) => number;
  /** greatest distances in units of the last place */
  readonly float32: number;
  readonly float64: number;
}

type Name = Exclude<keyof typeof elementary, 'divide' | 'remainder'>;

const bounds: { readonly [N in Name]: Row } = {
  exp: { judge: Math.exp, float32: 0.75, float64: 0.75 },
  expm1: { judge: Math.expm1, float32: 1, float64: 1 },
  log: { judge: Math.log, float32: 0.85, float64: 0.85 },
  log1p: { judge: Math.log1p, float32: 0.85, float64: 0.85 },
  sqrt: { judge: Math.sqrt, float32: 0.501, float64: 0.501 },
  rsqrt: { judge: (x) => 1 / Math.sqrt(x), float32: 0.501, float64: 1.5 },
  sin: { judge: Math.sin, float32: 0.51, float64: 1.3 },
  cos: { judge: Math.cos, float32: 0.51, float64: 1.3 },
  tanh: { judge: Math.tanh, float32: 0.8, float64: 0.9 },
  sigmoid: {
    judge: (x) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x))),
    float32: 0.85,
    float64: 0.85,
  },
  erf: { judge: errorFunction, float32: 1.5, float64: 1.3 },
  erfInv: { judge: erfInverse, float32: 3, float64: 5 },
  power: {
    judge: (x, y) => (x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y),
    float32: 0.51,
    float64: 1.01,
  },
};

const names = Object.keys(bounds) as readonly Name[];

const golden = JSON.parse(readFileSync(new URL('../golden/engine/math.json', import.meta.url), 'utf8')) as Readonly<
  Record<Name, readonly (readonly number[])[]>
>;

/** whole vectors, filled up with 1 */
const padded = (numbers: readonly number[]): readonly number[] => [
  ...numbers,
  ...new Array<number>((4 - (numbers.length % 4)) % 4).fill(1),
];

/** `count` words that are evenly spread over all words: multiples of 2³²/φ */
const words = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => Math.imul(i, 0x9e3779b1));

const ends = [0, 1, 2, 3, 0.5, 0.1, 2 ** -12, 2 ** -149, 5e-324, 2 ** -126, 2 ** 24, 2 ** 53, 1e30, 1e300, Infinity];
const specials = [...ends, ...ends.map((x) => -x), NaN];

/** where formulas change: the seven float32 around each of both signs */
const seams = [Math.LN2 / 2, Math.LN2, 1, Math.SQRT1_2, Math.SQRT2, Math.SQRT2 - 1, 1 - Math.SQRT1_2, 4, 16, 104, 88.8]
  .concat([2 ** -26, Math.PI / 4, Math.PI / 2, 2 ** 20, 1e5, 30, 60, 0.9966])
  .flatMap((x) => [x, -x]);
const neighbours = seams.flatMap((x) => {
  const word = new Int32Array(Float32Array.of(x).buffer)[0] ?? 0;
  return [...new Float32Array(Int32Array.from([-3, -2, -1, 0, 1, 2, 3], (step) => word + step).buffer)];
});

const dense = Float32Array.from(
  padded([
    ...new Float32Array(words(20000).buffer),
    ...[...words(20000)].map((word) => (word / 2 ** 31) * 10),
    ...neighbours,
    ...specials,
  ]),
);

const columns = (rows: readonly (readonly number[])[], count: number): readonly Float64Array[] =>
  Array.from({ length: count }, (_, n) => Float64Array.from(padded(rows.map((row) => at(row, n)))));

const pairs = specials.flatMap((x) => specials.map((y) => [x, y] as const));

/** the greatest distance and where it is */
const worst = (found: readonly (readonly [number, ...unknown[]])[]): readonly unknown[] =>
  found.reduce((most, next) => (next[0] > most[0] ? next : most), [0]);

describe.each(names)('%s', (name) => {
  const { judge, ...bound } = bounds[name];
  const maker = elementary[name];
  const arity = name === 'power' ? 2 : 1;

  it('is within its bound of mpmath in float64', () => {
    const rows = golden[name];
    const inputs = columns(rows, arity);
    for (const fused of targets) {
      const out = values(maker.float64, 'float64', fused, inputs);
      const found = rows.map((row, i) => {
        const value = at([...out.subarray(i, i + 1)], 0);
        return [distance(value, at(row, arity), at(row, arity + 1), 'float64'), value, ...row] as const;
      });
      expect(worst(found)[0], worst(found).join(' ')).toBeLessThanOrEqual(bound.float64);
    }
  });

  it('is within its bound of the judge in float32', () => {
    const turned = dense.map((_, i) => (dense[(i * 7919) % dense.length] ?? 0) * (i % 2 === 0 ? 1 : 1e-18));
    const xs = arity === 1 ? dense : Float32Array.from([...dense, ...padded(pairs.map(([x]) => x))]);
    const ys = arity === 1 ? dense : Float32Array.from([...turned, ...padded(pairs.map(([, y]) => y))]);
    const goals = Float64Array.from(xs, (x, i) => judge(x, ys[i] ?? 0));
    for (const fused of targets) {
      const out = values(maker.float32, 'float32', fused, arity === 1 ? [xs] : [xs, ys]);
      let most: readonly unknown[] = [0];
      let distant = 0;
      out.forEach((value, i) => {
        const d = distance(value, goals[i] ?? 0, 0, 'float32');
        if (d > distant) [distant, most] = [d, [value, goals[i], xs[i], ys[i]]];
      });
      expect(distant, most.join(' ')).toBeLessThanOrEqual(bound.float32);
    }
  });

  it.each(floats)('has the zeros, poles and gaps of the judge in %s', (dtype) => {
    const all = arity === 1 ? specials.map((x) => [x, x] as const) : pairs;
    const [xs, ys] = [0, 1].map((n) => dtypes[dtype].from(padded(all.map((pair) => at(pair, n)))));
    if (xs === undefined || ys === undefined) throw new Error('two columns');
    const goals = [...xs].map((x, i) => rounded(judge(x, ys[i] ?? 0), dtype));
    const out = [...values(maker[dtype], dtype, false, arity === 1 ? [xs] : [xs, ys])];
    const kept = <T>(of: readonly T[]): readonly T[] => of.filter((_, i) => special(at(goals, i)));
    expect(kept(out)).toEqual(kept(goals));
  });
});

describe('cos', () => {
  it('keeps 14 digits of the float64 that is closest to an odd multiple of π/2', () => {
    const x = 6381956970095103 * 2 ** 797;
    const [value] = values(elementary.cos.float64, 'float64', false, [Float64Array.of(x, x)]);
    expect(value).toBeCloseTo(-4.68716592425462761112e-19, 32);
  });
});

describe('power', () => {
  it.each(floats)('of integers is exact in %s where it has the digits', (dtype) => {
    const all = Array.from({ length: 21 * 12 }, (_, i) => [(i % 21) - 10, Math.floor(i / 21)] as const).filter(
      ([x, y]) => Math.abs(x) ** y < 2 ** 24,
    );
    const [xs, ys] = [0, 1].map((n) => dtypes[dtype].from(padded(all.map((pair) => at(pair, n)))));
    if (xs === undefined || ys === undefined) throw new Error('two columns');
    const goals = [...xs].map((x, i) => {
      let product = 1;
      for (let n = ys[i] ?? 0; n > 0; n--) product *= x;
      return product;
    });
    for (const fused of targets) expect([...values(elementary.power[dtype], dtype, fused, [xs, ys])]).toEqual(goals);
  });
});

describe('remainder', () => {
  it.each(floats)('is that of JavaScript for any two numbers of %s', (dtype) => {
    const whole = words(20000);
    const any = dtype === 'float32' ? [...new Float32Array(whole.buffer)] : [...new Float64Array(whole.buffer)];
    // quotients small, large, and about as many digits as a float32 product may have in float64
    const samples = [
      ...any.map((x, i) => [x, any[any.length - 1 - i] ?? 0] as const),
      ...[...whole].map((word) => [Math.round(word / 2 ** 24) / 4, (word & 63) / 8] as const),
      ...[...whole].map((word) => [word, 1 + (word & 0x7fffff) / 2 ** 23] as const),
      ...pairs,
    ];
    const xs = dtypes[dtype].from(padded(samples.map(([x]) => x)));
    const ys = dtypes[dtype].from(padded(samples.map(([, y]) => y)));
    for (const fused of targets) {
      const out = values(elementary.remainder[dtype], dtype, fused, [xs, ys]);
      const wrong = [...out].filter((value, i) => !Object.is(value, (xs[i] ?? 0) % (ys[i] ?? 0)));
      expect(wrong).toEqual([]);
    }
  });
});

describe('int32', () => {
  const least = -(2 ** 31);
  const edges = [0, 1, -1, 2, -2, 7, 65536, 2 ** 31 - 1, least, least + 1].map((n) => n | 0);
  const some = words(10000).map((word, i) => word >> (i % 32));
  const xs = Int32Array.from([...some, ...edges.flatMap((x) => edges.map(() => x))]);
  const ys = Int32Array.from([...[...some].reverse(), ...edges.flatMap(() => edges)]);
  const rules = { divide: (x: number, y: number) => x / y, remainder: (x: number, y: number) => x % y };

  it.each(['divide', 'remainder'] as const)('%s is the rule of the reference', (name) => {
    const out = values(elementary[name].int32, 'int32', false, [xs, ys]);
    expect(out).toEqual(xs.map((x, i) => rules[name](x, ys[i] ?? 0)));
  });
});
