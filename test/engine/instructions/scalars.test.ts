/** Every instruction of numbers, run in a module, gives what JavaScript gives; and constants are what they are. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code, f32, f64, get, i32, i64, module, select } from '../../../src/engine/wasm/emit/index.js';
import type { Code } from '../../../src/engine/wasm/emit/index.js';
import { load, newMemory } from '../webassembly.js';
import type { Value } from '../webassembly.js';
import { holdAll, keysOf } from './cases.js';
import type { Case } from './cases.js';
import { clamped, clamped64, double, integer, long, single, values } from './numbers.js';
import type { Numbers, Scalar } from './numbers.js';

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
    (a, b) => select(a, b, f64.lt(a, b)),
    (a, b) => (a < b ? a : b),
  ),
];

/** A family's instructions by its rows, which are total by type. */
const family = <T extends Scalar, K extends string>(
  type: T,
  instructions: { readonly [k in NoInfer<K>]: (a: Code<T>, b: Code<T>) => Code<Scalar> },
  rows: Readonly<Record<K, (a: Numbers[T], b: Numbers[T]) => Value>>,
): readonly Case[] => keysOf(rows).map((name) => scalarCase(`${type}.${name}`, type, instructions[name], rows[name]));

describe('an instruction gives what JavaScript gives', () => {
  holdAll([
    ...family('i32', i32, integer),
    ...family('i64', i64, long),
    ...family('f32', f32, single),
    ...family('f64', f64, double),
    ...conversions,
  ]);
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
});
