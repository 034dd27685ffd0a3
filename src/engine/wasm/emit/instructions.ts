/** The instructions in families, named as in the specification: `f32x4.add(a, b)` is the code that leaves a + b. */
import { code, signed, unsigned } from './code.js';
import type { Code, Local, ValueType } from './code.js';

const op1 =
  <A extends ValueType, R extends ValueType>(_: A, result: R, ...opcode: readonly number[]) =>
  (a: Code<A>): Code<R> =>
    code(result, [a, ...opcode]);

const op2 =
  <A extends ValueType, R extends ValueType>(_: A, result: R, ...opcode: readonly number[]) =>
  (a: Code<A>, b: Code<A>): Code<R> =>
    code(result, [a, b, ...opcode]);

const op3 =
  <A extends ValueType, R extends ValueType>(_: A, result: R, ...opcode: readonly number[]) =>
  (a: Code<A>, b: Code<A>, c: Code<A>): Code<R> =>
    code(result, [a, b, c, ...opcode]);

/** bytes of a memory argument; the alignment is a hint alone */
const at = (offset: number): readonly number[] => [0, ...unsigned(offset)];

const loads =
  <R extends ValueType>(result: R, ...opcode: readonly number[]) =>
  (address: Code<'i32'>, offset = 0): Code<R> =>
    code(result, [address, ...opcode, ...at(offset)]);

const stores =
  <A extends ValueType>(_: A, ...opcode: readonly number[]) =>
  (address: Code<'i32'>, value: Code<A>, offset = 0): Code<'void'> =>
    code('void', [address, value, ...opcode, ...at(offset)]);

/** atomic instructions must state their natural alignment */
const atomicAt = (offset: number): readonly number[] => [2, ...unsigned(offset)];

const simd = (opcode: number): readonly number[] => [0xfd, ...unsigned(opcode)];
const v1 = (opcode: number) => op1('v128', 'v128', ...simd(opcode));
const v2 = (opcode: number) => op2('v128', 'v128', ...simd(opcode));
const v3 = (opcode: number) => op3('v128', 'v128', ...simd(opcode));
const splat = <A extends ValueType>(lane: A, opcode: number) => op1(lane, 'v128', ...simd(opcode));
const test = (opcode: number) => op1('v128', 'i32', ...simd(opcode));
const shift =
  (opcode: number) =>
  (a: Code<'v128'>, by: Code<'i32'>): Code<'v128'> =>
    code('v128', [a, by, ...simd(opcode)]);
const extract =
  <R extends ValueType>(result: R, opcode: number) =>
  (a: Code<'v128'>, lane: number): Code<R> =>
    code(result, [a, ...simd(opcode), lane]);
const replace =
  <A extends ValueType>(_: A, opcode: number) =>
  (a: Code<'v128'>, lane: number, value: Code<A>): Code<'v128'> =>
    code('v128', [a, value, ...simd(opcode), lane]);

export const get = <T extends ValueType>({ type, index }: Local<T>): Code<T> => code(type, [0x20, ...unsigned(index)]);

export const set = <T extends ValueType>({ index }: Local<T>, value: Code<T>): Code<'void'> =>
  code('void', [value, 0x21, ...unsigned(index)]);

export const tee = <T extends ValueType>({ type, index }: Local<T>, value: Code<T>): Code<T> =>
  code(type, [value, 0x22, ...unsigned(index)]);

/** a where the condition is not 0, else b; both are computed */
export const select = <T extends ValueType>(a: Code<T>, b: Code<T>, condition: Code<'i32'>): Code<T> =>
  code(a.type, [a, b, condition, ...(a.type === 'v128' ? [0x1c, 1, 0x7b] : [0x1b])]);

const compareInteger = <A extends 'i32' | 'i64'>(type: A, first: number) => ({
  eqz: op1(type, 'i32', first),
  eq: op2(type, 'i32', first + 1),
  ne: op2(type, 'i32', first + 2),
  ltS: op2(type, 'i32', first + 3),
  ltU: op2(type, 'i32', first + 4),
  gtS: op2(type, 'i32', first + 5),
  gtU: op2(type, 'i32', first + 6),
  leS: op2(type, 'i32', first + 7),
  leU: op2(type, 'i32', first + 8),
  geS: op2(type, 'i32', first + 9),
  geU: op2(type, 'i32', first + 10),
});

