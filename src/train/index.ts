/** Training as a fold: steps, runs, what they measure, when they stop, and how they are saved. */
export { augmented, type Change } from './augmented.js';
export {
  beginAutoencoder,
  encoded,
  masked,
  reconstruction,
  type Autoencoder,
  type Both,
  type Unlabelled,
} from './autoencoder.js';
export { examples, inOrder, shuffled, toBatch, type Batch } from './batch.js';
export { checkpoint, type Checkpoint } from './checkpoint.js';
export { crossValidate, type CrossValidation, type CrossValidationOptions } from './cross-validate.js';
export { earlyStopping, unwatched, type EarlyStopping, type Watch } from './early-stopping.js';
export { epochs, finished, type Best, type Course, type EpochRecord } from './epochs.js';
export type { EpochsOptions, Moment, Tally, Trained } from './epochs.js';
export { evaluateModel, type Evaluation, type Evaluator } from './evaluate-model.js';
export { fit, type Epochs, type FitOptions } from './fit.js';
export * from './metrics/index.js';
export { classification } from './objective.js';
export { languageModelling, nats, written, type LanguageModel, type WritingOptions } from './language.js';
export { prefetched } from './prefetched.js';
export { lineOf, record, story, type Line, type Settings } from './record.js';
export { findRate, type FindRateOptions, type RateFinding, type RatePoint } from './rate-finder.js';
export { restore, store } from './restore.js';
export { grid, gridSearch, logUniformly, oneOf, randomSearch, ranked, sample, uniformly } from './search.js';
export type { Grid, Search, Space, Trial } from './search.js';
export { trainingStep, type Objective, type Outcome, type Step, type StepOptions, type StepRecord } from './step.js';
export { transferred, type Transfer } from './transfer.js';
export { validation, type ValidationOptions } from './validation.js';
export { begin, startFrom, type Training } from './training.js';
