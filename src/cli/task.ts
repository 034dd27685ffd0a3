import type { Engine } from '../index.js';
import type { Key } from '../random/index.js';
import type { Markup, Section } from '../viz/index.js';
import type { Description, Flags } from './flags.js';
import type { Interrupt } from './interrupt.js';
import { Refusal } from './refusal.js';
import type { Terminal } from './terminal.js';

/** A part of a report; its figure is also a file of its own if that has a name. */
export interface Chapter extends Section {
  readonly file?: string;
}

/** What a task found: lines for the reader, the chapters of its report, and the same as an object for a program. */
export interface Findings {
  readonly title: string;
  readonly text: readonly string[];
  readonly chapters: readonly Chapter[];
  readonly result: Readonly<Record<string, string | number | readonly number[]>>;
}

/** The figure of a chapter, with the name of its own file. */
export const drawing = ({ file, svg }: Chapter): readonly (readonly [string, Markup])[] =>
  file === undefined || svg === undefined ? [] : [[file, svg]];

/** What a task works with: what the user asked for, who is told, who may interrupt, and what computes. */
export interface Workshop {
  readonly flags: Flags;
  readonly terminal: Terminal;
  readonly interrupt: Interrupt;
  readonly engine: Engine;
  /** what all random numbers of the task come from: `--seed` */
  readonly key: Key;
  /** whether a run of seconds is wanted that shows that everything works */
  readonly quick: boolean;
  /** the folder of the report, which is there already */
  readonly report: string;
}

/** Which data and model of those a task has; the model is left open where it depends on the data. */
export interface Choice<D extends string, M extends string> {
  readonly data: D;
  readonly model: M | undefined;
}

/** Something the program can do from beginning to end. */
export interface Task extends Description<string, string> {
  readonly run: (workshop: Workshop) => Promise<Findings>;
}

const chosen = <N extends string>(flag: string, name: string | undefined, names: readonly N[]): N | undefined => {
  const found = names.find((one) => one === name);
  if (found === undefined && name !== undefined)
    throw new Refusal(`${flag}: expected one of ${names.join(', ')}, got "${name}"`);
  return found;
};

/**
 * A task from its description and what it does with one of its sources of data and one of its models.
 * Errors   a `Refusal`: "--data: expected one of road-signs, mnist, got "imagenet""
 */
export const task = <D extends string, M extends string>(
  description: Description<D, M>,
  perform: (choice: Choice<D, M>, workshop: Workshop) => Promise<Findings>,
): Task => ({
  ...description,
  run: async (workshop) => {
    const { data, model } = workshop.flags;
    const source = chosen('--data', data, description.data) ?? description.data[0];
    return perform({ data: source, model: chosen('--model', model, description.models) }, workshop);
  },
});
