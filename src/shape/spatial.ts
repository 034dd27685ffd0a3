import type { NotPositive } from './arithmetic.js';
import { isNatural, show, type Shape, type Show } from './shape.js';
import type { PerDimension } from './windowOptions.js';

/** An example [C, ...spatial] taken apart as [C, spatial]; `null` for one without spatial dimensions. */
export type Channels<X extends Shape> = X extends readonly [
  infer C extends number,
  infer N extends number,
  ...infer More extends Shape,
]
  ? [C, [N, ...More]]
  : null;

/** The sentence for an example without spatial dimensions; an unknown rank makes the result unknown. */
export type NotSpatial<X extends Shape, Op extends string> = number extends X['length']
  ? number[]
  : `${Op}: expected an input [C, ...spatial], got ${Show<X>}`;
export const notSpatial = (x: Shape, operation: string): string =>
  `${operation}: expected an input [C, ...spatial], got ${show(x)}`;

/**
 * One number for each of the spatial dimensions S, from one for all or a list.
 * Shape   2 for [4, 5] → [2, 2];  [2, 3] → [2, 3]
 * Errors  "upsample: factor has 3 entries for 2 spatial dimensions"
 */
export type PerSpatial<
  V extends PerDimension,
  S extends Shape,
  Name extends string,
  Op extends string,
> = V extends Shape
  ? number extends V['length'] | S['length']
    ? number[]
    : V['length'] extends S['length']
      ? V
      : `${Op}: ${Name} has ${V['length']} entries for ${S['length']} spatial dimensions`
  : { -readonly [I in keyof S]: V };
export const perSpatial = (value: PerDimension, rank: number, name: string, operation: string): Shape | string => {
  const list = typeof value === 'number' ? Array.from({ length: rank }, () => value) : value;
  return list.length === rank
    ? list
    : `${operation}: ${name} has ${list.length} entries for ${rank} spatial dimensions`;
};

/** The first of the numbers that is no positive integer, or `never`. */
export type FirstNotPositive<L extends Shape> = L extends readonly [infer N extends number, ...infer More extends Shape]
  ? [NotPositive<N>] extends [never]
    ? FirstNotPositive<More>
    : NotPositive<N>
  : never;
export const firstNotPositive = (list: Shape): number | undefined => list.find((n) => !isNatural(n) || n === 0);