const arithmeticInteger = <A extends 'i32' | 'i64'>(type: A, first: number) => ({
  clz: op1(type, type, first),
  ctz: op1(type, type, first + 1),
  add: op2(type, type, first + 3),
  sub: op2(type, type, first + 4),
  mul: op2(type, type, first + 5),
  divS: op2(type, type, first + 6),
  divU: op2(type, type, first + 7),
  remS: op2(type, type, first + 8),
  remU: op2(type, type, first + 9),
  and: op2(type, type, first + 10),
  or: op2(type, type, first + 11),
  xor: op2(type, type, first + 12),
  shl: op2(type, type, first + 13),
  shrS: op2(type, type, first + 14),
  shrU: op2(type, type, first + 15),
  rotl: op2(type, type, first + 16),
});

const scalarFloat = <A extends 'f32' | 'f64'>(type: A, compare: number, first: number) => ({
  eq: op2(type, 'i32', compare),
  ne: op2(type, 'i32', compare + 1),
  lt: op2(type, 'i32', compare + 2),
  gt: op2(type, 'i32', compare + 3),
  le: op2(type, 'i32', compare + 4),
  ge: op2(type, 'i32', compare + 5),
  abs: op1(type, type, first),
  neg: op1(type, type, first + 1),
  ceil: op1(type, type, first + 2),
  floor: op1(type, type, first + 3),
  trunc: op1(type, type, first + 4),
  nearest: op1(type, type, first + 5),
  sqrt: op1(type, type, first + 6),
  add: op2(type, type, first + 7),
  sub: op2(type, type, first + 8),
  mul: op2(type, type, first + 9),
  div: op2(type, type, first + 10),
  min: op2(type, type, first + 11),
  max: op2(type, type, first + 12),
  copysign: op2(type, type, first + 13),
});

export const i32 = {
  const: (n: number): Code<'i32'> => code('i32', [0x41, ...signed(BigInt(n | 0))]),
  ...compareInteger('i32', 0x45),
  ...arithmeticInteger('i32', 0x67),
  load: loads('i32', 0x28),
  load8U: loads('i32', 0x2d),
  store: stores('i32', 0x36),
  store8: stores('i32', 0x3a),
  wrap: op1('i64', 'i32', 0xa7),
  truncF32: op1('f32', 'i32', 0xfc, 0),
  truncF64: op1('f64', 'i32', 0xfc, 2),
  reinterpret: op1('f32', 'i32', 0xbc),
};

export const i64 = {
  const: (n: bigint): Code<'i64'> => code('i64', [0x42, ...signed(n)]),
  ...compareInteger('i64', 0x50),
  ...arithmeticInteger('i64', 0x79),
  load: loads('i64', 0x29),
  store: stores('i64', 0x37),
  extendS: op1('i32', 'i64', 0xac),
  extendU: op1('i32', 'i64', 0xad),
  truncF64: op1('f64', 'i64', 0xfc, 6),
  reinterpret: op1('f64', 'i64', 0xbd),
};

const bytesOf = (view: Float32Array | Float64Array | Int32Array | BigInt64Array): readonly number[] => [
  ...new Uint8Array(view.buffer),
];

export const f32 = {
  const: (x: number): Code<'f32'> => code('f32', [0x43, ...bytesOf(Float32Array.of(x))]),
  ...scalarFloat('f32', 0x5b, 0x8b),
  load: loads('f32', 0x2a),
  store: stores('f32', 0x38),
  convertI32: op1('i32', 'f32', 0xb2),
  demote: op1('f64', 'f32', 0xb6),
  reinterpret: op1('i32', 'f32', 0xbe),
};

export const f64 = {
  const: (x: number): Code<'f64'> => code('f64', [0x44, ...bytesOf(Float64Array.of(x))]),
  ...scalarFloat('f64', 0x61, 0x99),
  load: loads('f64', 0x2b),
  store: stores('f64', 0x39),
  convertI32: op1('i32', 'f64', 0xb7),
  convertI64: op1('i64', 'f64', 0xb9),
  promote: op1('f32', 'f64', 0xbb),
  reinterpret: op1('i64', 'f64', 0xbf),
};

