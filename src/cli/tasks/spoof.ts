import { liveOrSpoof, liveOrSpoofClasses } from '../../data/index.js';
import type { LiveOrSpoof } from '../../data/index.js';
import { spoofDetector } from '../../models/index.js';
import { evaluate, model, parameterCount, sigmoidCrossEntropy, summary, summaryRows, train } from '../../nn/index.js';
import { cast, equal, greater, mean } from '../../ops/index.js';
import { adam, chain, clipByGlobalNorm, oneCycle } from '../../optim/index.js';
import { foldIn, split } from '../../random/index.js';
import { show } from '../../shape/shape.js';
import { toArray } from '../../tensor/literal.js';
import type { Tensor } from '../../tensor/tensor.js';
import { begin, trainingStep } from '../../train/index.js';
import type { Objective } from '../../train/index.js';
import { compile } from '../../transform/index.js';
import { confusionMatrix, imageGrid } from '../../viz/index.js';
import { curves } from '../curves.js';
import { resumed } from '../keep.js';
import { complete } from '../learn.js';
import { task } from '../task.js';
import { percent } from '../terminal.js';
import { parts, rowsAt } from './signs/batches.js';
import { drawn } from './signs/drawing.js';

interface Batch {
  readonly images: Tensor<[number, 3, 32, 32]>;
  /** 1 for a spoof */
  readonly spoofs: Tensor<[number, 1]>;
}

const side = 32;
const judged = 100;

/** the share that the best threshold on the contrast of a picture gets right: what needs no network */
const byContrast = (known: LiveOrSpoof, test: LiveOrSpoof): number => {
  const contrasts = ({ images, labels }: LiveOrSpoof): readonly number[] =>
    Array.from(labels, (_, i) => {
      const picture = images.subarray(i * 3 * side * side, (i + 1) * 3 * side * side);
      const middle = picture.reduce((sum, value) => sum + value, 0) / picture.length;
      return Math.sqrt(picture.reduce((sum, value) => sum + (value - middle) ** 2, 0) / picture.length);
    });
  const [first, second] = [contrasts(known), contrasts(test)];
  const right = (values: readonly number[], labels: Int32Array, threshold: number): number =>
    values.filter((value, i) => (value < threshold ? 1 : 0) === labels[i]).length / values.length;
  const [best] = [...first].sort((a, b) => right(first, known.labels, b) - right(first, known.labels, a));
  return right(second, test.labels, best ?? 0);
};

