import { signClasses } from './classes.js';
import { child, permutation, wordsOf } from './draw.js';
import type { Key, Seed } from './draw.js';
import { roadSign, side } from './road-sign.js';

/** Pictures of road signs, one after the other: a data set, with the truth about each as in `RoadSign`. */
export type RoadSigns = {
  /** Of one picture. */
  readonly shape: readonly [3, 32, 32];
  /** [count, 3, 32, 32], channel first, multiples of 1/255 from 0 to 1. */
  readonly images: Float32Array;
  /** [count], indices into `roadSignClasses`. */
  readonly labels: Int32Array;
  /** [count, 32, 32]: 1 on the pixels that show the sign. */
  readonly masks: Uint8Array;
  /** [count, 2]: column and row of the sign's middle, in pixels. */
  readonly centres: Float32Array;
  /** [count], in pixels. */
  readonly radii: Float32Array;
};

const area = side * side;

/** Each ten examples in a row, from the first on, show the ten classes once, in random order. */
const labelAt = (key: Key, index: number): number => {
  const size = signClasses.length;
  return permutation(child(key, Math.floor(index / size)), size)[index % size] ?? 0;
};

/**
 * `count` pictures of road signs, with their truth. Example i depends on the seed (a key, or its two words) and on i alone, so a
 * shorter set is the beginning of a longer one, and the same seed gives the same bits on every machine. A set to train on and one to
 * test on want two seeds.
 * Shape     images [count, 3, 32, 32], labels [count], masks [count, 32, 32], centres [count, 2], radii [count]
 * Errors    "roadSigns: the count must be a whole number, 0 or more; it is -1"
 * Cost      about half a millisecond a picture
 * @example  roadSigns([0, 7], 20).labels.length   // 20
 */
export const roadSigns = (seed: Seed, count: number): RoadSigns => {
  if (!Number.isSafeInteger(count) || count < 0)
    throw new RangeError(`roadSigns: the count must be a whole number, 0 or more; it is ${count}`);
  const key = wordsOf(seed);
  const out: RoadSigns = {
    shape: [3, 32, 32],
    images: new Float32Array(count * 3 * area),
    labels: new Int32Array(count),
    masks: new Uint8Array(count * area),
    centres: new Float32Array(count * 2),
    radii: new Float32Array(count),
  };
  for (let i = 0; i < count; i++) {
    const { image, label, mask, centre, radius } = roadSign(child(child(key, 1), i), labelAt(child(key, 0), i));
    out.images.set(image, i * 3 * area);
    out.labels[i] = label;
    out.masks.set(mask, i * area);
    out.centres.set(centre, i * 2);
    out.radii[i] = radius;
  }
  return out;
};