const constant = (bytes: readonly number[]): Code<'v128'> => code('v128', [...simd(12), ...bytes]);

export const v128 = {
  load: loads('v128', ...simd(0)),
  load32Splat: loads('v128', ...simd(9)),
  load64Splat: loads('v128', ...simd(10)),
  load32Zero: loads('v128', ...simd(0x5c)),
  load64Zero: loads('v128', ...simd(0x5d)),
  store: stores('v128', ...simd(11)),
  load32Lane: (address: Code<'i32'>, vector: Code<'v128'>, lane: number, offset = 0): Code<'v128'> =>
    code('v128', [address, vector, ...simd(0x56), ...at(offset), lane]),
  load64Lane: (address: Code<'i32'>, vector: Code<'v128'>, lane: number, offset = 0): Code<'v128'> =>
    code('v128', [address, vector, ...simd(0x57), ...at(offset), lane]),
  store8Lane: (address: Code<'i32'>, vector: Code<'v128'>, lane: number, offset = 0): Code<'void'> =>
    code('void', [address, vector, ...simd(0x58), ...at(offset), lane]),
  store32Lane: (address: Code<'i32'>, vector: Code<'v128'>, lane: number, offset = 0): Code<'void'> =>
    code('void', [address, vector, ...simd(0x5a), ...at(offset), lane]),
  store64Lane: (address: Code<'i32'>, vector: Code<'v128'>, lane: number, offset = 0): Code<'void'> =>
    code('void', [address, vector, ...simd(0x5b), ...at(offset), lane]),
  not: v1(0x4d),
  and: v2(0x4e),
  andnot: v2(0x4f),
  or: v2(0x50),
  xor: v2(0x51),
  /** the bits of a where the mask is 1, else those of b */
  bitselect: v3(0x52),
  anyTrue: test(0x53),
};

/** The 16 bytes named by index, of a (0 … 15) and b (16 … 31). */
export const shuffle = (a: Code<'v128'>, b: Code<'v128'>, bytes: readonly number[]): Code<'v128'> =>
  code('v128', [a, b, ...simd(13), ...bytes]);

/** The four 32-bit lanes named by index, of a (0 … 3) and b (4 … 7). */
export const shuffle32 = (a: Code<'v128'>, b: Code<'v128'>, lanes: readonly number[]): Code<'v128'> =>
  shuffle(
    a,
    b,
    lanes.flatMap((lane) => [4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3]),
  );

const vectorFloat = (compare: number, first: number) => ({
  eq: v2(compare),
  ne: v2(compare + 1),
  lt: v2(compare + 2),
  gt: v2(compare + 3),
  le: v2(compare + 4),
  ge: v2(compare + 5),
  abs: v1(first),
  neg: v1(first + 1),
  sqrt: v1(first + 3),
  add: v2(first + 4),
  sub: v2(first + 5),
  mul: v2(first + 6),
  div: v2(first + 7),
  min: v2(first + 8),
  max: v2(first + 9),
  /** b < a ? b : a */
  pmin: v2(first + 10),
  /** a < b ? b : a */
  pmax: v2(first + 11),
});

export const f32x4 = {
  const: (x: number): Code<'v128'> => constant(bytesOf(Float32Array.of(x, x, x, x))),
  splat: splat('f32', 0x13),
  extract: extract('f32', 0x1f),
  replace: replace('f32', 0x20),
  ...vectorFloat(0x41, 0xe0),
  ceil: v1(0x67),
  floor: v1(0x68),
  trunc: v1(0x69),
  nearest: v1(0x6a),
  convertI32x4: v1(0xfa),
  demoteF64x2Zero: v1(0x5e),
  /** a · b + c with one rounding, where the target has it */
  relaxedMadd: v3(0x105),
  /** c − a · b */
  relaxedNmadd: v3(0x106),
};

