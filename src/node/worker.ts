import { MessageChannel, MessagePort, parentPort, Worker } from 'node:worker_threads';
import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { fromErrors } from '../data/decode-error.js';
import { arrayData } from '../data/types.js';
import type { Epochs } from '../train/index.js';
import type { Arrays } from './streamed.js';

/** what the program asks of the worker: the batches of an epoch, some of them before they are needed */
const order = t.type({
  epoch: t.number,
  ahead: t.number,
  port: new t.Type(
    'a port',
    (input): input is MessagePort => input instanceof MessagePort,
    (input, context) => (input instanceof MessagePort ? t.success(input) : t.failure(input, context)),
    t.identity,
  ),
});

/** what the worker sends */
const answer = t.union([
  t.type({ kind: t.literal('batch'), batch: t.record(t.string, arrayData) }),
  t.type({ kind: t.literal('end') }),
  t.type({ kind: t.literal('error'), message: t.string }),
]);
type Answer = t.TypeOf<typeof answer>;

/**
 * In the module of a worker: makes the batches that {@link fromWorker} asks for, while the program's thread computes.
 * @example
 * ```ts no-run
 * // reader.ts
 * const serve = (images: Records) => serveBatches(streamed([images], { size: 64, key: random.key(1) }));
 * ```
 */
export const serveBatches = (batches: Epochs<Arrays>): void => {
  parentPort?.on('message', (message: unknown) => {
    const asked = order.decode(message);
    if (E.isRight(asked)) void serve(batches, asked.right);
  });
};

const serve = async (batches: Epochs<Arrays>, { epoch, ahead, port }: t.TypeOf<typeof order>): Promise<void> => {
  let [wanted, open, wake] = [ahead, true, (): void => undefined];
  port.on('message', () => {
    wanted++;
    wake();
  });
  port.on('close', () => {
    open = false;
    wake();
  });
  const send = (message: Answer): void => port.postMessage(message);
  const isOpen = (): boolean => open;
  try {
    for await (const batch of batches(epoch)) {
      while (wanted === 0 && isOpen()) await new Promise<void>((resolve) => (wake = resolve));
      if (!isOpen()) return;
      wanted--;
      send({ kind: 'batch', batch });
    }
    send({ kind: 'end' });
  } catch (error) {
    send({ kind: 'error', message: error instanceof Error ? error.message : String(error) });
  }
};

/** A `Worker` of `node:worker_threads`, by what tells it: whoever reads the types of this package need not have those of Node. */
export interface WorkerThread {
  readonly threadId: number;
}

/**
 * The batches that a worker makes, in its own thread: reading, decoding and assembling take no time of the program's as long as they are faster than its
 * steps. The worker's module calls {@link serveBatches}; `ahead` batches, 2 unless given, are made before they are needed. Ending the worker is up
 * to whoever made it.
 *
 * Errors   "fromWorker: expected to be 1 batch or more ahead, got 0", "fromWorker: expected a Worker of node:worker_threads"; while reading, those of the worker
 * @example
 * ```ts no-run
 * import { Worker } from 'node:worker_threads';
 * const batches = fromWorker(new Worker(new URL('reader.js', import.meta.url)));
 * ```
 */
export const fromWorker = (worker: WorkerThread, { ahead = 2 }: { readonly ahead?: number } = {}): Epochs<Arrays> => {
  if (!Number.isSafeInteger(ahead) || ahead < 1)
    throw new RangeError(`fromWorker: expected to be 1 batch or more ahead, got ${ahead}`);
  if (!(worker instanceof Worker)) throw new TypeError('fromWorker: expected a Worker of node:worker_threads');
  return async function* (epoch) {
    const { port1: port, port2 } = new MessageChannel();
    const answers: unknown[] = [];
    let wake = (): void => undefined;
    const take = (message: unknown): void => {
      answers.push(message);
      wake();
    };
    const failed = (error: Error): void => take({ kind: 'error', message: error.message });
    const left = (status: number): void => failed(new Error(`the worker ended with status ${status}`));
    port.on('message', take);
    worker.on('error', failed).on('exit', left);
    worker.postMessage({ epoch, ahead, port: port2 }, [port2]);
    try {
      for (;;) {
        while (answers.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        const received = answer.decode(answers.shift());
        if (E.isLeft(received)) throw new Error(fromErrors('fromWorker', '', received.left).message);
        const { right } = received;
        if (right.kind === 'error') throw new Error(`fromWorker: ${right.message}`);
        if (right.kind === 'end') return;
        port.postMessage('more');
        yield right.batch;
      }
    } finally {
      worker.off('error', failed).off('exit', left);
      port.close();
    }
  };
};
