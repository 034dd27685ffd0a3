import { evaluate, type Environment, type Eval } from './formula.js';
import type { Option } from './options.js';
import type { SameDim, Shape, Verdict } from './shape.js';
import { entriesAt, listFault, optionFault } from './windowOptions.js';
import type { Entries, EntryOf, ListFault, OptionFault, PaddingOf, Pair, WindowOptions } from './windowOptions.js';

/*
 * The formulas: w size, k kernel, s stride, d dilation, l and h the low and high padding.
 * What a window covers: d(k − 1) + 1
 */
export const extent = ['+', ['*', 'd', ['-', 'k', 1]], 1] as const;
const padded = ['+', 'w', ['+', 'l', 'h']] as const;
/* ⌊(w + l + h − d(k − 1) − 1) / s⌋ + 1, and what the division leaves */
const count = ['+', ['/', ['-', padded, extent], 's'], 1] as const;
const rest = ['%', ['-', padded, extent], 's'] as const;
/* The count rounded up, but the last window starts before w + l. */
const last = ['/', ['-', ['max', ['+', 'w', 'l'], 1], 1], 's'] as const;
const ceilCount = ['+', ['min', ['/', ['-', ['+', padded, ['-', 's', 1]], extent], 's'], last], 1] as const;
/* The high padding that n windows reach: max((n − 1)s + extent − w − l, 0) */
const reach = ['+', ['*', ['-', 'n', 1], 's'], extent] as const;
const ceilHigh = ['-', ['max', reach, ['+', 'w', 'l']], ['+', 'w', 'l']] as const;
/* The padding that makes the count ⌈w / s⌉: max(⌈w / s⌉s − s + extent − w, 0); the smaller half is low. */
const starts = ['*', ['/', ['+', 'w', ['-', 's', 1]], 's'], 's'] as const;
const same = ['-', ['max', ['+', starts, extent], ['+', 's', 'w']], ['+', 's', 'w']] as const;
const low = ['/', 't', 2] as const;
const high = ['-', 't', low] as const;

/** The padding P, but 'same' as the two halves of the total that formula F gives. */
export type Halves<P, F, E extends Environment> = P extends 'same' ? HalvesOf<Eval<F, E>> : P;
type HalvesOf<T extends number> = readonly [Eval<typeof low, { t: T }>, Eval<typeof high, { t: T }>];
export const halves = (t: number): Pair => [evaluate(low, { t }), evaluate(high, { t })];

/**
 * The number of positions of a window in each spatial dimension: ⌊(w + l + h − d(k − 1) − 1) / s⌋ + 1.
 * Shape   [32, 32] with { kernel: 5 } → [28, 28]
 * Errors  "conv2d: kernel 17 is larger than padded input 14", "conv2d: stride 0 is not a positive integer",
 *         "conv2d: stride has 3 entries for 2 spatial dimensions",
 *         with `exact` "conv2d: kernel 3 at stride 3 does not cover padded input 8 exactly"
 * Source  Dumoulin and Visin 2016; `ceil` as in PyTorch, 'same' as in TensorFlow
 */
export type Windows<Spatial extends Shape, O extends WindowOptions, Op extends string> = WindowsBy<
  Spatial,
  O,
  Option<O, 'kernel', null>,
  1,
  Op
>;

/** The same with the kernel given apart, and a default stride. */
export type WindowsBy<Spatial extends Shape, O extends WindowOptions, K, Stride, Op extends string> = WindowsOf<
  Spatial,
  K,
  Option<O, 'stride', Stride>,
  Option<O, 'dilation', 1>,
  Option<O, 'padding', 0>,
  Option<O, 'outputPadding', 0>,
  Option<O, 'ceil', false>,
  Option<O, 'exact', false>,
  Op
>;

/* From here on only numbers and lists of numbers, no records: what is asked again is answered from the checker's cache. */
type WindowsOf<Spatial extends Shape, K, S, D, P, O, Ceil, Exact, Op extends string> = number extends Spatial['length']
  ? number[]
  : ListFault<K, S, D, P, O, Spatial['length'], Op> extends infer F extends string
    ? F
    : Slide<Spatial, K, S, D, P, Ceil, Exact, Op>;

