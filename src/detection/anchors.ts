import { expectSpelt, isNatural, show } from '../shape/index.js';
import type { OptionNames, Shape } from '../shape/index.js';
import type { Product } from '../shape/arithmetic.js';
import { fromArray } from '../tensor/literal.js';
import { typed, type Tensor } from '../tensor/tensor.js';

/** What anchors are told. */
export interface AnchorOptions {
  /** how many pixels of the picture a cell of the map stands for */
  readonly stride: number;
  /** the sides of squares of the same area, in pixels */
  readonly sizes: readonly number[];
  /** heights over widths; 1 unless given */
  readonly ratios?: readonly number[];
}

const names: OptionNames<AnchorOptions> = { stride: true, sizes: true, ratios: true };

/** How many anchors each cell has. */
export type PerCell<O extends AnchorOptions> = O extends { readonly ratios: infer R extends readonly number[] }
  ? Product<[O['sizes']['length'], R['length']]>
  : O['sizes']['length'];

const isPositive = (n: number): boolean => n > 0 && n < Infinity;

/**
 * The boxes that a map of features proposes to begin with: in the middle of each cell of the picture one for each size s and ratio r, of width
 * s/√r and height s·√r. Row by row, cell by cell, for each ratio all sizes.
 * Shape     map [h, w] → [h·w·sizes·ratios, 4]
 * Errors    "anchors: a map [0.5, 3] has no cells", "anchors: size 0 is not a positive number"
 * Source    Ren, He, Girshick and Sun 2015, section 3.1.1
 * @example
 * anchors([1, 2], { stride: 4, sizes: [6] }) // [[-1, -1, 5, 5], [3, -1, 9, 5]]
 */
export const anchors = <const H extends number, const W extends number, const O extends AnchorOptions>(
  map: readonly [H, W],
  options: O,
): Tensor<[Product<[H, W, PerCell<O>]>, 4]> => {
  expectSpelt(options, names, 'anchors');
  const { stride, sizes, ratios = [1] } = options;
  const given: Shape = map;
  if (given.length !== 2 || !given.every(isNatural)) throw new RangeError(`anchors: a map ${show(given)} has no cells`);
  const [height, width] = map;
  const numbers = { stride: [stride], size: sizes, ratio: ratios };
  for (const [name, values] of Object.entries(numbers))
    for (const value of values)
      if (!isPositive(value)) throw new RangeError(`anchors: ${name} ${value} is not a positive number`);
  const kinds = ratios.flatMap((ratio) => sizes.map((size) => [size / Math.sqrt(ratio), size * Math.sqrt(ratio)]));
  const out = new Float32Array(height * width * kinds.length * 4);
  for (let i = 0; i < height; i++)
    for (let j = 0; j < width; j++)
      kinds.forEach(([w = 0, h = 0], kind) => {
        const [x, y] = [(j + 0.5) * stride, (i + 0.5) * stride];
        out.set([x - w / 2, y - h / 2, x + w / 2, y + h / 2], 4 * ((i * width + j) * kinds.length + kind));
      });
  return typed(fromArray(out, [height * width * kinds.length, 4]));
};
