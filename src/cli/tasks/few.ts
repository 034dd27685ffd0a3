import { select } from '../../data/index.js';
import type { Dataset } from '../../data/index.js';
import { permutation } from '../../random/index.js';
import type { Key } from '../../random/index.js';
import { toArray } from '../../tensor/literal.js';
import { Interrupted } from '../keep.js';
import { learn } from '../learn.js';
import type { Learned, Lesson } from '../learn.js';
import type { Workshop } from '../task.js';

/** The examples of some classes, which are numbered anew from 0 in the order given. */
export const ofClasses = (dataset: Dataset, classes: readonly number[]): Dataset => {
  const positions = [...dataset.labels.keys()].filter((at) => classes.includes(dataset.labels[at] ?? -1));
  const chosen = select(dataset, Int32Array.from(positions));
  return { ...chosen, labels: chosen.labels.map((label) => classes.indexOf(label)) };
};

/** As many examples of each class, drawn at random. */
export const fewOfEach = <D extends Dataset>(dataset: D, count: number, key: Key): Dataset<D['shape']> => {
  const order = [...toArray(permutation(key, dataset.labels.length))];
  const labels = [...new Set(dataset.labels)].sort((a, b) => a - b);
  const chosen = labels.flatMap((label) => order.filter((at) => dataset.labels[at] === label).slice(0, count));
  return select(dataset, Int32Array.from(chosen));
};

/** The mean of some numbers and their standard deviation. */
export const spread = (values: readonly number[]): { readonly mean: number; readonly deviation: number } => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / Math.max(1, values.length - 1)) };
};

/** "75.1 ± 1.2 %", of one number "75.1 %" */
export const share = (values: readonly number[]): string => {
  const { mean, deviation } = spread(values);
  return `${(100 * mean).toFixed(1)}${values.length > 1 ? ` ± ${(100 * deviation).toFixed(1)}` : ''} %`;
};

/** Follows a lesson to its end, one of many that are not worth resuming; an interrupt ends the task. */
export const unbroken = async <P, S, B, M extends string>(
  lesson: Lesson<P, S, B, M>,
  { terminal, interrupt }: Workshop,
  { silent = false } = {},
): Promise<Learned<P, S>> => {
  const quiet = { ...terminal, interactive: false, print: () => undefined };
  const learned = await learn(lesson, { interrupt, terminal: silent ? quiet : terminal });
  if (learned.interrupted) throw new Interrupted();
  return learned;
};
