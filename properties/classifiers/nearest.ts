/** What is claimed of nearest neighbours. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { nearestNeighbours } from '../../src/classifiers/index.js';
import type { Distance, NeighbourOptions } from '../../src/classifiers/index.js';
import { add } from '../../src/ops/index.js';
import { fromArray, toArray } from '../../src/tensor/literal.js';
import { typed } from '../../src/tensor/tensor.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { LawError } from '../../src/testing/laws/index.js';
import { equal, int, law, numbers, ordered, whole } from '../law.js';
import type { Law, Numbers } from '../law.js';

/** Examples with classes, and queries. */
export interface Task {
  readonly options: Required<NeighbourOptions>;
  readonly examples: Numbers;
  readonly labels: readonly number[];
  readonly queries: Numbers;
}

/** For each query: its class, and its neighbours, nearest first, with their distances. */
export interface Answer {
  readonly classes: readonly number[];
  readonly indices: readonly number[];
  readonly distances: readonly number[];
}
export type Subject = (task: Task) => Answer;

/** The library's own. */
export const answer: Subject = ({ options, examples, labels, queries }) => {
  const { fit, neighbours, predict } = nearestNeighbours(options);
  const x: Tensor<readonly [number, number], 'float64'> = typed(examples);
  const memory = fit(x, fromArray(Int32Array.from(labels), [labels.length]));
  const q: typeof x = typed(queries);
  const { indices, distances } = neighbours(memory, q);
  return {
    classes: [...toArray(predict(memory, q))],
    indices: [...toArray(indices)],
    distances: [...toArray(distances)],
  };
};

const tasks: Arbitrary<Task> = fc
  .record({ n: int(1, 9), m: int(1, 4), d: int(0, 3), k: int(1, 9), distance: fc.constantFrom<Distance>('l1', 'l2') })
  .chain(({ n, m, d, k, distance }) =>
    fc.record({
      options: fc.constant({ k: Math.min(k, n), distance }),
      examples: whole([n, d], -3, 3),
      labels: fc.array(int(-1, 2), { minLength: n, maxLength: n }),
      queries: whole([m, d], -3, 3),
    }),
  );

const rows = (x: Numbers): readonly (readonly number[])[] => {
  const [n = 0, d = 0] = x.shape;
  const values = [...toArray(x)];
  return Array.from({ length: n }, (_, i) => values.slice(i * d, (i + 1) * d));
};

const between: { readonly [D in Distance]: (differences: readonly number[]) => number } = {
  l1: (differences) => differences.reduce((total, v) => total + Math.abs(v), 0),
  l2: (differences) => Math.sqrt(differences.reduce((total, v) => total + v * v, 0)),
};

/** the definition, for one query */
const defined = ({ options: { k, distance }, examples, labels }: Task, query: readonly number[]) => {
  const all = rows(examples).map((row, index) => ({
    index,
    far: between[distance](row.map((v, p) => v - (query[p] ?? NaN))),
  }));
  const near = all.sort((a, b) => a.far - b.far || a.index - b.index).slice(0, k);
  const votes = near.map(({ index }) => near.filter((other) => labels[other.index] === labels[index]).length);
  return { near, label: labels[near[votes.indexOf(Math.max(...votes))]?.index ?? -1] ?? NaN };
};

const alike = (what: string, found: readonly number[], expected: readonly number[], tolerance = 0): void => {
  equal(`the number of ${what}`, found.length, expected.length);
  found.forEach((value, i) => {
    if (!(Math.abs(value - (expected[i] ?? NaN)) <= tolerance))
      throw new LawError(`${what}: [${found.join()}], expected [${expected.join()}]`);
  });
};

export const laws = {
  'neighbours, distances and classes are those of the definition, ties included': law(
    () => tasks,
    (subject, task) => {
      const { classes, indices, distances } = subject(task);
      const all = rows(task.queries).map((query) => defined(task, query));
      const near = all.flatMap((one) => one.near);
      alike('neighbours', indices, near.map(({ index }) => index)); // prettier-ignore
      alike('distances', distances, near.map(({ far }) => far), 1e-12); // prettier-ignore
      alike('classes', classes, all.map(({ label }) => label)); // prettier-ignore
    },
    60,
  ),

  'a shift of all images changes nothing': law(
    () => fc.record({ task: tasks, by: int(-1e6, 1e6) }),
    (subject, { task, by }) => {
      const moved = subject({ ...task, examples: add(task.examples, by), queries: add(task.queries, by) });
      const still = subject(task);
      alike('neighbours', moved.indices, still.indices);
      alike('distances', moved.distances, still.distances);
    },
  ),

  'the order of the examples changes no distance, nor a class where no two are equally far': law(
    () => fc.record({ task: tasks, keys: fc.array(fc.nat(), { minLength: 9, maxLength: 9 }) }),
    (subject, { task, keys }) => {
      const order = task.labels.map((_, i) => i).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
      const labels = order.map((i) => task.labels[i] ?? NaN);
      const mixed = subject({ ...task, examples: ordered(task.examples, order), labels });
      const still = subject(task);
      alike('distances', mixed.distances, still.distances);
      const all = task.queries.shape[0] ?? 0;
      const distances = subject({ ...task, options: { ...task.options, k: task.labels.length } }).distances;
      for (let q = 0; q < all; q++) {
        const own = distances.slice(q * task.labels.length, (q + 1) * task.labels.length);
        if (new Set(own).size === own.length) equal('a class', mixed.classes[q] ?? NaN, still.classes[q] ?? NaN);
      }
    },
    60,
  ),

  'one neighbour knows its own distinct examples': law(
    () =>
      fc.record({ task: tasks, shift: int(-1e6, 1e6) }).map(({ task, shift }) => {
        const distinct = [...new Map(rows(task.examples).map((row) => [row.join(), row])).values()];
        const examples = add(numbers(distinct.flat(), [distinct.length, task.examples.shape[1] ?? 0]), shift);
        const labels = distinct.map((_, i) => i);
        return { ...task, options: { ...task.options, k: 1 }, examples, labels, queries: examples };
      }),
    (subject, task) => alike('classes', subject(task).classes, task.labels),
  ),
} satisfies Readonly<Record<string, Law<Subject>>>;
export type LawName = keyof typeof laws;
