import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import { adam, chain, cosine, momentum, scaleByAdam, scaleBySchedule, sgd } from '../../src/optim/index.js';
import type { Optimizer } from '../../src/optim/index.js';
import { formats } from '../../src/data/index.js';
import type { ArrayData } from '../../src/tensor/array-data.js';
import { item, toArray } from '../../src/tensor/literal.js';
import { leaves } from '../../src/tree/index.js';
import { checkpoint, fit } from '../../src/train/index.js';
import type { StepRecord, Training } from '../../src/train/index.js';
import { first, points, stepOf } from './line.js';
import type { Params, State } from './line.js';

const optimizer = chain(momentum(0.5), scaleByAdam(), scaleBySchedule(cosine({ rate: 0.2, steps: 40 })));
type Record = StepRecord<Params, State, 'noise'>;

const run = async (
  from: Training<Params, State>,
  epochs: number,
  count = Infinity,
  rule: Optimizer = optimizer,
): Promise<readonly Record[]> => {
  const records: Record[] = [];
  for await (const record of fit(from, { step: stepOf(rule), batches: () => points, epochs })) {
    records.push(record);
    if (records.length === count) break;
  }
  return records;
};

const bits = ({ params, state, optimizer: remembered, key, step, epoch, batch }: Training<Params, State>) => [
  leaves([params, state, remembered, key]).map((leaf) => [...toArray(leaf)]),
  [step, epoch, batch],
];
const last = (records: readonly Record[]): Training<Params, State> => {
  const record = records.at(-1);
  if (record === undefined) throw new Error('no records');
  return record.training;
};

describe('a step', () => {
  it('follows the gradient', () => {
    const step = stepOf(sgd({ rate: 0.1 }));
    const [batch] = points;
    if (batch === undefined) throw new Error('no batch');
    const { training, loss, noise, ...record } = step(first(sgd({ rate: 0.1 })), batch);
    const [e0, e1] = [0.01 * noise + 1, 0.01 * noise - 1];
    expect(loss).toBeCloseTo((e0 ** 2 + e1 ** 2) / 2, 6);
    expect(item(training.params.a)).toBeCloseTo(-0.1 * e1, 6);
    expect(item(training.params.b)).toBeCloseTo(-0.1 * (e0 + e1), 6);
    expect(item(training.state.batches)).toBe(1);
    expect(record).toEqual({ epoch: 0, step: 1, examples: 2, rate: 0.1 });
    expect(training).toMatchObject({ step: 1, epoch: 0, batch: 1 });
  });

  it('draws other numbers at each step, and the same again', async () => {
    const noises = (await run(first(optimizer), 2)).map(({ noise }) => noise);
    expect(new Set(noises).size).toBe(6);
    expect((await run(first(optimizer), 2)).map(({ noise }) => noise)).toEqual(noises);
  });

  it('changes no run it was given', () => {
    const start = first(optimizer);
    const before = bits(start);
    points.forEach((batch) => stepOf(optimizer)(start, batch));
    expect(bits(start)).toEqual(before);
  });
});

describe('fit', () => {
  it('shows each step of each epoch', async () => {
    const records = await run(first(optimizer), 2);
    expect(records.map(({ epoch, step, examples }) => [epoch, step, examples])).toEqual([
      [0, 1, 2],
      [0, 2, 2],
      [0, 3, 1],
      [1, 4, 2],
      [1, 5, 2],
      [1, 6, 1],
    ]);
    records.forEach(({ rate }, t) => expect(rate).toBeCloseTo(0.1 * (1 + Math.cos((Math.PI * t) / 40)), 12));
    expect(item(last(records).state.batches)).toBe(6);
  });

  it('finds the line', async () => {
    const rule = sgd({ rate: 0.1 });
    const { params } = last(await run(first(rule), 20, Infinity, rule));
    expect(item(params.a)).toBeCloseTo(2, 1);
    expect(item(params.b)).toBeCloseTo(-1, 1);
  });

  it('awaits batches, and ends with the run behind the last epoch', async () => {
    const steps = fit(first(optimizer), {
      step: stepOf(optimizer),
      batches: async function* () {
        await Promise.resolve();
        yield* points;
      },
      epochs: 1,
    });
    let result = await steps.next();
    while (result.done !== true) result = await steps.next();
    expect(result.value).toMatchObject({ step: 3, epoch: 1, batch: 0 });
  });

  it('is over at once when its epochs are', async () => {
    expect(await run({ ...first(optimizer), epoch: 2 }, 2)).toEqual([]);
    await expect(run(first(optimizer), -1)).rejects.toThrow(
      'fit: the number of epochs must be whole and not negative, it is -1',
    );
  });
});

