import '../../test/reference.js';
import { add, index, multiply, negate, stopGradient, subtract, sum } from '../../src/ops/index.js';
import { prove } from '../law.js';
import { laws, subjects } from './losses.js';
import type { LawName, LossName, Subject } from './losses.js';

const faulty = (name: LossName, change: (loss: Subject['loss']) => Subject['loss']): Subject => {
  const subject: Subject = subjects[name];
  return { ...subject, loss: change(subject.loss) };
};

const faults: Readonly<Record<LawName, Readonly<Record<string, Subject>>>> = {
  'nothing costs less than nothing': {
    'likelihood for its surprise': faulty('softmaxCrossEntropy', (loss) => (i, o) => negate(loss(i, o))),
    'a margin left out': faulty('triplet', (loss) => (i, o) => subtract(loss(i, o), 1)),
  },
  'the right answer costs nothing': {
    'a constant': faulty('huber', (loss) => (i, o) => add(loss(i, o), 0.5)),
  },
  'examples in another order have the terms in that order': {
    'the first example in all': faulty('meanSquaredError', (loss) => (i, o) => add(loss(i, o), index(loss(i, o), 0))),
  },
  'the terms of a batch are those of its examples': {
    'a sum over the batch': faulty('dice', (loss) => (i, o) => add(loss(i, o), sum(loss(i, o)))),
  },
  'the sum and the mean are of the terms, each as often as its weight': {
    'weights not divided by': faulty(
      'sigmoidCrossEntropy',
      (loss) =>
        (i, { reduction, ...o }) =>
          loss(i, { ...o, reduction: reduction === 'mean' ? 'sum' : reduction }),
    ),
    'weights left out': faulty(
      'klDivergence',
      (loss) =>
        (i, { reduction }) =>
          loss(i, { reduction }),
    ),
  },
  'the gradient is the slope': {
    'no gradient': faulty('jaccard', (loss) => (i, o) => stopGradient(loss(i, o))),
    'half of it': faulty('softmaxFocal', (loss) => (i, o) => multiply(add(loss(i, o), stopGradient(loss(i, o))), 0.5)),
  },
};

prove(laws, () => subjects, faults);
