import { channelStatistics, standardise } from '../../../data/index.js';
import type { Dataset } from '../../../data/index.js';
import { models } from '../../../models/index.js';
import type { ModelName } from '../../../models/index.js';
import { parameterCount, summary, summaryRows } from '../../../nn/index.js';
import { split } from '../../../random/index.js';
import { begin, evaluateModel, inOrder } from '../../../train/index.js';
import { park, resumed } from '../../keep.js';
import { complete } from '../../learn.js';
import type { Learned } from '../../learn.js';
import { awaited, given, Refusal } from '../../refusal.js';
import { sources } from '../../sources.js';
import type { SourceName } from '../../sources.js';
import { task } from '../../task.js';
import { percent } from '../../terminal.js';
import { baseline } from './baseline.js';
import { chaptersOn } from './chapters.js';
import { classifier } from './classifier.js';
import type { Params, State } from './classifier.js';
import { judged, lessonFor } from './lesson.js';
import { optimizerFor } from './recipe.js';
import { notesOf, settingsOf } from './settings.js';
import { standardised, weightsOf } from './weights.js';

const names = <N extends string>(table: Readonly<Record<N, unknown>>, first: N): readonly [N, ...N[]] => {
  const others: N[] = [];
  for (const name in table) if (name !== first) others.push(name);
  return [first, ...others];
};

/** Trains or judges a network that tells images apart, with a linear classifier beside it. */
export const classify = task<SourceName, ModelName>(
  {
    about: 'a network that tells images apart, and a linear classifier beside it',
    data: names(sources, 'road-signs'),
    models: names(models, 's1'),
    flags: ['weights', 'resume', 'evaluate', 'save', 'recipe'],
  },
  async (choice, workshop) => {
    const { flags, engine, terminal } = workshop;
    const { print } = terminal;
    const settings = settingsOf(choice, workshop);
    const { shape, classes, load } = sources[settings.data];
    const { weights, resume } = flags;
    const judging = flags.evaluate === true;
    if (weights !== undefined && resume !== undefined)
      throw new Refusal('--weights and --resume: give one of them; a run that is resumed has its own weights');
    if (judging && weights === undefined) throw new Refusal('--evaluate needs --weights, the parameters to judge');

    const model = given(classifier(settings.model, shape, classes.length));
    const [initial, order] = split(workshop.key);
    // what an optimiser remembers at first does not depend on its rate, so this one serves before the images are there
    const fresh = begin(model, optimizerFor(settings.recipe, 1), initial);
    const started = weights === undefined ? undefined : await weightsOf(weights, model, fresh);
    const asked = notesOf(settings, workshop);
    const from =
      started === undefined
        ? await resumed(fresh, asked, workshop)
        : { ...fresh, params: started.params, state: started.state };
    const data = await awaited(load({ dir: flags.dir, ...settings }));
    const statistics = started?.statistics ?? channelStatistics(data.train);
    const ready = (part: Dataset): Dataset => standardise(part, statistics);
    const images = { train: ready(data.train), validation: ready(data.validation), order };
    const test = ready(data.test);
    const judge = evaluateModel(model, { engine });

    print(`${settings.model} on ${settings.data}\n\n${summary(model)}\n`);
    const count = ({ labels }: Dataset): number => labels.length;
    const learning = judging ? '' : `${count(data.train)} to learn from, ${count(data.validation)} for validation, `;
    print(`images: ${learning}${count(data.test)} to test on`);
    if (!judging) print(`recipe: ${settings.recipe.about}, ${settings.recipe.batch} images a step`);

    const notes = { ...asked, ...standardised(statistics) };
    const lesson = { ...lessonFor(model, from, judge, images, settings.recipe, workshop), notes };
    const learned: Learned<Params, State> = judging
      ? { training: from, losses: [], epochs: [], interrupted: false }
      : await complete(lesson, workshop);
    const linear = judging ? undefined : await baseline(images, test, classes.length, settings.recipe.epochs, workshop);
    if (linear?.interrupted === true) await park(learned.training, notes, workshop);

    const result = await judge(learned.training, inOrder(test, judged));
    const last = learned.epochs.at(-1);
    const share = (accuracy: number | undefined): string => percent(accuracy ?? NaN);
    const accuracies = [
      ...(last === undefined
        ? []
        : [`training ${share(last.training['accuracy'])}`, `validation ${share(last.validation['accuracy'])}`]),
      `test ${percent(result.accuracy)}`,
    ];
    return {
      title: `${settings.model} on ${settings.data}`,
      text: [
        `accuracy: ${accuracies.join(', ')}; test loss ${result.loss.toFixed(3)}`,
        ...(linear === undefined
          ? []
          : [`a linear classifier on the same images: test ${percent(linear.test.accuracy)}`]),
      ],
      chapters: chaptersOn({
        summary: summaryRows(model),
        learned,
        linear: linear?.params,
        test: result,
        images: data.test,
        classes,
      }),
      result: {
        accuracy: result.accuracy,
        loss: result.loss,
        parameters: parameterCount(model),
        data: settings.data,
        model: settings.model,
        steps: learned.training.step,
        ...(linear === undefined ? {} : { linear: linear.test.accuracy }),
      },
    };
  },
);
