import { draw } from './draw.js';
import type { Key } from './draw.js';
import { rotation } from './distance.js';
import type { Distance } from './distance.js';

const ranges = {
  x: [10.5, 20.5],
  y: [10.5, 20.5],
  radius: [10, 13.5],
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
export type Pose = Readonly<Record<keyof typeof ranges, number>>;

export const pose = (key: Key): Pose => draw(key, ranges);

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
