import { spreadAll, trace } from '../../primitive/graph.js';
import { size } from '../../shape/shape.js';
import { dtypes } from '../../tensor/dtype.js';
import { constant } from '../../tensor/node.js';
import { read, readAll } from '../../tensor/read.js';
import type { AnyTensor } from '../../tensor/tensor.js';
import { expectClose, expectSpec } from './law.js';
import type { Mapping } from './law.js';

/**
 * A batch is a loop: the batched mapping gives, for each example, what the mapping gives on that example alone. Held for the inputs that
 * have a flag; the examples of an input are the input with its elements moved along in a circle, so they stay in its domain.
 *
 * Errors  a `LawError` with the output, the example and both numbers
 */
export const expectBatching = (
  f: Mapping,
  inputs: readonly AnyTensor[],
  flags: readonly boolean[],
  count: number,
): void => {
  const law = `batching (${flags.map((flag) => (flag ? 'batched' : 'shared')).join(', ')})`;
  const example = (k: number): readonly AnyTensor[] =>
    inputs.map((input, index) => (flags[index] === true ? rotated(input, k) : input));
  const examples = Array.from({ length: count }, (_, k) => example(k));
  const together = inputs.map((input, index) =>
    flags[index] === true
      ? stacked(
          input,
          examples.flatMap((list) => list[index] ?? []),
        )
      : input,
  );
  const batch = spreadAll(trace(inputs, f), together, flags, count);
  const alone = f(inputs);
  batch.forEach((output, k) => {
    const expected = alone[k];
    if (expected !== undefined)
      expectSpec(law, `output ${k}`, output, { shape: [count, ...expected.shape], dtype: expected.dtype });
  });
  const results = readAll(batch);
  examples.forEach((list, e) => {
    readAll(f(list)).forEach((expected, k) => {
      const found = results[k]?.subarray(e * expected.length, (e + 1) * expected.length) ?? [];
      expectClose({ law, what: `output ${k} of example ${e}`, found, expected, tolerance: 1e-12 });
    });
  });
};

/** Every way to batch some of `length` inputs, but not none. */
export const batchFlags = (length: number): readonly (readonly boolean[])[] =>
  Array.from({ length: 2 ** length - 1 }, (_, bits) =>
    Array.from({ length }, (_unused, k) => ((bits + 1) >> k) % 2 === 1),
  );

const rotated = (x: AnyTensor, by: number): AnyTensor => {
  const data = read(x);
  return constant(
    { shape: x.shape, dtype: x.dtype },
    data.map((_, i) => data[(i + by) % data.length] ?? 0),
  );
};

const stacked = (like: AnyTensor, examples: readonly AnyTensor[]): AnyTensor => {
  const shape = [examples.length, ...like.shape];
  const data = dtypes[like.dtype].zeros(size(shape));
  readAll(examples).forEach((example, k) => data.set(example, k * example.length));
  return constant({ shape, dtype: like.dtype }, data);
};
