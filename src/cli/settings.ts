import type { ModelName } from '../models/index.js';
import { usual } from './engines.js';
import type { EngineName } from './engines.js';
import type { Flags } from './flags.js';
import { sources } from './sources.js';
import type { Source, SourceName } from './sources.js';

/** What a run does, with nothing left open. */
export interface Settings {
  readonly data: SourceName;
  readonly model: ModelName;
  readonly epochs: number;
  readonly limit: number;
  readonly validation: number;
  readonly testLimit: number;
  readonly batch: number;
  readonly seed: number;
  readonly engine: EngineName;
  readonly report: string;
}

/** small enough for the slowest engine to be done within seconds */
const quick = { limit: 96, testLimit: 64, epochs: 1 };

/** The settings that flags leave to the source of images, and those that are the same for all. */
export const settingsOf = (flags: Flags): Settings => {
  const data = flags.data ?? 'road-signs';
  const source: Source = sources[data];
  const size = flags.quick === true ? quick : source;
  const limit = flags.limit ?? size.limit;
  return {
    data,
    model: flags.model ?? source.model,
    epochs: flags.epochs ?? size.epochs,
    limit,
    validation: Math.min(1000, Math.ceil(limit / 5)),
    testLimit: flags.testLimit ?? size.testLimit,
    batch: flags.batch ?? 16,
    seed: flags.seed ?? 1,
    engine: flags.engine ?? usual,
    report: flags.report ?? 'report',
  };
};

/** What must be the same for a run to be resumed. */
export const notesOf = ({ data, model, epochs, limit, batch, seed }: Settings): Readonly<Record<string, string>> => ({
  data,
  model,
  epochs: String(epochs),
  limit: String(limit),
  batch: String(batch),
  seed: String(seed),
});
