import type { Layer } from './canvas.js';
import type { SignClass } from './classes.js';
import { box, translate } from './distance.js';
import type { Distance } from './distance.js';
import { child } from './draw.js';
import type { Key } from './draw.js';
import { occluder } from './occluders.js';
import { palette } from './paint.js';
import { project } from './pose.js';
import type { Pose } from './pose.js';

/** A sign in a scene: what is painted of it, what hides it, and its silhouette. */
export type Standing = {
  readonly sign: readonly Layer[];
  readonly cover: readonly Layer[];
  readonly outline: Distance;
};

/** A sign on its pole, in paint and behind an occluder that are drawn from the key, in a picture of some side. */
export const stand = (key: Key, kind: SignClass, stance: Pose, side: number): Standing => {
  const paints = palette(child(key, 2));
  const { x, y, radius } = stance;
  const pole: Layer = { shape: translate([x, y + side], box(0.08 * radius, side)), colour: [0.45, 0.45, 0.47] };
  const face = kind.coats.map((coat): Layer => ({ shape: project(stance, coat.shape), colour: paints[coat.paint] }));
  return {
    sign: [pole, ...face],
    cover: occluder(child(key, 3), stance, side),
    outline: project(stance, kind.outline),
  };
};
