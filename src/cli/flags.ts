import { Command, CommanderError } from 'commander';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as t from 'io-ts';
import { engines } from './engines.js';

const whole = (least: number): t.Type<number, string> =>
  new t.Type(
    `a whole number from ${least}`,
    t.number.is,
    (input, context) => {
      const number = typeof input === 'string' && /^\d+$/.test(input) ? Number(input) : NaN;
      return Number.isSafeInteger(number) && number >= least ? t.success(number) : t.failure(input, context);
    },
    String,
  );

const positive: t.Type<number, string> = new t.Type(
  'a number above 0',
  t.number.is,
  (input, context) =>
    typeof input === 'string' && Number(input) > 0 && Number(input) < Infinity
      ? t.success(Number(input))
      : t.failure(input, context),
  String,
);

const oneOf = <K extends string>(table: Readonly<Record<K, unknown>>): t.Type<K> => {
  const names: readonly string[] = Object.keys(table);
  const is = (input: unknown): input is K => typeof input === 'string' && names.includes(input);
  return new t.Type(
    `one of ${names.join(', ')}`,
    is,
    (input, context) => (is(input) ? t.success(input) : t.failure(input, context)),
    t.identity,
  );
};

const path = new t.Type<string>(
  'some text',
  t.string.is,
  (input, context) => (typeof input === 'string' && input !== '' ? t.success(input) : t.failure(input, context)),
  t.identity,
);

const codec = t.partial({
  task: path,
  data: path,
  dir: path,
  model: path,
  weights: path,
  resume: path,
  evaluate: t.literal(true),
  epochs: whole(0),
  limit: whole(1),
  testLimit: whole(1),
  batch: whole(1),
  seed: whole(0),
  engine: oneOf(engines),
  threads: whole(1),
  report: path,
  save: path,
  recipe: path,
  prompt: path,
  length: whole(1),
  temperature: positive,
  quick: t.literal(true),
  json: t.literal(true),
});

/** What the command line says. */
export type Flags = Readonly<t.TypeOf<typeof codec>>;

const names = (table: object): string => Object.keys(table).join(', ');

/** One row a flag: how it is written and what it does. */
const rows: { readonly [F in keyof Flags]-?: readonly [flag: string, about: string] } = {
  task: ['--task <name>', 'what to do, one of those below (classify)'],
  data: ['--data <name>', 'what to learn from, among what the task takes'],
  dir: ['--dir <path>', 'the folder with the files of data that is not drawn or written by the program itself'],
  model: ['--model <name>', 'the network, among those of the task'],
  weights: ['--weights <file>', 'start from these parameters: safetensors with PyTorch names, or what --save wrote'],
  resume: ['--resume <file>', 'go on with a run that --save or Ctrl-C has left, bit for bit, under the same flags'],
  evaluate: ['--evaluate', 'judge the network on the test images, without training'],
  epochs: ['--epochs <n>', 'how often to go through what there is to learn from'],
  limit: ['--limit <n>', 'how many examples to learn from'],
  testLimit: ['--test-limit <n>', 'how many examples to test on'],
  batch: ['--batch <n>', 'examples a step'],
  recipe: [
    '--recipe <name>',
    'how to train: usual, or plain, which is Adam at 0.001 on the images as they are (usual)',
  ],
  prompt: ['--prompt <text>', 'how the text begins that is to be written'],
  length: ['--length <n>', 'how many characters to write'],
  temperature: ['--temperature <t>', 'how daring to be in writing: below 1 less, above 1 more (1)'],
  seed: ['--seed <n>', 'what all random numbers come from (1)'],
  engine: ['--engine <name>', `what computes: ${names(engines)} (wasm)`],
  threads: ['--threads <n>', 'threads of the wasm engine (one for each core)'],
  report: ['--report <dir>', 'the folder for the report (report)'],
  save: ['--save <file>', 'write the trained network here, as a checkpoint in safetensors'],
  quick: ['--quick', 'a run of seconds that shows that everything works, not that it learns'],
  json: ['--json', 'print the results as one JSON object in the last line'],
};

/** The flags that not every task understands. */
const own = {
  ...{ weights: true, resume: true, evaluate: true, save: true, recipe: true },
  ...{ prompt: true, length: true, temperature: true },
} as const satisfies { readonly [F in keyof Flags]?: true };
export type OwnFlag = keyof typeof own;
const isOwn = (flag: string): flag is OwnFlag => Object.hasOwn(own, flag);

/** What every task says of itself; the first source of data and the first model are those taken unless told otherwise. */
export interface Description<D extends string, M extends string> {
  /** what it does, as --help says it */
  readonly about: string;
  readonly data: readonly [D, ...D[]];
  readonly models: readonly [M, ...M[]];
  readonly flags: readonly OwnFlag[];
}

type Tasks<T extends Description<string, string>> = Readonly<Record<string, T>>;

const about = (tasks: Tasks<Description<string, string>>): string =>
  [
    'Tasks:',
    ...Object.entries(tasks).flatMap(([name, { about, data, models, flags }]) => [
      `  ${name.padEnd(10)} ${about}`,
      `  ${' '.repeat(10)} --data ${data.join(', ')}`,
      `  ${' '.repeat(10)} --model ${models.join(', ')}`,
      ...(flags.length === 0 ? [] : [`  ${' '.repeat(10)} ${flags.map((flag) => `--${flag}`).join(', ')}`]),
    ]),
  ].join('\n');

/** The flags, the text of --help, or a sentence about what is wrong. */
export type Parsed<T> = E.Either<string, { readonly task: T; readonly flags: Flags } | { readonly help: string }>;

/** Reads the words behind the program's name. */
export const parse = <T extends Description<string, string>>(words: readonly string[], tasks: Tasks<T>): Parsed<T> => {
  const command = new Command('pullback')
    .description('Trains a network, shows how it learns and writes a report.')
    .allowExcessArguments(false)
    .showSuggestionAfterError(false)
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
    .exitOverride();
  Object.values(rows).forEach(([flag, about]) => command.option(flag, about));
  try {
    command.parse(words, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.code === 'commander.helpDisplayed')
      return E.right({ help: `${command.helpInformation().trimEnd()}\n\n${about(tasks)}` });
    return E.left(sentence(error));
  }
  return pipe(
    codec.decode(command.opts()),
    E.mapLeft(complaint),
    E.chain((flags) => fitting(flags, tasks)),
  );
};

const sentence = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');

const complaint = (errors: t.Errors): string => {
  const { value, context } = errors[0] ?? { value: undefined, context: [] };
  const row = Object.entries(rows).find(([name]) => name === context.at(1)?.key)?.[1];
  return `${row?.[0].split(' ', 1).join() ?? 'flags'}: expected ${context.at(-1)?.type.name ?? 'another value'}, got "${String(value)}"`;
};

/** the task that the flags name, if it understands them all */
const fitting = <T extends Description<string, string>>(flags: Flags, tasks: Tasks<T>): Parsed<T> => {
  const [first = ''] = Object.keys(tasks);
  const name = flags.task ?? first;
  const task = Object.entries(tasks).find(([one]) => one === name)?.[1];
  if (task === undefined) return E.left(`--task: expected one of ${names(tasks)}, got "${name}"`);
  const foreign = Object.keys(flags).find((flag) => isOwn(flag) && !task.flags.includes(flag));
  return foreign === undefined ? E.right({ task, flags }) : E.left(`--${foreign}: the task ${name} has no use for it`);
};
