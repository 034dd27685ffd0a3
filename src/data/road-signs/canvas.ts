import type { Distance } from './distance.js';
import type { Rgb } from './paint.js';

/** Red, green and blue planes of a square picture, row by row. */
export type Canvas = Float64Array;

/** Width and height of a picture, in pixels. */
export const sideOf = (canvas: Canvas): number => Math.sqrt(canvas.length / 3);

/** A shape in pixels, with its colour. */
export type Layer = { readonly shape: Distance; readonly colour: Rgb };

/** How much of the pixel centred at (x, y) lies within the shape: 1 inside, 0 outside, linear over the pixel at the edge. */
const coverage = (shape: Distance, x: number, y: number): number => Math.min(Math.max(0.5 - shape(x, y), 0), 1);

const block = 4;
const middle = (block - 1) / 2;
/** A signed distance changes by at most 1 a pixel, so one whose size at a block's middle exceeds this decides the whole block. */
const reach = middle * Math.SQRT2 + 1;

/** Calls `visit` with the pixels that a shape touches in a picture whose side is a multiple of 4, and their coverage. */
export const rasterise = (side: number, shape: Distance, visit: (pixel: number, covered: number) => void): void => {
  for (let top = 0; top < side; top += block)
    for (let left = 0; left < side; left += block) {
      const distance = shape(left + middle, top + middle);
      if (distance > reach) continue;
      for (let y = top; y < top + block; y++)
        for (let x = left; x < left + block; x++) {
          const covered = distance < -reach ? 1 : coverage(shape, x, y);
          if (covered > 0) visit(y * side + x, covered);
        }
    }
};

/** The picture with the layers painted over it, the last on top. */
export const paint = (canvas: Canvas, layers: readonly Layer[]): Canvas => {
  const out = canvas.slice();
  const area = out.length / 3;
  for (const { shape, colour } of layers)
    rasterise(sideOf(canvas), shape, (pixel, covered) => {
      for (let channel = 0; channel < 3; channel++) {
        const at = channel * area + pixel;
        out[at] = (out[at] ?? 0) * (1 - covered) + (colour[channel] ?? 0) * covered;
      }
    });
  return out;
};

/** 1 where at least half a pixel shows `shape` and less than half of it hides behind `cover`. */
export const visible = (side: number, shape: Distance, cover: readonly Distance[]): Uint8Array => {
  const mask = new Uint8Array(side * side);
  rasterise(side, shape, (pixel, covered) => (mask[pixel] = covered >= 0.5 ? 1 : 0));
  for (const hiding of cover) rasterise(side, hiding, (pixel, covered) => covered >= 0.5 && (mask[pixel] = 0));
  return mask;
};
