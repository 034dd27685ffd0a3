import '../../src/index.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromArray, item, tensor, toNested } from '../../src/tensor/literal.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import * as metrics from '../../src/train/index.js';
import type { Average, Watch } from '../../src/train/index.js';

const { accuracy, confusionMatrix, earlyStopping, predict, topK, unwatched } = metrics;
const { f1, meanIou, pixelAccuracy, precision, recall } = metrics;

const classes = 4;
const scored = fc.array(
  fc.tuple(
    fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: classes, maxLength: classes }),
    fc.nat({ max: classes - 1 }),
  ),
  {
    minLength: 1,
    maxLength: 12,
  },
);

describe('measures of a classifier, against loops', () => {
  it('top-k and accuracy', () => {
    fc.assert(
      fc.property(scored, fc.integer({ min: 1, max: classes }), (examples, k) => {
        const logits = fromArray(Float32Array.from(examples.flatMap(([scores]) => scores)), [examples.length, classes]);
        const labels = fromArray(Int32Array.from(examples.map(([, label]) => label)), [examples.length]);
        const rank = ([scores, label]: readonly [readonly number[], number]): number =>
          [...scores].sort((a, b) => b - a).indexOf(scores[label] ?? NaN);
        const share = (within: number): number =>
          examples.filter((example) => rank(example) < within).length / examples.length;
        expect(item(topK(k)(logits, labels))).toBeCloseTo(share(k), 6);
        expect(item(accuracy(logits, labels))).toBeCloseTo(share(1), 6);
        expect(toNested(predict(logits))).toEqual(examples.map(([scores]) => scores.indexOf(Math.max(...scores))));
      }),
    );
  });

  it('confusion matrix: rows are true classes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 2 })), { minLength: 1, maxLength: 30 }),
        (pairs) => {
          const column = (which: 0 | 1) => fromArray(Int32Array.from(pairs.map((pair) => pair[which])), [pairs.length]);
          const counts = [0, 1, 2].map((label) =>
            [0, 1, 2].map((taken) => pairs.filter(([a, b]) => a === label && b === taken).length),
          );
          expect(toNested(confusionMatrix(column(1), column(0), 3))).toEqual(counts);
        },
      ),
    );
  });

  it('the first of equal scores wins', () => {
    expect(
      toNested(
        predict(
          tensor([
            [1, 1],
            [0, 1],
          ]),
        ),
      ),
    ).toEqual([0, 1]);
  });
});

describe('what is read off a confusion matrix, against counts', () => {
  const K = 3;
  const pairs = fc.array(fc.tuple(fc.nat({ max: K - 1 }), fc.nat({ max: K - 1 })), { minLength: 1, maxLength: 20 });
  const tableOf = (given: readonly (readonly [number, number])[]) => {
    const column = (which: 0 | 1) => fromArray(Int32Array.from(given.map((pair) => pair[which])), [given.length]);
    return confusionMatrix(column(1), column(0), K);
  };
  const ratio = (a: number, b: number): number => (b === 0 ? 0 : a / b);
  const scores = {
    precision: (tp: number, fp: number) => ratio(tp, tp + fp),
    recall: (tp: number, _: number, fn: number) => ratio(tp, tp + fn),
    f1: (tp: number, fp: number, fn: number) => ratio(2 * tp, 2 * tp + fp + fn),
    meanIou: (tp: number, fp: number, fn: number) => ratio(tp, tp + fp + fn),
  };
  const library = { precision, recall, f1, meanIou };
  const names = ['precision', 'recall', 'f1', 'meanIou'] as const;

  it.each(names)('%s of each class, macro and micro', (name) => {
    fc.assert(
      fc.property(pairs, (given) => {
        const counts = [...Array(K).keys()].map((k) => ({
          tp: given.filter(([label, taken]) => label === k && taken === k).length,
          fp: given.filter(([label, taken]) => label !== k && taken === k).length,
          fn: given.filter(([label, taken]) => label === k && taken !== k).length,
        }));
        const of = (average: Average) => toNested(library[name](tableOf(given), { average }));
        const each = counts.map(({ tp, fp, fn }) => scores[name](tp, fp, fn));
        const close = (found: unknown, wanted: number): void => expect(found).toBeCloseTo(wanted, 5);
        each.forEach((score, k) => close((of('none') as number[])[k], score));
        const occurring = each.filter((_, k) => Object.values(counts[k] ?? {}).some((n) => n > 0));
        close(of('macro'), occurring.reduce((a, b) => a + b, 0) / occurring.length);
        const total = (which: 'tp' | 'fp' | 'fn') => counts.reduce((sum, one) => sum + one[which], 0);
        close(of('micro'), scores[name](total('tp'), total('fp'), total('fn')));
      }),
      { numRuns: 20 },
    );
  });

  it('pixel accuracy is the share on the diagonal, of images as of lists; ignored pixels do not count', () => {
    const labels = tensor([[[0, 1], [1, 255]]], { dtype: 'int32' }); // prettier-ignore
    const taken = tensor([[[0, 1], [0, 1]]], { dtype: 'int32' }); // prettier-ignore
    const table = confusionMatrix(taken, labels, 2, { ignoreIndex: 255 });
    expect(toNested(table)).toEqual([[1, 0], [1, 1]]); // prettier-ignore
    expect(item(pixelAccuracy(table))).toBeCloseTo(2 / 3, 6);
    const logits = tensor([[[[3, 0], [2, 0]], [[0, 3], [1, 3]]]]); // prettier-ignore
    expect(item(accuracy(logits, labels, { axis: 1, ignoreIndex: 255 }))).toBeCloseTo(2 / 3, 6);
  });

  it('says what is wrong', () => {
    const three = tensor([0, 1, 2], { dtype: 'int32' });
    const wide = tensor([[1, 2]], { dtype: 'int32' });
    // @ts-expect-error the sentence stands in the editor
    expect(() => confusionMatrix(three, tensor([0], { dtype: 'int32' }), 3)).toThrow(
      'confusionMatrix: predictions [3] and labels [1] differ',
    );
    expect(() => confusionMatrix(three, three, 0)).toThrow('confusionMatrix: there are 0 classes');
    expect(() => toNested(confusionMatrix(three, three, 2))).toThrow('index 2');
    // @ts-expect-error the sentence stands in the editor
    expect(() => precision(wide)).toThrow('precision: expected a confusion matrix [k, k], got [1, 2]');
    expect(() => f1(confusionMatrix(three, three, 3), { average: 'mean' as never })).toThrow(
      "f1: there is no average 'mean'",
    );
    expect(() => topK(0)).toThrow('topK: k is 0, expected a whole number above 0');
  });
});

