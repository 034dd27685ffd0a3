import type { Epochs } from './fit.js';

/**
 * The same batches, of which the next few are asked for before they are needed: what a source does outside the program's thread (reading files, a
 * worker, the network) goes on while a step is computed. A step occupies its thread, so work in the source's own code is only moved, not hidden: that
 * takes a worker.
 *
 * Errors   "prefetched: expected to be 1 batch or more ahead, got 0"
 * @example
 * const slowly = async function* () { yield 1; yield 2; };
 * const seen: number[] = [];
 * for await (const batch of prefetched(slowly, { ahead: 2 })(0)) seen.push(batch);
 * seen // [1, 2]
 */
export const prefetched = <B>(batches: Epochs<B>, { ahead = 1 }: { readonly ahead?: number } = {}): Epochs<B> => {
  if (!Number.isSafeInteger(ahead) || ahead < 1)
    throw new RangeError(`prefetched: expected to be 1 batch or more ahead, got ${ahead}`);
  return async function* (epoch) {
    const source = asyncIterator(batches(epoch));
    const asked: Promise<IteratorResult<B, unknown>>[] = [];
    try {
      for (;;) {
        while (asked.length <= ahead) {
          const next = source.next();
          // whoever awaits it sees its failure; until then it is not one that nobody has handled
          next.catch(() => undefined);
          asked.push(next);
        }
        const next = await asked.shift();
        if (next === undefined || next.done === true) return;
        yield next.value;
      }
    } finally {
      await source.return?.();
    }
  };
};

const asyncIterator = <B>(items: Iterable<B> | AsyncIterable<B>): AsyncIterator<B, unknown> =>
  Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : each(items);

// eslint-disable-next-line @typescript-eslint/require-await
async function* each<B>(items: Iterable<B>): AsyncGenerator<B, undefined> {
  yield* items;
}
