import { photograph, usual } from './camera.js';
import type { Canvas } from './canvas.js';
import { disk, rotation } from './distance.js';
import { child, draw, uniforms, wordsOf } from './draw.js';
import type { Key, Seed } from './draw.js';
import { roadSign } from './road-sign.js';

/** Pictures of road signs, some live, some of a picture of one: a data set. */
export type LiveOrSpoof = {
  /** of one picture */
  readonly shape: readonly [3, 32, 32];
  /** [count, 3, 32, 32], channel first, multiples of 1/255 from 0 to 1 */
  readonly images: Float32Array;
  /** [count]: indices into `liveOrSpoofClasses` */
  readonly labels: Int32Array;
};

/** What a picture shows: the sign itself, or a print or a screen with a picture of one. */
export const liveOrSpoofClasses = ['live', 'spoof'] as const;

/** From −1 to 1 and back, once in every unit of length. */
const wave = (t: number): number => 4 * Math.abs(t - Math.floor(t) - 0.5) - 1;

const flaws = {
  contrast: [0.55, 0.9],
  veil: [0.05, 0.3],
  print: [0, 1],
  period: [2.1, 5],
  across: [-1, 1],
  ripple: [0.01, 0.06],
  column: [0.01, 0.05],
  glare: [0, 0.4],
  glareX: [-2, 33],
  glareY: [-2, 33],
  glareSize: [5, 14],
  left: [-4, 2.5],
  top: [-4, 2.5],
  right: [-4, 2.5],
  bottom: [-4, 2.5],
  border: [0, 1],
} as const;

/**
 * A print or a screen that shows a picture: its contrast is flat and its black is grey, a screen has columns of pixels and beats against those of
 * the camera (moiré), paper has none; light falls on its face, and the border shows where it is held too low, too high or aslant.
 */
const shown = (key: Key, picture: Float32Array): Canvas => {
  const { contrast, veil, print, period, across, ripple, column, glare, glareSize, border, ...edges } = draw(
    key,
    flaws,
  );
  const [c, s] = rotation(across);
  const screen = print < 0.5 ? 1 : 0.3;
  const lamp = disk(glareSize, [edges.glareX, edges.glareY]);
  const out = new Float64Array(picture.length);
  const area = usual * usual;
  for (let y = 0; y < usual; y++)
    for (let x = 0; x < usual; x++) {
      const moire = screen * (ripple * wave((c * x + s * y) / period) + column * wave(x / 2));
      const light = glare * Math.min(Math.max(-lamp(x, y) / glareSize, 0), 1);
      const beyond =
        x < edges.left || y < edges.top || x > usual - 1 - edges.right || y > usual - 1 - edges.bottom ? 1 : 0;
      for (let channel = 0; channel < 3; channel++) {
        const at = channel * area + y * usual + x;
        const seen = veil + contrast * (1 - veil) * (picture[at] ?? 0) + moire + light;
        out[at] = beyond === 1 ? border : seen;
      }
    }
  return out;
};

/**
 * `count` pictures of road signs of which each second, on average, is a photograph of a print or of a screen. As of `roadSigns`, picture i depends on
 * the seed and on i alone, and the same seed gives the same bits on every machine.
 * Shape     images [count, 3, 32, 32], labels [count]
 * Errors    "liveOrSpoof: the count must be a whole number, 0 or more; it is -1"
 * Source    deck row S9
 * @example  liveOrSpoof([0, 7], 20).labels.length   // 20
 */
export const liveOrSpoof = (seed: Seed, count: number): LiveOrSpoof => {
  if (!Number.isSafeInteger(count) || count < 0)
    throw new RangeError(`liveOrSpoof: the count must be a whole number, 0 or more; it is ${count}`);
  const size = 3 * usual * usual;
  const out: LiveOrSpoof = {
    shape: [3, 32, 32],
    images: new Float32Array(count * size),
    labels: new Int32Array(count),
  };
  for (let i = 0; i < count; i++) {
    const key = child(wordsOf(seed), i);
    const [coin = 0] = uniforms(child(key, 0), 1);
    const { image } = roadSign(child(key, 1));
    const label = coin < 0.5 ? 0 : 1;
    out.labels[i] = label;
    out.images.set(label === 0 ? image : photograph(child(key, 3), shown(child(key, 2), image)), i * size);
  }
  return out;
};
