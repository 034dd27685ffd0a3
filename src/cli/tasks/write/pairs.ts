import type { Ids } from '../../../data/index.js';
import { toArray } from '../../../tensor/literal.js';

/** What a character of a text costs one who knows how often each follows each in another text: the network has to do better. */
export const pairNats = (known: Ids, text: Ids, count: number): number => {
  const [train, test] = [toArray(known), toArray(text)];
  const pairs = new Float64Array(count * count).fill(1);
  const totals = new Float64Array(count).fill(count);
  const at = (data: Int32Array, i: number): number => data[i] ?? 0;
  for (let i = 1; i < train.length; i++) {
    const [before, now] = [at(train, i - 1), at(train, i)];
    pairs[before * count + now] = (pairs[before * count + now] ?? 0) + 1;
    totals[before] = (totals[before] ?? 0) + 1;
  }
  let sum = 0;
  for (let i = 1; i < test.length; i++) {
    const before = at(test, i - 1);
    sum -= Math.log((pairs[before * count + at(test, i)] ?? 0) / (totals[before] ?? 1));
  }
  return sum / (test.length - 1);
};
