import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromWorker } from '../../src/node/index.js';
import type { Arrays } from '../../src/node/index.js';
import { prefetched } from '../../src/train/index.js';
import { bundle } from './bundle.js';

const place = { folder: '', program: '' };
beforeAll(async () => {
  place.folder = await mkdtemp(join(tmpdir(), 'pullback-worker-'));
  place.program = await bundle('reader', place.folder);
});
afterAll(() => rm(place.folder, { recursive: true }));

const withWorker = async <A>(workerData: object, use: (worker: Worker) => Promise<A>): Promise<A> => {
  const worker = new Worker(place.program, { workerData });
  try {
    return await use(worker);
  } finally {
    await worker.terminate();
  }
};
const number = (batch: Arrays, name: string, at: number): number => batch[name]?.data[at] ?? NaN;

describe('batches from a worker', () => {
  it('come in order, of any epochs, and are asked for a few at a time', () =>
    withWorker({ count: 12 }, async (worker) => {
      const batches = fromWorker(worker, { ahead: 3 });
      for (const epoch of [4, 0]) {
        const seen: number[] = [];
        for await (const batch of batches(epoch)) {
          expect(number(batch, 'x', 0)).toBe(epoch);
          expect(number(batch, 'made', 0)).toBeLessThanOrEqual(seen.length + 4);
          seen.push(number(batch, 'x', 1));
        }
        expect(seen).toEqual([...Array(12).keys()]);
      }
    }));

  it('end when nobody reads on, and others can be asked for', () =>
    withWorker({}, async (worker) => {
      const batches = fromWorker(worker);
      for await (const batch of batches(0)) if (number(batch, 'x', 1) === 5) break;
      for await (const batch of batches(1)) {
        expect([...(batch['x']?.data ?? [])]).toEqual([1, 0]);
        break;
      }
    }));

  it('end with the error of the worker, or with the worker', async () => {
    const read = async (worker: Worker): Promise<number> => {
      let count = 0;
      for await (const batch of fromWorker(worker)(0)) count += batch['x'] === undefined ? 0 : 1;
      return count;
    };
    await withWorker({ failing: 3 }, (worker) => expect(read(worker)).rejects.toThrow('fromWorker: no more'));
    await withWorker({ busy: 5 }, async (worker) => {
      const reading = read(worker);
      setTimeout(() => void worker.terminate(), 100);
      await expect(reading).rejects.toThrow('fromWorker: the worker ended with status 1');
    });
    await withWorker({}, (worker) => {
      expect(() => fromWorker(worker, { ahead: 0 })).toThrow('expected to be 1 batch or more ahead, got 0');
      expect(() => fromWorker({ threadId: 1 })).toThrow('fromWorker: expected a Worker of node:worker_threads');
      return Promise.resolve();
    });
  });
});

describe('prefetched batches', () => {
  it('are the same, asked for before they are needed', async () => {
    const events: string[] = [];
    const source = async function* (epoch: number) {
      for (let index = 0; index < 4; index++) {
        events.push(`made ${index}`);
        await Promise.resolve();
        yield epoch + index;
      }
    };
    const seen: number[] = [];
    for await (const batch of prefetched(source, { ahead: 2 })(10)) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      events.push(`used ${batch - 10}`);
      seen.push(batch);
    }
    expect(seen).toEqual([10, 11, 12, 13]);
    expect(events.slice(0, 4)).toEqual(['made 0', 'made 1', 'made 2', 'used 0']);
    const plain: number[] = [];
    for await (const batch of prefetched(() => [1, 2, 3])(0)) plain.push(batch);
    expect(plain).toEqual([1, 2, 3]);
  });

  it('end with the error of their source where it happened, and close it when nobody reads on', async () => {
    let closed = false;
    const source = async function* () {
      try {
        yield await Promise.resolve(1);
        yield 2;
        throw new Error('torn');
      } finally {
        closed = true;
      }
    };
    const seen: number[] = [];
    const read = async (until: number): Promise<void> => {
      for await (const batch of prefetched(source, { ahead: 5 })(0)) {
        seen.push(batch);
        if (batch === until) break;
      }
    };
    await expect(read(9)).rejects.toThrow('torn');
    expect(seen).toEqual([1, 2]);
    closed = false;
    await read(1);
    expect(closed).toBe(true);
    expect(() => prefetched(source, { ahead: 0.5 })).toThrow(
      'prefetched: expected to be 1 batch or more ahead, got 0.5',
    );
  });
});
