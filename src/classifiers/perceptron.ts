/** One unit that fires or does not: what it can learn, and what it learns it with. */
import { add, lessEqual, multiply, step, sum, where } from '../ops/index.js';
import type { Shape } from '../shape/index.js';
import type { Float } from '../tensor/dtype.js';
import { typed, type Tensor } from '../tensor/tensor.js';
import { scan } from '../transform/index.js';
import { scores, type LinearMap } from './scores.js';
import type { CountOf, Rows } from './examples.js';

/** A unit: weights and a bias, which is minus the threshold. */
export type Unit<D extends Float> = LinearMap<readonly [], D>;

/**
 * The McCulloch–Pitts unit, or a layer of them: y = 1 where Wx + b ≥ 0, where the weighted inputs reach the threshold −b; else 0.
 * Shape     W [...K, d], b [...K], x [m, d] → [m, ...K]
 * Errors    as of {@link scores}
 * Source    McCulloch and Pitts 1943; deck row K5
 * @example
 * perceptron({ weight: tensor([1, 1]), bias: tensor(-2) }, tensor([[0, 1], [1, 1]])) // [0, 1]
 */
export const perceptron = <K extends Shape, X extends Shape, D extends Float>(
  map: LinearMap<K, D>,
  x: Tensor<X, D>,
): Tensor<[CountOf<X>, ...K], D> => step(scores(map, x));

/**
 * The learning rule, once over all examples in their order: where the unit errs, y(wᵀx + b) ≤ 0, w ← w + yx and b ← b + y, for classes y = ±1.
 * Gives the next unit, and where it erred.
 * Shape     w [d], b [], examples [n, d], classes [n] → w [d], b [] and [n]
 * Source    Rosenblatt 1958; deck rows K5, N8
 * @example
 * const [unit, erred] = perceptronPass({ weight: tensor([0, 0]), bias: tensor(0) }, tensor([[1, 2], [3, 1]]), tensor([1, -1]));
 * unit.weight // [-2, 1]
 * erred // [true, true]
 */
export const perceptronPass = <N extends number, D extends Float>(
  unit: Unit<D>,
  examples: Tensor<readonly [N, number], D>,
  classes: Tensor<readonly [N], D>,
): readonly [Unit<D>, Tensor<readonly [N], 'bool'>] => {
  const [{ weight, bias }, erred] = pass(unit, examples, classes);
  return [{ weight: typed(weight), bias: typed(bias) }, typed(erred)];
};

const pass = (unit: Unit<Float>, examples: Rows, classes: Tensor<readonly [number], Float>) =>
  scan(
    ({ weight, bias }: Unit<Float>, { x, y }) => {
      const erred = lessEqual(multiply(y, add(sum(multiply(weight, x)), bias)), 0);
      const by = where(erred, y, 0);
      return [{ weight: add(weight, multiply(by, x)), bias: add(bias, by) }, erred] as const;
    },
    unit,
    { x: examples, y: classes },
  );