describe('measures of a data set are those of its batches added up', () => {
  const { meanOf, combine, confusion, measure, peakSignalToNoise, reading } = metrics;
  const column = (values: readonly number[]) => fromArray(Int32Array.from(values), [values.length]);
  const rows = fc.array(fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 2 })), { minLength: 2, maxLength: 12 });

  it('however they are divided, exactly', async () => {
    const table = reading(confusion(3), (c) => c);
    await fc.assert(
      fc.asyncProperty(rows, fc.nat({ max: 11 }), async (given, cut) => {
        const part = (from: number, to: number) =>
          [column(given.slice(from, to).map(([a]) => a)), column(given.slice(from, to).map(([, b]) => b))] as const;
        const at = Math.min(given.length - 1, 1 + (cut % given.length));
        const whole = await measure(table, [part(0, given.length)]);
        const halves = await measure(table, [part(0, at), part(at, given.length)]);
        expect(toNested(halves)).toEqual(toNested(whole));
        const sums = table.of(...part(0, at));
        expect(toNested(combine(table.empty, sums))).toEqual(toNested(sums));
      }),
      { numRuns: 8 },
    );
  });

  it('a mean is over the examples, not over the batches', async () => {
    const mean = meanOf((x: Tensor<[number]>) => x);
    expect(item(await measure(mean, [[tensor([1, 2, 3])], [tensor([10])]]))).toBe(4);
    expect(item(await measure(mean, []))).toBeNaN();
  });

  it('the peak signal-to-noise ratio is of the mean squared error over all pixels', async () => {
    const metric = peakSignalToNoise({ peak: 2 });
    const batches = [
      [tensor([1, 1]), tensor([1, 0])],
      [tensor([0.5]), tensor([0])],
    ] as const;
    expect(item(await measure(metric, batches))).toBeCloseTo(10 * Math.log10(4 / (1.25 / 3)), 6);
    expect(() => peakSignalToNoise({ peak: 0 })).toThrow('peakSignalToNoise: peak 0 is not a positive number');
  });
});

describe('early stopping', () => {
  it('keeps the first lowest loss and stops after as many idle ones as it has patience', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(NaN))),
        fc.integer({ min: 1, max: 4 }),
        (losses, patience) => {
          const watch = earlyStopping({ patience });
          let seen: Watch<number> = unwatched;
          let read = 0;
          while (read < losses.length && !seen.stop) {
            seen = watch(seen, losses[read] ?? NaN, read);
            read++;
          }
          const finite = losses.slice(0, read).filter((loss) => !Number.isNaN(loss));
          expect(seen.lowest).toBe(Math.min(Infinity, ...finite));
          const best = losses.indexOf(seen.lowest);
          expect(seen.best).toBe(best < 0 ? undefined : best);
          expect(seen.waited).toBe(read - 1 - best);
          expect(seen.stop).toBe(seen.waited >= patience);
        },
      ),
    );
  });

  it('asks for a margin', () => {
    const watch = earlyStopping({ patience: 1, margin: 0.5 });
    expect(watch({ lowest: 1, best: 'a', waited: 0, stop: false }, 0.6, 'b')).toEqual({
      lowest: 1,
      best: 'a',
      waited: 1,
      stop: true,
    });
    expect(watch({ lowest: 1, best: 'a', waited: 0, stop: false }, 0.4, 'b')).toEqual({
      lowest: 0.4,
      best: 'b',
      waited: 0,
      stop: false,
    });
    expect(() => earlyStopping({ patience: 0 })).toThrow(
      'earlyStopping: the patience must be a whole number above 0, it is 0',
    );
  });
});
