import { evaluate, type Eval } from './formula.js';
import { notImage, type NotImage, type Planes } from './plane.js';
import { dimension, show, type Shape, type Show, type Verdict } from './shape.js';

/*
 * How many places a kernel k takes on an axis n: as many as there are elements; wherever it touches the image, n + k − 1; where it lies
 * inside, n − k + 1.
 */
export const correlationSizes = {
  same: 'n',
  full: ['-', ['+', 'n', 'k'], 1],
  valid: ['+', ['-', 'n', 'k'], 1],
} as const;

/** The places that a kernel takes: `same` as many as the image has elements, `full` wherever it touches, `valid` where it lies inside. */
export type CorrelationSize = keyof typeof correlationSizes;

type Along<N extends number, K extends number, Z extends CorrelationSize> = Eval<
  (typeof correlationSizes)[Z],
  { n: N; k: K }
>;

/**
 * Correlation of each plane of an image with one kernel.
 * Shape   [3, 32, 32] with [5, 5] → 'same' [3, 32, 32], 'full' [3, 36, 36], 'valid' [3, 28, 28]
 * Errors  "correlate: expected an image [..., height, width], got [3]", "correlate: expected a kernel [height, width], got [3]",
 *         "correlate: kernel [0, 3] has no elements", "correlate: kernel [5, 5] is larger than image [4, 8]"
 */
export type Correlate<S extends Shape, K extends Shape, Z extends CorrelationSize, Op extends string> =
  Planes<S> extends [infer P extends Shape, infer H extends number, infer W extends number]
    ? K extends readonly [infer KH extends number, infer KW extends number]
      ? K extends readonly [0, number] | readonly [number, 0]
        ? `${Op}: kernel ${Show<K>} has no elements`
        : [Along<H, KH, Z>] extends [never]
          ? TooLarge<K, [H, W], Op>
          : [Along<W, KW, Z>] extends [never]
            ? TooLarge<K, [H, W], Op>
            : [...P, Along<H, KH, Z>, Along<W, KW, Z>]
      : number extends K['length']
        ? number[]
        : `${Op}: expected a kernel [height, width], got ${Show<K>}`
    : NotImage<S, Op>;

type TooLarge<
  K extends Shape,
  S extends Shape,
  Op extends string,
> = `${Op}: kernel ${Show<K>} is larger than image ${Show<S>}`;

export const correlateShape = (shape: Shape, kernel: Shape, size: CorrelationSize, operation: string): Verdict => {
  if (shape.length < 2) return notImage(shape, operation);
  if (kernel.length !== 2) return `${operation}: expected a kernel [height, width], got ${show(kernel)}`;
  if (kernel.includes(0)) return `${operation}: kernel ${show(kernel)} has no elements`;
  const plane = shape.slice(-2);
  const places = plane.map((n, axis) => evaluate(correlationSizes[size], { n, k: dimension(kernel, axis) }));
  return places.some(Number.isNaN)
    ? `${operation}: kernel ${show(kernel)} is larger than image ${show(plane)}`
    : [...shape.slice(0, -2), ...places];
};
