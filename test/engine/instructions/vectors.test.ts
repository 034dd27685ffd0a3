/** Every instruction of vectors and of memory, run in a module, gives what JavaScript gives. */
import { setFlagsFromString } from 'node:v8';
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { describe, expect } from 'vitest';
import * as emit from '../../../src/engine/wasm/emit/index.js';
import type { Code, ValueType } from '../../../src/engine/wasm/emit/index.js';
import { at } from '../../../src/primitive/primitive.js';
import { validate } from '../webassembly.js';
import type { Value } from '../webassembly.js';
import { holdAll, keysOf } from './cases.js';
import type { Case } from './cases.js';
import { clamped, double, integer, long, single, values } from './numbers.js';
import type { Numbers, Taking } from './numbers.js';

const { code, f32, f64, f32x4, f64x2, i16x8, i32, i32x4, i64, i64x2, module, shuffle, shuffle32, v128 } = emit;

const relaxed = module({ initial: 1, maximum: 1, shared: false });
relaxed.func('', [], 'void', () => emit.drop(f32x4.relaxedMadd(f32x4.const(1), f32x4.const(1), f32x4.const(1))));
if (!validate(relaxed.bytes())) setFlagsFromString('--experimental-wasm-relaxed-simd');

type V = Code<'v128'>;

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

const always = (lane: Lane, expected: readonly Value[]): Row => whole(lane, lane, () => expected);

const constants: readonly Case[] = [
  vectorCase('f32x4.const', () => f32x4.const(-0.1), always('f32', all(4, Math.fround(-0.1)))),
  vectorCase('f64x2.const', () => f64x2.const(0.1), always('f64', [0.1, 0.1])),
  vectorCase('i32x4.const', () => i32x4.const(-5), always('i32', all(4, -5))),
  vectorCase('i32x4.of', () => i32x4.of(1, -2, 3, -0x80000000), always('i32', [1, -2, 3, -0x80000000])),
  vectorCase('i64x2.const', () => i64x2.const(-(2n ** 63n)), always('i64', all(2, -(2n ** 63n)))),
];

describe('an instruction gives what JavaScript gives', () => {
  holdAll([
    ...vectorFamily('f32x4', f32x4, vectors.f32x4),
    ...vectorFamily('f64x2', f64x2, vectors.f64x2),
    ...vectorFamily('i32x4', i32x4, vectors.i32x4),
    ...vectorFamily('i64x2', i64x2, vectors.i64x2),
    ...vectorFamily('i16x8', i16x8, vectors.i16x8),
    ...vectorFamily('v128', v128, vectors.v128),
    ...addressed,
    ...constants,
  ]);
});
