/** Every instruction of the emitter, run in a module, gives what JavaScript gives. */
import { setFlagsFromString } from 'node:v8';
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as emit from '../../src/engine/wasm/emit/index.js';
import { get, i32, i64, module } from '../../src/engine/wasm/emit/index.js';
import type { Code, Func, Module, ValueType } from '../../src/engine/wasm/emit/index.js';
import { at } from '../../src/primitive/primitive.js';
import { load, newMemory, validate } from './webassembly.js';
import type { Exported, Value } from './webassembly.js';

const { code, f32, f64, f32x4, f64x2, i16x8, i32x4, i64x2, shuffle, shuffle32, v128 } = emit;

const relaxed = module({ initial: 1, maximum: 1, shared: false });
relaxed.func('', [], 'void', () => emit.drop(f32x4.relaxedMadd(f32x4.const(1), f32x4.const(1), f32x4.const(1))));
if (!validate(relaxed.bytes())) setFlagsFromString('--experimental-wasm-relaxed-simd');

/** What a number of WebAssembly is in JavaScript. */
interface Numbers {
  readonly i32: number;
  readonly i64: bigint;
  readonly f32: number;
  readonly f64: number;
}
type Scalar = keyof Numbers;
type V = Code<'v128'>;

const real = (any: Arbitrary<number>): Arbitrary<number> =>
  fc.oneof(any, fc.integer({ min: -3, max: 3 }), fc.constantFrom(-0, 0.5, -1.5, 2.5, NaN, Infinity, -Infinity, 3e9));

