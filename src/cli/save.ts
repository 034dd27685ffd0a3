import { dirname } from 'node:path';
import type { ChannelStatistics } from '../data/index.js';
import { writeFile } from '../node/index.js';
import { checkpoint } from '../train/index.js';
import type { Training } from '../train/index.js';
import type { Params, State } from './classifier.js';
import { makeFolder } from './folder.js';
import { awaited } from './refusal.js';

/** The names under which the statistics of the images stand among the notes of a file. */
export const statisticsNames = { mean: 'normalize_mean', deviation: 'normalize_std' } as const;

/** Writes a run, and how its images were standardised, so that it can be judged or resumed. */
export const save = async (
  file: string,
  training: Training<Params, State>,
  { mean, deviation }: ChannelStatistics,
  notes: Readonly<Record<string, string>>,
): Promise<void> => {
  const all = { ...notes, [statisticsNames.mean]: mean.join(), [statisticsNames.deviation]: deviation.join() };
  await awaited(makeFolder(dirname(file)));
  await awaited(writeFile(file, checkpoint(training), { training, notes: all }));
};
