import type { NotNatural, NotPositive } from './arithmetic.js';
import { isNatural, type Shape } from './shape.js';

/** One number for every spatial dimension, or one each. */
export type PerDimension = number | Shape;

export type Pair = readonly [low: number, high: number];

/** Zeros around the input: a width, a width or [low, high] for each dimension, 'valid' (none), 'same' (output ⌈w / s⌉). */
export type Padding = number | 'same' | 'valid' | readonly (number | Pair)[];

/** How a window moves over the spatial dimensions. */
export interface WindowOptions {
  readonly kernel?: PerDimension;
  readonly stride?: PerDimension;
  readonly padding?: Padding;
  readonly dilation?: PerDimension;
  readonly groups?: number;
  /** Keep a last window that hangs over the end, as long as it starts inside the input or its low padding. */
  readonly ceil?: boolean;
  /** Refuse a stride that leaves a rest. */
  readonly exact?: boolean;
  /** Of a transposed window: elements added at the high end of the output. */
  readonly outputPadding?: PerDimension;
}

/** The sentence for a missing kernel, or for a list among the options whose length is not N, or `null`. */
export type ListFault<K, S, D, P, O, N extends number, Op extends string> = [K] extends [null]
  ? `${Op}: there is no kernel`
  : [WrongLength<K | S | D | P | O, N>] extends [never]
    ? null
    : FirstWrong<[['kernel', K], ['stride', S], ['dilation', D], ['padding', P], ['outputPadding', O]], N, Op>;

type FirstWrong<L, N extends number, Op extends string> = L extends [
  [infer Name extends string, infer V],
  ...infer More,
]
  ? [WrongLength<V, N>] extends [never]
    ? FirstWrong<More, N, Op>
    : `${Op}: ${Name} has ${WrongLength<V, N>} entries for ${N} spatial dimensions`
  : null;

type WrongLength<V, N extends number> = V extends readonly unknown[]
  ? number extends V['length']
    ? never
    : V['length'] extends N
      ? never
      : V['length']
  : never;

const lists = ['kernel', 'stride', 'dilation', 'padding', 'outputPadding'] as const;

export const listFault = (options: WindowOptions, rank: number, operation: string): string | undefined => {
  if (options.kernel === undefined) return `${operation}: there is no kernel`;
  for (const name of lists) {
    const value = options[name];
    if (typeof value === 'object' && value.length !== rank)
      return `${operation}: ${name} has ${value.length} entries for ${rank} spatial dimensions`;
  }
  return undefined;
};

/** What an option says of the dimension at index I. */
export type EntryOf<V, I extends number> = V extends readonly unknown[]
  ? V[I] extends number
    ? V[I]
    : number
  : V extends number
    ? V
    : number;
export const entryOf = (value: PerDimension, index: number): number =>
  typeof value === 'number' ? value : (value[index] ?? Number.NaN);

/** What the padding says of the dimension at index I: [low, high], or 'same'. */
export type PaddingOf<V, I extends number> = V extends 'same'
  ? 'same'
  : V extends 'valid'
    ? readonly [0, 0]
    : V extends readonly unknown[]
      ? V[I] extends readonly [infer L extends number, infer H extends number]
        ? readonly [L, H]
        : V[I] extends number
          ? readonly [V[I], V[I]]
          : readonly [number, number]
      : V extends number
        ? readonly [V, V]
        : readonly [number, number];
export const paddingOf = (padding: Padding, index: number): 'same' | Pair => {
  if (padding === 'same') return padding;
  if (padding === 'valid') return [0, 0];
  const width = typeof padding === 'number' ? padding : (padding[index] ?? Number.NaN);
  return typeof width === 'number' ? [width, width] : width;
};

/** The sentence for a kernel, stride, dilation or padding P that is no size, or `null`. */
export type OptionFault<K extends number, S extends number, D extends number, P, Op extends string> = [
  NotPositive<K | S | D>,
] extends [never]
  ? P extends readonly [infer L extends number, infer H extends number]
    ? [NotNatural<L>] extends [never]
      ? [NotNatural<H>] extends [never]
        ? null
        : `${Op}: padding ${H} is not a non-negative integer`
      : `${Op}: padding ${L} is not a non-negative integer`
    : null
  : [NotPositive<K>] extends [never]
    ? [NotPositive<S>] extends [never]
      ? `${Op}: dilation ${D} is not a positive integer`
      : `${Op}: stride ${S} is not a positive integer`
    : `${Op}: kernel ${K} is not a positive integer`;

/** The options of one dimension, in numbers. */
export interface Entries {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: 'same' | Pair;
}

export const entriesAt = (options: WindowOptions, index: number): Entries => ({
  kernel: entryOf(options.kernel ?? Number.NaN, index),
  stride: entryOf(options.stride ?? 1, index),
  dilation: entryOf(options.dilation ?? 1, index),
  padding: paddingOf(options.padding ?? 0, index),
});

export const optionFault = (entries: Entries, operation: string): string | undefined => {
  for (const name of ['kernel', 'stride', 'dilation'] as const)
    if (!isNatural(entries[name]) || entries[name] === 0)
      return `${operation}: ${name} ${entries[name]} is not a positive integer`;
  const fault = entries.padding === 'same' ? undefined : entries.padding.find((width) => !isNatural(width));
  return fault === undefined ? undefined : `${operation}: padding ${fault} is not a non-negative integer`;
};
