import { size } from '../../../shape/shape.js';
import type { Shape } from '../../../shape/shape.js';
import { toArray } from '../../../tensor/literal.js';
import { named } from '../../../tree/index.js';
import type { Captioned } from '../../../viz/index.js';

/** How the first weights are seen as images: kernels as they are, rows of a matrix in the shape of the input. */
const imageShape = ([, ...rest]: Shape, input: Shape): Shape =>
  rest.length === 3 ? rest : rest.length === 1 && rest[0] === size(input) ? input : [];

/** The weights of the first layer, one image for each of its outputs; kernels of neither 1 nor 3 channels show their first. */
export const filters = (params: unknown, input: Shape): readonly Captioned[] => {
  const weight = named(params).find(([, { shape }]) => imageShape(shape, input).length === 3)?.[1];
  if (weight === undefined) return [];
  const [channels = 1, height = 1, width = 1] = imageShape(weight.shape, input);
  const data = toArray(weight);
  const each = channels * height * width;
  const shown = channels === 3 ? 3 : 1;
  return Array.from({ length: weight.shape[0] ?? 0 }, (_, index) => ({
    pixels: data.subarray(index * each, index * each + shown * height * width),
    channels: shown,
    height,
    width,
  }));
};
