import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { size } from '../../shape/shape.js';
import type { Shape } from '../../shape/shape.js';

/** Numbers laid out in a shape. */
export interface Grid {
  readonly shape: Shape;
  readonly numbers: readonly number[];
}

/** how the numbers and the shape of a grid were drawn, by which they become smaller */
class Drawn {
  readonly shape: fc.Value<Shape>;
  readonly cells: readonly fc.Value<number>[];

  constructor(shape: fc.Value<Shape>, cells: readonly fc.Value<number>[]) {
    this.shape = shape;
    this.cells = cells;
  }
}

/**
 * Numbers in a shape that is drawn too. In shrinking any part along an axis may go, not the last one alone, as long as the shape is one that could have been
 * drawn; the numbers that are left stay, and become smaller after that.
 */
export class Grids extends fc.Arbitrary<Grid> {
  readonly #shapes: Arbitrary<Shape>;
  readonly #element: Arbitrary<number>;

  constructor(shapes: Arbitrary<Shape>, element: Arbitrary<number>) {
    super();
    this.#shapes = shapes;
    this.#element = element;
  }

  override generate(random: fc.Random, bias: number | undefined): fc.Value<Grid> {
    const shape = this.#shapes.generate(random, bias);
    const cells = Array.from({ length: size(shape.value) }, () => this.#element.generate(random, bias));
    return grid(shape, cells);
  }

  override canShrinkWithoutContext(value: unknown): value is Grid {
    return (
      isGrid(value) &&
      this.#shapes.canShrinkWithoutContext(value.shape) &&
      value.numbers.every((number) => this.#element.canShrinkWithoutContext(number))
    );
  }

  override shrink({ shape, numbers }: Grid, context: unknown): fc.Stream<fc.Value<Grid>> {
    const without = <T>(value: T): fc.Value<T> => new fc.Value(value, undefined);
    return fc.stream(
      this.#smaller(context instanceof Drawn ? context : new Drawn(without(shape), numbers.map(without))),
    );
  }

  *#smaller({ shape, cells }: Drawn): IterableIterator<fc.Value<Grid>> {
    for (const [axis, length] of shape.value.entries())
      for (const kept of selections(length)) {
        const lengths: unknown = shape.value.map((n, other) => (other === axis ? kept.length : n));
        if (this.#shapes.canShrinkWithoutContext(lengths))
          yield grid(
            new fc.Value(lengths, undefined),
            cells.filter((_, cell) => kept.includes(Math.floor(cell / size(shape.value.slice(axis + 1))) % length)),
          );
      }
    for (const [axis, length] of shape.value.entries()) {
      const lengths: unknown = shape.value.filter((_, other) => other !== axis);
      if (length === 1 && this.#shapes.canShrinkWithoutContext(lengths))
        yield grid(new fc.Value(lengths, undefined), cells);
    }
    for (const next of this.#shapes.shrink(shape.value, shape.context))
      if (size(next.value) <= cells.length) yield grid(next, cells.slice(0, size(next.value)));
    for (const [index, cell] of cells.entries())
      for (const next of this.#element.shrink(cell.value, cell.context))
        yield grid(
          shape,
          cells.map((other, k) => (k === index ? next : other)),
        );
  }
}

const isGrid = (value: unknown): value is Grid =>
  typeof value === 'object' && value !== null && 'shape' in value && 'numbers' in value && Array.isArray(value.numbers);

const grid = (shape: fc.Value<Shape>, cells: readonly fc.Value<number>[]): fc.Value<Grid> =>
  new fc.Value({ shape: shape.value, numbers: cells.map(({ value }) => value) }, new Drawn(shape, cells));

/** which of so many may stay: one half, the other, all but one */
const selections = (length: number): readonly (readonly number[])[] => {
  const all = [...Array(length).keys()];
  const half = length >> 1;
  const halves = length > 3 ? [all.slice(0, half), all.slice(half)] : [];
  return length > 1 ? [...halves, ...all.map((gone) => all.filter((k) => k !== gone))] : [];
};
