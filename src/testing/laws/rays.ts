/** The directions along which a function is moved. */
import { size } from '../../shape/shape.js';
import { dtypes } from '../../tensor/dtype.js';
import type { Data } from '../../tensor/dtype.js';
import type { AnyTensor } from '../../tensor/tensor.js';
import { direction } from './direction.js';
import { place } from './law.js';

/** A direction: numbers for each input that moves, by its index; and what a sentence calls it. */
export interface Ray {
  readonly what: string;
  readonly moves: ReadonlyMap<number, Data>;
}

/** How many directions there are. */
export interface RayOptions {
  readonly seed: number;
  readonly elements: number;
  readonly directions: number;
}

/** Single elements of an input, and random directions of all its elements; none for an input that is no float. */
export const raysOf = (input: AnyTensor, index: number, { seed, elements, directions }: RayOptions): readonly Ray[] => {
  const count = size(input.shape);
  const { zeros, float } = dtypes[input.dtype];
  if (!float || count === 0) return [];
  const alone = spread(count, elements, seed).map((element) => ({
    what: place(input.shape, element),
    moves: new Map([[index, zeros(count).fill(1, element, element + 1)]]),
  }));
  return [...alone, ...(count > 1 || elements === 0 ? drawn([[index, input]], seed, directions) : [])];
};

/** Random directions that move several floats at once; none where there are not several. */
export const raysOfAll = (inputs: readonly AnyTensor[], { seed, directions }: RayOptions): readonly Ray[] => {
  const movable = [...inputs.entries()].filter(([, { shape, dtype }]) => dtypes[dtype].float && size(shape) > 0);
  return movable.length > 1 ? drawn(movable, seed + 1, directions) : [];
};

const drawn = (inputs: readonly (readonly [number, AnyTensor])[], seed: number, directions: number): readonly Ray[] =>
  Array.from({ length: directions }, (_, n) => ({
    what: directions === 1 ? 'all elements together' : `direction ${n}`,
    moves: new Map(inputs.map(([index, input]) => [index, direction(input, seed, 64 * (n + 1) + index)])),
  }));

/** all of `count` places where there are few, else `most` of them at even distances */
const spread = (count: number, most: number, seed: number): readonly number[] =>
  Array.from({ length: Math.min(count, most) }, (_, n) =>
    count <= most ? n : (Math.floor((n * count) / most) + seed) % count,
  );