const values: { readonly [T in Scalar]: Arbitrary<Numbers[T]> } = {
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

/** An instruction at work: how it gets into a module, and what holds of it there. */
interface Case {
  readonly name: string;
  readonly define: (made: Module) => Func<readonly ValueType[], ValueType | 'void'>;
  readonly holds: (run: Exported, buffer: ArrayBuffer) => void;
}

/** the result, or that there is none: divisions by zero trap */
const outcome = (compute: () => Value): Value | undefined => {
  try {
    return compute();
  } catch {
    return undefined;
  }
};

const scalarCase = <A extends Scalar>(
  name: string,
  from: A,
  instruction: (a: Code<A>, b: Code<A>) => Code<Scalar>,
  expected: (a: Numbers[A], b: Numbers[A]) => Value,
): Case => ({
  name,
  define: (made) => {
    const { type } = instruction(code(from, []), code(from, []));
    return made.func(name, [from, from], type, (_, a, b) => instruction(get(a), get(b)));
  },
  holds: (run) =>
    fc.assert(
      fc.property(values[from], values[from], (a, b) => {
        expect(outcome(() => run(a, b))).toBe(outcome(() => expected(a, b)));
      }),
    ),
});

type Rows<K extends PropertyKey, A> = { readonly [k in K]: (a: A, b: A) => Value };

/** The instructions of a family that take P. */
type Taking<F, P extends readonly Code[]> = {
  [K in keyof F]: F[K] extends (...args: infer A) => Code ? (A extends P ? K : never) : never;
}[keyof F];
type Plain<F, T extends Scalar> = Taking<F, [Code<T>]> | Taking<F, [Code<T>, Code<T>]>;

const wrap64 = (n: bigint): bigint => BigInt.asIntN(64, n);
const unsigned64 = (n: bigint): bigint => BigInt.asUintN(64, n);
const trap = (): never => {
  throw new RangeError();
};

const integer: Rows<Plain<typeof i32, 'i32'>, number> = {
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

const long: Rows<Plain<typeof i64, 'i64'>, bigint> = {
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
const single = floats(Math.fround);
const double: Rows<Plain<typeof f64, 'f64'>, number> = floats((x) => x);

const clamped = (x: number): number => Math.trunc(Math.min(0x7fffffff, Math.max(-0x80000000, x))) | 0;
const clamped64 = (x: number): bigint =>
  Number.isNaN(x) ? 0n : x >= 2 ** 63 ? 2n ** 63n - 1n : x < -(2 ** 63) ? -(2n ** 63n) : BigInt(Math.trunc(x));

const bits = new DataView(new ArrayBuffer(8));
const bitsOf32 = (x: number): number => {
  bits.setFloat32(0, x);
  return bits.getInt32(0);
};
const bitsOf64 = (x: number): bigint => {
  bits.setFloat64(0, x);
  return bits.getBigInt64(0);
};
const floatOf32 = (n: number): number => {
  bits.setInt32(0, n);
  return bits.getFloat32(0);
};
const floatOf64 = (n: bigint): number => {
  bits.setBigInt64(0, n);
  return bits.getFloat64(0);
};

const conversions: readonly Case[] = [
  scalarCase('i32.wrap', 'i64', i32.wrap, (a) => Number(BigInt.asIntN(32, a))),
  scalarCase('i32.truncF32', 'f32', i32.truncF32, clamped),
  scalarCase('i32.truncF64', 'f64', i32.truncF64, clamped),
  scalarCase('i32.reinterpret', 'f32', i32.reinterpret, bitsOf32),
  scalarCase('i64.extendS', 'i32', i64.extendS, (a) => BigInt(a)),
  scalarCase('i64.extendU', 'i32', i64.extendU, (a) => BigInt(a >>> 0)),
  scalarCase('i64.truncF64', 'f64', i64.truncF64, clamped64),
  scalarCase('i64.reinterpret', 'f64', i64.reinterpret, bitsOf64),
  scalarCase('f32.convertI32', 'i32', f32.convertI32, (a) => Math.fround(a)),
  scalarCase('f32.demote', 'f64', f32.demote, (a) => Math.fround(a)),
  scalarCase('f32.reinterpret', 'i32', f32.reinterpret, floatOf32),
  scalarCase('f64.convertI32', 'i32', f64.convertI32, (a) => a),
  scalarCase('f64.convertI64', 'i64', f64.convertI64, (a) => Number(a)),
  scalarCase('f64.promote', 'f32', f64.promote, (a) => a),
  scalarCase('f64.reinterpret', 'i64', f64.reinterpret, floatOf64),
  scalarCase(
    'select',
    'f64',
    (a, b) => emit.select(a, b, f64.lt(a, b)),
    (a, b) => (a < b ? a : b),
  ),
];

const keysOf = <K extends string>(rows: Readonly<Record<K, unknown>>): readonly K[] => {
  const keys: K[] = [];
  for (const key in rows) keys.push(key);
  return keys;
};

/** A family's instructions by its rows, which are total by type. */
const family = <T extends Scalar, K extends string>(
  type: T,
  instructions: { readonly [k in NoInfer<K>]: (a: Code<T>, b: Code<T>) => Code<Scalar> },
  rows: Readonly<Record<K, (a: Numbers[T], b: Numbers[T]) => Value>>,
): readonly Case[] => keysOf(rows).map((name) => scalarCase(`${type}.${name}`, type, instructions[name], rows[name]));

/** 16 bytes as numbers. */
interface Lanes extends Numbers {
  readonly u8: number;
}
type Lane = keyof Lanes;

const read: { readonly [T in Lane]: (buffer: ArrayBuffer, address: number) => readonly Lanes[T][] } = {
  i32: (buffer, address) => [...new Int32Array(buffer, address, 4)],
  i64: (buffer, address) => [...new BigInt64Array(buffer, address, 2)],
  f32: (buffer, address) => [...new Float32Array(buffer, address, 4)],
  f64: (buffer, address) => [...new Float64Array(buffer, address, 2)],
  u8: (buffer, address) => [...new Uint8Array(buffer, address, 16)],
};

/** three vectors in memory */
const inputs: { readonly [T in Lane]: Arbitrary<Uint8Array> } = {
  i32: fc.array(values.i32, { minLength: 12, maxLength: 12 }).map((x) => new Uint8Array(Int32Array.from(x).buffer)),
  i64: fc.array(values.i64, { minLength: 6, maxLength: 6 }).map((x) => new Uint8Array(BigInt64Array.from(x).buffer)),
  f32: fc.array(values.f32, { minLength: 12, maxLength: 12 }).map((x) => new Uint8Array(Float32Array.from(x).buffer)),
  f64: fc.array(values.f64, { minLength: 6, maxLength: 6 }).map((x) => new Uint8Array(Float64Array.from(x).buffer)),
  u8: fc.uint8Array({ minLength: 48, maxLength: 48 }),
};

/** What an instruction makes of three vectors. */
interface Row {
  readonly inputs: Arbitrary<Uint8Array>;
  readonly result: Lane;
  readonly expected: (buffer: ArrayBuffer) => readonly Value[];
}

const whole = <A extends Lane>(
  from: A,
  result: Lane,
  expected: (a: readonly Lanes[A][], b: readonly Lanes[A][], c: readonly Lanes[A][]) => readonly Value[],
): Row => ({
  inputs: inputs[from],
  result,
  expected: (buffer) => expected(read[from](buffer, 0), read[from](buffer, 16), read[from](buffer, 32)),
});

const each = <A extends Lane>(
  from: A,
  expected: (a: Lanes[A], b: Lanes[A], c: Lanes[A]) => Value,
  result: Lane = from,
) => whole(from, result, (a, b, c) => a.map((x, n) => expected(x, at(b, n), at(c, n))));

/** all bits of a lane 1 where a comparison holds */
const mask = <A extends Lane>(from: A, result: 'i32' | 'i64', holds: (a: Lanes[A], b: Lanes[A]) => Value) =>
  each(from, (a, b) => (result === 'i32' ? 0 - Number(holds(a, b)) : 0n - BigInt(holds(a, b))), result);

/** integers for which a · b + c is exact */
const exact = (row: Row): Row => ({
  ...row,
  inputs: row.inputs.map((bytes) => {
    if (row.result === 'f32') new Float32Array(bytes.buffer).set(Float32Array.from(bytes.subarray(0, 12)));
    else new Float64Array(bytes.buffer).set(Float64Array.from(bytes.subarray(0, 6)));
    return bytes;
  }),
});

type Vectorial<F> = Taking<F, [V]> | Taking<F, [V, V]> | Taking<F, [V, V, V]>;

const vectorFloat = (from: 'f32' | 'f64', rows: typeof single) => {
  const to = from === 'f32' ? 'i32' : 'i64';
  return {
    eq: mask(from, to, rows.eq),
    ne: mask(from, to, rows.ne),
    lt: mask(from, to, rows.lt),
    gt: mask(from, to, rows.gt),
    le: mask(from, to, rows.le),
    ge: mask(from, to, rows.ge),
    abs: each(from, rows.abs),
    neg: each(from, rows.neg),
    sqrt: each(from, rows.sqrt),
    add: each(from, rows.add),
    sub: each(from, rows.sub),
    mul: each(from, rows.mul),
    div: each(from, rows.div),
    min: each(from, rows.min),
    max: each(from, rows.max),
    pmin: each(from, (a, b) => (b < a ? b : a)),
    pmax: each(from, (a, b) => (a < b ? b : a)),
    ceil: each(from, rows.ceil),
    floor: each(from, rows.floor),
    trunc: each(from, rows.trunc),
    nearest: each(from, rows.nearest),
    relaxedMadd: exact(each(from, (a, b, c) => a * b + c)),
    relaxedNmadd: exact(each(from, (a, b, c) => c - a * b)),
  };
};

const vectors: {
  readonly f32x4: Readonly<Record<Vectorial<typeof f32x4>, Row>>;
  readonly f64x2: Readonly<Record<Vectorial<typeof f64x2>, Row>>;
  readonly i32x4: Readonly<Record<Vectorial<typeof i32x4>, Row>>;
  readonly i64x2: Readonly<Record<Vectorial<typeof i64x2>, Row>>;
  readonly i16x8: Readonly<Record<Vectorial<typeof i16x8>, Row>>;
  readonly v128: Readonly<Record<Vectorial<typeof v128>, Row>>;
} = {
  f32x4: {
    ...vectorFloat('f32', single),
    convertI32x4: each('i32', (a) => Math.fround(a), 'f32'),
    demoteF64x2Zero: whole('f64', 'f32', (a) => [...a.map(Math.fround), 0, 0]),
  },
  f64x2: {
    ...vectorFloat('f64', double),
    promoteLowF32x4: whole('f32', 'f64', (a) => a.slice(0, 2)),
    convertLowI32x4: whole('i32', 'f64', (a) => a.slice(0, 2)),
  },
  i32x4: {
    eq: mask('i32', 'i32', integer.eq),
    ne: mask('i32', 'i32', integer.ne),
    ltS: mask('i32', 'i32', integer.ltS),
    ltU: mask('i32', 'i32', integer.ltU),
    gtS: mask('i32', 'i32', integer.gtS),
    gtU: mask('i32', 'i32', integer.gtU),
    leS: mask('i32', 'i32', integer.leS),
    leU: mask('i32', 'i32', integer.leU),
    geS: mask('i32', 'i32', integer.geS),
    geU: mask('i32', 'i32', integer.geU),
    abs: each('i32', (a) => Math.abs(a) | 0),
    neg: each('i32', (a) => -a | 0),
    add: each('i32', integer.add),
    sub: each('i32', integer.sub),
    mul: each('i32', integer.mul),
    min: each('i32', (a, b) => Math.min(a, b)),
    max: each('i32', (a, b) => Math.max(a, b)),
    allTrue: whole('i32', 'i32', (a) => [Number(a.every((x) => x !== 0)), 0, 0, 0]),
    bitmask: whole('i32', 'i32', (a) => [a.reduce((sum, x, n) => sum + (x < 0 ? 2 ** n : 0), 0), 0, 0, 0]),
    truncF32x4: each('f32', clamped, 'i32'),
    truncF64x2Zero: whole('f64', 'i32', (a) => [...a.map(clamped), 0, 0]),
    extendLowI16x8U: whole('u8', 'i32', (a) => [0, 2, 4, 6].map((n) => at(a, n) + 256 * at(a, n + 1))),
  },
  i64x2: {
    eq: mask('i64', 'i64', long.eq),
    ne: mask('i64', 'i64', long.ne),
    ltS: mask('i64', 'i64', long.ltS),
    gtS: mask('i64', 'i64', long.gtS),
    add: each('i64', long.add),
    sub: each('i64', long.sub),
    mul: each('i64', long.mul),
    extendLowI32x4S: whole('i32', 'i64', (a) => a.slice(0, 2).map(BigInt)),
    extendHighI32x4S: whole('i32', 'i64', (a) => a.slice(2).map(BigInt)),
    extendLowI32x4U: whole('i32', 'i64', (a) => a.slice(0, 2).map((x) => BigInt(x >>> 0))),
  },
  i16x8: {
    extendLowI8x16U: whole('u8', 'u8', (a) => a.map((_, n) => (n % 2 === 0 ? at(a, n / 2) : 0))),
  },
  v128: {
    not: each('i32', (a) => ~a),
    and: each('i32', integer.and),
    andnot: each('i32', (a, b) => a & ~b),
    or: each('i32', integer.or),
    xor: each('i32', integer.xor),
    bitselect: each('i32', (a, b, c) => (a & c) | (b & ~c)),
    anyTrue: whole('i32', 'i32', (a) => [Number(a.some((x) => x !== 0)), 0, 0, 0]),
  },
};

const zero = i32.const(0);
const target = 48;

const isCode = <T extends ValueType>(piece: Code, type: T): piece is Code<T> => piece.type === type;

/** runs an instruction on the vectors at 0, 16 and 32; what it leaves is written after them, if it does not write there itself */
const vectorCase = (name: string, instruction: (a: V, b: V, c: V) => Code, row: Row): Case => ({
  name,
  define: (made) =>
    made.func(name, [], 'void', () => {
      const piece = instruction(v128.load(zero), v128.load(zero, 16), v128.load(zero, 32));
      if (isCode(piece, 'i32')) return i32.store(zero, piece, target);
      if (isCode(piece, 'v128')) return v128.store(zero, piece, target);
      return code('void', [piece]);
    }),
  holds: (run, buffer) =>
    fc.assert(
      fc.property(row.inputs, (bytes) => {
        const all = new Uint8Array(buffer);
        all.fill(0);
        all.set(bytes);
        run();
        expect(read[row.result](buffer, target)).toEqual(row.expected(buffer));
      }),
    ),
});

const vectorFamily = <K extends string>(
  prefix: string,
  instructions: { readonly [k in NoInfer<K>]: (a: V, b: V, c: V) => Code },
  rows: Readonly<Record<K, Row>>,
): readonly Case[] => keysOf(rows).map((name) => vectorCase(`${prefix}.${name}`, instructions[name], rows[name]));

const fours = [0, 1, 2, 3];
const pair = [0, 1];
const bytes = [31, 0, 5, 16, 17, 18, 3, 2, 1, 30, 8, 8, 9, 15, 14, 20];
const all = <T>(n: number, x: T): readonly T[] => Array.from({ length: n }, () => x);
const put = <T>(into: readonly T[], n: number, x: T): readonly T[] => into.map((old, k) => (k === n ? x : old));
const replaced =
  <T>(n: number) =>
  (a: readonly T[], b: readonly T[]) =>
    put(a, n, at(b, 0));
const spread =
  <T>(n: number) =>
  (a: readonly T[]) =>
    a.map(() => at(a, n));
const only =
  <T>(n: number, none: T) =>
  (a: readonly T[]) =>
    put(
      a.map(() => none),
      n,
      at(a, n),
    );
const first = (a: V): Code<'i32'> => i32x4.extract(a, 0);
const address = i32.const(target);

/** Instructions with lanes, shifts or addresses. */
const addressed: readonly Case[] = [
  ...fours.flatMap((n) => [
    vectorCase(`f32x4.extract ${n}`, (a) => f32x4.splat(f32x4.extract(a, n)), whole('f32', 'f32', spread(n))),
    vectorCase(`i32x4.extract ${n}`, (a) => i32x4.splat(i32x4.extract(a, n)), whole('i32', 'i32', spread(n))),
    vectorCase(
      `f32x4.replace ${n}`,
      (a, b) => f32x4.replace(a, n, f32x4.extract(b, 0)),
      whole('f32', 'f32', replaced(n)),
    ),
    vectorCase(`i32x4.replace ${n}`, (a, b) => i32x4.replace(a, n, first(b)), whole('i32', 'i32', replaced(n))),
    vectorCase(`v128.load32Lane ${n}`, (a) => v128.load32Lane(zero, a, n, 16), whole('i32', 'i32', replaced(n))),
    vectorCase(
      `v128.store32Lane ${n}`,
      (a) => v128.store32Lane(zero, a, n, target + 4 * n),
      whole('i32', 'i32', only(n, 0)),
    ),
    vectorCase(
      `v128.store8Lane ${n}`,
      (a) => v128.store8Lane(address, a, 5 * n, 5 * n),
      whole('u8', 'u8', only(5 * n, 0)),
    ),
  ]),
  ...pair.flatMap((n) => [
    vectorCase(`f64x2.extract ${n}`, (a) => f64x2.splat(f64x2.extract(a, n)), whole('f64', 'f64', spread(n))),
    vectorCase(`i64x2.extract ${n}`, (a) => i64x2.splat(i64x2.extract(a, n)), whole('i64', 'i64', spread(n))),
    vectorCase(
      `f64x2.replace ${n}`,
      (a, b) => f64x2.replace(a, n, f64x2.extract(b, 0)),
      whole('f64', 'f64', replaced(n)),
    ),
    vectorCase(`v128.load64Lane ${n}`, (a) => v128.load64Lane(zero, a, n, 16), whole('i64', 'i64', replaced(n))),
    vectorCase(
      `v128.store64Lane ${n}`,
      (a) => v128.store64Lane(zero, a, n, target + 8 * n),
      whole('i64', 'i64', only(n, 0n)),
    ),
  ]),
  vectorCase(
    'i32x4.shl',
    (a, b) => i32x4.shl(a, first(b)),
    whole('i32', 'i32', (a, b) => a.map((x) => x << at(b, 0))),
  ),
  vectorCase(
    'i32x4.shrS',
    (a, b) => i32x4.shrS(a, first(b)),
    whole('i32', 'i32', (a, b) => a.map((x) => x >> at(b, 0))),
  ),
  vectorCase(
    'i32x4.shrU',
    (a, b) => i32x4.shrU(a, first(b)),
    whole('i32', 'i32', (a, b) => a.map((x) => (x >>> at(b, 0)) | 0)),
  ),
  vectorCase(
    'i64x2.shl',
    (a, b) => i64x2.shl(a, first(b)),
    whole('i64', 'i64', (a, b) => a.map((x) => long.shl(x, at(b, 0)))),
  ),
  vectorCase(
    'i64x2.shrS',
    (a, b) => i64x2.shrS(a, first(b)),
    whole('i64', 'i64', (a, b) => a.map((x) => long.shrS(x, at(b, 0)))),
  ),
  vectorCase(
    'i64x2.shrU',
    (a, b) => i64x2.shrU(a, first(b)),
    whole('i64', 'i64', (a, b) => a.map((x) => long.shrU(x, at(b, 0)))),
  ),
  vectorCase(
    'shuffle',
    (a, b) => shuffle(a, b, bytes),
    whole('u8', 'u8', (a, b) => bytes.map((n) => at([...a, ...b], n))),
  ),
  vectorCase(
    'shuffle32',
    (a, b) => shuffle32(a, b, [7, 0, 5, 2]),
    whole('i32', 'i32', (a, b) => [at(b, 3), at(a, 0), at(b, 1), at(a, 2)]),
  ),
  vectorCase(
    'select of vectors',
    (a, b, c) => emit.select(a, b, first(c)),
    whole('i32', 'i32', (a, b, c) => (at(c, 0) === 0 ? b : a)),
  ),
  vectorCase('v128.load32Splat', () => v128.load32Splat(zero, 4), whole('i32', 'i32', spread(1))),
  vectorCase('v128.load64Splat', () => v128.load64Splat(zero, 8), whole('i64', 'i64', spread(1))),
  vectorCase('v128.load32Zero', () => v128.load32Zero(zero, 0), whole('i32', 'i32', only(0, 0))),
  vectorCase('v128.load64Zero', () => v128.load64Zero(zero, 0), whole('i64', 'i64', only(0, 0n))),
  vectorCase(
    'i32.load8U',
    () => i32x4.splat(i32.load8U(zero, 3)),
    whole('u8', 'i32', (a) => all(4, at(a, 3))),
  ),
  vectorCase(
    'i32.store8',
    (a) => i32.store8(zero, first(a), target + 7),
    whole('u8', 'u8', (a) => put(all(16, 0), 7, at(a, 0))),
  ),
  vectorCase(
    'i32.load, store',
    () => i32.store(zero, i32.load(zero, 12), target + 12),
    whole('i32', 'i32', only(3, 0)),
  ),
  vectorCase('i64.load, store', () => i64.store(zero, i64.load(zero, 8), target + 8), whole('i64', 'i64', only(1, 0n))),
  vectorCase(
    'f32.load, store',
    () => f32.store(zero, f32.load(zero, 12), target + 12),
    whole('f32', 'f32', only(3, 0)),
  ),
  vectorCase('f64.load, store', () => f64.store(zero, f64.load(zero, 8), target + 8), whole('f64', 'f64', only(1, 0))),
  vectorCase(
    'copy',
    () => emit.copy(i32.const(target + 3), i32.const(5), i32.const(9)),
    whole('u8', 'u8', (a) => [0, 0, 0, ...a.slice(5, 14), 0, 0, 0, 0]),
  ),
  vectorCase(
    'fill',
    (a) => emit.fill(address, first(a), i32.const(15)),
    whole('u8', 'u8', (a) => [...all(15, at(a, 0)), 0]),
  ),
];

const cases: readonly Case[] = [
  ...family('i32', i32, integer),
  ...family('i64', i64, long),
  ...family('f32', f32, single),
  ...family('f64', f64, double),
  ...conversions,
  ...vectorFamily('f32x4', f32x4, vectors.f32x4),
  ...vectorFamily('f64x2', f64x2, vectors.f64x2),
  ...vectorFamily('i32x4', i32x4, vectors.i32x4),
  ...vectorFamily('i64x2', i64x2, vectors.i64x2),
  ...vectorFamily('i16x8', i16x8, vectors.i16x8),
  ...vectorFamily('v128', v128, vectors.v128),
  ...addressed,
];

describe('an instruction gives what JavaScript gives', () => {
  const made = module({ initial: 1, maximum: 1, shared: false });
  for (const { name, define } of cases) made.expose(name, define(made));
  const memory = newMemory(1);
  const find = load(made.bytes(), memory);
  it.each(cases)('$name', ({ name, holds }) => holds(find(name), memory.buffer));
});

describe('a constant is what is written', () => {
  /** all of a list by one module */
  const written = <T extends Scalar>(type: T, list: readonly Numbers[T][], constant: (x: Numbers[T]) => Code<T>) => {
    const made = module({ initial: 1, maximum: 1, shared: false });
    list.forEach((x, n) =>
      made.expose(
        `${n}`,
        made.func(`${n}`, [], type, () => constant(x)),
      ),
    );
    const find = load(made.bytes(), newMemory(1));
    expect(list.map((_, n) => find(`${n}`)())).toEqual(list);
  };
  /** numbers about the ends of all lengths of LEB128 */
  const ends = Array.from({ length: 9 }, (_, n) => 2n ** BigInt(7 * n + 6)).flatMap((n) => [n - 1n, n, -n, -n - 1n]);
  const some = <T>(any: Arbitrary<T>): Arbitrary<readonly T[]> => fc.array(any, { minLength: 1, maxLength: 50 });
  const runs = { numRuns: 20 };

  it('i32', () =>
    fc.assert(
      fc.property(some(values.i32), (list) =>
        written('i32', [...list, ...ends.map((n) => Number(BigInt.asIntN(32, n)))], i32.const),
      ),
      runs,
    ));
  it('i64', () =>
    fc.assert(
      fc.property(some(values.i64), (list) => written('i64', [...list, ...ends], i64.const)),
      runs,
    ));
  it('f32', () =>
    fc.assert(
      fc.property(some(values.f32), (list) => written('f32', list, f32.const)),
      runs,
    ));
  it('f64', () =>
    fc.assert(
      fc.property(some(values.f64), (list) => written('f64', list, f64.const)),
      runs,
    ));
  it.each([
    ['f32x4', f32x4.const(-0.1), 'f32', all(4, Math.fround(-0.1))],
    ['f64x2', f64x2.const(0.1), 'f64', [0.1, 0.1]],
    ['i32x4', i32x4.const(-5), 'i32', all(4, -5)],
    ['i32x4.of', i32x4.of(1, -2, 3, -0x80000000), 'i32', [1, -2, 3, -0x80000000]],
    ['i64x2', i64x2.const(-(2n ** 63n)), 'i64', all(2, -(2n ** 63n))],
  ] as const)('%s', (_, constant, lane, expected) => {
    const made = module({ initial: 1, maximum: 1, shared: false });
    made.expose(
      'f',
      made.func('f', [], 'void', () => v128.store(zero, constant)),
    );
    const memory = newMemory(1);
    load(made.bytes(), memory)('f')();
    expect(read[lane](memory.buffer, 0)).toEqual(expected);
  });
});
