import { Command, CommanderError } from 'commander';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as t from 'io-ts';
import { engines } from './engines.js';
import { models } from '../models/index.js';
import { sources } from './sources.js';

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
  'a path',
  t.string.is,
  (input, context) => (typeof input === 'string' && input !== '' ? t.success(input) : t.failure(input, context)),
  t.identity,
);

const codec = t.partial({
  data: oneOf(sources),
  dir: path,
  model: oneOf(models),
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
  quick: t.literal(true),
  json: t.literal(true),
});

/** What the command line says. */
export type Flags = Readonly<t.TypeOf<typeof codec>>;

const names = (table: object): string => Object.keys(table).join(', ');

/** One row a flag: how it is written and what it does. */
const rows: { readonly [F in keyof Flags]-?: readonly [flag: string, about: string] } = {
  data: ['--data <name>', `the images: ${names(sources)} (road-signs)`],
  dir: ['--dir <path>', 'the folder with the files of mnist or cifar-10'],
  model: ['--model <name>', `the network: ${names(models)} (s1, for mnist lenet)`],
  weights: ['--weights <file>', 'start from these parameters: safetensors with PyTorch names, or what --save wrote'],
  resume: ['--resume <file>', 'go on with a run that --save or Ctrl-C has left, bit for bit, under the same flags'],
  evaluate: ['--evaluate', 'judge the network on the test images, without training'],
  epochs: ['--epochs <n>', 'how often to go through the training images (8, mnist 5)'],
  limit: ['--limit <n>', 'training images (4000, mnist 60000, cifar-10 10000)'],
  testLimit: ['--test-limit <n>', 'test images (2000, from files 10000)'],
  batch: ['--batch <n>', 'images a step (16)'],
  seed: ['--seed <n>', 'what all random numbers come from (1)'],
  engine: ['--engine <name>', `what computes: ${names(engines)} (wasm)`],
  threads: ['--threads <n>', 'threads of the wasm engine (one for each core)'],
  report: ['--report <dir>', 'the folder for the report (report)'],
  save: ['--save <file>', 'write the trained network here, as a checkpoint in safetensors'],
  quick: ['--quick', 'a run of seconds that shows that everything works, not that it learns'],
  json: ['--json', 'print the results as one JSON object in the last line'],
};

/** The flags, the text of --help, or a sentence about what is wrong. */
export type Parsed = E.Either<string, { readonly flags: Flags } | { readonly help: string }>;

/** Reads the words behind the program's name. */
export const parse = (words: readonly string[]): Parsed => {
  const command = new Command('pullback')
    .description('Trains a convolutional network, shows how it learns and writes a report.')
    .allowExcessArguments(false)
    .showSuggestionAfterError(false)
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
    .exitOverride();
  Object.values(rows).forEach(([flag, about]) => command.option(flag, about));
  try {
    command.parse(words, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.code === 'commander.helpDisplayed')
      return E.right({ help: command.helpInformation().trimEnd() });
    return E.left(sentence(error));
  }
  return pipe(codec.decode(command.opts()), E.mapLeft(complaint), E.chain(consistent));
};

const sentence = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');

const complaint = (errors: t.Errors): string => {
  const { value, context } = errors[0] ?? { value: undefined, context: [] };
  const row = Object.entries(rows).find(([name]) => name === context.at(1)?.key)?.[1];
  return `${row?.[0].split(' ', 1).join() ?? 'flags'}: expected ${context.at(-1)?.type.name ?? 'another value'}, got "${String(value)}"`;
};

const consistent = (flags: Flags): Parsed =>
  flags.weights !== undefined && flags.resume !== undefined
    ? E.left('--weights and --resume: give one of them; a run that is resumed has its own weights')
    : flags.evaluate === true && flags.weights === undefined && flags.resume === undefined
      ? E.left('--evaluate needs --weights, the parameters to judge')
      : E.right({ flags });
