import { background } from './background.js';
import { photograph } from './camera.js';
import { paint, visible } from './canvas.js';
import { signClasses } from './classes.js';
import { child, uniforms, wordsOf } from './draw.js';
import type { Key, Seed } from './draw.js';
import { pose } from './pose.js';
import { stand } from './stand.js';

/** Width and height of the picture of one sign, in pixels. */
export const side = 32;

/** One picture of a road sign, and the truth about it. */
export type RoadSign = {
  /** [3, 32, 32], channel first, multiples of 1/255 from 0 to 1. */
  readonly image: Float32Array;
  /** The class: an index into `roadSignClasses`. */
  readonly label: number;
  /** [32, 32]: 1 on the pixels that show the sign, 0 on the rest and where something hides it. */
  readonly mask: Uint8Array;
  /** The column and row of the sign's middle, in pixels; the middle of the first pixel is (0, 0). */
  readonly centre: readonly [x: number, y: number];
  /** The radius in pixels of the circle about the sign, as it looks from straight ahead. */
  readonly radius: number;
};

const count = signClasses.length;

export const anyLabel = (key: Key): number => Math.floor((uniforms(key, 1)[0] ?? 0) * count);

/**
 * The picture of a road sign that a key stands for. Pose, size, paint, background, light, what hides it and noise come from the key
 * alone, so two labels under one key give the same scene with another sign in it.
 * Shape     image [3, 32, 32], mask [32, 32]
 * Errors    "roadSign: label 10 is not one of the 10 classes 0 to 9"
 * @example  roadSign([0, 7], 0).label   // 0
 */
export const roadSign = (seed: Seed, label: number = anyLabel(child(wordsOf(seed), 0))): RoadSign => {
  const kind = signClasses[label];
  if (kind === undefined)
    throw new RangeError(`roadSign: label ${label} is not one of the ${count} classes 0 to ${count - 1}`);
  const key = wordsOf(seed);
  const stance = pose(child(key, 1));
  const { sign, cover, outline } = stand(key, kind, stance, side);
  const scene = paint(background(child(key, 4), side), [...sign, ...cover]);
  const hidden = cover.map(({ shape }) => shape);
  return {
    image: photograph(child(key, 5), scene),
    label,
    mask: visible(side, outline, hidden),
    centre: [stance.x, stance.y],
    radius: stance.radius,
  };
};
