import type { ModelName } from '../../../models/index.js';
import type { Notes } from '../../keep.js';
import { sources } from '../../sources.js';
import type { Source, SourceName } from '../../sources.js';
import type { Choice, Workshop } from '../../task.js';

/** What a run does, with nothing left open. */
export interface Settings {
  readonly data: SourceName;
  readonly model: ModelName;
  readonly epochs: number;
  readonly limit: number;
  readonly validation: number;
  readonly testLimit: number;
  readonly batch: number;
}

/** small enough for the slowest engine to be done within seconds */
const small = { limit: 96, testLimit: 64, epochs: 1 };

/** The settings that flags leave to the source of images, and those that are the same for all. */
export const settingsOf = ({ data, model }: Choice<SourceName, ModelName>, { flags, quick }: Workshop): Settings => {
  const source: Source = sources[data];
  const size = quick ? small : source;
  const limit = flags.limit ?? size.limit;
  return {
    data,
    model: model ?? source.model,
    epochs: flags.epochs ?? size.epochs,
    limit,
    validation: Math.min(1000, Math.ceil(limit / 5)),
    testLimit: flags.testLimit ?? size.testLimit,
    batch: flags.batch ?? 16,
  };
};

/** What must be the same for a run to be resumed. */
export const notesOf = ({ data, model, epochs, limit, batch }: Settings, { flags }: Workshop): Notes => ({
  data,
  model,
  epochs: String(epochs),
  limit: String(limit),
  batch: String(batch),
  seed: String(flags.seed ?? 1),
});
