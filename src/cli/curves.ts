import { lineChart } from '../viz/index.js';
import { shown } from './learn.js';
import type { Learned } from './learn.js';
import type { Chapter } from './task.js';

/** What a measure is called on the page and on its axis, and what the chapter says of it. */
export interface Axis {
  readonly heading: string;
  readonly y: string;
  readonly text: string;
}

/** A chapter with the curve of a measure: of each step (the loss alone is kept that closely), of each epoch, and of validation. */
export const curve = <P, S>(
  { losses, epochs }: Learned<P, S>,
  measure: string,
  { heading, y, text }: Axis,
): Chapter => {
  const values = (part: 'training' | 'validation'): readonly (readonly [number, number])[] =>
    epochs.flatMap(({ epoch, [part]: measured }) => {
      const value = measured[measure];
      return value === undefined ? [] : [[epoch, value] as const];
    });
  const series = [
    { name: 'training, each step', values: measure === 'loss' ? losses : [] },
    { name: 'training, epoch', values: values('training') },
    { name: 'validation', values: values('validation') },
  ].filter((one) => one.values.length > 0);
  const cell = (value: number | undefined): string => (value === undefined ? '' : shown(measure, value));
  return {
    heading,
    text,
    file: `${measure}.svg`,
    svg: lineChart({ title: heading, x: 'epoch', y, series }),
    table: {
      columns: ['epoch', 'training', 'validation'],
      rows: epochs.map(({ epoch, training, validation }) => [
        String(epoch),
        cell(training[measure]),
        cell(validation[measure]),
      ]),
    },
  };
};

/** The chapters with the curves of some measures; none where nothing was learned. */
export const curves = <P, S>(learned: Learned<P, S>, axes: Readonly<Record<string, Axis>>): readonly Chapter[] =>
  learned.epochs.length === 0 ? [] : Object.entries(axes).map(([measure, axis]) => curve(learned, measure, axis));
