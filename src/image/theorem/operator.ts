/** What the theorem is about: operators, and the images they are applied to. */
import { fill } from '../../primitive/create.js';
import { DTypeError, ShapeError } from '../../shape/error.js';
import { show, size, validShape } from '../../shape/shape.js';
import type { Shape } from '../../shape/shape.js';
import { fromArray } from '../../tensor/literal.js';
import { readAll } from '../../tensor/read.js';
import { typed } from '../../tensor/tensor.js';
import type { Tensor } from '../../tensor/tensor.js';

/** An image in true double precision, [...planes, height, width]. */
export type Image<S extends Shape = Shape> = Tensor<S, 'float64'>;

/** A pure function from images to images; the two may differ in size and in their planes. */
export type Operator<S extends Shape = Shape> = (image: Image<S>) => Image;

/**
 * The images that a claim is about: those of one shape; or, `upTo`, those of every height and width up to these, which the operator must then accept
 * (sizes that it refuses with a `ShapeError` or a `RangeError` are left out). The second finds smaller counterexamples.
 */
export type Images<S extends Shape = Shape> = readonly [...S] | { readonly upTo: readonly [...S] };

/** The shape of the images, and of what the operator makes of them. */
export interface Spaces {
  readonly input: Shape;
  readonly output: Shape;
}

const expectImage = (operation: string, what: string, shape: Shape): Shape => {
  if (typeof validShape(shape, operation) === 'string' || shape.length < 2 || size(shape) === 0)
    throw new ShapeError(`${operation}: expected ${what} [...planes, height, width], got ${show(shape)}`, [shape]);
  return shape;
};

/** An operator that is asked for any shape, and whose answers are looked at. */
const checked =
  <S extends Shape>(operation: string, operator: Operator<S>): Operator =>
  (image) => {
    const made = operator(typed(image));
    const { dtype }: { readonly dtype: string } = made;
    if (dtype !== 'float64') throw new DTypeError(`${operation}: expected float64 from the operator, got ${dtype}`);
    expectImage(operation, 'the operator to make', made.shape);
    return made;
  };

const spacesOf = (operator: Operator, input: Shape): Spaces => ({
  input,
  output: operator(typed(fill(input, 0, 'float64'))).shape,
});

/** the shapes of the images of at most this height and width, those of fewer pixels first */
const within = (shape: Shape): readonly Shape[] => {
  const [height = 0, width = 0] = shape.slice(-2);
  return Array.from({ length: height * width }, (_, k) => [Math.floor(k / width) + 1, (k % width) + 1])
    .sort(([a = 0, b = 0], [c = 0, d = 0]) => a * b - c * d)
    .map((plane) => [...shape.slice(0, -2), ...plane]);
};

/** one image, asked about twice */
const expectPure = (operation: string, operator: Operator, { input }: Spaces): void => {
  const image: Image = fromArray(
    Float64Array.from({ length: size(input) }, (_, k) => k + 1),
    input,
  );
  const [first = [], second = []] = readAll([operator(image), operator(image)]);
  if (first.length !== second.length || !first.every((value, k) => Object.is(value, second[k])))
    throw new TypeError(`${operation}: the operator gives two answers for one image; expected a pure function`);
};

const refused = (error: unknown): boolean => error instanceof ShapeError || error instanceof RangeError;

/** An operator and the spaces between which it goes, the smallest first. */
export interface Subject {
  readonly operator: Operator;
  readonly spaces: readonly Spaces[];
  readonly largest: Spaces;
}

/**
 * The subject of a claim.
 *
 * Errors   what the operator throws for the largest shape; "isLinear: expected images [...planes, height, width], got [3]",
 *          "isLinear: expected float64 from the operator, got float32",
 *          "isLinear: the operator gives two answers for one image; expected a pure function"
 */
export const subjectOf = <S extends Shape>(operation: string, operator: Operator<S>, images: Images<S>): Subject => {
  const shape = expectImage(operation, 'images', 'upTo' in images ? images.upTo : images);
  const f = checked(operation, operator);
  const largest = spacesOf(f, shape);
  expectPure(operation, f, largest);
  if (!('upTo' in images)) return { operator: f, spaces: [largest], largest };
  const spaces = within(shape).flatMap((smaller) => {
    try {
      return [spacesOf(f, smaller)];
    } catch (error) {
      if (refused(error)) return [];
      throw error;
    }
  });
  return { operator: f, spaces, largest };
};
