import type { Dataset } from './dataset.js';
import { count } from './elements.js';

/** Mean and standard deviation of each channel, the first axis of an example. */
export interface ChannelStatistics {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** the channel of each element, and its place among the sums */
const channels = ({ shape }: Dataset): { readonly channels: number; readonly area: number } => ({
  channels: shape[0] ?? 1,
  area: count(shape.slice(1)),
});

/**
 * The statistics of each channel over all examples: μ = Σ x / n, σ = √(Σ (x − μ)² / n), in float64.
 * Take them from the training data and apply them to all.
 */
export const channelStatistics = (dataset: Dataset): ChannelStatistics => {
  const { channels: c, area } = channels(dataset);
  const { images } = dataset;
  const n = images.length / c;
  const average = (term: (x: number, channel: number) => number): readonly number[] => {
    const sums = new Float64Array(c);
    images.forEach((x, index) => {
      const channel = Math.floor(index / area) % c;
      sums[channel] = (sums[channel] ?? 0) + term(x, channel);
    });
    return Array.from(sums, (sum) => sum / n);
  };
  const mean = average((x) => x);
  return { mean, deviation: average((x, channel) => (x - (mean[channel] ?? 0)) ** 2).map(Math.sqrt) };
};

/** Each channel shifted and scaled: y = (x − μ) / σ; a constant channel (σ = 0) becomes 0. */
export const standardise = (dataset: Dataset, { mean, deviation }: ChannelStatistics): Dataset => {
  const { channels: c, area } = channels(dataset);
  return {
    ...dataset,
    images: dataset.images.map((x, index) => {
      const channel = Math.floor(index / area) % c;
      return (x - (mean[channel] ?? 0)) / ((deviation[channel] ?? 1) || 1);
    }),
  };
};
