import type { EngineName } from './engines.js';
import type { Flags } from './flags.js';
import type { NetworkName } from './networks.js';
import { sources } from './sources.js';
import type { Source, SourceName } from './sources.js';

/** What a run does, with nothing left open. */
export interface Settings {
  readonly data: SourceName;
  readonly network: NetworkName;
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
  const usual = flags.quick === true ? quick : source;
  const limit = flags.limit ?? usual.limit;
  return {
    data,
    network: flags.model ?? source.network,
    epochs: flags.epochs ?? usual.epochs,
    limit,
    validation: Math.min(200, Math.ceil(limit / 5)),
    testLimit: flags.testLimit ?? usual.testLimit,
    batch: flags.batch ?? 16,
    seed: flags.seed ?? 1,
    engine: flags.engine ?? 'reference',
    report: flags.report ?? 'report',
  };
};

/** What must be the same for a run to be resumed. */
export const notesOf = ({ data, network, epochs, limit, batch, seed }: Settings): Readonly<Record<string, string>> => ({
  data,
  network,
  epochs: String(epochs),
  limit: String(limit),
  batch: String(batch),
  seed: String(seed),
});
