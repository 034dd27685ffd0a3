import { correlationSizes } from './correlation.js';
import { evaluate, type Eval } from './formula.js';
import { show, type SameDim, type Shape, type Show, type Verdict } from './shape.js';

type Along<N extends number, K extends number> = Eval<typeof correlationSizes.valid, { n: N; k: K }>;

/**
 * A template at every place of an image at which it lies inside.
 * Shape   [3, 32, 32] with [3, 5, 5] → [28, 28]; [32, 32] with [5, 5] → [28, 28]
 * Errors  "matchTemplate: expected an image and a template, both [height, width] or [channels, height, width], got [3] and [2, 2]",
 *         "matchTemplate: image [3, 8, 8] and template [1, 2, 2] differ in channels (3 is not 1)",
 *         "matchTemplate: template [0, 3] has no elements", "matchTemplate: template [5, 5] is larger than image [4, 8]"
 */
export type Match<S extends Shape, T extends Shape, Op extends string = 'matchTemplate'> = S extends readonly [
  infer H extends number,
  infer W extends number,
]
  ? T extends readonly [infer TH extends number, infer TW extends number]
    ? Places<S, T, [H, W], [TH, TW], Op>
    : Ranks<S, T, Op>
  : S extends readonly [infer C extends number, infer H extends number, infer W extends number]
    ? T extends readonly [infer D extends number, infer TH extends number, infer TW extends number]
      ? SameDim<C, D> extends true
        ? Places<S, T, [H, W], [TH, TW], Op>
        : `${Op}: image ${Show<S>} and template ${Show<T>} differ in channels (${C} is not ${D})`
      : Ranks<S, T, Op>
    : Ranks<S, T, Op>;

type Ranks<S extends Shape, T extends Shape, Op extends string> = number extends S['length'] | T['length']
  ? [number, number]
  : `${Op}: expected an image and a template, both [height, width] or [channels, height, width], got ${Show<S>} and ${Show<T>}`;

type Places<
  S extends Shape,
  T extends Shape,
  I extends readonly [number, number],
  K extends readonly [number, number],
  Op extends string,
> = [Extract<T[number], 0>] extends [never]
  ? [Along<I[0], K[0]>] extends [never]
    ? Larger<S, T, Op>
    : [Along<I[1], K[1]>] extends [never]
      ? Larger<S, T, Op>
      : [Along<I[0], K[0]>, Along<I[1], K[1]>]
  : `${Op}: template ${Show<T>} has no elements`;

type Larger<
  S extends Shape,
  T extends Shape,
  Op extends string,
> = `${Op}: template ${Show<T>} is larger than image ${Show<S>}`;

export const matchShape = (image: Shape, template: Shape, operation = 'matchTemplate'): Verdict => {
  if (image.length !== template.length || image.length < 2 || image.length > 3)
    return `${operation}: expected an image and a template, both [height, width] or [channels, height, width], got ${show(image)} and ${show(template)}`;
  if (image.length === 3 && image[0] !== template[0])
    return `${operation}: image ${show(image)} and template ${show(template)} differ in channels (${image[0]} is not ${template[0]})`;
  if (template.includes(0)) return `${operation}: template ${show(template)} has no elements`;
  const places = image
    .slice(-2)
    .map((n, axis) => evaluate(correlationSizes.valid, { n, k: template.slice(-2)[axis] ?? Number.NaN }));
  return places.some(Number.isNaN)
    ? `${operation}: template ${show(template)} is larger than image ${show(image)}`
    : places;
};
