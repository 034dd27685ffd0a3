/** One row for each layer of the library: at which ranks it works, and how to draw one that fits an input. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { Shape } from '../../../shape/index.js';
import { activation } from './activation.js';
import { combine } from './combine.js';
import { convolution } from './convolution.js';
import { dropout } from './dropout.js';
import { layout } from './layout.js';
import { linear } from './linear.js';
import { normalisation } from './normalisation.js';
import { pooling } from './pooling.js';
import { sequence } from './sequence.js';
import { upsampling } from './upsampling.js';
import { int, type LayerName, type Plan, type Row } from './row.js';

export { chain } from './row.js';
export type { Chain, LayerName, Plan, Plant, Written } from './row.js';

const table: { readonly [N in LayerName]: Row } = {
  ...activation,
  ...combine,
  ...convolution,
  ...dropout,
  ...layout,
  ...linear,
  ...normalisation,
  ...pooling,
  ...sequence,
  ...upsampling,
};

export const layerNames: readonly LayerName[] = Object.keys(table).filter((name): name is LayerName => name in table);

/** The layers at which a network has kinks. */
export const kinked: readonly LayerName[] = layerNames.filter((name) => table[name].kinked === true);

/** The layers that in training couple the examples of a batch. */
export const coupling: readonly LayerName[] = layerNames.filter((name) => table[name].couples === true);

/** The layers that in training draw random numbers. */
export const drawing: readonly LayerName[] = layerNames.filter((name) => table[name].draws === true);

/** Any layer, nested this deep; at 0 those alone that hold no other. */
const any = (depth: number): Arbitrary<Plan> =>
  fc.oneof(...layerNames.filter((name) => depth > 0 || !table[name].nests).map((name) => plans(name, depth)));
const none: Arbitrary<readonly Plan[]> = fc.constant([]);
const plans = (name: LayerName, depth: number): Arbitrary<Plan> =>
  table[name].plans(name, table[name].nests && depth > 0 ? several(depth - 1, 1, 4) : none);
/** Some layers in a row. */
const several = (depth: number, minLength: number, maxLength: number): Arbitrary<readonly Plan[]> =>
  fc.array(any(depth), { minLength, maxLength });

/** Layers in a row of which the first is of this name. */
export const ledBy = (name: LayerName): Arbitrary<readonly Plan[]> =>
  fc.tuple(plans(name, 2), several(1, 0, 3)).map(([first, rest]) => [first, ...rest]);

/** An input for a layer of this name: few numbers, of a rank at which it works. */
export const inputFor = (name: LayerName): Arbitrary<Shape> => fc.constantFrom(...table[name].ranks).chain(ofRank);
const ofRank = (rank: number): Arbitrary<Shape> =>
  rank === 1
    ? fc.tuple(int(1, 6))
    : rank === 2
      ? fc.tuple(int(1, 4), int(1, 5))
      : fc.tuple(int(1, 3), ...Array.from({ length: rank - 1 }, () => int(1, rank === 3 ? 4 : 3)));
