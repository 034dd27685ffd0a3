import { readAll } from '../../tensor/read.js';
import type { AnyTensor } from '../../tensor/tensor.js';
import { checked, expectClose, LawError } from './law.js';
import type { Mapping } from './law.js';

/**
 * float32 is float64, rounded: two versions of one mapping agree up to the tolerance.
 *
 * Errors  a `LawError` with the place and both numbers
 */
export const expectPrecision = (
  [single, inputs32]: readonly [Mapping, readonly AnyTensor[]],
  [double, inputs64]: readonly [Mapping, readonly AnyTensor[]],
  tolerance = 1e-5,
): void => {
  const [found, expected] = [readAll(single(inputs32)), readAll(double(inputs64))];
  if (found.length !== expected.length)
    throw new LawError(`precision: ${found.length} outputs, expected ${expected.length}`);
  found.forEach((data, k) => {
    expectClose({ law: 'precision', what: `output ${k}`, found: data, expected: expected[k] ?? [], tolerance });
  });
};

/** {@link expectPrecision}, as a value: the error, or nothing. */
export const checkPrecision = checked(expectPrecision);
