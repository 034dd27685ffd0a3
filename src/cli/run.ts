import { dirname, join } from 'node:path';
import { channelStatistics, standardise } from '../data/index.js';
import type { Dataset } from '../data/index.js';
import { parameterCount, summary, summaryRows } from '../nn/index.js';
import { key, split } from '../random/index.js';
import { begin, evaluateModel, inOrder } from '../train/index.js';
import { baseline } from './baseline.js';
import { classifier } from './classifier.js';
import { engines } from './engines.js';
import type { Flags } from './flags.js';
import { makeFolder } from './folder.js';
import { listen } from './interrupt.js';
import { judged, learn, optimizerFor } from './learn.js';
import type { Company, Learned } from './learn.js';
import { awaited, given } from './refusal.js';
import { writeReport } from './report.js';
import { save } from './save.js';
import { notesOf, settingsOf } from './settings.js';
import type { Settings } from './settings.js';
import { sources } from './sources.js';
import { startOf } from './start.js';
import { duration, percent } from './terminal.js';
import type { Terminal } from './terminal.js';

/** The status of a program that Ctrl-C has ended. */
const interruptedStatus = 130;
/** the learning rate at the height of its cycle */
const peak = 5e-3;

/**
 * Trains or judges a network as the flags say, and returns the exit status.
 *
 * Errors   a `Refusal`, whose sentence says what to change
 */
export const run = async (flags: Flags, terminal: Terminal): Promise<number> => {
  const interrupt = listen();
  try {
    return await session(flags, settingsOf(flags), { terminal, interrupt });
  } finally {
    interrupt.release();
  }
};

const session = async (flags: Flags, settings: Settings, company: Company): Promise<number> => {
  const began = performance.now();
  const { print } = company.terminal;
  const { shape, classes, load } = sources[settings.data];
  const engine = engines[settings.engine]({ threads: flags.threads });
  const training = flags.evaluate !== true;

  await awaited(makeFolder(settings.report));
  if (flags.save !== undefined) await awaited(makeFolder(dirname(flags.save)));
  const model = given(classifier(settings.model, shape, classes.length));
  const [initial, order] = split(key(settings.seed));
  // what an optimiser remembers at first does not depend on its rate, so this one serves before the images are there
  const fresh = begin(model, optimizerFor(1, settings, peak), initial);
  const start = await awaited(startOf(model, fresh, flags, notesOf(settings)));
  const data = await awaited(load({ dir: flags.dir, ...settings }));

  const optimizer = optimizerFor(data.train.labels.length, settings, peak);
  const statistics = start.statistics ?? channelStatistics(data.train);
  const ready = (part: Dataset): Dataset => standardise(part, statistics);
  const lesson = {
    ...settings,
    label: 'epoch',
    engine,
    order,
    train: ready(data.train),
    validation: ready(data.validation),
  };
  const test = ready(data.test);
  const judge = evaluateModel(model, { engine });

  print(`${settings.model} on ${settings.data}\n\n${summary(model)}\n`);
  const count = ({ labels }: Dataset): number => labels.length;
  const learning = training ? `${count(data.train)} to learn from, ${count(data.validation)} for validation, ` : '';
  print(`images: ${learning}${count(data.test)} to test on`);
  const learned: Learned = training
    ? await learn(model, start.training, optimizer, lesson, judge, company)
    : { training: start.training, losses: [], epochs: [], interrupted: false };
  const linear = training && !learned.interrupted ? await baseline(lesson, test, classes.length, company) : undefined;

  const interrupted = learned.interrupted || linear?.interrupted === true;
  const file = flags.save ?? (interrupted ? join(settings.report, 'checkpoint.safetensors') : undefined);
  if (file !== undefined) {
    await save(file, learned.training, statistics, notesOf(settings));
    print(`saved after step ${learned.training.step}: ${file}`);
    if (interrupted) {
      print(`interrupted; the same command with --resume ${file} goes on from there`);
      return interruptedStatus;
    }
  }

  const result = await judge(learned.training, inOrder(test, judged));
  const seconds = (performance.now() - began) / 1000;
  const last = learned.epochs.at(-1);
  const accuracies = [
    ...(last === undefined
      ? []
      : [`training ${percent(last.accuracy)}`, `validation ${percent(last.validation.accuracy)}`]),
    `test ${percent(result.accuracy)}`,
  ];
  const text = [
    `accuracy: ${accuracies.join(', ')}; test loss ${result.loss.toFixed(3)}`,
    ...(linear === undefined ? [] : [`a linear classifier on the same images: test ${percent(linear.test.accuracy)}`]),
    `${duration(seconds)} on the ${engine.name} engine`,
  ];
  text.forEach(print);
  const title = `${settings.model} on ${settings.data}`;
  const { epochs, losses } = learned;
  const rows = { summary: summaryRows(model), params: learned.training.params, linear: linear?.params };
  const findings = { title, text: text.join('\n'), ...rows, losses, epochs, test: result, images: data.test, classes };
  print(`report: ${await awaited(writeReport(settings.report, findings))}`);
  if (flags.json === true) {
    const { accuracy, loss } = result;
    const about = {
      parameters: parameterCount(model),
      engine: engine.name,
      data: settings.data,
      model: settings.model,
    };
    const compared = linear === undefined ? {} : { linear: linear.test.accuracy };
    print(
      JSON.stringify({
        accuracy,
        loss,
        seconds,
        ...about,
        seed: settings.seed,
        steps: learned.training.step,
        ...compared,
      }),
    );
  }
  return 0;
};
