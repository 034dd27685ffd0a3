import { draw } from './draw.js';
import type { Key, Range } from './draw.js';
import { rotation } from './distance.js';
import type { Distance } from './distance.js';

/** Where in a picture signs stand, and how large. */
export type Place = Readonly<Record<'x' | 'y' | 'radius', Range>>;

/** In the middle of a picture of 32 pixels, and most of it. */
const middle: Place = { x: [10.5, 20.5], y: [10.5, 20.5], radius: [10, 13.5] };

const ranges = {
  turn: [-0.09, 0.09],
  axis: [-1, 1],
  squash: [0.82, 1],
  nearness: [-0.2, 0.2],
} as const;

/**
 * Where a sign stands and how it faces the camera: the pixel of its middle, its radius in pixels, a turn in its own plane, a view
 * from the side that shortens it by `squash` along `axis`, and its radius over its distance, `nearness`, by which the far end looks
 * smaller. Angles are given as tangents of their halves.
 */
export type Pose = Readonly<Record<keyof Place | keyof typeof ranges, number>>;

export const pose = (key: Key, { x, y, radius }: Place = middle): Pose => draw(key, { x, y, radius, ...ranges });

/** A shape in the sign's plane as the camera sees it, in pixels: a homography that keeps the middle, and the radius to 2 %. */
export const project = ({ x, y, radius, turn, axis, squash, nearness }: Pose, shape: Distance): Distance => {
  const [c, s] = rotation(axis);
  const [ct, st] = rotation(turn);
  const [cosine, sine] = [c * ct + s * st, s * ct - c * st];
  const keystone = nearness * Math.sqrt(1 - squash * squash);
  return (px, py) => {
    const along = (c * (px - x) + s * (py - y)) / radius;
    const across = (c * (py - y) - s * (px - x)) / radius;
    const depth = 1 - keystone * across;
    const [u, v] = [along / depth, across / (squash * depth)];
    return shape(cosine * u - sine * v, sine * u + cosine * v) * radius * squash;
  };
};
