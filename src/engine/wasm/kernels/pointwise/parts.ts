/**
 * Four neighbouring elements of any type in registers: one vector, or two for float64. A bool is a mask of 32 bits a lane, so that it can select.
 */
import type { DType } from '../../../../tensor/dtype.js';
import { f32x4, f64x2, i16x8, i32, i32x4, i64x2, shuffle, shuffle32, v128 } from '../../emit/index.js';
import type { Code } from '../../emit/index.js';
import { plus } from '../../lanes.js';

export type Vector = Code<'v128'>;

/** The vectors of four elements. */
export type Parts = readonly Vector[];

/** How many elements are worked on at once. */
export const width = 4;

/** Four lanes of 32 bits as two pairs of 64, and back. */
export const widen = (mask: Vector): Parts => [i64x2.extendLowI32x4S(mask), i64x2.extendHighI32x4S(mask)];
export const narrow = (low: Vector, high: Vector): Vector => shuffle32(low, high, [0, 2, 4, 6]);

interface Row {
  readonly parts: number;
  readonly literal: (x: number) => Parts;
  /** four neighbours */
  readonly load: (address: Code<'i32'>) => Parts;
  /** one element everywhere */
  readonly splat: (address: Code<'i32'>) => Parts;
  /** the first `count` of four elements `step` bytes apart, step may be negative */
  readonly gather: (address: Code<'i32'>, step: number, count: number) => Parts;
  readonly store: (address: Code<'i32'>, value: Parts) => Code<'void'>;
  readonly storeLane: (address: Code<'i32'>, value: Parts, lane: number) => Code<'void'>;
}

const first = (parts: Parts): Vector => part(parts, 0);

/** the n-th vector */
export const part = (parts: Parts, n: number): Vector => {
  const vector = parts[n];
  if (vector === undefined) throw new RangeError(`internal: no vector ${n}`);
  return vector;
};

/** address + bytes as an address and an offset that is not negative */
const reach = (address: Code<'i32'>, bytes: number): readonly [Code<'i32'>, number] =>
  bytes < 0 ? [plus(address, bytes), 0] : [address, bytes];

const words = (literal: (x: number) => Vector): Row => ({
  parts: 1,
  literal: (x) => [literal(x)],
  load: (address) => [v128.load(address)],
  splat: (address) => [v128.load32Splat(address)],
  gather: (address, step, count) => {
    let vector = v128.load32Zero(address);
    for (let lane = 1; lane < count; lane++) {
      const [base, offset] = reach(address, lane * step);
      vector = v128.load32Lane(base, vector, lane, offset);
    }
    return [vector];
  },
  store: (address, value) => v128.store(address, first(value)),
  storeLane: (address, value, lane) => v128.store32Lane(address, first(value), lane),
});

const truth = (bits: Vector): Parts => [i32x4.ne(bits, i32x4.const(0))];

/** the low byte of each lane, 0 or 1, in the first four bytes */
const bytes = (mask: Vector): Vector =>
  shuffle(
    v128.and(mask, i32x4.const(1)),
    i32x4.const(0),
    [0, 4, 8, 12, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16],
  );

/** How four elements of each type come from memory and go there. */
export const types: { readonly [D in DType]: Row } = {
  float32: words(f32x4.const),
  int32: words(i32x4.const),
  float64: {
    parts: 2,
    literal: (x) => [f64x2.const(x), f64x2.const(x)],
    load: (address) => [v128.load(address), v128.load(address, 16)],
    splat: (address) => [v128.load64Splat(address), v128.load64Splat(address)],
    gather: (address, step, count) =>
      [0, 2].map((start) => {
        if (start >= count) return f64x2.const(0);
        const [low, lowOffset] = reach(address, start * step);
        const vector = v128.load64Zero(low, lowOffset);
        if (start + 1 >= count) return vector;
        const [high, highOffset] = reach(address, (start + 1) * step);
        return v128.load64Lane(high, vector, 1, highOffset);
      }),
    store: (address, value) => {
      const [low, high] = [part(value, 0), part(value, 1)];
      return { type: 'void', parts: [v128.store(address, low), v128.store(address, high, 16)] };
    },
    storeLane: (address, value, lane) => v128.store64Lane(address, part(value, lane >> 1), lane & 1),
  },
  bool: {
    parts: 1,
    literal: (x) => [i32x4.const(x === 0 ? 0 : -1)],
    load: (address) => truth(i32x4.extendLowI16x8U(i16x8.extendLowI8x16U(v128.load32Zero(address)))),
    splat: (address) => truth(i32x4.splat(i32.load8U(address))),
    gather: (address, step, count) => {
      let vector = i32x4.splat(i32.load8U(address));
      for (let lane = 1; lane < count; lane++) {
        const [base, offset] = reach(address, lane * step);
        vector = i32x4.replace(vector, lane, i32.load8U(base, offset));
      }
      return truth(vector);
    },
    store: (address, value) => v128.store32Lane(address, bytes(first(value)), 0),
    storeLane: (address, value, lane) => v128.store8Lane(address, v128.and(first(value), i32x4.const(1)), 4 * lane),
  },
};
