import type { Dataset } from '../../data/index.js';
import type { Shape } from '../../shape/shape.js';
import { fromArray } from '../../tensor/literal.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { Captioned } from '../../viz/index.js';

/** The shape of a picture. */
export type Extent = readonly [planes: number, height: number, width: number];

/** The shape of a source's pictures. */
export const extentOf = ([planes = 1, height = 1, width = 1]: Shape): Extent => [planes, height, width];

/** Some pictures of a data set. */
export const pick = (
  { images, shape }: Dataset,
  from: number,
  count: number,
): Tensor<[number, number, number, number]> => {
  const [planes, height, width] = extentOf(shape);
  const each = planes * height * width;
  return fromArray(images.subarray(from * each, (from + count) * each), [count, planes, height, width]);
};

/** A picture of a list of them, for the page. */
export const thumbnail = (pixels: ArrayLike<number>, index: number, shape: Extent, caption: string): Captioned => {
  const [planes, height, width] = shape;
  const each = planes * height * width;
  const own = Float32Array.from({ length: each }, (_, at) => pixels[index * each + at] ?? 0);
  return { pixels: own, channels: planes === 3 ? 3 : 1, height, width, caption };
};