describe('a checkpoint', () => {
  const format = checkpoint(first(optimizer));
  const through = (training: Training<Params, State>): Training<Params, State> => {
    const decoded = format.decode(format.encode({ training, notes: {} }));
    if (E.isLeft(decoded)) throw new Error(decoded.left.message);
    return decoded.right.training;
  };

  it.each([0, 1, 2, 3, 4, 5, 6])('resumes bit for bit after step %i', async (count) => {
    const whole = await run(first(optimizer), 3);
    const part = count === 0 ? first(optimizer) : last(await run(first(optimizer), 3, count));
    const rest = await run(through(part), 3);
    expect(rest).toHaveLength(whole.length - count);
    expect(bits(last(rest))).toEqual(bits(last(whole)));
    expect(rest.map(({ loss, epoch, rate }) => [loss, epoch, rate])).toEqual(
      whole.slice(count).map(({ loss, epoch, rate }) => [loss, epoch, rate]),
    );
  });

  it('keeps notes, and names its tensors by their paths', () => {
    const bytes = format.encode({ training: first(optimizer), notes: { seed: '3', step: 'mine' } });
    expect(format.decode(bytes)).toMatchObject({
      right: { notes: { seed: '3', step: 'mine' }, training: { step: 0 } },
    });
    const raw = formats.safetensors.decode(bytes);
    if (E.isLeft(raw)) throw new Error(raw.left.message);
    expect([...raw.right.tensors.keys()].sort()).toEqual([
      'key',
      'optimizer.0.velocity.a',
      'optimizer.0.velocity.b',
      'optimizer.1.first.a',
      'optimizer.1.first.b',
      'optimizer.1.second.a',
      'optimizer.1.second.b',
      'optimizer.1.step',
      'optimizer.2.step',
      'params.a',
      'params.b',
      'state.batches',
    ]);
    expect(Object.fromEntries(raw.right.metadata)).toEqual({
      step: '0',
      epoch: '0',
      batch: '0',
      'note.seed': '3',
      'note.step': 'mine',
    });
  });

  it('is refused when it belongs to another run', () => {
    const other = checkpoint(first(adam({ rate: 1 }))).encode({ training: first(adam({ rate: 1 })), notes: {} });
    expect(format.decode(other)).toMatchObject({
      left: { message: 'checkpoint: optimizer.0.velocity.a: expected float32 [], got nothing' },
    });
    const more = checkpoint(first(sgd({ rate: 1 })));
    expect(more.decode(format.encode({ training: first(optimizer), notes: {} }))).toMatchObject({
      left: { message: 'checkpoint: optimizer.0.velocity.a: expected nothing of this name, got a tensor' },
    });
  });

  it('is refused when a tensor is of another type or shape', () => {
    const raw = formats.safetensors.decode(format.encode({ training: first(optimizer), notes: {} }));
    if (E.isLeft(raw)) throw new Error(raw.left.message);
    const refused = (array: ArrayData): unknown => {
      const tensors = new Map([...raw.right.tensors, ['params.a', array] as const]);
      return format.decode(formats.safetensors.encode({ ...raw.right, tensors }));
    };
    expect(refused({ dtype: 'float64', shape: [], data: Float64Array.of(1) })).toMatchObject({
      left: { message: 'checkpoint: params.a: expected float32 [], got float64 []' },
    });
    expect(refused({ dtype: 'float32', shape: [1], data: Float32Array.of(1) })).toMatchObject({
      left: { message: 'checkpoint: params.a: expected float32 [], got float32 [1]' },
    });
  });

  it('is refused without its counters, or damaged', () => {
    expect(
      format.decode(formats.safetensors.encode({ tensors: new Map(), metadata: new Map([['step', '1.5']]) })),
    ).toMatchObject({
      left: { message: 'checkpoint: step: expected a count, got "1.5"' },
    });
    const bytes = format.encode({ training: first(optimizer), notes: {} });
    for (let length = 0; length < bytes.length; length += 13)
      expect(format.decode(bytes.subarray(0, length))._tag).toBe('Left');
  });
});