/** Trains a network that tells a road sign from a picture of one, with a threshold on the contrast beside it. */
export const spoof = task<'road-signs', 'spoof'>(
  {
    about: 'a network that tells a road sign from a print or a screen that shows one',
    data: ['road-signs'],
    models: ['spoof'],
    flags: ['resume', 'save'],
  },
  async (_, workshop) => {
    const { flags, engine, quick, terminal } = workshop;
    const count = flags.limit ?? (quick ? 96 : 1500);
    const epochs = flags.epochs ?? (quick ? 2 : 8);
    const size = flags.batch ?? 32;
    const tested = flags.testLimit ?? (quick ? 24 : 500);
    const perEpoch = Math.ceil(count / size);

    const net = model([3, side, side], spoofDetector({ channels: 16 }));
    type Variables = ReturnType<typeof net.init>;
    const [initial, pictures, others] = split(workshop.key, 3);
    const steps = Math.max(1, epochs * perEpoch);
    const optimizer = chain(clipByGlobalNorm(5), adam({ rate: oneCycle({ peak: 3e-3, steps }) }));
    const objective: Objective<Variables['params'], Variables['state'], Batch, 'accuracy'> = (
      variables,
      { images, spoofs },
      key,
    ) => {
      const [logits, state] = net.forward<readonly [number]>(variables, images, train(key));
      const right = equal(greater(logits, 0), greater(spoofs, 0));
      return {
        loss: sigmoidCrossEntropy(logits, spoofs),
        state,
        measures: { accuracy: mean(cast(right, 'float32')) },
      };
    };
    const look = compile(
      (variables: Variables, images: Batch['images']) => net.forward<readonly [number]>(variables, images, evaluate)[0],
      { engine },
    );

    const notes = {
      task: 'spoof',
      limit: String(count),
      epochs: String(epochs),
      batch: String(size),
      seed: String(flags.seed ?? 1),
    };
    const from = await resumed(begin(net, optimizer, initial), notes, workshop);
    const test = liveOrSpoof(others, tested);
    terminal.print(`live or spoof, on road-signs\n\n${summary(net)}\n`);
    terminal.print(`pictures: ${count} new ones each epoch, ${tested} to test on`);
    const learned = await complete(
      {
        from,
        step: trainingStep({ objective, optimizer, engine }),
        batches: (epoch) => ({
          *[Symbol.iterator]() {
            const { images, labels } = liveOrSpoof(foldIn(pictures, epoch), count);
            const spoofs = Float32Array.from(labels);
            for (const positions of parts(count, size))
              yield {
                images: rowsAt(images, [3, side, side], positions),
                spoofs: rowsAt(spoofs, [1], positions),
              };
          },
        }),
        perEpoch,
        epochs,
        notes,
      },
      workshop,
    );

    const logits = parts(tested, judged).flatMap((positions) => [
      ...toArray(look(learned.training, rowsAt(test.images, [3, side, side], positions))),
    ]);
    const predictions = logits.map((logit) => (logit > 0 ? 1 : 0));
    const accuracy = predictions.filter((label, i) => label === test.labels[i]).length / tested;
    const contrast = byContrast(liveOrSpoof(foldIn(pictures, 0), Math.min(count, 500)), test);
    const counts = [0, 1].map((truth) =>
      [0, 1].map((said) => predictions.filter((label, i) => label === said && test.labels[i] === truth).length),
    );
    const spoofs = test.labels.reduce((sum, label) => sum + label, 0);
    const often = Math.max(spoofs, tested - spoofs) / tested;
    const wrong = predictions.flatMap((label, i) => (label === test.labels[i] ? [] : [i]));
    const name = (label: number | undefined): string => liveOrSpoofClasses[label ?? 0] ?? '';
    const picture = (i: number) =>
      drawn(test.images, side, i, [], `${name(test.labels[i])}, said ${name(predictions[i])}`, 1);
    return {
      title: 'A sign, or a picture of one',
      text: [
        `accuracy on ${tested} pictures: ${percent(accuracy)}; by contrast alone ${percent(contrast)}, always the more frequent ${percent(often)}`,
      ],
      chapters: [
        {
          heading: 'Test pictures',
          text: `${percent(accuracy)} are right; a threshold on the contrast of the picture gets ${percent(contrast)}.`,
          file: 'confusion.svg',
          svg: confusionMatrix({ title: 'Live or spoof', labels: [...liveOrSpoofClasses], counts }),
        },
        {
          heading: 'Live and spoof',
          file: 'pictures.svg',
          svg: imageGrid({
            title: 'Pictures to test on',
            columns: 6,
            images: Array.from({ length: Math.min(12, tested) }, (__, i) => picture(i)),
          }),
        },
        ...(wrong.length === 0
          ? []
          : [
              {
                heading: 'Mistaken',
                file: 'mistaken.svg',
                svg: imageGrid({ title: 'Mistaken', columns: 6, images: wrong.slice(0, 12).map(picture) }),
              },
            ]),
        ...curves(learned, {
          loss: { heading: 'Loss', y: 'binary cross-entropy', text: 'The mean over the pictures.' },
          accuracy: {
            heading: 'Accuracy',
            y: 'accuracy',
            text: 'Of the pictures of each epoch, before they were learned.',
          },
        }),
        {
          heading: 'The network',
          table: {
            columns: ['name', 'layer', 'output', 'parameters'],
            rows: summaryRows(net).map(({ path, layer, output, parameters }) => [
              path,
              layer,
              show(output),
              parameters,
            ]),
          },
        },
      ],
      result: { accuracy, contrast, parameters: parameterCount(net), steps: learned.training.step },
    };
  },
);
