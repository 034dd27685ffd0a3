import { describe, expect, it } from 'vitest';
import { sgd } from '../../src/optim/index.js';
import { mean, square, subtract, add, multiply } from '../../src/ops/index.js';
import { item, toArray } from '../../src/tensor/literal.js';
import { leaves } from '../../src/tree/index.js';
import { checkpoint, epochs, finished, validation } from '../../src/train/index.js';
import type { Best, Course, Moment, Training } from '../../src/train/index.js';
import { first, points, stepOf } from './line.js';
import type { Params, Points, State } from './line.js';

const optimizer = sgd({ rate: 0.1 });
const step = stepOf(optimizer);
const lowest = ({ error }: { readonly error: number }): number => error;
const held: readonly Points[] = points.slice(1);
const validate = validation({
  measures: ({ params }: { readonly params: Params; readonly state: State }, { x, y }: Points) => ({
    error: mean(square(subtract(add(multiply(x, params.a), params.b), y))),
  }),
  batches: () => held,
});
type Said = Moment<Params, State, 'noise', 'error'>;

const told = async (
  from: Training<Params, State>,
  count: number,
  best?: Best<'error'>,
  until = Infinity,
): Promise<readonly Said[]> => {
  const moments: Said[] = [];
  const options = { step, batches: () => points, epochs: count, validate };
  for await (const moment of epochs(from, best === undefined ? options : { ...options, best })) {
    moments.push(moment);
    if (moments.length === until) break;
  }
  return moments;
};

const plain = ({ kind, record, course }: Said) => [kind, kind === 'epoch' ? record : record.loss, bits(course)];
const bits = ({ tally, watch, step, epoch, batch, ...run }: Course<Params, State>) => [
  leaves([run, watch.best ?? []]).map((leaf) => [...toArray(leaf)]),
  { tally, step, epoch, batch, watch: { ...watch, best: undefined } },
];

describe('epochs', () => {
  it('tell each step, and of each epoch the means over its examples', async () => {
    const moments = await told(first(optimizer), 2);
    expect(moments.map(({ kind }) => kind).join(' ')).toBe('step step step epoch step step step epoch');
    const losses = moments.flatMap(({ kind, record }) => (kind === 'step' && record.epoch === 1 ? [record] : []));
    const last = moments.at(-1);
    if (last?.kind !== 'epoch') throw new Error('no epoch');
    const { record, course } = last;
    expect(record).toMatchObject({ epoch: 2, step: 6, examples: 5, rate: 0.1, best: false });
    const weighted = losses.reduce((sum, { loss, examples }) => sum + loss * examples, 0) / 5;
    expect(record.training.loss).toBeCloseTo(weighted, 12);
    expect(Object.keys(record.training).sort()).toEqual(['loss', 'noise']);
    const { a, b } = course.params;
    const errors = held.map(({ x, y }) =>
      [...toArray(x)].reduce((sum, at, i) => sum + (item(a) * at + item(b) - (toArray(y)[i] ?? 0)) ** 2, 0),
    );
    expect(record.validation.error).toBeCloseTo(errors.reduce((p, q) => p + q) / 3, 5);
  });

  it('keep the variables of the best epoch and stop behind others', async () => {
    const found = [5, 3, 4, 2, 2, 6, 1];
    let at = 0;
    const run = epochs(first(optimizer), {
      step,
      batches: () => points,
      epochs: 7,
      validate: () => Promise.resolve({ error: found[at++] ?? 0 }),
      best: { lowest, patience: 2 },
    });
    const said: string[] = [];
    let next = await run.next();
    for (; next.done !== true; next = await run.next())
      if (next.value.kind === 'epoch') said.push(`${next.value.record.epoch}${next.value.record.best ? ' best' : ''}`);
    expect(said).toEqual(['1 best', '2 best', '3', '4 best', '5', '6']);
    const { last, best } = next.value;
    expect(last.epoch).toBe(6);
    const fourth = await finished(epochs(first(optimizer), { step, batches: () => points, epochs: 4 }));
    expect(item(best.params.a)).toBe(item(fourth.last.params.a));
    expect(item(last.params.a)).not.toBe(item(best.params.a));
    expect(fourth.best.params).toBe(fourth.last.params);
  });

  it('take the highest for the best where they are told so', async () => {
    const found = [1, 3, 2];
    const run = epochs(first(optimizer), {
      step,
      batches: () => points,
      epochs: 3,
      validate: () => Promise.resolve({ accuracy: found.shift() ?? 0 }),
      best: { highest: ({ accuracy }) => accuracy },
    });
    expect((await finished(run)).last.watch).toMatchObject({ lowest: -3, waited: 1 });
  });

  it('are resumed at any moment with the same records, bit for bit', async () => {
    const format = checkpoint(first(optimizer));
    const best = { lowest, patience: 1, margin: 0.3 } as const;
    const whole = await told(first(optimizer), 9, best);
    expect(whole.length).toBeLessThan(36);
    for (let count = 1; count <= whole.length; count++) {
      const course = whole[count - 1]?.course;
      if (course === undefined) throw new Error('no moment');
      const decoded = format.decode(format.encode({ training: course, notes: {} }));
      if (decoded._tag === 'Left') throw new Error(decoded.left.message);
      expect((await told(decoded.right.training, 9, best)).map(plain)).toEqual(whole.slice(count).map(plain));
    }
  });

  it('refuse epochs without batches', async () => {
    const options = { step, epochs: 1 };
    await expect(finished(epochs(first(optimizer), { ...options, batches: () => [] }))).rejects.toThrow(
      'epochs: epoch 0 has no batches',
    );
    await expect(told(first(optimizer), 1, { lowest, patience: 0 })).rejects.toThrow(
      'earlyStopping: the patience must be a whole number above 0, it is 0',
    );
    const misspelt = { lowest: ({ eror }: { readonly eror: number }) => eror };
    // @ts-expect-error -- what is best must be among what is found
    epochs(first(optimizer), { ...options, batches: () => points, validate, best: misspelt });
    await expect(validation({ measures: () => ({}), batches: () => [] })({ params: [], state: [] })).rejects.toThrow(
      'validation: there are no examples',
    );
  });
});
