import { expect, it } from 'vitest';
import * as nn from '../../src/nn/index.js';
import type { Layer, OutputOf, ParamsOf, Rule } from '../../src/nn/index.js';
import { ShapeError, type Shape } from '../../src/shape/index.js';

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

/** The values keep what the types were held to: shapes that are given, sentences with which an input is refused. */
export const expectTwins = (accepted: readonly Twin[], refused: readonly Twin[]): void => {
  it.each(accepted.map((twin) => [twin.layer.definition.operation, twin] as const))(
    '%s gives the shapes of its type',
    (_, { input, layer: { definition }, verdict, parameters }) => {
      expect(definition.output(input)).toEqual(verdict);
      expect(shapesOf(definition.parameters(input))).toEqual(parameters);
    },
  );

  it.each(refused.map((twin) => [twin.verdict, twin] as const))('is refused: %s', (sentence, { input, layer }) => {
    expect(layer.definition.output(input)).toBe(sentence);
    const close = (): void => void Reflect.apply(nn.model, undefined, [input, layer]);
    expect(close).toThrow(ShapeError);
    expect(close).toThrow(String(sentence));
  });
};

const shapesOf = (slots: unknown): unknown =>
  typeof slots !== 'object' || slots === null
    ? slots
    : 'initializer' in slots && 'shape' in slots
      ? slots.shape
      : Array.isArray(slots)
        ? slots.map(shapesOf)
        : Object.fromEntries(Object.entries(slots).map(([name, slot]) => [name, shapesOf(slot)]));
