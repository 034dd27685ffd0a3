import type { Layer, OutputOf, ParamsOf, Rule } from '../../src/nn/index.js';
import type { Shape } from '../../src/shape/index.js';

/** A claim about a layer at an input, on both sides: the compiler holds the type to it, the test the value. */
export interface Twin {
  readonly input: Shape;
  readonly layer: Layer<unknown>;
  readonly verdict: unknown;
  readonly parameters?: unknown;
}

/** A layer, what it makes of an input, and the shapes of its parameters; a wrong claim does not compile. */
export const gives = <const I extends Shape, F extends Rule>(
  input: readonly [...I],
  layer: Layer<F>,
  verdict: OutputOf<F, I>,
  parameters: ShapesOf<ParamsOf<F, I>>,
): Twin => ({ input, layer, verdict, parameters });

/** A layer and the sentence with which it refuses an input; a wrong sentence does not compile. */
export const refuses = <const I extends Shape, F extends Rule>(
  input: readonly [...I],
  layer: Layer<F>,
  sentence: OutputOf<F, I> extends infer R extends string ? R : never,
): Twin => ({ input, layer, verdict: sentence });

/** The shapes of a tree of tensors, exactly. */
type ShapesOf<T> = T extends { readonly shape: infer S extends Shape }
  ? S
  : T extends readonly (infer E)[]
    ? readonly ShapesOf<E>[]
    : { readonly [K in keyof T]: ShapesOf<T[K]> };
