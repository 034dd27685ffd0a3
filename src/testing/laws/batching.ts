import { spreadAll, trace } from '../../primitive/graph.js';
import { size } from '../../shape/shape.js';
import { dtypes } from '../../tensor/dtype.js';
import { constant } from '../../tensor/node.js';
import { read, readAll } from '../../tensor/read.js';
import type { AnyTensor } from '../../tensor/tensor.js';
import { expectTensors, rounded } from './bound.js';
import type { Bound, Called } from './bound.js';
import { checked, expectSpec, summed } from './law.js';
import type { Report } from './law.js';
import { against } from './subject.js';
import type { Shrinking, Subject } from './subject.js';

/** How batching is tested. */
export interface BatchingOptions extends Shrinking {
  /** for each tensor among the inputs, whether it has examples of its own; every way to choose where nothing is said */
  readonly batched?: readonly boolean[];
  /** how many examples there are; 3 unless said otherwise */
  readonly count?: number;
  readonly bound?: Bound;
}

/**
 * A batch is a loop: the batched function gives, for each example, what the function gives on that example alone. The examples of an input are the input
 * with its elements moved along in a circle, and the floats brought a little nearer to 0, so they differ and stay in its domain.
 *
 * Errors   a `LawError` with the output, the example and both numbers: "batching (batched, shared): the output of example 1, element 0 is 2, expected 3"
 * @example
 * expectBatching((x: Tensor<[3]>) => sum(x), tensor([1, 2, 3])).worst // 0
 */
export const expectBatching = <A>(f: (a: A) => unknown, a: A, options: BatchingOptions = {}): Report =>
  against(
    'batching',
    f,
    a,
    (subject) => {
      const { batched, count = 3, bound = rounded } = options;
      const ways = batched === undefined ? batchFlags(subject.inputs.length) : [batched];
      return summed(
        'batching',
        ways.map((flags) => loop(subject, flags, count, bound)),
      );
    },
    options,
  );

/** {@link expectBatching}, as a value: the error, or the report. */
export const checkBatching = checked(expectBatching);

const loop = ({ f, inputs, outputName }: Subject, flags: readonly boolean[], count: number, bound: Bound): Report => {
  const law = `batching (${flags.map((flag) => (flag ? 'batched' : 'shared')).join(', ')})`;
  const examples = Array.from({ length: count }, (_, k) =>
    inputs.map((input, index) => (flags[index] === true ? rotated(input, k) : input)),
  );
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
      expectSpec(law, outputName(k), output, { shape: [count, ...expected.shape], dtype: expected.dtype });
  });
  const results = readAll(batch);
  const found = examples.flatMap((_, e) =>
    alone.map((like, k): Called => {
      const length = size(like.shape);
      const data = results[k]?.slice(e * length, (e + 1) * length) ?? dtypes[like.dtype].zeros(length);
      return [`${outputName(k)} of example ${e}`, constant(like, data)];
    }),
  );
  return expectTensors(
    law,
    found,
    examples.flatMap((list) => f(list)),
    bound,
  );
};

/** Every way to batch some of `length` inputs, but not none; of more than six all of them together, and each alone. */
export const batchFlags = (length: number): readonly (readonly boolean[])[] => {
  const inputs = [...Array(length).keys()];
  if (length > 6) return [inputs.map(() => true), ...inputs.map((one) => inputs.map((k) => k === one))];
  return Array.from({ length: 2 ** length - 1 }, (_, bits) => inputs.map((k) => ((bits + 1) >> k) % 2 === 1));
};

const rotated = (x: AnyTensor, by: number): AnyTensor => {
  const data = read(x);
  const scale = dtypes[x.dtype].float ? 1 / (1 + by / 16) : 1;
  return constant(
    { shape: x.shape, dtype: x.dtype },
    data.map((_, i) => (data[(i + by) % data.length] ?? 0) * scale),
  );
};

const stacked = (like: AnyTensor, examples: readonly AnyTensor[]): AnyTensor => {
  const shape = [examples.length, ...like.shape];
  const data = dtypes[like.dtype].zeros(size(shape));
  readAll(examples).forEach((example, k) => data.set(example, k * example.length));
  return constant({ shape, dtype: like.dtype }, data);
};
