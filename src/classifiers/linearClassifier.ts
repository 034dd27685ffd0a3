/** Linear classifiers: a score for each class that is linear in the pixels, and the class with the greatest. */
import { add, argMax, reshape, slice, take, zeros } from '../ops/index.js';
import { multiclassHinge, softmaxCrossEntropy, type Reduced } from '../nn/loss/index.js';
import { regularisation, type Penalty } from '../nn/penalty.js';
import { adam, applyUpdates, type Optimizer } from '../optim/index.js';
import { permutation, splitBatch, type Key } from '../random/index.js';
import type { Arg, Shape } from '../shape/index.js';
import type { Float } from '../tensor/dtype.js';
import { typed, type Tensor } from '../tensor/tensor.js';
import { grad, scan, vmap } from '../transform/index.js';
import { expectLabelled } from './examples.js';
import type { CountOf, Labels, LabelsFor, Rows } from './examples.js';
import { scores, type LinearMap } from './scores.js';

/** The losses that a linear classifier is known by: softmax regression, and the multi-class support vector machine. */
const losses: {
  readonly [L in 'softmax' | 'svm']: (scores: Rows, labels: Labels) => Reduced<Shape, Float, 'mean'>;
} = { softmax: softmaxCrossEntropy, svm: multiclassHinge };

/** What a linear classifier is made from. */
export interface LinearClassifierOptions<K extends number> {
  readonly classes: K;
  /** softmax unless said otherwise */
  readonly loss?: keyof typeof losses;
  /** λ of the penalties on W, not on b; none unless given */
  readonly penalty?: Penalty;
  /** Adam with a rate of 0.003 unless given */
  readonly optimizer?: Optimizer;
  /** how often it sees all examples, 10 times unless said otherwise */
  readonly epochs?: number;
  /** how many it looks at for one step, 64 unless said otherwise, or all where there are fewer */
  readonly batch?: number;
}

/** f(x, W) = Wx + b: how good it is, how it learns, what it says. */
export interface LinearClassifier<K extends number> {
  /** The mean loss over the examples, and the penalty. */
  readonly loss: <X extends Shape, T extends Shape, D extends Float>(
    map: LinearMap<readonly [K], D>,
    examples: Tensor<X, D>,
    labels: Arg<LabelsFor<X, T, 'linearClassifier'>, Tensor<T, 'int32'>>,
  ) => Tensor<[], D>;
  /** W and b after learning from W = 0 and b = 0 in batches; the key draws their order. What is left of an epoch below a full batch is left out. */
  readonly fit: <X extends Shape, T extends Shape, D extends Float>(
    key: Key,
    examples: Tensor<X, D>,
    labels: Arg<LabelsFor<X, T, 'linearClassifier'>, Tensor<T, 'int32'>>,
  ) => LinearMap<readonly [K], D>;
  /** The class with the greatest score, of equal ones the first. */
  readonly predict: <X extends Shape, D extends Float>(
    map: LinearMap<readonly [K], D>,
    examples: Tensor<X, D>,
  ) => Tensor<[CountOf<X>], 'int32'>;
}

const expectPositive = (name: string, value: number): void => {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new RangeError(`${operation}: ${name} must be a whole number above 0, it is ${value}`);
};

/**
 * A linear classifier f(x, W) = Wx + b, by softmax cross-entropy or the multi-class hinge loss plus λR(W): `loss` is what `fit` makes small. Both are
 * convex, so where it starts does not matter.
 *
 * Errors   "linearClassifier: there is no loss 'l2'", "linearClassifier: examples [100, 28, 28] need labels [100], got [99]"
 * Source   deck rows K2, K3, K4
 * @example
 * const { fit, predict } = linearClassifier({ classes: 2, epochs: 100 });
 * const examples = tensor([[0, 1], [1, 3], [2, 0], [3, 1]]);
 * predict(fit(random.key(1), examples, tensor([0, 0, 1, 1], { dtype: 'int32' })), examples) // [0, 0, 1, 1]
 */
export const linearClassifier = <const K extends number>({
  classes,
  loss = 'softmax',
  penalty = {},
  optimizer = adam({ rate: 0.003 }),
  epochs = 10,
  batch = 64,
}: LinearClassifierOptions<K>): LinearClassifier<K> => {
  expectPositive('the number of classes', classes);
  expectPositive('the number of epochs', epochs);
  expectPositive('the size of a batch', batch);
  if (!Object.hasOwn(losses, loss)) throw new TypeError(`${operation}: there is no loss '${loss}'`);
  const objective = (map: LinearMap<readonly [number], Float>, x: Rows, y: Labels): Tensor<[], Float> =>
    add(losses[loss](scores(map, x), y), regularisation(map.weight, penalty));

  const learn = (key: Key, x: Rows, y: Labels): LinearMap<readonly [number], Float> => {
    const [n, d] = x.shape;
    const size = Math.max(1, Math.min(batch, n));
    const steps = Math.floor(n / size);
    const orders = vmap((own: Key) => permutation(own, n))(splitBatch(key, epochs));
    const batches = reshape(slice(orders, [null, { end: steps * size }]), [epochs * steps, size]);
    const [k, dtype]: readonly [number, Float] = [classes, x.dtype];
    const start = { weight: zeros([k, d], { dtype }), bias: zeros([k], { dtype }) };
    const [{ map }] = scan(
      (run: { readonly map: LinearMap<readonly [number], Float>; readonly state: unknown }, places: Labels) => {
        const slope = grad(objective)(run.map, take(x, places), take(y, places));
        const [updates, state] = optimizer.update(slope, run.state, run.map);
        return [{ map: applyUpdates(run.map, updates), state }, []] as const;
      },
      { map: start, state: optimizer.init(start) },
      batches,
    );
    return map;
  };
  return {
    loss: (map, examples, labels) => typed(objective(map, ...expectLabelled(operation, examples, labels))),
    fit: (key, examples, labels) => {
      const { weight, bias } = learn(key, ...expectLabelled(operation, examples, labels));
      return { weight: typed(weight), bias: typed(bias) };
    },
    predict: (map, examples) => typed(argMax(scores(map, examples))),
  };
};

const operation = 'linearClassifier';
