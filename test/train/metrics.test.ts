import '../../src/index.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromArray, item, tensor, toNested } from '../../src/tensor/literal.js';
import { accuracy, confusionMatrix, earlyStopping, predict, topK, unwatched } from '../../src/train/index.js';
import type { Watch } from '../../src/train/index.js';

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
        expect(item(topK(logits, labels, k))).toBeCloseTo(share(k), 6);
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
