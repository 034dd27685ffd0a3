import type { Float } from '../tensor/dtype.js';

interface Rounding {
  readonly round: (x: number) => number;
  /** a little more than half the distance to the next number, in proportion */
  readonly half: number;
  /** the least positive number */
  readonly least: number;
}

/** How an element type rounds. */
export const roundings: { readonly [D in Float]: Rounding } = {
  float32: { round: Math.fround, half: 2 ** -24 + 2 ** -47, least: 2 ** -149 },
  float64: { round: (x) => x, half: 2 ** -53 + 2 ** -105, least: 2 ** -1074 },
};

/**
 * The next number above x of an element type; an infinite x itself.
 * Source  Rump, Zimmermann, Boldo & Melquiond 2009, "Computing predecessor and successor in rounding to nearest"
 */
export const above = (x: number, dtype: Float): number => {
  const { round, half, least } = roundings[dtype];
  return Number.isFinite(x) ? round(x + Math.max(Math.abs(x) * half, least)) : x;
};

/** The next number below x of an element type; an infinite x itself. */
export const below = (x: number, dtype: Float): number => -above(-x, dtype);
