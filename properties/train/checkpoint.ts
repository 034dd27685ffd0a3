/** What is claimed of checkpoints: what is read is what was written, bit for bit, whatever a run is made of. */
import { isLeft } from 'fp-ts/lib/Either.js';
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { Format } from '../../src/data/index.js';
import { key } from '../../src/random/index.js';
import { size } from '../../src/shape/index.js';
import { dtypes } from '../../src/tensor/dtype.js';
import type { DType } from '../../src/tensor/dtype.js';
import { constant } from '../../src/tensor/node.js';
import { read } from '../../src/tensor/read.js';
import type { AnyTensor } from '../../src/tensor/tensor.js';
import { LawError } from '../../src/testing/laws/index.js';
import { checkpoint } from '../../src/train/index.js';
import type { Checkpoint, Course, Training } from '../../src/train/index.js';
import { map, named } from '../../src/tree/index.js';
import { rules } from '../optim/laws.js';
import type { Subject } from '../optim/laws.js';
import { int, law } from '../law.js';
import type { Law } from '../law.js';

type Run = Training<unknown, unknown>;

/** How runs are written, given one of their kind. */
export type Writer = (like: Run) => Format<Checkpoint<unknown, unknown>>;

/** The library's own. */
export const writer: Writer = (like) => checkpoint(like);

/** numbers that are easily lost: signs of zeros, infinities, NaN, the smallest and the next to 1 */
const values: { readonly [D in DType]: Arbitrary<number> } = {
  float64: fc.oneof(
    fc.double(),
    fc.constantFrom(0, -0, Infinity, -Infinity, NaN, Number.MIN_VALUE, 1 + Number.EPSILON, Number.MAX_VALUE),
  ),
  float32: fc.oneof(fc.float(), fc.constantFrom(0, -0, Infinity, -Infinity, NaN, 2 ** -149, 1 + 2 ** -23)),
  int32: fc.oneof(int(-9, 9), fc.constantFrom(-(2 ** 31), 2 ** 31 - 1)),
  bool: int(0, 1),
};

const tensorOf = (dtype: DType): Arbitrary<AnyTensor> =>
  fc
    .array(int(0, 3), { maxLength: 3 })
    .chain((shape) =>
      fc
        .array(values[dtype], { minLength: size(shape), maxLength: size(shape) })
        .map((data) => constant({ shape, dtype }, dtypes[dtype].from(data))),
    );

const anyTensor = fc.constantFrom<DType>('float32', 'float64', 'int32', 'bool').chain(tensorOf);
const weights = fc.constantFrom<DType>('float32', 'float64').chain(tensorOf);
const names = fc.string({ minLength: 1, maxLength: 4 }).filter((name) => !name.includes('.') && name !== '__proto__');
const counter = fc.oneof(int(0, 9), int(0, 1e15 - 1));

const measured = fc.oneof(fc.double(), fc.constantFrom(0, -0, Infinity, -Infinity, NaN));
const tallies = fc.record({
  examples: counter,
  rate: measured,
  sums: fc.dictionary(
    fc.string({ maxLength: 6 }).filter((name) => name !== '__proto__'),
    measured,
    { maxKeys: 3 },
  ),
});
const watches = fc.record({ lowest: measured, waited: int(0, 9), stop: fc.boolean() });

/** A run after a few updates by some rule, or the course it is part of, with notes. */
const runs: Arbitrary<Checkpoint<unknown, unknown>> = fc
  .record({
    params: fc.record({
      conv: fc.record({ weight: weights, bias: weights }),
      blocks: fc.array(weights, { maxLength: 2 }),
      head: weights,
    }),
    state: fc.dictionary(names, anyTensor, { maxKeys: 3 }),
    rule: fc.constantFrom(...Object.values<Subject>(rules).map(({ rule }) => rule)),
    updates: int(0, 2),
    seed: fc.maxSafeNat(),
    counts: fc.record({ step: counter, epoch: counter, batch: counter }),
    course: fc.option(fc.record({ tally: tallies, watch: watches })),
    notes: fc.dictionary(
      fc.string({ maxLength: 6 }).filter((name) => name !== '__proto__'),
      fc.string({ maxLength: 6 }),
      { maxKeys: 3 },
    ),
  })
  .map(({ params, state, rule, updates, seed, counts, course, notes }) => {
    const optimizer = Array.from({ length: updates }).reduce<unknown>(
      (remembered) =>
        rule.update(
          map(params, (x) => x),
          remembered,
          params,
        )[1],
      rule.init(params),
    );
    const run: Run = { params, state, optimizer, key: key(seed), ...counts };
    if (course === null) return { training: run, notes };
    const best = course.watch.lowest === Infinity ? undefined : { params: map(params, negative), state };
    return { training: { ...run, ...course, watch: { ...course.watch, best } }, notes };
  });