export const f64x2 = {
  const: (x: number): Code<'v128'> => constant(bytesOf(Float64Array.of(x, x))),
  splat: splat('f64', 0x14),
  extract: extract('f64', 0x21),
  replace: replace('f64', 0x22),
  ...vectorFloat(0x47, 0xec),
  ceil: v1(0x74),
  floor: v1(0x75),
  trunc: v1(0x7a),
  nearest: v1(0x94),
  promoteLowF32x4: v1(0x5f),
  convertLowI32x4: v1(0xfe),
  relaxedMadd: v3(0x107),
  relaxedNmadd: v3(0x108),
};

export const i32x4 = {
  const: (x: number): Code<'v128'> => constant(bytesOf(Int32Array.of(x, x, x, x))),
  of: (a: number, b: number, c: number, d: number): Code<'v128'> => constant(bytesOf(Int32Array.of(a, b, c, d))),
  splat: splat('i32', 0x11),
  extract: extract('i32', 0x1b),
  replace: replace('i32', 0x1c),
  eq: v2(0x37),
  ne: v2(0x38),
  ltS: v2(0x39),
  ltU: v2(0x3a),
  gtS: v2(0x3b),
  gtU: v2(0x3c),
  leS: v2(0x3d),
  leU: v2(0x3e),
  geS: v2(0x3f),
  geU: v2(0x40),
  abs: v1(0xa0),
  neg: v1(0xa1),
  allTrue: test(0xa3),
  bitmask: test(0xa4),
  extendLowI16x8U: v1(0xa9),
  shl: shift(0xab),
  shrS: shift(0xac),
  shrU: shift(0xad),
  add: v2(0xae),
  sub: v2(0xb1),
  mul: v2(0xb5),
  min: v2(0xb6),
  max: v2(0xb8),
  truncF32x4: v1(0xf8),
  truncF64x2Zero: v1(0xfc),
};

export const i16x8 = { extendLowI8x16U: v1(0x89) };

export const i64x2 = {
  const: (x: bigint): Code<'v128'> => constant(bytesOf(BigInt64Array.of(x, x))),
  splat: splat('i64', 0x12),
  extract: extract('i64', 0x1d),
  extendLowI32x4S: v1(0xc7),
  extendHighI32x4S: v1(0xc8),
  extendLowI32x4U: v1(0xc9),
  shl: shift(0xcb),
  shrS: shift(0xcc),
  shrU: shift(0xcd),
  add: v2(0xce),
  sub: v2(0xd1),
  mul: v2(0xd5),
  eq: v2(0xd6),
  ne: v2(0xd7),
  ltS: v2(0xd8),
  gtS: v2(0xd9),
};

/** Sets `count` bytes from an address on. */
export const fill = (address: Code<'i32'>, byte: Code<'i32'>, count: Code<'i32'>): Code<'void'> =>
  code('void', [address, byte, count, 0xfc, 11, 0]);

/** Copies `count` bytes. */
export const copy = (to: Code<'i32'>, from: Code<'i32'>, count: Code<'i32'>): Code<'void'> =>
  code('void', [to, from, count, 0xfc, 10, 0, 0]);

const atomic2 =
  (opcode: number) =>
  (address: Code<'i32'>, value: Code<'i32'>, offset = 0): Code<'i32'> =>
    code('i32', [address, value, 0xfe, opcode, ...atomicAt(offset)]);

/** Words that several threads see in one order. */
export const atomic = {
  load: (address: Code<'i32'>, offset = 0): Code<'i32'> => code('i32', [address, 0xfe, 0x10, ...atomicAt(offset)]),
  store: (address: Code<'i32'>, value: Code<'i32'>, offset = 0): Code<'void'> =>
    code('void', [address, value, 0xfe, 0x17, ...atomicAt(offset)]),
  /** the word before */
  add: atomic2(0x1e),
  or: atomic2(0x33),
  /** how many were woken */
  notify: atomic2(0x00),
  /** 0 woken, 1 another value was there, 2 the time in nanoseconds was over */
  wait: (address: Code<'i32'>, expected: Code<'i32'>, nanoseconds: Code<'i64'>, offset = 0): Code<'i32'> =>
    code('i32', [address, expected, nanoseconds, 0xfe, 0x01, ...atomicAt(offset)]),
};
