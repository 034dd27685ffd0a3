import type { Captioned } from '../../../viz/index.js';
import type { Corners } from '../../../detection/index.js';

/** Red, green and blue. */
export type Colour = readonly [red: number, green: number, blue: number];

/** What is true is drawn in green, what was found in yellow, and what a template found in magenta. */
export const colours = { truth: [0.1, 1, 0.2], found: [1, 0.95, 0.1], template: [1, 0.2, 0.9] } as const;

/** Whether the point (x, y) of a picture, whose first pixel is the square from 0 to 1, lies on a line. */
export type Line = (x: number, y: number) => boolean;

/** Within half a pixel of the edge of a box. */
export const boxLine = ([left, top, right, bottom]: Corners): Line => {
  const [l, t, r, b] = [Math.round(left), Math.round(top), Math.round(right), Math.round(bottom)];
  return (x, y) => x > l && x < r && y > t && y < b && (x < l + 1 || x > r - 1 || y < t + 1 || y > b - 1);
};

/** Within half a pixel of a circle, or of its middle. */
export const circleLine =
  (x0: number, y0: number, radius: number): Line =>
  (x, y) => {
    const distance = Math.hypot(x - x0, y - y0);
    return Math.abs(distance - radius) <= 0.5 || distance <= 0.8;
  };

/** Picture number `index` of pictures of a side one after the other, magnified, with lines over it, the last on top. */
export const drawn = (
  images: Float32Array,
  side: number,
  index: number,
  lines: readonly (readonly [Line, Colour])[],
  caption: string,
  scale = 2,
): Captioned => {
  const [width, over] = [side * scale, [...lines].reverse()];
  const pixels = new Float32Array(3 * width * width);
  for (let row = 0; row < width; row++)
    for (let column = 0; column < width; column++) {
      const [x, y] = [(column + 0.5) / scale, (row + 0.5) / scale];
      const colour = over.find(([line]) => line(x, y))?.[1];
      for (let channel = 0; channel < 3; channel++)
        pixels[(channel * width + row) * width + column] =
          colour?.[channel] ?? images[((index * 3 + channel) * side + Math.floor(y)) * side + Math.floor(x)] ?? 0;
    }
  return { pixels, channels: 3, height: width, width, caption };
};
