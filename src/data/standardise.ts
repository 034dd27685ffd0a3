import { size, type Shape } from '../shape/shape.js';
import type { Dataset } from './dataset.js';

/** Mean and standard deviation of each channel, the first axis of an example. */
export interface ChannelStatistics {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** visits each element with its channel */
const forEachElement = (
  { images, shape }: Dataset,
  visit: (x: number, channel: number, index: number) => void,
): void => {
  const [channels = 1, ...rest] = shape;
  const area = Math.max(size(rest), 1);
  for (let start = 0, channel = 0; start < images.length; start += area, channel = (channel + 1) % channels)
    for (let index = start; index < start + area; index++) visit(images[index] ?? 0, channel, index);
};

/**
 * The statistics of each channel over all examples: μ = Σ x / n, σ = √(Σ (x − μ)² / n), in float64.
 * Take them from the training data and apply them to all.
 */
export const channelStatistics = (dataset: Dataset): ChannelStatistics => {
  const channels = dataset.shape[0] ?? 1;
  const n = dataset.images.length / channels;
  const average = (term: (x: number, channel: number) => number): readonly number[] => {
    const sums = new Float64Array(channels);
    forEachElement(dataset, (x, channel) => (sums[channel] = (sums[channel] ?? 0) + term(x, channel)));
    return Array.from(sums, (sum) => sum / n);
  };
  const mean = average((x) => x);
  return { mean, deviation: average((x, channel) => (x - (mean[channel] ?? 0)) ** 2).map(Math.sqrt) };
};

/** Each channel shifted and scaled: y = (x − μ) / σ; a constant channel (σ = 0) becomes 0. */
export const standardise = <S extends Shape>(
  dataset: Dataset<S>,
  { mean, deviation }: ChannelStatistics,
): Dataset<S> => {
  const images = new Float32Array(dataset.images.length);
  const [shift, scale] = [
    Float64Array.from(mean),
    Float64Array.from(deviation, (sigma) => (sigma === 0 ? 0 : 1 / sigma)),
  ];
  forEachElement(dataset, (x, channel, index) => (images[index] = (x - (shift[channel] ?? 0)) * (scale[channel] ?? 0)));
  return { ...dataset, images };
};
