/** The module of a worker that makes batches: 100 of them, or as many as there are before the one it fails at. */
import { workerData } from 'node:worker_threads';
import { serveBatches } from '../../src/node/index.js';

const { busy = 0, count = 100, failing = Infinity } = workerData as Readonly<Record<string, number>>;
const made = new Int32Array(1);

serveBatches(function* (epoch) {
  for (let index = 0; index < count; index++) {
    const until = performance.now() + busy;
    while (performance.now() < until);
    if (index === failing) throw new Error('no more');
    made[0] = index + 1;
    yield {
      x: { dtype: 'int32', shape: [2], data: Int32Array.of(epoch, index) },
      made: { dtype: 'int32', shape: [1], data: made },
    };
  }
});
