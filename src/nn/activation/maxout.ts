import { add, matmul, max, permute, reshape } from '../../ops/index.js';
import {
  dimension,
  isNatural,
  show,
  size,
  type Div,
  type Mod,
  type NotPositive,
  type SameDim,
  type Shape,
  type Show,
} from '../../shape/index.js';
import type { Result } from '../../tensor/tensor.js';
import { pure, stateless, type Definition } from '../definition.js';
import { fanInUniform } from '../initializer.js';
import { layer, type Layer } from '../layer.js';
import type { Pure, Stateless } from '../rule.js';
import { values } from '../tree.js';
import type { Values } from '../values.js';

/** What a maxout is told. */
export interface MaxoutOptions<Out extends number, K extends number> {
  /** The number of features that it makes. */
  readonly out: Out;
  /** How many affine maps each of them is the largest of. */
  readonly pieces: K;
}

/** The rule of `maxout`. */
export interface Maxout<Out extends number, K extends number> extends Stateless<'maxout'> {
  readonly Out: [NotPositive<Out>] extends [never]
    ? [NotPositive<K>] extends [never]
      ? this['In'] extends infer X extends Shape
        ? X extends readonly [...infer B extends Shape, number]
          ? [...B, Out]
          : `maxout: expected an input [..., features], got ${Show<X>}`
        : never
      : `maxout: pieces ${K} is not a positive integer`
    : `maxout: out ${Out} is not a positive integer`;
  readonly Params: this['In'] extends readonly [...unknown[], infer F extends number]
    ? { readonly weight: Result<[K, Out, F]>; readonly bias: Result<[K, Out]> }
    : never;
}

const isPositive = (n: number): boolean => isNatural(n) && n > 0;

/**
 * A learned convex function: y_i = max_k (W_k x + b_k)_i, the largest of several affine maps.
 * Shape       [..., F] → [..., out]
 * Parameters  weight [pieces, out, F], bias [pieces, out]; both start uniform in ±1/√F, as those of `linear`
 * Gradient    to the largest piece, shared evenly where several are
 * Errors      "maxout: pieces 0 is not a positive integer", "maxout: expected an input [..., features], got []"
 * Source      Goodfellow et al. 2013; deck row N1: max(w₁ᵀx + b₁, w₂ᵀx + b₂)
 * @example
 * build([84], { hidden: maxout({ out: 10, pieces: 2 }) }).output // [10]
 */
export const maxout = <const Out extends number, const K extends number>({
  out,
  pieces,
}: MaxoutOptions<Out, K>): Layer<Maxout<Out, K>> => layer(largest(out, pieces));

const largest = (out: number, pieces: number): Definition =>
  stateless(
    'maxout',
    (input) => {
      if (!isPositive(out)) return `maxout: out ${out} is not a positive integer`;
      if (!isPositive(pieces)) return `maxout: pieces ${pieces} is not a positive integer`;
      return input.length > 0
        ? [...input.slice(0, -1), out]
        : `maxout: expected an input [..., features], got ${show(input)}`;
    },
    (input) => {
      const features = dimension(input, -1);
      const initializer = fanInUniform(features);
      return {
        weight: { shape: [pieces, out, features], initializer },
        bias: { shape: [pieces, out], initializer },
      };
    },
    (params, x) => {
      const [rows, features] = [x.shape.slice(0, -1), dimension(x.shape, -1)];
      const weight = permute(reshape(values(params, 'weight'), [pieces * out, features]), [1, 0]);
      const maps: Values = add(
        matmul(reshape(x, [size(rows), features]), weight),
        reshape(values(params, 'bias'), [pieces * out]),
      );
      return reshape(max(reshape(maps, [size(rows), pieces, out]), 1), [...rows, out]);
    },
  );

/** The rule of `maxoutChannels`. */
export interface MaxoutChannels<K extends number> extends Pure {
  readonly Out: [NotPositive<K>] extends [never]
    ? this['In'] extends infer X extends Shape
      ? X extends readonly [infer C extends number, ...infer S extends Shape]
        ? SameDim<Mod<C, K>, 0> extends true
          ? [Div<C, K>, ...S]
          : `maxoutChannels: ${C} channels do not divide into pieces of ${K}`
        : `maxoutChannels: expected an input [C, ...spatial], got ${Show<X>}`
      : never
    : `maxoutChannels: pieces ${K} is not a positive integer`;
}

/**
 * The largest of each k consecutive channels; after a convolution, a maxout whose pieces are convolutions.
 * Shape     [C, ...spatial] → [C / pieces, ...spatial]
 * Gradient  to the largest, shared evenly where several are
 * Errors    "maxoutChannels: 6 channels do not divide into pieces of 4"
 * Source    Goodfellow et al. 2013
 * @example
 * build([6, 8, 8], maxoutChannels(2)).output // [3, 8, 8]
 */
export const maxoutChannels = <const K extends number>(pieces: K): Layer<MaxoutChannels<K>> =>
  layer(largestChannels(pieces));

const largestChannels = (pieces: number): Definition =>
  pure(
    'maxoutChannels',
    (input) => {
      if (!isPositive(pieces)) return `maxoutChannels: pieces ${pieces} is not a positive integer`;
      if (input.length === 0) return `maxoutChannels: expected an input [C, ...spatial], got ${show(input)}`;
      const channels = dimension(input, 0);
      return channels % pieces === 0
        ? [channels / pieces, ...input.slice(1)]
        : `maxoutChannels: ${channels} channels do not divide into pieces of ${pieces}`;
    },
    (x) => {
      const [channels, ...spatial] = x.shape;
      return max(reshape(x, [(channels ?? 0) / pieces, pieces, ...spatial]), 1);
    },
  );
