import { area, side } from './canvas.js';
import type { Canvas } from './canvas.js';
import { rotation } from './distance.js';
import { child, draw, words } from './draw.js';
import type { Key } from './draw.js';

/**
 * Light on the scene: v ↦ gain · tint · slope(x, y) · shadow(x, y) · v, then mixed with grey haze. The shadow has one straight edge.
 */
const light = (key: Key, canvas: Canvas): Canvas => {
  const { gain, red, green, blue, haze, grey, slope, direction, shadow, edge, across } = draw(key, {
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
  });
  const tints = [red, green, blue];
  const [c, s] = rotation(direction);
  const [ec, es] = rotation(across);
  const dark = Math.min(shadow, 1);
  const shading = new Float64Array(area).map((_, pixel) => {
    const [x, y] = [(pixel % side) - side / 2, Math.floor(pixel / side) - side / 2];
    const shaded = Math.min(Math.max((ec * x + es * y - edge) / 2 + 0.5, 0), 1);
    return gain * (1 + slope * (c * x + s * y)) * (1 - shaded * (1 - dark));
  });
  return canvas.map((value, at) => {
    const lit = value * (tints[Math.floor(at / area)] ?? 1) * (shading[at % area] ?? 1);
    return lit + haze * (grey * gain - lit);
  });
};

/** The three-tap kernel (b, 1 − 2b, b) along rows or columns, the border repeated. */
const smear = (canvas: Canvas, weight: number, step: number, position: (at: number) => number): Canvas =>
  canvas.map((value, at) => {
    const place = position(at);
    const before = place > 0 ? (canvas[at - step] ?? value) : value;
    const after = place < side - 1 ? (canvas[at + step] ?? value) : value;
    return value + weight * (before - 2 * value + after);
  });

const blur = (key: Key, canvas: Canvas): Canvas => {
  const { across, down } = draw(key, { across: [0, 0.2], down: [0, 0.2] });
  const rows = smear(canvas, across, 1, (at) => at % side);
  return smear(rows, down, side, (at) => Math.floor(at / side) % side);
};

/** The standard deviation of the sum of four random bytes. */
const spread = Math.sqrt((4 * (256 ** 2 - 1)) / 12);

/** Sensor noise, near enough normal: the sum of the four bytes of a random word. */
const grain = (key: Key, canvas: Canvas): Canvas => {
  const { level } = draw(child(key, 0), { level: [0.005, 0.03] });
  const noise = words(child(key, 1), canvas.length);
  return canvas.map((value, at) => {
    const word = noise[at] ?? 0;
    const sum = (word & 255) + ((word >>> 8) & 255) + ((word >>> 16) & 255) + (word >>> 24);
    return value + (level / spread) * (sum - 510);
  });
};

/** The photograph of a scene: light, blur, noise, and eight bits a value (0 … 255). */
export const photograph = (key: Key, scene: Canvas): Uint8ClampedArray =>
  new Uint8ClampedArray(
    grain(child(key, 2), blur(child(key, 1), light(child(key, 0), scene))).map((value) => 255 * value),
  );
