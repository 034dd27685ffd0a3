import { channelStatistics, standardise } from '../../../data/index.js';
import type { Dataset } from '../../../data/index.js';
import type { ModelName } from '../../../models/index.js';
import type { Variables } from '../../../nn/index.js';
import { adam, chain, only } from '../../../optim/index.js';
import type { Optimizer } from '../../../optim/index.js';
import { foldIn, split } from '../../../random/index.js';
import {
  begin,
  classification,
  evaluateModel,
  inOrder,
  shuffled,
  startFrom,
  trainingStep,
  transferred,
} from '../../../train/index.js';
import { barChart } from '../../../viz/index.js';
import { curves } from '../../curves.js';
import { awaited, given } from '../../refusal.js';
import { sources } from '../../sources.js';
import { task } from '../../task.js';
import { classifier } from '../classify/classifier.js';
import type { Params, State } from '../classify/classifier.js';
import { fewOfEach, ofClasses, share, spread, unbroken } from '../few.js';

/** examples of each new class */
const shown = 10;
/** the early layers, which are kept; what follows them is replaced */
const early = /^conv/;
const [old, fresh] = [
  [0, 1, 2, 3, 4],
  [5, 6, 7, 8, 9],
];
/** how long to learn the old classes and the new ones, and how often the new; the quick one shows only that everything works */
const scales = {
  usual: { epochs: 5, tuning: 40, trials: 3 },
  quick: { epochs: 1, tuning: 2, trials: 1 },
} as const;

/** The ways to a network for the new classes. */
const ways = ['from nothing', 'the early layers fixed', 'then all'] as const;

/** Learns half of the classes from many examples, and the other half from a few: with what the first half has taught, and without. */
export const transfer = task<keyof typeof sources, ModelName>(
  {
    about: 'five classes learned from many examples, and what they are worth for learning five others from ten each',
    data: ['road-signs', 'digits', 'mnist', 'cifar-10'],
    models: ['s1', 'lenet'],
    flags: [],
  },
  async ({ data, model: asked }, workshop) => {
    const { flags, engine, terminal, quick } = workshop;
    const { shape, classes, load } = sources[data];
    const { tuning, trials, ...scale } = quick ? scales.quick : scales.usual;
    const limit = flags.limit ?? (quick ? 100 : 10_000);
    const wanted = { dir: flags.dir, limit, validation: 0, testLimit: flags.testLimit ?? (quick ? 20 : 2000) };
    const [epochs, batch] = [flags.epochs ?? scale.epochs, flags.batch ?? 32];
    const model = given(classifier(asked ?? sources[data].model, shape, old.length));
    const loaded = await awaited(load(wanted));
    const statistics = channelStatistics(loaded.train);
    const part = (of: Dataset, which: readonly number[]): Dataset => standardise(ofClasses(of, which), statistics);
    const [many, judging] = [part(loaded.train, old), part(loaded.test, old)];
    const [pool, test] = [part(loaded.train, fresh), part(loaded.test, fresh)];
    const names = (which: readonly number[]): string => which.map((at) => classes[at] ?? at).join(', ');
    terminal.print(`${many.labels.length} examples of ${names(old)}; ${shown} each of ${names(fresh)}`);

    const judge = evaluateModel(model, { engine });
    const objective = classification(model);
    const rule = adam({ rate: 1e-3 });
    const behind = chain(
      rule,
      only((path) => !early.test(path)),
    );
    const [first, order] = split(workshop.key);
    const body = await unbroken(
      {
        from: begin(model, rule, first),
        step: trainingStep({ objective, optimizer: rule, engine }),
        batches: shuffled(many, { size: batch, key: order }),
        perEpoch: Math.ceil(many.labels.length / batch),
        epochs,
        validate: async (variables) => ({ accuracy: (await judge(variables, inOrder(judging, 100))).accuracy }),
      },
      workshop,
    );
    const learner = (optimizer: Optimizer) => ({
      optimizer,
      step: trainingStep({ objective, optimizer, engine }),
    });
    const [everything, theRest] = [learner(rule), learner(behind)];
    const { params, state } = body.training;
    const found: (readonly number[])[] = [];
    for (let trial = 0; trial < trials; trial++) {
      const [drawing, initial, turns] = split(foldIn(order, trial), 3);
      const few = fewOfEach(pool, shown, drawing);
      const tuned = async (start: Variables<Params, State>, { optimizer, step }: typeof theRest) => {
        const lesson = {
          from: startFrom(start, optimizer, initial),
          step,
          batches: shuffled(few, { size: 10, key: turns }),
          perEpoch: Math.ceil(few.labels.length / 10),
          epochs: tuning,
        };
        const { training } = await unbroken(lesson, workshop, { silent: true });
        return { training, accuracy: (await judge(training, inOrder(test, 100))).accuracy };
      };
      const nothing = model.init(initial);
      const { tree } = transferred({ params, state }, nothing, (path) => early.test(path.replace('params.', '')));
      const begun = await tuned(tree, theRest);
      const whole = await tuned(begun.training, everything);
      found.push([(await tuned(nothing, everything)).accuracy, begun.accuracy, whole.accuracy]);
    }

    const scores = ways.map((_, way) => found.map((trial) => trial[way] ?? NaN));
    const told = ways.map((way, index) => `${share(scores[index] ?? [])} ${way}`).join(', ');
    const last = body.epochs.at(-1)?.validation['accuracy'] ?? NaN;
    return {
      title: `Transfer on ${data}`,
      text: [
        `${names(old)}: ${share([last])} of the test images`,
        `${names(fresh)}, from ${shown} examples each, over ${trials} trials: ${told}`,
      ],
      chapters: [
        {
          heading: 'Accuracy on the new classes',
          text: `Of ${test.labels.length} test images, after ${tuning} epochs on ${shown} examples a class: the mean of ${trials} trials, in percent.`,
          file: 'new-classes.svg',
          svg: barChart({
            title: 'Test accuracy, %',
            bars: ways.map((label, index) => ({ label, value: 100 * spread(scores[index] ?? []).mean })),
          }),
          table: {
            columns: ['trial', ...ways],
            rows: found.map((trial, index) => [index + 1, ...trial.map((score) => share([score]))]),
          },
        },
        ...curves(body, axes),
      ],
      result: {
        data,
        trials,
        old: last,
        nothing: scores[0] ?? [],
        fixed: scores[1] ?? [],
        all: scores[2] ?? [],
      },
    };
  },
);

const axes = {
  loss: { heading: 'Loss on the old classes', y: 'cross-entropy', text: 'The mean cross-entropy of each batch.' },
  accuracy: {
    heading: 'Accuracy on the old classes',
    y: 'share',
    text: 'The share of images told apart: while they were learned, and of the test images.',
  },
};
