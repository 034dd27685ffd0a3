/** The denoising story of the lectures as a computation: which filter brings a photograph nearest to what it was, after which noise. */
import { compute, item, random } from 'pullback';
import type { Key, Tensor } from 'pullback';
import {
  bilateral,
  boxFilter,
  gaussian,
  gaussianNoise,
  median,
  nonLocalMeans,
  psnr,
  saltAndPepper,
} from 'pullback/image';

/** A grey picture with numbers from 0 to 1. */
export type Photograph = Tensor<[number, number]>;
type Filter = (x: Photograph) => Photograph;

/** The filters, each with its grid of settings: the same for every photograph and every noise. */
export const grids: Readonly<Record<string, readonly (readonly [setting: string, filter: Filter])[]>> = {
  box: [3, 5, 7].map((size) => [`${size} × ${size}`, (x) => boxFilter(x, { size })]),
  Gaussian: [1, 1.5, 2].map((sigma) => [`σ = ${sigma}`, (x) => gaussian(x, { sigma })]),
  median: [3, 5, 7].map((size) => [`${size} × ${size}`, (x) => median(x, { size })]),
  bilateral: [0.3, 0.5, 0.8].map((tau) => [`σ = 1.5, τ = ${tau}`, (x) => bilateral(x, { sigma: 1.5, tau })]),
  'non-local means': [
    { h: 0.08, sigma: 0.15 },
    { h: 0.1, sigma: 0.15 },
    { h: 0.2, sigma: 0 },
    { h: 0.3, sigma: 0 },
  ].map((options) => [`h = ${options.h}, σ = ${options.sigma}`, (x) => nonLocalMeans(x, options)]),
};

/** The noises of the lectures. */
export const noises: Readonly<Record<string, (key: Key, x: Photograph) => Photograph>> = {
  'salt and pepper, 15 %': (key, x) => saltAndPepper(key, x, 0.15),
  'Gaussian, σ = 0.15': (key, x) => gaussianNoise(key, x, 0.15),
};

/** What a filter makes of a noisy photograph with the setting of its grid that is best by the peak signal-to-noise ratio. */
export interface Outcome {
  readonly filter: string;
  readonly setting: string;
  readonly decibels: number;
  readonly image: Photograph;
}

/** A photograph with noise, and what the filters make of it. */
export interface Trial {
  readonly photograph: string;
  readonly noise: string;
  readonly clean: Photograph;
  readonly noisy: Outcome;
  readonly outcomes: readonly Outcome[];
}

const outcome = (filter: string, setting: string, image: Photograph, clean: Photograph): Outcome => {
  const computed = compute(image);
  return { filter, setting, image: computed, decibels: item(psnr(computed, clean)) };
};

const better = (a: Outcome, b: Outcome): Outcome => (b.decibels > a.decibels ? b : a);

/** Every noise on a photograph, every filter on that. */
export const trials = (photograph: string, clean: Photograph): readonly Trial[] =>
  Object.entries(noises).map(([noise, spoil], index) => {
    const noisy = outcome('none', '', spoil(random.key(index), clean), clean);
    const outcomes = Object.entries(grids).map(([filter, settings]) =>
      settings.map(([setting, apply]) => outcome(filter, setting, apply(noisy.image), clean)).reduce(better),
    );
    return { photograph, noise, clean, noisy, outcomes };
  });

/** The trials as lines of a table in Markdown: decibels, and the setting they were reached with; the most in bold. */
export const table = (all: readonly Trial[]): string => {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rows = all.map(({ photograph, noise, noisy, outcomes }) => {
    const best = outcomes.reduce(better);
    const cells = outcomes.map((one) => {
      const decibels = one.decibels.toFixed(1);
      return `${one === best ? `**${decibels}**` : decibels} (${one.setting})`;
    });
    return line([photograph, noise, noisy.decibels.toFixed(1), ...cells]);
  });
  const columns = ['photograph', 'noise', 'noisy', ...Object.keys(grids)];
  return [line(columns), line(columns.map(() => '---')), ...rows].join('\n');
};
