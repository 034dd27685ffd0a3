import * as fc from 'fast-check';
import * as nn from '../../../nn/index.js';
import type { Interpolation, ResizeOptions } from '../../../ops/index.js';
import { dimension } from '../../../shape/index.js';
import { int, made } from './row.js';
import type { Rows } from './row.js';

const spatial = [2, 3, 4];
const factor = fc.constantFrom(1, 2, 2, 3);

/** The rows of the layers of `nn/upsampling`. */
export const upsampling = {
  upsample: made(nn.upsample, spatial, factor, (f) => [f]),
  bedOfNails: made(nn.bedOfNails, spatial, factor, (f) => [f]),
  interpolate: made(nn.interpolate, spatial, factor, (f) => [f]),
  resize: made(
    (options: ResizeOptions) => nn.resize(options),
    [2, 3],
    fc.tuple(int(1, 5), int(1, 5), fc.constantFrom<Interpolation>('bilinear', 'bicubic', 'nearest')),
    ([h, w, interpolation]) => [{ size: [h, w] as const, interpolation }],
  ),
  pixelShuffle: made(nn.pixelShuffle, [3], int(1, 2), (f, input) => [dimension(input, 0) % f ** 2 === 0 ? f : 1]),
  pixelUnshuffle: made(nn.pixelUnshuffle, [3], int(1, 2), (f, [, height = 0, width = 0]) => [
    height % f === 0 && width % f === 0 ? f : 1,
  ]),
} satisfies Rows;