const negative = (x: AnyTensor): AnyTensor => constant(x, dtypes[x.dtype].from([...read(x)].map((value) => -value)));

/** what a course has besides its run, as text */
const judged = (training: Run | Course<unknown, unknown>): readonly string[] => {
  if (!('watch' in training)) return ['no course'];
  const { tally, watch } = training;
  const exact = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));
  return [
    `${tally.examples} ${exact(tally.rate)} ${exact(watch.lowest)} ${watch.waited} ${String(watch.stop)}`,
    ...Object.entries(tally.sums)
      .map(([name, sum]) => `sum ${JSON.stringify(name)} ${exact(sum)}`)
      .sort(),
    ...tensorsOf(watch.best ?? {}),
  ];
};

/** tensors as lines of text: a path, a type, a shape and the bytes of the numbers */
const tensorsOf = (tree: unknown): readonly string[] =>
  named(tree).map(([path, x]) => {
    const { buffer, byteOffset, byteLength } = read(x);
    return `${path}: ${x.dtype} [${x.shape.join(', ')}] ${new Uint8Array(buffer, byteOffset, byteLength).join(' ')}`;
  });

/** everything of a run, as lines of text */
const written = ({ training, notes }: Checkpoint<unknown, unknown>): readonly string[] => {
  const { params, state, optimizer, key: drawn, step, epoch, batch } = training;
  return [
    ...tensorsOf({ params, state, optimizer, key: drawn }),
    `step ${step}, epoch ${epoch}, batch ${batch}`,
    ...judged(training),
    ...Object.entries(notes)
      .sort()
      .map((entry) => JSON.stringify(entry)),
  ];
};

const decoded = (format: Format<Checkpoint<unknown, unknown>>, bytes: Uint8Array): Checkpoint<unknown, unknown> => {
  const value = format.decode(bytes);
  if (isLeft(value)) throw new LawError(`checkpoint: what was written is refused: ${value.left.message}`);
  return value.right;
};

/** a run of the same kind that remembers nothing */
const blank = (training: Run): Run => {
  const zeros = <T>(tree: T): T =>
    map(tree, ({ shape, dtype }) => constant({ shape, dtype }, dtypes[dtype].zeros(size(shape))));
  const { params, state, optimizer } = training;
  return {
    params: zeros(params),
    state: zeros(state),
    optimizer: zeros(optimizer),
    key: key(0),
    step: 0,
    epoch: 0,
    batch: 0,
  };
};

export const laws = {
  'what is read is what was written, bit for bit': law(
    () => runs,
    (subject: Writer, run) => {
      const format = subject(blank(run.training));
      const [before, after] = [written(run), written(decoded(format, format.encode(run)))];
      before.forEach((line, i) => {
        if (after[i] !== line) throw new LawError(`checkpoint: ${String(after[i])} in place of ${line}`);
      });
      if (after.length !== before.length) throw new LawError(`checkpoint: ${String(after[before.length])} is new`);
    },
    60,
  ),

  'a run that was read is written as the same bytes': law(
    () => runs,
    (subject: Writer, run) => {
      const format = subject(blank(run.training));
      const bytes = format.encode(run);
      const again = format.encode(decoded(format, bytes));
      if (again.join() !== bytes.join()) throw new LawError('checkpoint: written again, the bytes are others');
    },
  ),
} satisfies Readonly<Record<string, Law<Writer>>>;

/** The sentence of a law. */
export type LawName = keyof typeof laws;
