import type { Engine } from '../primitive/engine.js';
import type { Variables } from '../nn/definition.js';
import { applyUpdates } from '../optim/index.js';
import type { Optimizer, StepCount } from '../optim/index.js';
import { foldIn } from '../random/index.js';
import type { Key } from '../random/index.js';
import type { Float } from '../tensor/dtype.js';
import { item, scalar } from '../tensor/literal.js';
import type { Tensor } from '../tensor/tensor.js';
import { compile, valueAndGrad } from '../transform/index.js';
import { leaves } from '../tree/index.js';
import type { Training } from './training.js';

/** What a batch says of the parameters: the loss to make small, the next state of the model, and whatever else is worth knowing. */
export interface Outcome<S, M extends string> {
  readonly loss: Tensor<[], Float>;
  readonly state: S;
  readonly measures: Readonly<Record<M, Tensor<[], Float>>>;
}

/** What is minimised: a pure function of the parameters, the state, a batch and a key. */
export type Objective<P, S, B, M extends string> = (variables: Variables<P, S>, batch: B, key: Key) => Outcome<S, M>;

/** One step of a run, as numbers, and the run after it. The measures of the objective stand beside the loss. */
export type StepRecord<P, S, M extends string> = Readonly<Record<M, number>> & {
  /** complete epochs before this step */
  readonly epoch: number;
  /** which step this is, from 1 */
  readonly step: number;
  /** how many examples the batch had */
  readonly examples: number;
  readonly loss: number;
  readonly rate: number;
  readonly training: Training<P, S>;
};

/** One update: a run and a batch to the record that holds the next run. */
export type Step<P, S, B, M extends string> = (training: Training<P, S>, batch: B) => StepRecord<P, S, M>;

/** An objective, what follows its gradient, and optionally the engine to do it on. */
export interface StepOptions<P, S, B, M extends string> {
  readonly objective: Objective<P, S, B, M>;
  readonly optimizer: Optimizer;
  readonly engine?: Engine;
}

/**
 * The step of a training run: value, gradient and update as one compiled plan. Step t draws its random numbers from `foldIn(key, t)`.
 *
 * Law      a run is a fold: the same run, batches and engine give the same bits
 */
export const trainingStep = <P, S, B, M extends string>({
  objective,
  optimizer,
  ...on
}: StepOptions<P, S, B, M>): Step<P, S, B, M> => {
  const update = compile((run: Variables<P, S>, remembered: unknown, step: StepCount, batch: B, key: Key) => {
    const loss = valueAndGrad(
      (params: P) => {
        const outcome = objective({ params, state: run.state }, batch, foldIn(key, step));
        return [outcome.loss, outcome] as const;
      },
      { aux: true },
    );
    const [[, { measures, state, loss: value }], gradients] = loss(run.params);
    const [updates, optimizerState] = optimizer.update(gradients, remembered, run.params);
    return {
      params: applyUpdates(run.params, updates),
      state,
      optimizer: optimizerState,
      loss: value,
      measures,
      rate: optimizer.rate(step),
    };
  }, on);
  return ({ params, state, optimizer: remembered, key, step, epoch, batch: done }, batch) => {
    const next = update({ params, state }, remembered, scalar(step, 'int32'), batch, key);
    return {
      ...numbers(next.measures),
      epoch,
      step: step + 1,
      examples: leaves(batch)[0]?.shape[0] ?? 1,
      loss: item(next.loss),
      rate: item(next.rate),
      training: {
        params: next.params,
        state: next.state,
        optimizer: next.optimizer,
        key,
        step: step + 1,
        epoch,
        batch: done + 1,
      },
    };
  };
};

const numbers = <M extends string>(measures: Readonly<Record<M, Tensor<[], Float>>>): Record<M, number> => {
  const entries: Record<string, number> = {};
  for (const name in measures) entries[name] = item(measures[name]);
  return entries;
};
