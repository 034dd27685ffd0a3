/** How far two images are from each other. */
import { abs, dotGeneral, expand, flatten, index, multiply, sqrt, square, subtract, sum } from '../ops/index.js';
import { expectTensor } from '../ops/operand.js';
import { expectOneDType, expectShape, sameShape, show } from '../shape/index.js';
import type { Arg, SameShape, Shape, Show } from '../shape/index.js';
import type { Float } from '../tensor/dtype.js';
import { typed, type Tensor } from '../tensor/tensor.js';
import type { Rows } from './examples.js';

/** Σ |a − b|, or √Σ (a − b)². */
export type Distance = 'l1' | 'l2';

interface Metric {
  /** the distance of each row of a from the row of b in its place: [..., d] → [...] */
  readonly between: (a: Tensor<Shape, Float>, b: Tensor<Shape, Float>) => Tensor<Shape, Float>;
  /** numbers in the order of the distances of each query from each example: [n, d], [m, d] → [m, n] */
  readonly order: (examples: Rows) => (queries: Rows) => Rows;
}

/** The distances, one row each. */
export const metrics: { readonly [D in Distance]: Metric } = {
  l1: {
    between: (a, b) => sum(abs(subtract(a, b)), -1),
    order: (examples) => (queries) => sum(abs(subtract(expand(queries, 1), examples)), 2),
  },
  l2: {
    between: (a, b) => sqrt(sum(square(subtract(a, b)), -1)),
    /* ‖q − x‖² = ‖x‖² − 2q·x + ‖q‖², where the last is the same for all x; seen from the first example, so that an origin far away costs no digits */
    order: (examples) => {
      const origin = index(examples, 0);
      const x = subtract(examples, origin);
      const squares = sum(square(x), 1);
      return (queries) => {
        const products = dotGeneral(subtract(queries, origin), x, { contract: [[1], [1]] });
        return subtract(squares, multiply(products, 2));
      };
    },
  },
};

/** The table's row, or a sentence for a distance that is none of it. */
export const metricOf = (operation: string, distance: Distance): Metric => {
  const name: string = distance;
  if (Object.hasOwn(metrics, name)) return metrics[distance];
  throw new TypeError(`${operation}: there is no distance '${name}'`);
};

/** Both shapes, or the sentence when they differ. */
export type Comparable<A extends Shape, B extends Shape> =
  SameShape<A, B> extends true ? A : `imageDistance: ${Show<A>} and ${Show<B>} differ`;

/**
 * How far two images are from each other: Σ |a − b| (L1), or √Σ (a − b)² (L2, unless said otherwise), over all pixels.
 * Shape     [...s], [...s] → []
 * Gradient  sign(a − b), or (a − b) / distance
 * Errors    "imageDistance: [4, 4] and [2, 8] differ"
 * Source    deck row K1
 * @example
 * imageDistance(tensor([[0, 3]]), tensor([[4, 0]]), { distance: 'l1' }) // 7
 * imageDistance(tensor([[0, 3]]), tensor([[4, 0]])) // 5
 */
export const imageDistance = <A extends Shape, B extends Shape, D extends Float>(
  a: Tensor<A, D>,
  b: Arg<Comparable<A, B>, Tensor<B, D>>,
  { distance = 'l2' }: { readonly distance?: Distance } = {},
): Tensor<[], D> => {
  const [x, y] = [expectTensor(a, 'imageDistance'), expectTensor(b, 'imageDistance')];
  expectOneDType('imageDistance', x, y);
  expectShape(
    sameShape(x.shape, y.shape) ? [] : `imageDistance: ${show(x.shape)} and ${show(y.shape)} differ`,
    x.shape,
    y.shape,
  );
  const flat = (image: typeof x): Tensor<Shape, Float> => typed(flatten(image));
  return typed(metricOf('imageDistance', distance).between(flat(x), flat(y)));
};
