import type { Step, StepRecord } from './step.js';
import type { Training } from './training.js';

/** The batches of an epoch, made when asked for; they depend on nothing but its number, or a run could not be resumed. */
export type Epochs<B> = (epoch: number) => Iterable<B> | AsyncIterable<B>;

/** What a run consists of. */
export interface FitOptions<P, S, B, M extends string> {
  readonly step: Step<P, S, B, M>;
  readonly batches: Epochs<B>;
  /** how many epochs are complete in the end */
  readonly epochs: number;
}

/**
 * A run as a fold over batches that shows each of its steps: the caller prints, plots, saves, or stops by reading no further. A run that was
 * saved in the middle of an epoch goes on behind the batches it has seen.
 *
 * Errors   "fit: the number of epochs must be whole and not negative, it is -1"
 * @example
 * import { sgd } from 'pullback/optim';
 * import { startFrom, trainingStep } from 'pullback/train';
 * const objective = (variables: { params: Tensor<[]>; state: readonly [] }, target: Tensor<[]>) =>
 *   ({ loss: square(subtract(variables.params, target)), state: variables.state, measures: {} });
 * const step = trainingStep({ objective, optimizer: sgd({ rate: 0.5 }) });
 * const run = startFrom({ params: scalar(0), state: [] as const }, sgd({ rate: 0.5 }), random.key(1));
 * for await (const { loss } of fit(run, { step, batches: () => [scalar(3)], epochs: 2 })) console.log(loss); // 9, then 0
 */
export async function* fit<P, S, B, M extends string>(
  from: Training<P, S>,
  { step, batches, epochs }: FitOptions<P, S, B, M>,
): AsyncGenerator<StepRecord<P, S, M>, Training<P, S>> {
  if (!Number.isSafeInteger(epochs) || epochs < 0)
    throw new RangeError(`fit: the number of epochs must be whole and not negative, it is ${epochs}`);
  let training = from;
  while (training.epoch < epochs) {
    const { epoch, batch: done } = training;
    let seen = 0;
    for await (const batch of batches(epoch)) {
      if (seen++ < done) continue;
      const record = step(training, batch);
      ({ training } = record);
      yield record;
    }
    training = { ...training, epoch: epoch + 1, batch: 0 };
  }
  return training;
}
