import { rasterise } from '../road-signs/canvas.js';
import { rotation, stroke, union } from '../road-signs/distance.js';
import type { Point } from '../road-signs/distance.js';
import { child, draw, permutation, uniforms, wordsOf } from '../road-signs/draw.js';
import type { Key, Seed } from '../road-signs/draw.js';
import { digitStrokes } from './strokes.js';

/** Pictures of handwritten digits, one after the other. */
export interface Digits {
  /** Of one picture. */
  readonly shape: readonly [1, 28, 28];
  /** [count, 1, 28, 28]: ink on a dark ground, multiples of 1/255 from 0 to 1. */
  readonly images: Float32Array;
  /** [count], from 0 to 9. */
  readonly labels: Int32Array;
}

const side = 28;
const area = side * side;

/** How a hand writes: where, how large, how slanted, with what pen. The turn is the tangent of half its angle. */
const hand = {
  x: [12, 15],
  y: [12.5, 14.5],
  width: [3.6, 6.2],
  height: [3.9, 4.9],
  slant: [-0.15, 0.45],
  turn: [-0.08, 0.08],
  pen: [0.8, 1.7],
  ink: [0.8, 1],
} as const;

/** how far each point of a stroke may lie from its place, in the cell of 2 by 4 */
const shake = 0.16;

const drawn = (key: Key, label: number): Float32Array => {
  const { x, y, width, height, slant, turn, pen, ink } = draw(child(key, 0), hand);
  const [c, s] = rotation(turn);
  const place = ([u, v]: Point): Point => {
    const [across, down] = [width * u - slant * height * v, height * v];
    return [x + c * across - s * down, y + s * across + c * down];
  };
  const strokes = (digitStrokes[label] ?? []).map((points, index) => {
    const shaken = uniforms(child(key, index + 1), 2 * points.length);
    const off = (at: number): number => shake * (2 * (shaken[at] ?? 0.5) - 1);
    return stroke(pen, ...points.map(([u, v], at) => place([u + off(2 * at), v + off(2 * at + 1)])));
  });
  const image = new Float32Array(area);
  rasterise(side, union(...strokes), (pixel, covered) => (image[pixel] = Math.round(255 * ink * covered) / 255));
  return image;
};

/**
 * `count` pictures of handwritten digits, drawn. Example i depends on the seed and on i alone, so a shorter set is the beginning of a longer
 * one, and the same seed gives the same bits on every machine; each ten in a row show the ten digits once. They are easier to tell apart than
 * those of MNIST, in whose place they stand where no files are at hand.
 * Shape     images [count, 1, 28, 28], labels [count]
 * Errors    "digits: the count must be a whole number, 0 or more; it is -1"
 * @example  digits([0, 7], 20).labels.length   // 20
 */
export const digits = (seed: Seed, count: number): Digits => {
  if (!Number.isSafeInteger(count) || count < 0)
    throw new RangeError(`digits: the count must be a whole number, 0 or more; it is ${count}`);
  const key = wordsOf(seed);
  const images = new Float32Array(count * area);
  const labels = Int32Array.from({ length: count }, (_, index) => {
    const tens = permutation(child(child(key, 0), Math.floor(index / 10)), 10);
    return tens[index % 10] ?? 0;
  });
  labels.forEach((label, index) => images.set(drawn(child(child(key, 1), index), label), index * area));
  return { shape: [1, side, side], images, labels };
};
