/** Learning by heart: the class of an image is that of the images most like it. */
import {
  argMax,
  argMin,
  argSort,
  cast,
  equal,
  expand,
  less,
  pad,
  range,
  reshape,
  slice,
  squeeze,
  stack,
  sum,
  take,
  takeAlong,
  where,
} from '../ops/index.js';
import type { Arg, Shape } from '../shape/index.js';
import type { Float } from '../tensor/dtype.js';
import { typed, type Tensor } from '../tensor/tensor.js';
import { scan } from '../transform/index.js';
import { metricOf, type Distance } from './distance.js';
import { expectLabelled, expectLike, rowsOf } from './examples.js';
import type { CountOf, Labels, LabelsFor, Like, OneOf, Rows } from './examples.js';

/** How many neighbours vote, and what is near. */
export interface NeighbourOptions {
  readonly k: number;
  /** L2 unless said otherwise */
  readonly distance?: Distance;
}

/** What is known: examples of the shape S with a class for each. */
export interface Memory<S extends Shape, D extends Float> {
  readonly examples: Tensor<readonly [number, ...S], D>;
  readonly labels: Labels;
}

/** The nearest examples of each query, nearest first: which they are, and how far. */
export interface Neighbours<M extends number, D extends Float> {
  readonly indices: Tensor<readonly [M, number], 'int32'>;
  readonly distances: Tensor<readonly [M, number], D>;
}

/** A classifier that keeps all examples. */
export interface NearestNeighbours {
  /**
   * Keeps the examples.
   * Errors  "nearestNeighbours: examples [100, 28, 28] need labels [100], got [99]", "nearestNeighbours: 3 examples have no 5 neighbours"
   */
  readonly fit: <X extends Shape, T extends Shape, D extends Float>(
    examples: Tensor<X, D>,
    labels: Arg<LabelsFor<X, T, 'nearestNeighbours'>, Tensor<T, 'int32'>>,
  ) => Memory<OneOf<X>, D>;
  /** The k nearest examples of each query; of equally far ones, those that stand first. */
  readonly neighbours: <S extends Shape, Q extends Shape, D extends Float>(
    memory: Memory<S, D>,
    queries: Arg<Like<S, Q, 'nearestNeighbours'>, Tensor<Q, D>>,
  ) => Neighbours<CountOf<Q>, D>;
  /** The class that most of the k nearest examples have; of classes with as many votes, the one that has the nearest of them. */
  readonly predict: <S extends Shape, Q extends Shape, D extends Float>(
    memory: Memory<S, D>,
    queries: Arg<Like<S, Q, 'nearestNeighbours'>, Tensor<Q, D>>,
  ) => Tensor<[CountOf<Q>], 'int32'>;
}

/** how many distances are looked at together, about: few enough to stay near, enough to fill a matrix product */
const together = 2 ** 22;

/** up to how many neighbours it is faster to look for them one by one than to sort */
const few = 16;

const greatest: { readonly [D in Float]: number } = { float32: (2 - 2 ** -23) * 2 ** 127, float64: Number.MAX_VALUE };

/** the places of the k smallest numbers of each row, smallest first, of equals those that stand first: [m, n] → [m, k] */
const smallest = (rows: Rows, k: number): Tensor<readonly [number, number], 'int32'> => {
  if (k > few) return slice(argSort(rows), [null, { end: k }]);
  const places = range(rows.shape[1]);
  /* what was found becomes ∞, above all that is left: what is too large or not a number counts as the greatest number */
  let left: Rows = where(less(rows, greatest[rows.dtype]), rows, greatest[rows.dtype]);
  const found: Labels[] = [];
  while (found.length < k) {
    const next: Labels = argMin(left);
    found.push(next);
    left = where(equal(expand(next, 1), places), Infinity, left);
  }
  return typed(stack(found, 1));
};

/** for each row of labels, nearest first, the one that occurs most often: the first of those of whom there are as many */
const vote = (labels: Tensor<readonly [number, number], 'int32'>): Labels => {
  const votes = sum(cast(equal(expand(labels, 2), expand(labels, 1)), 'int32'), 2);
  return squeeze(takeAlong(labels, expand(argMax(votes), 1), 1), 1);
};

/**
 * k nearest neighbours: the class of an image is the one that most of the k examples most like it have. Nothing is learnt but by heart, so `fit`
 * is free and `predict` costs 2mnd flops for m queries, n examples of d numbers; distances are looked at in blocks of queries.
 *
 * Law      the classes do not depend on the order of the examples where no two are equally far, nor on a shift of all images
 * Errors   "nearestNeighbours: k must be a whole number above 0, it is 0", "nearestNeighbours: there is no distance 'l3'"
 * Source   Cover and Hart 1967; deck row K1
 * @example
 * const { fit, predict } = nearestNeighbours({ k: 3 });
 * const memory = fit(tensor([[0], [1], [8], [9]]), tensor([0, 0, 1, 1], { dtype: 'int32' }));
 * predict(memory, tensor([[2], [7]])) // [0, 1]
 */
export const nearestNeighbours = ({ k, distance = 'l2' }: NeighbourOptions): NearestNeighbours => {
  const { order, between } = metricOf(operation, distance);
  if (!Number.isSafeInteger(k) || k < 1)
    throw new RangeError(`${operation}: k must be a whole number above 0, it is ${k}`);
  const expectEnough = (n: number): void => {
    if (n < k) throw new RangeError(`${operation}: ${n} examples have no ${k} neighbours`);
  };
  const nearest = (examples: Rows, queries: Rows): Neighbours<number, Float> => {
    const [[n, d], [m]] = [examples.shape, queries.shape];
    expectEnough(n);
    const blocks = Math.max(1, Math.min(m, Math.ceil((m * n) / together)));
    const height = Math.ceil(m / blocks);
    const blocked = reshape(pad(queries, [[0, blocks * height - m], [0, 0]]), [blocks, height, d]); // prettier-ignore
    const orderOf = order(examples);
    const [, found] = scan(
      (carry: readonly [], block: Rows) => {
        const indices = smallest(orderOf(block), k);
        return [carry, { indices, distances: between(expand(block, 1), take(examples, indices)) }] as const;
      },
      [],
      blocked,
    );
    const rows = <D extends Float | 'int32'>(x: Tensor<Shape, D>): Tensor<readonly [number, number], D> =>
      typed(slice(reshape(x, [blocks * height, k]), [{ end: m }]));
    return { indices: rows(found.indices), distances: rows(found.distances) };
  };
  const known = (memory: Memory<Shape, Float>, queries: unknown): Neighbours<number, Float> =>
    nearest(rowsOf(operation, memory.examples), expectLike(operation, memory.examples.shape.slice(1), queries));
  return {
    fit: (examples, labels) => {
      const [{ shape }, classes] = expectLabelled(operation, examples, labels);
      expectEnough(shape[0]);
      return { examples: typed(examples), labels: classes };
    },
    neighbours: (memory, queries) => {
      const { indices, distances } = known(memory, queries);
      return { indices: typed(indices), distances: typed(distances) };
    },
    predict: (memory, queries) => typed(vote(take(memory.labels, known(memory, queries).indices))),
  };
};

const operation = 'nearestNeighbours';
