import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { show, size } from '../../shape/shape.js';
import type { Shape } from '../../shape/shape.js';
import { integers } from './leaf.js';
import { length, shape } from './shape.js';

/** Two shapes that broadcast, and what they broadcast to. */
export interface BroadcastPair {
  readonly shapes: readonly [Shape, Shape];
  readonly result: Shape;
}

/** Pairs of shapes that broadcast: axes of one are 1, or missing in front. Shrinks to two scalars. */
export const broadcastable: Arbitrary<BroadcastPair> = shape({ maxRank: 3 }).chain((result) => {
  const side = fc.tuple(
    fc.array(fc.boolean(), { minLength: result.length, maxLength: result.length }),
    fc.nat(result.length),
  );
  return fc.tuple(side, side).map(([[stretchA, dropA], [stretchB, dropB]]): BroadcastPair => {
    /* of each axis at least one side has its length, and one side has all axes */
    const a = result.map((n, axis) => (stretchA[axis] === true ? 1 : n));
    const b = result.map((n, axis) => (stretchB[axis] === true && stretchA[axis] !== true ? 1 : n));
    const [front, back] = dropA <= dropB ? [a, b.slice(held(a, result, dropB))] : [a.slice(held(b, result, dropA)), b];
    return { shapes: [front, back], result };
  });
});

/** so many axes in front may be missing where the other side has their lengths */
const held = (other: Shape, result: Shape, most: number): number => {
  const first = other.findIndex((n, axis) => n !== result[axis]);
  return Math.min(most, first < 0 ? result.length : first);
};

/** Two shapes that do not broadcast, and the sentence that says so, without the operation in front. */
export interface MisfitPair {
  readonly shapes: readonly [Shape, Shape];
  /** "[2, 3] and [4] do not broadcast (3 is not 4)" */
  readonly sentence: string;
}

/** Pairs of shapes that do not broadcast, in one axis. Shrinks to [2] and [3]. */
export const unbroadcastable: Arbitrary<MisfitPair> = fc
  .record({
    before: fc.tuple(shape({ maxRank: 2, maxSize: 6 }), shape({ maxRank: 2, maxSize: 6 })),
    left: integers(2, 4),
    more: integers(1, 3),
    after: fc.array(length(2), { maxLength: 2 }),
    swapped: fc.boolean(),
  })
  .filter(({ after }) => size(after) <= 8)
  .map(({ before: [frontA, frontB], left, more, after, swapped }) => {
    const [m, n] = swapped ? [left + more, left] : [left, left + more];
    const [a, b] = [
      [...frontA, m, ...after],
      [...frontB, n, ...after],
    ];
    return { shapes: [a, b], sentence: `${show(a)} and ${show(b)} do not broadcast (${m} is not ${n})` };
  });
