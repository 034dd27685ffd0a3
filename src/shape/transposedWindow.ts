import type { NotNatural } from './arithmetic.js';
import { evaluate, type Environment, type Eval } from './formula.js';
import type { Option } from './options.js';
import type { Shape, Verdict } from './shape.js';
import { isNatural } from './shape.js';
import { extent, halves, type Halves, type Window } from './window.js';
import { entriesAt, entryOf, listFault, optionFault } from './windowOptions.js';
import type { EntryOf, ListFault, OptionFault, PaddingOf, Pair, WindowOptions } from './windowOptions.js';

/* (w − 1)s + d(k − 1) + 1 + o, and what the padding l + h leaves of it: at least 1 */
const full = ['+', ['+', ['*', ['-', 'w', 1], 's'], extent], 'o'] as const;
const left = ['+', ['-', full, ['+', ['+', 'l', 'h'], 1]], 1] as const;
/* Defined when o < max(s, d). */
const spare = ['-', ['-', ['max', 's', 'd'], 'o'], 1] as const;
/* 'same' undoes the 'same' of a convolution over w·s: max(d(k − 1) + 1 − s, 0) */
const same = ['-', ['max', extent, 's'], 's'] as const;

/**
 * The sizes that a transposed window fills: (w − 1)s − l − h + d(k − 1) + outputPadding + 1.
 * Shape   [14, 14] with { kernel: 2, stride: 2 } → [28, 28]
 * Errors  "convTranspose2d: padding 2 + 2 is not smaller than the full output 4",
 *         "convTranspose2d: output padding 2 is not smaller than stride 2 or dilation 1"
 * Source  Dumoulin and Visin 2016, PyTorch
 */
export type TransposedWindows<Spatial extends Shape, O extends WindowOptions, Op extends string> = TransposedWindowsBy<
  Spatial,
  O,
  Option<O, 'kernel', null>,
  Op
>;

/** The same with the kernel given apart. */
export type TransposedWindowsBy<Spatial extends Shape, O extends WindowOptions, K, Op extends string> = WindowsOf<
  Spatial,
  K,
  Option<O, 'stride', 1>,
  Option<O, 'dilation', 1>,
  Option<O, 'padding', 0>,
  Option<O, 'outputPadding', 0>,
  Op
>;

type WindowsOf<Spatial extends Shape, K, S, D, P, O, Op extends string> = number extends Spatial['length']
  ? number[]
  : ListFault<K, S, D, P, O, Spatial['length'], Op> extends infer F extends string
    ? F
    : Fill<Spatial, K, S, D, P, O, Op>;

type Fill<Spatial extends Shape, K, S, D, P, O, Op extends string, Done extends Shape = []> = Spatial extends readonly [
  infer W extends number,
  ...infer More extends Shape,
]
  ? Extended<
      W,
      EntryOf<K, Done['length']>,
      EntryOf<S, Done['length']>,
      EntryOf<D, Done['length']>,
      PaddingOf<P, Done['length']>,
      EntryOf<O, Done['length']>,
      Op
    > extends infer N
    ? N extends number
      ? Fill<More, K, S, D, P, O, Op, [...Done, N]>
      : N
    : never
  : Done;

type Extended<
  W extends number,
  K extends number,
  S extends number,
  D extends number,
  P,
  O extends number,
  Op extends string,
> =
  OptionFault<K, S, D, P, Op> extends infer F extends string
    ? F
    : [NotNatural<O>] extends [never]
      ? [Eval<typeof spare, { s: S; d: D; o: O }>] extends [never]
        ? `${Op}: output padding ${O} is not smaller than stride ${S} or dilation ${D}`
        : W extends 0
          ? `${Op}: a spatial dimension of the input is 0`
          : Halves<P, typeof same, { k: K; s: S; d: D }> extends infer H extends Pair
            ? Left<{ w: W; k: K; s: S; d: D; o: O; l: H[0]; h: H[1] }, Op>
            : never
      : `${Op}: output padding ${O} is not a non-negative integer`;

type Left<E extends Environment, Op extends string> =
  Eval<typeof left, E> extends infer N
    ? [N] extends [never]
      ? `${Op}: padding ${E['l']} + ${E['h']} is not smaller than the full output ${Eval<typeof full, E>}`
      : N
    : never;

/** The window of one dimension, transposed. */
export interface TransposedWindow extends Window {
  readonly outputPadding: number;
}

/** The transposed window of each spatial dimension, or the sentence that says why there is none. */
export const resolveTransposedWindows = (
  spatial: Shape,
  options: WindowOptions,
  operation: string,
): readonly TransposedWindow[] | string => {
  const fault = listFault(options, spatial.length, operation);
  if (fault !== undefined) return fault;
  const windows: TransposedWindow[] = [];
  for (const [index, w] of spatial.entries()) {
    const window = resolveTransposedWindow(w, options, index, operation);
    if (typeof window === 'string') return window;
    windows.push(window);
  }
  return windows;
};

const resolveTransposedWindow = (
  w: number,
  options: WindowOptions,
  index: number,
  operation: string,
): TransposedWindow | string => {
  const entries = entriesAt(options, index);
  const fault = optionFault(entries, operation);
  if (fault !== undefined) return fault;
  const { kernel, stride, dilation, padding } = entries;
  const outputPadding = entryOf(options.outputPadding ?? 0, index);
  if (!isNatural(outputPadding)) return `${operation}: output padding ${outputPadding} is not a non-negative integer`;
  const sizes = { w, k: kernel, s: stride, d: dilation, o: outputPadding };
  if (Number.isNaN(evaluate(spare, sizes)))
    return `${operation}: output padding ${outputPadding} is not smaller than stride ${stride} or dilation ${dilation}`;
  if (w === 0) return `${operation}: a spatial dimension of the input is 0`;
  const [low, high] = padding === 'same' ? halves(evaluate(same, sizes)) : padding;
  return Number.isNaN(evaluate(left, { ...sizes, l: low, h: high }))
    ? `${operation}: padding ${low} + ${high} is not smaller than the full output ${evaluate(full, sizes)}`
    : { kernel, stride, dilation, low, high, outputPadding };
};

export const transposedWindowsShape = (spatial: Shape, options: WindowOptions, operation: string): Verdict => {
  const windows = resolveTransposedWindows(spatial, options, operation);
  return typeof windows === 'string' ? windows : fillWindows(spatial, windows);
};

/** The size that each transposed window fills. */
export const fillWindows = (spatial: Shape, windows: readonly TransposedWindow[]): Shape =>
  windows.map(({ kernel: k, stride: s, dilation: d, low: l, high: h, outputPadding: o }, index) =>
    evaluate(left, { w: spatial[index] ?? Number.NaN, k, s, d, l, h, o }),
  );
