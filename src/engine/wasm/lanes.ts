/** The vector instructions of each element type under common names, so that one kernel serves several. */
import { f32x4, f64x2, get, i32, i32x4, shuffle32, tee, v128 } from './emit/index.js';
import type { Code, Scope } from './emit/index.js';

/** What the code is made for. */
export interface Target {
  /** whether a · b + c has an instruction of its own; without it results are the same on every machine */
  readonly fused: boolean;
}

type V = Code<'v128'>;
type Address = Code<'i32'>;

/** One element type in vectors of 16 bytes. */
export interface Lanes {
  readonly count: number;
  readonly bytes: number;
  readonly constant: (x: number) => V;
  readonly add: (a: V, b: V) => V;
  readonly subtract: (a: V, b: V) => V;
  readonly multiply: (a: V, b: V) => V;
  /** a · b + c */
  readonly multiplyAdd: (target: Target, a: V, b: V, c: V) => V;
  readonly maximum: (a: V, b: V) => V;
  readonly minimum: (a: V, b: V) => V;
  /** one element in every lane */
  readonly loadSplat: (address: Address, offset?: number) => V;
  /** one element in the first lane, zero in the others */
  readonly loadOne: (address: Address, offset?: number) => V;
  readonly loadLane: (address: Address, vector: V, lane: number, offset?: number) => V;
  readonly storeLane: (address: Address, vector: V, lane: number, offset?: number) => Code<'void'>;
}

/** The element types that arithmetic is done in. */
export type Arithmetic = 'float32' | 'float64' | 'int32';

export const lanes: { readonly [D in Arithmetic]: Lanes } = {
  float32: {
    count: 4,
    bytes: 4,
    constant: f32x4.const,
    add: f32x4.add,
    subtract: f32x4.sub,
    multiply: f32x4.mul,
    multiplyAdd: ({ fused }, a, b, c) => (fused ? f32x4.relaxedMadd(a, b, c) : f32x4.add(f32x4.mul(a, b), c)),
    maximum: f32x4.max,
    minimum: f32x4.min,
    loadSplat: v128.load32Splat,
    loadOne: v128.load32Zero,
    loadLane: v128.load32Lane,
    storeLane: v128.store32Lane,
  },
  float64: {
    count: 2,
    bytes: 8,
    constant: f64x2.const,
    add: f64x2.add,
    subtract: f64x2.sub,
    multiply: f64x2.mul,
    multiplyAdd: ({ fused }, a, b, c) => (fused ? f64x2.relaxedMadd(a, b, c) : f64x2.add(f64x2.mul(a, b), c)),
    maximum: f64x2.max,
    minimum: f64x2.min,
    loadSplat: v128.load64Splat,
    loadOne: v128.load64Zero,
    loadLane: v128.load64Lane,
    storeLane: v128.store64Lane,
  },
  int32: {
    count: 4,
    bytes: 4,
    constant: i32x4.const,
    add: i32x4.add,
    subtract: i32x4.sub,
    multiply: i32x4.mul,
    multiplyAdd: (_, a, b, c) => i32x4.add(i32x4.mul(a, b), c),
    maximum: i32x4.max,
    minimum: i32x4.min,
    loadSplat: v128.load32Splat,
    loadOne: v128.load32Zero,
    loadLane: v128.load32Lane,
    storeLane: v128.store32Lane,
  },
};

/** address + bytes, without an instruction where bytes are 0 */
export const plus = (address: Address, bytes: number): Address =>
  bytes === 0 ? address : i32.add(address, i32.const(bytes));

/** index · factor */
export const scaled = (index: Address, factor: number): Address =>
  factor === 1 ? index : i32.mul(index, i32.const(factor));

/** All lanes folded into one by halves, the result in every lane: the order is fixed. */
export const folded = (kind: Lanes, scope: Scope, vector: V, fold: (a: V, b: V) => V = kind.add): V => {
  const whole = scope.local('v128');
  const pairs = fold(tee(whole, vector), shuffle32(get(whole), get(whole), [2, 3, 0, 1]));
  if (kind.count === 2) return pairs;
  const half = scope.local('v128');
  return fold(tee(half, pairs), shuffle32(get(half), get(half), [1, 0, 3, 2]));
};
