import '../../test/reference.js';
import { multiply } from '../../src/ops/index.js';
import { ordered, prove } from '../law.js';
import { answer, laws } from './nearest.js';
import type { LawName, Subject } from './nearest.js';

/** near by the product of the numbers, as where the norms are forgotten */
const byProducts: Subject = (task) => answer({ ...task, examples: multiply(task.examples, -1) });
/** the vote of a tie goes to the smallest label */
const smallest: Subject = (task) => {
  const found = answer(task);
  const { k } = task.options;
  const classes = found.classes.map((_, q) => {
    const labels = found.indices.slice(q * k, (q + 1) * k).map((i) => task.labels[i] ?? NaN);
    const votes = labels.map((label) => labels.filter((other) => other === label).length);
    return Math.min(...labels.filter((__, i) => votes[i] === Math.max(...votes)));
  });
  return { ...found, classes };
};
/** of equally far examples the last */
const backwards: Subject = (task) => {
  const order = [...task.labels.keys()].reverse();
  const labels = order.map((i) => task.labels[i] ?? NaN);
  const found = answer({ ...task, examples: ordered(task.examples, order), labels });
  return { ...found, indices: found.indices.map((i) => order[i] ?? NaN) };
};

const faults: Readonly<Record<LawName, Readonly<Record<string, Subject>>>> = {
  'neighbours, distances and classes are those of the definition, ties included': {
    'products for distances': byProducts,
    'a tied vote for the smallest label': smallest,
    'the last of equally far examples': backwards,
    'the other distance': (task) =>
      answer({ ...task, options: { ...task.options, distance: task.options.distance === 'l1' ? 'l2' : 'l1' } }),
    'squares of distances': (task) => {
      const found = answer(task);
      return { ...found, distances: found.distances.map((far) => far * far) };
    },
  },
  'a shift of all images changes nothing': { 'products for distances': byProducts },
  'the order of the examples changes no distance, nor a class where no two are equally far': {
    'the first examples, near or not': (task) => {
      const found = answer(task);
      return { ...found, classes: found.classes.map((_, q) => task.labels[q % task.labels.length] ?? NaN) };
    },
    'distances by place': (task) => {
      const found = answer(task);
      return { ...found, distances: found.distances.map((far, i) => far + (found.indices[i] ?? 0)) };
    },
  },
  'one neighbour knows its own distinct examples': {
    'products for distances': byProducts,
    'the second neighbour': (task) => {
      const { indices } = answer({ ...task, options: { ...task.options, k: Math.min(2, task.labels.length) } });
      return { ...answer(task), classes: task.labels.map((_, q) => task.labels[indices[2 * q + 1] ?? 0] ?? NaN) };
    },
  },
};

prove(laws, () => ({ 'the library': answer }), faults);
