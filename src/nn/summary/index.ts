import { expectSpelt } from '../../shape/index.js';
import type { AnyModel } from '../model.js';
import { keras, short, torch } from './styles.js';

export { parameterCount, summaryRows } from './rows.js';
export type { SummaryRow } from './rows.js';

/** How a summary looks: short unless given, or as Keras or torchinfo prints it. */
export type SummaryStyle = 'short' | 'keras' | 'torch';
const styles: { readonly [S in SummaryStyle]: (model: AnyModel, batch: number) => string } = { short, keras, torch };

/**
 * A model as a table: where each layer is, what it is, the shape of its result and the number of its parameters. The style 'torch' also shows shapes
 * before, kernels and the multiplications of a forward pass of `batch` examples, 1 unless given.
 * Errors  "summary: there is no style 'tensorflow'", "summary: batch 0 is not a number of examples"
 * @example
 * console.log(summary(build([2], { fc: linear(1) }, relu)))
 * // → name   layer   output  parameters
 * // →        input   [2]
 * // → fc     linear  [1]              3
 * // →        relu    [1]              0
 * // → total                           3
 * // → float32, 12 bytes
 */
export const summary = (
  model: AnyModel,
  options: { readonly style?: SummaryStyle; readonly batch?: number } = {},
): string => {
  expectSpelt(options, { style: true, batch: true }, 'summary');
  const { style = 'short', batch = 1 } = options;
  if (!Object.hasOwn(styles, style)) throw new TypeError(`summary: there is no style '${style}'`);
  if (!(Number.isSafeInteger(batch) && batch > 0))
    throw new RangeError(`summary: batch ${batch} is not a number of examples`);
  return styles[style](model, batch);
};
