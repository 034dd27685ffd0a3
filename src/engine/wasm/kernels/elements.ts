/** What kernels that compare elements need of each element type: its vectors, the order that finds the first largest, and places beside the elements. */
import type { DType } from '../../../tensor/dtype.js';
import { f32x4, f64x2, get, i32, i32x4, i64, i64x2, shuffle32, v128 } from '../emit/index.js';
import type { Code, Local, Scope } from '../emit/index.js';
import { lanes, plus } from '../lanes.js';
import type { Lanes } from '../lanes.js';
import { largestFloat, running } from './running.js';
import type { Running } from './running.js';

type V = Code<'v128'>;
type Address = Code<'i32'>;
type Relation = (value: Local<'v128'>, best: Local<'v128'>) => V;

/** int32 numbers in lanes as wide as those of the elements they belong to. */
export interface Places {
  readonly splat: (n: Code<'i32'>) => V;
  readonly constant: (n: number) => V;
  /** 0, step, 2 · step, … for step ≥ 0 */
  readonly apart: (step: number) => V;
  readonly add: (a: V, b: V) => V;
  /** ones where the number is negative */
  readonly negative: (a: V) => V;
  readonly less: (a: V, b: V) => V;
  /** writes them side by side */
  readonly store: (address: Address, places: Local<'v128'>) => Code<'void'>;
}

const narrow: Places = {
  splat: i32x4.splat,
  constant: i32x4.const,
  apart: (step) => i32x4.of(0, step, 2 * step, 3 * step),
  add: i32x4.add,
  negative: (a) => i32x4.shrS(a, i32.const(31)),
  less: i32x4.ltS,
  store: (address, places) => v128.store(address, get(places)),
};

const wide: Places = {
  splat: (n) => i64x2.splat(i64.extendS(n)),
  constant: (n) => i64x2.const(BigInt(n)),
  apart: (step) => i32x4.of(0, 0, step, 0),
  add: i64x2.add,
  negative: (a) => i64x2.shrS(a, i32.const(63)),
  less: i64x2.ltS,
  store: (address, places) => v128.store64Lane(address, shuffle32(get(places), get(places), [0, 2, 0, 2]), 0),
};

/** One element type: vectors of `count` elements, or one element in the first lane of a vector. */
export interface Elements {
  readonly count: number;
  readonly bytes: number;
  /** `count` elements, `step` apart */
  readonly load: (address: Local<'i32'>, step: number, offset: number) => V;
  readonly loadOne: (address: Local<'i32'>, offset: number) => V;
  readonly store: (address: Address, vector: V) => Code<'void'>;
  readonly storeOne: (address: Address, vector: V) => Code<'void'>;
  /** of two vectors of neighbours the elements with even numbers, and those with odd ones */
  readonly halves: readonly [readonly number[], readonly number[]];
  readonly zero: V;
  /** what every number is at least */
  readonly lowest: V;
  readonly add: (a: V, b: V) => V;
  readonly largest: (scope: Scope) => Running;
  /** ones where the value replaces the best one: it lies beyond it, or is the first NaN */
  readonly beyond: { readonly max: Relation; readonly min: Relation };
  readonly places: Places;
}

/** An offset that fits an instruction, or else is added before. */
const from = <R>(address: Local<'i32'>, offset: number, load: (address: Address, offset: number) => R): R =>
  offset < 0 ? load(plus(get(address), offset), 0) : load(get(address), offset);

const apart =
  (kind: Lanes): Elements['load'] =>
  (address, step, offset) => {
    if (step === 1) return from(address, offset, v128.load);
    if (step === 0) return from(address, offset, kind.loadSplat);
    let vector = from(address, offset, kind.loadOne);
    for (let lane = 1; lane < kind.count; lane++)
      vector = from(address, offset + lane * step * kind.bytes, (a, n) => kind.loadLane(a, vector, lane, n));
    return vector;
  };

type Rest = 'lowest' | 'largest' | 'beyond' | 'halves' | 'places';

const vectors = (kind: Lanes, rest: Pick<Elements, Rest>): Elements => ({
  count: kind.count,
  bytes: kind.bytes,
  load: apart(kind),
  loadOne: (address, offset) => from(address, offset, kind.loadOne),
  store: v128.store,
  storeOne: (address, vector) => kind.storeLane(address, vector, 0),
  zero: kind.constant(0),
  add: kind.add,
  ...rest,
});

/** value ≰ best and best is a number: so NaN, which is in no relation, comes after all numbers, and nothing after NaN */
const pastFloat =
  (within: Lanes['add']): Relation =>
  (value, best) =>
    v128.andnot(within(get(best), get(best)), within(get(value), get(best)));

const integers: Elements['beyond'] = {
  max: (value, best) => i32x4.gtS(get(value), get(best)),
  min: (value, best) => i32x4.ltS(get(value), get(best)),
};

const four = {
  halves: [
    [0, 2, 4, 6],
    [1, 3, 5, 7],
  ],
  places: narrow,
} as const;

const oneBool = (address: Local<'i32'>, offset: number): V => i32x4.splat(from(address, offset, i32.load8U));

export const elements: { readonly [D in DType]: Elements } = {
  float32: vectors(lanes.float32, {
    ...four,
    lowest: f32x4.const(-Infinity),
    largest: largestFloat(f32x4, i32x4.const(0x7fffffff)),
    beyond: { max: pastFloat(f32x4.le), min: pastFloat(f32x4.ge) },
  }),
  float64: vectors(lanes.float64, {
    lowest: f64x2.const(-Infinity),
    largest: largestFloat(f64x2, i64x2.const(2n ** 63n - 1n)),
    beyond: { max: pastFloat(f64x2.le), min: pastFloat(f64x2.ge) },
    halves: [
      [0, 1, 4, 5],
      [2, 3, 6, 7],
    ],
    places: wide,
  }),
  int32: vectors(lanes.int32, {
    ...four,
    lowest: i32x4.const(-0x80000000),
    largest: running(i32x4.const(-0x80000000), i32x4.max),
    beyond: integers,
  }),
  // one at a time: truth values are few
  bool: {
    ...four,
    count: 1,
    bytes: 1,
    load: (address, _, offset) => oneBool(address, offset),
    loadOne: oneBool,
    store: (address, vector) => v128.store8Lane(address, vector, 0),
    storeOne: (address, vector) => v128.store8Lane(address, vector, 0),
    zero: i32x4.const(0),
    lowest: i32x4.const(0),
    add: v128.or,
    largest: running(i32x4.const(0), v128.or),
    beyond: integers,
  },
};
