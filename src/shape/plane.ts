import type { NotNatural } from './arithmetic.js';
import { evaluate, type Eval } from './formula.js';
import type { Option } from './options.js';
import { dimension, isNatural, show, type Shape, type Show, type Verdict } from './shape.js';

/** An image [...planes, height, width] taken apart as [planes, height, width]; `null` for a shape of too low a rank. */
export type Planes<S extends Shape> = S extends readonly [
  ...infer P extends Shape,
  infer H extends number,
  infer W extends number,
]
  ? [P, H, W]
  : null;

/** The sentence for what is no image; an unknown rank makes the result unknown. */
export type NotImage<S extends Shape, Op extends string> = number extends S['length']
  ? number[]
  : `${Op}: expected an image [..., height, width], got ${Show<S>}`;
export const notImage = (shape: Shape, operation: string): string =>
  `${operation}: expected an image [..., height, width], got ${show(shape)}`;

/** The shape itself, or the sentence for what is no image. */
export type ImageShape<S extends Shape, Op extends string> = Planes<S> extends null ? NotImage<S, Op> : S;
export const imageShape = (shape: Shape, operation: string): Verdict =>
  shape.length < 2 ? notImage(shape, operation) : shape;

/** How far an image reaches beyond its edges; a side that is not named is 0. */
export interface Border {
  readonly top?: number;
  readonly bottom?: number;
  readonly left?: number;
  readonly right?: number;
}

const sides = ['top', 'bottom', 'left', 'right'] as const;
const bordered = ['+', 'size', ['+', 'low', 'high']] as const;

/**
 * An image with a border.
 * Shape   [3, 4, 5] by { top: 1, right: 2 } → [3, 5, 7]
 * Errors  "extend: expected an image [..., height, width], got [3]", "extend: top -1 is not a non-negative integer"
 */
export type Extend<S extends Shape, B extends Border, Op extends string = 'extend'> =
  Planes<S> extends [infer P extends Shape, infer H extends number, infer W extends number]
    ? BorderFault<B, Op> extends infer F extends string
      ? F
      : [...P, Bordered<H, Side<B, 'top'>, Side<B, 'bottom'>>, Bordered<W, Side<B, 'left'>, Side<B, 'right'>>]
    : NotImage<S, Op>;

type Side<B, K extends keyof Border> = Option<B, K, 0> extends infer N extends number ? N : number;
type Bordered<N extends number, L extends number, H extends number> = Eval<
  typeof bordered,
  { size: N; low: L; high: H }
>;
type BorderFault<B, Op extends string> =
  SideFault<B, 'top', Op> extends infer F extends string
    ? F
    : SideFault<B, 'bottom', Op> extends infer F extends string
      ? F
      : SideFault<B, 'left', Op> extends infer F extends string
        ? F
        : SideFault<B, 'right', Op>;
type SideFault<B, K extends keyof Border, Op extends string> = [NotNatural<Side<B, K>>] extends [never]
  ? null
  : `${Op}: ${K} ${NotNatural<Side<B, K>>} is not a non-negative integer`;

export const extendShape = (shape: Shape, border: Border, operation = 'extend'): Verdict => {
  if (shape.length < 2) return notImage(shape, operation);
  const fault = sides.find((side) => !isNatural(border[side] ?? 0));
  if (fault !== undefined) return `${operation}: ${fault} ${border[fault]} is not a non-negative integer`;
  const { top = 0, bottom = 0, left = 0, right = 0 } = border;
  return [
    ...shape.slice(0, -2),
    evaluate(bordered, { size: dimension(shape, -2), low: top, high: bottom }),
    evaluate(bordered, { size: dimension(shape, -1), low: left, high: right }),
  ];
};
