import { evaluatorOf } from '../../primitive/engine.js';
import type { Engine } from '../../primitive/engine.js';
import { trace } from '../../primitive/graph.js';
import type { ArrayData } from '../../tensor/array-data.js';
import { readAll } from '../../tensor/read.js';
import type { AnyTensor } from '../../tensor/tensor.js';
import { rounded } from './bound.js';
import type { Bound } from './bound.js';
import { checked, expectClose, expectSame, LawError } from './law.js';
import type { Mapping } from './law.js';

/**
 * An engine computes what the specification computes: the mapping compiled as a whole on the one agrees with the mapping evaluated on the
 * other, and running it leaves its inputs as they were.
 *
 * Errors  a `LawError` with the output, the place and both numbers
 */
export const expectEngine = (
  engine: Engine,
  specification: Engine,
  f: Mapping,
  inputs: readonly AnyTensor[],
  bound: Bound = rounded,
): void => {
  const law = `engine ${engine.name}`;
  const outputs = f(inputs);
  const expected = readAll(outputs, evaluatorOf(specification));
  const given = readAll(inputs);
  const arrays = inputs.map(({ shape, dtype }, k): ArrayData => ({
    shape,
    dtype,
    data: given[k]?.slice() ?? new Float64Array(),
  }));
  const run = engine.compile(trace(inputs, f));
  const found = [run(arrays), run(arrays)];
  if (found.some((results) => results.length !== outputs.length))
    throw new LawError(`${law}: ${found[0]?.length} outputs, expected ${outputs.length}`);
  outputs.forEach(({ dtype }, k) => {
    found.forEach((results, time) => {
      (bound[dtype] === 0 ? expectSame : expectClose)({
        law,
        what: `output ${k} of run ${time + 1}`,
        found: results[k] ?? [],
        expected: expected[k] ?? [],
        tolerance: bound[dtype],
      });
    });
  });
  arrays.forEach(({ data }, k) => {
    expectSame({ law, what: `input ${k} after the run`, found: data, expected: given[k] ?? [] });
  });
};

/** {@link expectEngine}, as a value: the error, or nothing. */
export const checkEngine = checked(expectEngine);
