import { sideOf } from './canvas.js';
import type { Canvas } from './canvas.js';
import { rotation } from './distance.js';
import { child, draw, words } from './draw.js';
import type { Key } from './draw.js';

const lights = {
  gain: [0.7, 1.3],
  red: [0.85, 1.15],
  green: [0.9, 1.1],
  blue: [0.85, 1.15],
  haze: [0, 0.12],
  grey: [0.3, 0.8],
  slope: [-0.015, 0.015],
  direction: [-1, 1],
  shadow: [0.5, 1.5],
  edge: [-12, 12],
  across: [-1, 1],
} as const;

/** The side of the picture that the lengths of the tables are made for; they grow with it. */
export const usual = 32;

/**
 * Light on the scene: v ↦ (1 − haze) · gain · slope(x, y) · shadow(x, y) · tint · v + haze · gain · grey. The shadow has one straight
 * edge; drawn above 1 there is none.
 */
const light = (key: Key, canvas: Canvas): Canvas => {
  const { gain, red, green, blue, haze, grey, slope, direction, shadow, edge, across } = draw(key, lights);
  const tints = [red, green, blue];
  const [c, s] = rotation(direction);
  const [ec, es] = rotation(across);
  const dark = Math.min(shadow, 1);
  const side = sideOf(canvas);
  const [area, scale] = [side * side, side / usual];
  const out = new Float64Array(canvas.length);
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      const [x, y] = [column - side / 2, row - side / 2];
      const shaded = Math.min(Math.max((ec * x + es * y - edge * scale) / 2 + 0.5, 0), 1);
      const shading = (1 - haze) * gain * (1 + (slope / scale) * (c * x + s * y)) * (1 - shaded * (1 - dark));
      for (let channel = 0; channel < 3; channel++) {
        const at = channel * area + row * side + column;
        out[at] = shading * (tints[channel] ?? 1) * (canvas[at] ?? 0) + haze * gain * grey;
      }
    }
  return out;
};

/** The kernel (b, 1 − 2b, b) along lines whose pixels lie `step` apart, the lines `stride` apart; the border is repeated. */
const smear = (canvas: Canvas, weight: number, step: number, stride: number): Canvas => {
  const out = new Float64Array(canvas.length);
  const side = sideOf(canvas);
  const area = side * side;
  for (let plane = 0; plane < canvas.length; plane += area)
    for (let line = 0; line < side; line++)
      for (let i = 0; i < side; i++) {
        const at = plane + line * stride + i * step;
        const value = canvas[at] ?? 0;
        const before = i > 0 ? (canvas[at - step] ?? 0) : value;
        const after = i < side - 1 ? (canvas[at + step] ?? 0) : value;
        out[at] = value + weight * (before - 2 * value + after);
      }
  return out;
};

/** A lens slightly out of focus, or moved: a different softness along rows and along columns. */
const blur = (key: Key, canvas: Canvas): Canvas => {
  const { across, down } = draw(key, { across: [0, 0.2], down: [0, 0.2] });
  const side = sideOf(canvas);
  return smear(smear(canvas, across, 1, side), down, side, 1);
};

/** The standard deviation of the sum of four random bytes, and its mean. */
const [deviation, mean] = [Math.sqrt((4 * (256 ** 2 - 1)) / 12), (4 * 255) / 2];

/** Sensor noise, near enough normal: the sum of the four bytes of a random word. */
const grain = (key: Key, canvas: Canvas): Canvas => {
  const { level } = draw(child(key, 0), { level: [0.005, 0.03] });
  const noise = words(child(key, 1), canvas.length);
  const out = new Float64Array(canvas.length);
  for (let i = 0; i < out.length; i++) {
    const word = noise[i] ?? 0;
    const sum = (word & 255) + ((word >>> 8) & 255) + ((word >>> 16) & 255) + (word >>> 24);
    out[i] = (canvas[i] ?? 0) + (level / deviation) * (sum - mean);
  }
  return out;
};

/** The photograph of a scene: light, blur, noise, then eight bits a value, as multiples of 1/255 from 0 to 1. */
export const photograph = (key: Key, scene: Canvas): Float32Array => {
  const seen = grain(child(key, 2), blur(child(key, 1), light(child(key, 0), scene)));
  const out = new Float32Array(seen.length);
  for (let i = 0; i < out.length; i++) out[i] = Math.round(255 * Math.min(Math.max(seen[i] ?? 0, 0), 1)) / 255;
  return out;
};
