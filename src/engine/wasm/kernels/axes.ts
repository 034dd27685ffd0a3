/** From the number of a piece to the place of its elements. */
import { size } from '../../../shape/shape.js';
import { at } from '../../../primitive/primitive.js';
import { get, i32 } from '../emit/index.js';
import type { Code, Local } from '../emit/index.js';
import { scaled } from '../lanes.js';

/** An axis of a loop nest: how many elements, how far apart. */
export interface Axis {
  readonly size: number;
  readonly step: number;
}

/** Some axes of an operand. */
export const axesOf = (
  { shape, strides }: { readonly shape: readonly number[]; readonly strides: readonly number[] },
  from = 0,
  to = shape.length,
): readonly Axis[] => shape.slice(from, to).map((length, axis) => ({ size: length, step: at(strides, from + axis) }));

/** The same elements in the same order by fewer axes. */
export const merged = (axes: readonly Axis[]): readonly Axis[] =>
  axes
    .filter((axis) => axis.size !== 1)
    .reduce<readonly Axis[]>((done, axis) => {
      const outer = done.at(-1);
      return outer?.step === axis.step * axis.size
        ? [...done.slice(0, -1), { size: outer.size * axis.size, step: axis.step }]
        : [...done, axis];
    }, []);

/** The coordinates of the index-th element in row-major order. */
export const coordinates = (index: Local<'i32'>, sizes: readonly number[]): readonly Code<'i32'>[] =>
  sizes.map((length, axis) => {
    const inner = size(sizes.slice(axis + 1));
    const outer = inner === 1 ? get(index) : i32.divU(get(index), i32.const(inner));
    return axis === 0 ? outer : i32.remU(outer, i32.const(length));
  });

export const total = (terms: readonly Code<'i32'>[]): Code<'i32'> =>
  terms.length === 0 ? i32.const(0) : terms.reduce((sum, term) => i32.add(sum, term));

/** Bytes from the first to the index-th element in row-major order. */
export const offsetAt = (index: Local<'i32'>, axes: readonly Axis[], bytes: number): Code<'i32'> => {
  const places = coordinates(
    index,
    axes.map((axis) => axis.size),
  );
  return total(axes.map(({ step }, axis) => scaled(at(places, axis), step * bytes)));
};
