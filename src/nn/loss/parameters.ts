import { expectSpelt } from '../../shape/index.js';

interface Parameter {
  readonly standard: number;
  readonly holds: (value: number) => boolean;
  readonly range: string;
}
const above0 = (standard: number): Parameter => ({ standard, holds: (v) => v > 0 && v < Infinity, range: 'above 0' });

/** The numbers that a loss may be told, by name: what they are unless given, and what they may be. */
const parameters = {
  /** where a square becomes a line */
  delta: above0(1),
  /** how much less what is nearly certain counts */
  gamma: { standard: 2, holds: (v) => v >= 0 && v < Infinity, range: 'of 0 or more' },
  margin: above0(1),
  /** how much a positive counts, where a negative counts 1 */
  positiveWeight: above0(1),
  /** what is added to both sides of a ratio of areas */
  smooth: above0(1),
  /** how much of the certainty of a label is shared among all classes */
  smoothing: { standard: 0, holds: (v) => v >= 0 && v <= 1, range: 'from 0 to 1' },
} satisfies Readonly<Record<string, Parameter>>;
export type ParameterName = keyof typeof parameters;

/** The numbers of the names N, as a caller gives them and as a loss reads them. */
export type Given<N extends ParameterName> = { readonly [K in N]?: number };
export type Told<N extends ParameterName> = { readonly [K in N]: number };

/**
 * The numbers that a loss was told, and the standard ones it was not.
 * Errors  "huber: expected delta above 0, got 0", "huber: there is no option 'dleta'"
 */
export const told = <N extends ParameterName>(
  operation: string,
  names: readonly N[],
  options: Given<ParameterName> & { readonly reduction?: unknown },
  others: Readonly<Record<string, true>>,
): Record<N, number> => {
  expectSpelt(options, { ...others, ...Object.fromEntries(names.map((name) => [name, true])) }, operation);
  const numbers: Record<string, number> = {};
  for (const name of names) {
    const { standard, holds, range }: Parameter = parameters[name];
    const value = options[name] ?? standard;
    if (!holds(value)) throw new RangeError(`${operation}: expected ${name} ${range}, got ${value}`);
    numbers[name] = value;
  }
  return numbers;
};
