/** Row K4: how a hyper-parameter is chosen, from the worst way to the best. */
import '../../src/index.js';
import { describe, expect, it } from 'vitest';
import { nearestNeighbours } from '../../src/classifiers/index.js';
import { splitPositions } from '../../src/data/index.js';
import { add, cast, equal, expand, less, mean, multiply, take } from '../../src/ops/index.js';
import { key, normal, split, uniform } from '../../src/random/index.js';
import type { Key } from '../../src/random/index.js';
import { fromArray, item } from '../../src/tensor/literal.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { crossValidate, gridSearch } from '../../src/train/index.js';

interface Examples {
  readonly x: Tensor<readonly [number, number]>;
  readonly y: Tensor<readonly [number], 'int32'>;
}

/** two clouds that overlap, some of them with the wrong label */
const clouds = (from: Key, n: number): Examples => {
  const [side, place, wrong] = split(from, 3);
  const truth = less(uniform(side, [n]), 0.5);
  const kept = less(uniform(wrong, [n]), 0.85);
  const centre = multiply(expand(cast(truth, 'float32'), 1), 1.5);
  return { x: add(normal(place, [n, 2]), centre), y: cast(equal(truth, kept), 'int32') };
};

const chosen = ({ x, y }: Examples, positions: Int32Array): Examples => {
  const places = fromArray(positions, [positions.length]);
  return { x: take(x, places), y: take(y, places) };
};

/** the share that K neighbours get right */
const accuracy = (k: number, from: Examples, on: Examples): number => {
  const { fit, predict } = nearestNeighbours({ k });
  return item(mean(cast(equal(predict(fit(from.x, from.y), on.x), on.y), 'float32')));
};
const neighbours = { k: [1, 3, 7, 15, 31] } as const;

describe('K4: hyper-parameters', () => {
  const known = clouds(key(1), 300);
  const parts = splitPositions(key(2), 300, { train: 0.6, validation: 0.2, test: 0.2 });
  const [train, validation, test] = [
    chosen(known, parts.train),
    chosen(known, parts.validation),
    chosen(known, parts.test),
  ];
  const learning = chosen(known, Int32Array.of(...parts.train, ...parts.validation));
  const fresh = clouds(key(3), 2000);

  const choices = {
    'choice 1, training data only': gridSearch(neighbours, ({ k }) => accuracy(k, train, train)),
    'choice 2, test data as a guide': gridSearch(neighbours, ({ k }) => accuracy(k, train, test)),
    'choice 3, validation data': gridSearch(neighbours, ({ k }) => accuracy(k, train, validation)),
    'choice 4, cross-validation': gridSearch(
      neighbours,
      ({ k }) =>
        crossValidate((fold) => accuracy(k, chosen(learning, fold.train), chosen(learning, fold.validation)), {
          count: 240,
          folds: 5,
          key: key(4),
        }).mean,
    ),
  } as const;
  const truth = gridSearch(neighbours, ({ k }) => accuracy(k, train, fresh));

  it('K4: choice 1 takes K = 1, which knows its own examples by heart, and is the worst of all', () => {
    const { best } = choices['choice 1, training data only'];
    expect(best).toEqual({ settings: { k: 1 }, score: 1 });
    expect(truth.trials.at(-1)?.settings).toEqual({ k: 1 });
  });

  it('K4: choice 2 promises more than it keeps: of labels that are noise, its winner is right about more than half', () => {
    const noise = (seed: number, n: number): Examples => ({
      ...clouds(key(seed), n),
      y: cast(less(uniform(key(1000 + seed), [n]), 0.5), 'int32'),
    });
    const learnt = noise(1, 150);
    const promised = Array.from(
      { length: 20 },
      (_, i) => gridSearch(neighbours, ({ k }) => accuracy(k, learnt, noise(2 + i, 40))).best.score,
    );
    expect(promised.reduce((a, b) => a + b, 0) / 20).toBeGreaterThan(0.55);
    for (const k of neighbours.k) expect(Math.abs(accuracy(k, learnt, noise(50, 2000)) - 0.5)).toBeLessThan(0.03);
  });

  it.each(['choice 3, validation data', 'choice 4, cross-validation'] as const)(
    'K4: %s finds a K nearly as good as the best there is',
    (name) => {
      const { k } = choices[name].best.settings;
      expect(k).toBeGreaterThan(1);
      expect(truth.best.score - accuracy(k, train, fresh)).toBeLessThan(0.02);
    },
  );

  it('K4: and the test data are asked once, in the end', () => {
    const { k } = choices['choice 4, cross-validation'].best.settings;
    expect(Math.abs(accuracy(k, train, test) - accuracy(k, train, fresh))).toBeLessThan(0.1);
  });
});