type Slide<
  Spatial extends Shape,
  K,
  S,
  D,
  P,
  Ceil,
  Exact,
  Op extends string,
  Done extends Shape = [],
> = Spatial extends readonly [infer W extends number, ...infer More extends Shape]
  ? Positions<
      W,
      EntryOf<K, Done['length']>,
      EntryOf<S, Done['length']>,
      EntryOf<D, Done['length']>,
      PaddingOf<P, Done['length']>,
      Ceil,
      Exact,
      Op
    > extends infer N
    ? N extends number
      ? Slide<More, K, S, D, P, Ceil, Exact, Op, [...Done, N]>
      : N
    : never
  : Done;

type Positions<
  W extends number,
  K extends number,
  S extends number,
  D extends number,
  P,
  Ceil,
  Exact,
  Op extends string,
> =
  OptionFault<K, S, D, P, Op> extends infer F extends string
    ? F
    : Halves<P, typeof same, { w: W; k: K; s: S; d: D }> extends infer H extends Pair
      ? Count<{ w: W; k: K; s: S; d: D; l: H[0]; h: H[1] }, Ceil, Exact, Op>
      : never;

type Count<E extends Environment, Ceil, Exact, Op extends string> =
  Eval<Ceil extends true ? typeof ceilCount : typeof count, E> extends infer N
    ? [N] extends [never]
      ? `${Op}: ${KernelText<E>} is larger than padded input ${Eval<typeof padded, E>}`
      : Exact extends true
        ? SameDim<Eval<typeof rest, E>, 0> extends true
          ? N
          : `${Op}: ${KernelText<E>} at stride ${E['s']} does not cover padded input ${Eval<typeof padded, E>} exactly`
        : N
    : never;
type KernelText<E extends Environment> = E['d'] extends 1
  ? `kernel ${E['k']}`
  : `kernel ${E['k']} with dilation ${E['d']}`;

/** The options of one dimension with every kind of padding made explicit: the plain formula then gives the count. */
export interface Window {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly low: number;
  readonly high: number;
}

/** The window of each spatial dimension, or the sentence that says why there is none. */
export const resolveWindows = (
  spatial: Shape,
  options: WindowOptions,
  operation: string,
): readonly Window[] | string => {
  const fault = listFault(options, spatial.length, operation);
  if (fault !== undefined) return fault;
  const windows: Window[] = [];
  for (const [index, w] of spatial.entries()) {
    const window = resolveWindow(w, entriesAt(options, index), options, operation);
    if (typeof window === 'string') return window;
    windows.push(window);
  }
  return windows;
};

const resolveWindow = (w: number, entries: Entries, options: WindowOptions, operation: string): Window | string => {
  const fault = optionFault(entries, operation);
  if (fault !== undefined) return fault;
  const { kernel, stride, dilation, padding } = entries;
  const sizes = { w, k: kernel, s: stride, d: dilation };
  const [l, h] = padding === 'same' ? halves(evaluate(same, sizes)) : padding;
  const environment = { ...sizes, l, h };
  const n = evaluate(options.ceil === true ? ceilCount : count, environment);
  const kernelText = dilation === 1 ? `kernel ${kernel}` : `kernel ${kernel} with dilation ${dilation}`;
  if (Number.isNaN(n)) return `${operation}: ${kernelText} is larger than padded input ${w + l + h}`;
  if (options.exact === true && evaluate(rest, environment) !== 0)
    return `${operation}: ${kernelText} at stride ${stride} does not cover padded input ${w + l + h} exactly`;
  return {
    kernel,
    stride,
    dilation,
    low: l,
    high: options.ceil === true ? evaluate(ceilHigh, { ...environment, n }) : h,
  };
};

export const windowsShape = (spatial: Shape, options: WindowOptions, operation: string): Verdict => {
  const windows = resolveWindows(spatial, options, operation);
  return typeof windows === 'string' ? windows : countWindows(spatial, windows);
};

/** The number of positions of each window. */
export const countWindows = (spatial: Shape, windows: readonly Window[]): Shape =>
  windows.map(({ kernel: k, stride: s, dilation: d, low: l, high: h }, index) =>
    evaluate(count, { w: spatial[index] ?? Number.NaN, k, s, d, l, h }),
  );
