import type { Div, Mod, Mul, NotPositive } from './arithmetic.js';
import { isNatural, show, type SameDim, type Shape, type Show, type Verdict } from './shape.js';

/* An example [C, H, W] taken apart, and the sentence for what is none. */
type NotPlanes<X extends Shape, Op extends string> = number extends X['length']
  ? number[]
  : `${Op}: expected an input [C, H, W], got ${Show<X>}`;
type FactorFault<R extends number, Op extends string> = [NotPositive<R>] extends [never]
  ? null
  : `${Op}: factor ${R} is not a positive integer`;
const fault = (x: Shape, factor: number, operation: string): string | undefined => {
  if (!isNatural(factor) || factor === 0) return `${operation}: factor ${factor} is not a positive integer`;
  return x.length === 3 ? undefined : `${operation}: expected an input [C, H, W], got ${show(x)}`;
};

/**
 * Every r² channels become blocks of r × r pixels.
 * Shape   [12, 8, 8] by 2 → [3, 16, 16]
 * Errors  "pixelShuffle: 10 channels do not divide into blocks of 2 x 2", "pixelShuffle: factor 0 is not a positive integer",
 *         "pixelShuffle: expected an input [C, H, W], got [12, 8]"
 * Source  Shi et al. 2016
 */
export type PixelShuffle<X extends Shape, R extends number, Op extends string = 'pixelShuffle'> =
  FactorFault<R, Op> extends infer F extends string
    ? F
    : X extends readonly [infer C extends number, infer H extends number, infer W extends number]
      ? SameDim<Mod<C, Mul<R, R>>, 0> extends true
        ? [Div<C, Mul<R, R>>, Mul<H, R>, Mul<W, R>]
        : `${Op}: ${C} channels do not divide into blocks of ${R} x ${R}`
      : NotPlanes<X, Op>;

export const pixelShuffleShape = (x: Shape, factor: number, operation = 'pixelShuffle'): Verdict => {
  const [channels = 0, height = 0, width = 0] = x;
  return (
    fault(x, factor, operation) ??
    (channels % factor ** 2 === 0
      ? [channels / factor ** 2, height * factor, width * factor]
      : `${operation}: ${channels} channels do not divide into blocks of ${factor} x ${factor}`)
  );
};

/**
 * Blocks of r × r pixels become r² channels.
 * Shape   [3, 16, 16] by 2 → [12, 8, 8]
 * Errors  "pixelUnshuffle: [3, 5, 4] does not divide into blocks of 2 x 2", and as `PixelShuffle`
 * Source  Shi et al. 2016
 */
export type PixelUnshuffle<X extends Shape, R extends number, Op extends string = 'pixelUnshuffle'> =
  FactorFault<R, Op> extends infer F extends string
    ? F
    : X extends readonly [infer C extends number, infer H extends number, infer W extends number]
      ? SameDim<Mod<H, R>, 0> | SameDim<Mod<W, R>, 0> extends true
        ? [Mul<C, Mul<R, R>>, Div<H, R>, Div<W, R>]
        : `${Op}: ${Show<X>} does not divide into blocks of ${R} x ${R}`
      : NotPlanes<X, Op>;

export const pixelUnshuffleShape = (x: Shape, factor: number, operation = 'pixelUnshuffle'): Verdict => {
  const [channels = 0, height = 0, width = 0] = x;
  return (
    fault(x, factor, operation) ??
    (height % factor === 0 && width % factor === 0
      ? [channels * factor ** 2, height / factor, width / factor]
      : `${operation}: ${show(x)} does not divide into blocks of ${factor} x ${factor}`)
  );
};
