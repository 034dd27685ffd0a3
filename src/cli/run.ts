import { dirname, join } from 'node:path';
import { channelStatistics, standardise } from '../data/index.js';
import type { Dataset } from '../data/index.js';
import { parameterCount, summary, summaryRows } from '../nn/index.js';
import { writeFile } from '../node/index.js';
import { key, split } from '../random/index.js';
import { begin, checkpoint, evaluateModel, examples, inOrder } from '../train/index.js';
import { baseline } from './baseline.js';
import { engines } from './engines.js';
import type { Flags } from './flags.js';
import { listen } from './interrupt.js';
import { judged, learn, optimizerFor } from './learn.js';
import type { Company, Images, Learned } from './learn.js';
import { networks } from './networks.js';
import type { Classifier, ImageShape } from './networks.js';
import { awaited, given } from './refusal.js';
import { makeFolder, writeReport } from './report.js';
import { notesOf, settingsOf } from './settings.js';
import type { Settings } from './settings.js';
import { sources } from './sources.js';
import type { Data } from './sources.js';
import { startOf, statisticsNames } from './start.js';
import { duration, percent } from './terminal.js';
import type { Terminal } from './terminal.js';

/** The status of a program that Ctrl-C has ended. */
const interruptedStatus = 130;

/**
 * Trains or judges a network as the flags say, and returns the exit status.
 *
 * Errors   a `Refusal` or a `ShapeError`, whose sentence says what to change
 */
export const run = async (flags: Flags, terminal: Terminal): Promise<number> => {
  const settings = settingsOf(flags);
  const interrupt = listen();
  try {
    await awaited(makeFolder(settings.report));
    if (flags.save !== undefined) await awaited(makeFolder(dirname(flags.save)));
    const { shape, load } = sources[settings.data];
    const data = await awaited(load({ dir: flags.dir, ...settings }));
    return await networks[settings.network].build(shape, data.classes.length, (classifier) =>
      session(classifier, flags, settings, data, { terminal, interrupt }),
    );
  } finally {
    interrupt.release();
  }
};

const session = async <P, S>(
  classifier: Classifier<P, S>,
  flags: Flags,
  settings: Settings,
  data: Data,
  company: Company,
): Promise<number> => {
  const began = performance.now();
  const { print } = company.terminal;
  const engine = engines[settings.engine];
  const [initial, order] = split(key(settings.seed));
  const optimizer = optimizerFor(data.train.labels.length, settings, networks[settings.network].peak);
  const start = await awaited(startOf(flags, begin(classifier, optimizer, initial), notesOf(settings)));
  const statistics = start.statistics ?? channelStatistics(data.train);
  const ready = (part: Dataset): Images =>
    given(examples<[...ImageShape]>(standardise(part, statistics), classifier.input));
  const lesson = { ...settings, engine, order, train: ready(data.train), validation: ready(data.validation) };
  const test = ready(data.test);
  const judge = evaluateModel(classifier, { engine });

  print(`${settings.network} on ${settings.data}\n\n${summary(classifier)}\n`);
  print(
    `images: ${data.train.labels.length} to learn from, ${data.validation.labels.length} for validation, ${data.test.labels.length} to test on`,
  );
  const learned: Learned<P, S> =
    flags.evaluate === true
      ? { training: start.training, losses: [], epochs: [], interrupted: false }
      : await learn(classifier, start.training, optimizer, lesson, judge, company);
  const linear =
    flags.evaluate === true || learned.interrupted
      ? undefined
      : await baseline(lesson, test, data.classes.length, company);

  const interrupted = learned.interrupted || linear?.interrupted === true;
  const file = flags.save ?? (interrupted ? join(settings.report, 'checkpoint.safetensors') : undefined);
  if (file !== undefined) {
    const notes = {
      ...notesOf(settings),
      [statisticsNames.mean]: statistics.mean.join(),
      [statisticsNames.deviation]: statistics.deviation.join(),
    };
    await awaited(writeFile(file, checkpoint(learned.training), { training: learned.training, notes }));
    print(`saved after step ${learned.training.step}: ${file}`);
  }
  if (interrupted) {
    print(`interrupted; the same command with --resume ${file ?? ''} goes on from there`);
    return interruptedStatus;
  }

  const result = await judge(learned.training, inOrder(test, judged));
  const seconds = (performance.now() - began) / 1000;
  const text = [
    `test images: accuracy ${percent(result.accuracy)}, loss ${result.loss.toFixed(3)}`,
    ...(linear === undefined ? [] : [`a linear classifier on the same images: ${percent(linear.test.accuracy)}`]),
    `${duration(seconds)} on the engine "${engine.name}"`,
  ];
  text.forEach(print);
  const page = await awaited(
    writeReport(settings.report, {
      title: `${settings.network} on ${settings.data}`,
      text: text.join('\n'),
      summary: summaryRows(classifier),
      params: learned.training.params,
      linear: linear?.params,
      losses: learned.losses,
      epochs: learned.epochs,
      test: result,
      images: data.test,
      classes: data.classes,
    }),
  );
  print(`report: ${page}`);
  if (flags.json === true)
    print(
      JSON.stringify({
        accuracy: result.accuracy,
        loss: result.loss,
        seconds,
        parameters: parameterCount(classifier),
        engine: engine.name,
        data: settings.data,
        model: settings.network,
        seed: settings.seed,
        steps: learned.training.step,
        ...(linear === undefined ? {} : { linear: linear.test.accuracy }),
      }),
    );
  return 0;
};
