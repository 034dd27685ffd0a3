/** Every rule within compiled steps on the default engine, saved and resumed. */
import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import {
  accumulate,
  clipByGlobalNorm,
  chain,
  grouped,
  lookahead,
  movingAverage,
  optimizers,
  sgd,
  stochasticAverage,
} from '../../src/optim/index.js';
import type { Optimizer } from '../../src/optim/index.js';
import { item, toArray } from '../../src/tensor/literal.js';
import { checkpoint, fit } from '../../src/train/index.js';
import { leaves } from '../../src/tree/index.js';
import { first, points, stepOf } from '../train/line.js';
import type { Params } from '../train/line.js';

const table: readonly (readonly [string, Optimizer])[] = [
  ...Object.entries(optimizers).map(([name, make]) => [name, make({ rate: name === 'adadelta' ? 5 : 0.05 })] as const),
  ['centred rmsProp', optimizers.rmsProp({ rate: 0.01, centred: true, momentum: 0.5 })],
  ['accumulated', accumulate(3, sgd({ rate: 0.1 }))],
  ['a moving average', movingAverage(sgd({ rate: 0.05 }), { decay: 0.9 })],
  ['a stochastic average', stochasticAverage(sgd({ rate: 0.05 }), { from: 20, every: 3 })],
  ['lookahead', lookahead(optimizers.adam({ rate: 0.1 }))],
  [
    'groups',
    grouped((path) => (path === 'a' ? 'slope' : 'offset'), {
      slope: optimizers.nAdam({ rate: 0.05 }),
      offset: chain(clipByGlobalNorm(1), optimizers.lion({ rate: 0.05 })),
    }),
  ],
];

/** the records of a run up to some epoch */
const recordsOf = async (rule: Optimizer, from: ReturnType<typeof first>, epochs: number) => {
  const records = [];
  for await (const record of fit(from, { step: stepOf(rule), batches: () => points, epochs })) records.push(record);
  return records;
};

/** from the line that the noise, ½ · 0.01 on average, makes best */
const distance = ({ a, b }: Params): number => Math.hypot(item(a) - 2, item(b) + 1.005);

const numbers = (tree: unknown): readonly number[] => leaves(tree).flatMap((x) => [...toArray(x)]);

describe('a run', () => {
  it.each(table)('with %s learns, and resumes bit for bit from its checkpoint', async (_, rule) => {
    const start = first(rule);
    const records = await recordsOf(rule, start, 8);
    const [half, last] = [records[10], records.at(-1)];
    if (half === undefined || last === undefined) throw new Error('there are 24 steps');
    expect(distance(last.training.params)).toBeLessThan(0.95 * distance(start.params));

    const file = checkpoint(start);
    const saved = file.decode(file.encode({ training: half.training, notes: {} }));
    if (E.isLeft(saved)) throw new Error('the checkpoint is not read');
    const resumed = (await recordsOf(rule, saved.right.training, 8)).at(-1);
    const after = ({ params, optimizer }: typeof last.training) => numbers([params, optimizer]);
    expect(after(resumed?.training ?? start)).toEqual(after(last.training));
  });

  it('has an average that is nearer than where it is, where noise keeps it moving', async () => {
    const rule = stochasticAverage(sgd({ rate: 0.15 }), { from: 60 });
    const end = (await recordsOf(rule, first(rule), 60)).at(-1)?.training ?? first(rule);
    expect(distance(rule.average(end.optimizer, end.params))).toBeLessThan(0.5 * distance(end.params));
  });
});
