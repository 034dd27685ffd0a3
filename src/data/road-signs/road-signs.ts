import { background } from './background.js';
import { area, paint, side, visible } from './canvas.js';
import type { Layer } from './canvas.js';
import { signClasses } from './classes.js';
import { box, translate } from './distance.js';
import { child, permutation } from './draw.js';
import type { Key } from './draw.js';
import { occluder } from './occluders.js';
import { palette } from './paint.js';
import { photograph } from './camera.js';
import { pose, project } from './pose.js';

/** One picture of a road sign, and the truth about it. */
export type RoadSign = {
  /** [3, 32, 32], channel first, multiples of 1/255 from 0 to 1. */
  readonly image: Float32Array;
  /** The class: an index into `roadSignClasses`. */
  readonly label: number;
  /** [32, 32]: 1 on the pixels that show the sign, 0 on the rest and where something hides it. */
  readonly mask: Uint8Array;
  /** The column and row of the sign's middle, in pixels, counted from the middle of the first pixel. */
  readonly centre: readonly [x: number, y: number];
  /** The radius of the circle about the sign before it is seen from the side, in pixels. */
  readonly radius: number;
};

/** Pictures of road signs, one after the other. */
export type RoadSigns = {
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

/** The classes once each in random order, block after block: any run of examples is nearly balanced. */
const labelAt = (key: Key, index: number): number =>
  permutation(child(child(key, 0), Math.floor(index / signClasses.length)), signClasses.length)[
    index % signClasses.length
  ] ?? 0;

export const roadSign = (key: Key, label: number = labelAt(key, 0)): RoadSign => {
  const kind = signClasses[label];
  if (kind === undefined)
    throw new RangeError(
      `roadSign: label ${label} is not one of the ${signClasses.length} classes 0 to ${signClasses.length - 1}`,
    );
  const stance = pose(child(key, 1));
  const tones = palette(child(key, 2));
  const outline = project(stance, kind.outline);
  const { x, y, radius } = stance;
  const pole: Layer = { shape: translate([x, y + 32], box(0.08 * radius, 32)), colour: [0.45, 0.45, 0.47] };
  const face = kind.coats.map(({ paint: name, shape }): Layer => ({
    shape: project(stance, shape),
    colour: tones[name],
  }));
  const cover = occluder(child(key, 3), stance);
  const scene = paint(background(child(key, 4)), [pole, ...face, ...cover]);
  return {
    image: new Float32Array(photograph(child(key, 5), scene)).map((value) => value / 255),
    label,
    mask: visible(
      outline,
      cover.map(({ shape }) => shape),
    ),
    centre: [x, y],
    radius,
  };
};

export const roadSigns = (key: Key, count: number): RoadSigns => {
  if (!Number.isSafeInteger(count) || count < 0)
    throw new RangeError(`roadSigns: the count must be a whole number, 0 or more; it is ${count}`);
  const out = {
    images: new Float32Array(count * 3 * area),
    labels: new Int32Array(count),
    masks: new Uint8Array(count * area),
    centres: new Float32Array(count * 2),
    radii: new Float32Array(count),
  };
  for (let i = 0; i < count; i++) {
    const { image, label, mask, centre, radius } = roadSign(child(child(key, 1), i), labelAt(key, i));
    out.images.set(image, i * 3 * side * side);
    out.labels[i] = label;
    out.masks.set(mask, i * area);
    out.centres.set(centre, i * 2);
    out.radii[i] = radius;
  }
  return out;
};
