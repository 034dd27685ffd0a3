/** The slope of a function of one number by differences, with an estimate of its error. */
import type { Inner } from './law.js';

/** How a function of one number changes from 0, as a sum of which the magnitude of the terms is known. */
export type Along = (step: number) => Inner;

/** What differences say of a slope at 0. */
export interface Quotient {
  readonly slope: number;
  /** how far it may be off by what is cut off and by what is rounded; infinite where the function has no values nearby */
  readonly error: number;
  readonly step: number;
  /** against it a slope is small: 1, or the function itself where it is smaller */
  readonly unit: number;
  /** the slopes to the left and to the right, where they differ at every step: there is a kink, or a jump */
  readonly kink: readonly [left: number, right: number] | undefined;
}

/** Each step is so much shorter than the one before; so many are tried. */
const shorter = 2 ** -3;
const trials = 9;

/** Differences that are no more exact than this say nothing. */
export const vague = 1e-3;

/**
 * The slope at 0 by central differences of sixth order, from steps h, h/2 and h/4. Its error is estimated as |D₄(h) − D₄(h/2)| for what is cut off and
 * 2⁻⁵⁰·|f| / h for what is rounded; `size` is |f| at 0. Where it exceeds `wanted`, relative to the slope, because the function bends too much, or a kink or the end of the domain is
 * near, shorter steps are tried, and the one with the least error is taken.
 *
 * Source   Richardson 1911; Ridders 1982
 */
export const quotient = (along: Along, size: number, start: number, wanted: number): Quotient => {
  const fits = ({ error, slope, unit }: Quotient, relative: number): boolean =>
    error <= relative * Math.max(Math.abs(slope), unit);
  const apart = (a: Quotient, b: Quotient): boolean => Math.abs(a.slope - b.slope) > 32 * b.error;
  let best = estimate(along, size, start, wanted);
  for (let trial = 1; trial < trials && !fits(best, wanted); trial++) {
    const next = estimate(along, size, start * shorter ** trial, wanted);
    /* where shorter steps no longer help, the rest is rounding: of a function in float32 all differences are 0 in the end, which is no slope */
    if (best.kink === undefined && fits(best, vague) && (next.error > best.error || apart(next, best))) break;
    if (next.error < best.error) best = next;
  }
  return best;
};

const estimate = (along: Along, size: number, step: number, wanted: number): Quotient => {
  const points = [step, step / 2, step / 4].map((h) => ({ h, right: along(h), left: along(-h) }));
  const [d1 = 0, d2 = 0, d4 = 0] = points.map(({ h, right, left }) => (right.sum - left.sum) / (2 * h));
  const [coarse, fine] = [(4 * d2 - d1) / 3, (4 * d4 - d2) / 3];
  const slope = (16 * fine - coarse) / 15;
  const magnitude = points.reduce((most, { right, left }) => Math.max(most, right.magnitude, left.magnitude), 0);
  /* what cancels leaves a few units of rounding of numbers that nobody sees: they are nothing too */
  const unit = Math.max(2 ** -26, Math.min(1, Math.max(size, magnitude)));
  const rounding = (2 ** -50 * magnitude) / (step / 4);
  const error = Math.abs(fine - coarse) + rounding;

  /* by one-sided differences of second order, at two steps: where the function is smooth, they differ by a quarter of what they differed by */
  const rights = points.map(({ h, right }) => right.sum / h);
  const lefts = points.map(({ h, left }) => -left.sum / h);
  const [[l1, l2], [r1, r2]] = [extrapolated(lefts), extrapolated(rights)];
  const floor = wanted * Math.max(Math.abs(l2), Math.abs(r2), unit) + 8 * rounding;
  const apart = Math.abs(r2 - l2);
  const kink = apart > 10 * floor && apart > 0.6 * Math.abs(r1 - l1) ? ([l2, r2] as const) : undefined;
  return { slope, error: Number.isFinite(error) ? error : Infinity, step, unit, kink };
};

const extrapolated = ([one = 0, half = 0, quarter = 0]: readonly number[]): readonly [number, number] => [
  2 * half - one,
  2 * quarter - half,
];
