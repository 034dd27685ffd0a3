import { readAll } from '../../tensor/read.js';
import type { AnyTensor } from '../../tensor/tensor.js';
import { LawError } from './law.js';
import type { Mapping } from './law.js';

/**
 * A mapping is a function: the same inputs give the same bits, and computing leaves the inputs as they were.
 *
 * Errors  a `LawError` with the place and both numbers
 */
export const expectRepeatable = (f: Mapping, inputs: readonly AnyTensor[]): void => {
  const before = readAll(inputs).map((data) => data.slice());
  const first = readAll(f(inputs)).map((data) => data.slice());
  const second = readAll(f(inputs));
  const same = (what: string, found: ArrayLike<number>, expected: ArrayLike<number>): void => {
    for (let i = 0; i < Math.max(found.length, expected.length); i++)
      if (!Object.is(found[i], expected[i]))
        throw new LawError(`repeatable: ${what}, element ${i} is ${found[i]}, was ${expected[i]}`);
  };
  first.forEach((data, k) => {
    same(`output ${k}`, second[k] ?? [], data);
  });
  readAll(inputs).forEach((data, k) => {
    same(`input ${k}`, data, before[k] ?? []);
  });
};
