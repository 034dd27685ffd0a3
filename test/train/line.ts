import '../../src/index.js';
import { mean, multiply, square, subtract, add } from '../../src/ops/index.js';
import type { Optimizer } from '../../src/optim/index.js';
import { key, uniform } from '../../src/random/index.js';
import { scalar, tensor } from '../../src/tensor/literal.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { startFrom, trainingStep } from '../../src/train/index.js';
import type { Objective } from '../../src/train/index.js';

/** a line y = ax + b through points, whose state counts batches and whose gradient is noisy */
export type Params = { readonly a: Tensor<[]>; readonly b: Tensor<[]> };
export type State = { readonly batches: Tensor<[], 'int32'> };
export type Points = { readonly x: Tensor<[number]>; readonly y: Tensor<[number]> };

export const objective: Objective<Params, State, Points, 'noise'> = ({ params, state }, { x, y }, draw) => {
  const noise = uniform(draw, []);
  const errors = subtract(add(multiply(x, params.a), add(params.b, multiply(noise, 0.01))), y);
  return { loss: mean(square(errors)), state: { batches: add(state.batches, 1) }, measures: { noise } };
};

export const first = (optimizer: Optimizer) =>
  startFrom<Params, State>(
    { params: { a: scalar(0), b: scalar(0) }, state: { batches: scalar(0, 'int32') } },
    optimizer,
    key(3),
  );

export const stepOf = (optimizer: Optimizer) => trainingStep({ objective, optimizer });

/** three batches on y = 2x − 1 */
export const points: readonly Points[] = [
  { x: tensor([0, 1]), y: tensor([-1, 1]) },
  { x: tensor([2, 3]), y: tensor([3, 5]) },
  { x: tensor([-1]), y: tensor([-3]) },
];
