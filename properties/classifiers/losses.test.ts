import '../../test/reference.js';
import { add, multiply, square, sum } from '../../src/ops/index.js';
import { prove } from '../law.js';
import { laws, losses } from './losses.js';
import type { LawName, Subject } from './losses.js';

const { paired, labelled } = losses;
const pair = (change: Partial<Subject['paired']>): Subject => ({ labelled, paired: { ...paired, ...change } });
const classes = (change: Partial<Subject['labelled']>): Subject => ({ paired, labelled: { ...labelled, ...change } });

const faults: Readonly<Record<LawName, Readonly<Record<string, Subject>>>> = {
  'a loss of pairs is its definition under every reduction': {
    'the half forgotten': pair({ halfSquaredError: paired.meanSquaredError }),
    'a margin of one half': pair({ hinge: (y, t) => paired.hinge(multiply(y, 2), t) }),
    'a sum for the mean': pair({
      hinge: (y, t) => (reduction) => paired.hinge(y, t)(reduction === 'mean' ? 'sum' : reduction),
    }),
    'positives only': pair({ binaryCrossEntropy: (p, t) => paired.binaryCrossEntropy(p, add(multiply(t, 0), 1)) }),
    'probabilities for logits': pair({ sigmoidCrossEntropy: (z, t) => paired.sigmoidCrossEntropy(multiply(z, -1), t) }),
  },
  'a loss of classes is its definition under every reduction': {
    'the own class counted': classes({ multiclassHinge: (s, y) => (r) => add(labelled.multiclassHinge(s, y)(r), 1) }),
    'log-probabilities for logits': classes({ softmaxCrossEntropy: labelled.negativeLogLikelihood }),
    'squares of violations': classes({ multiclassHinge: (s, y) => (r) => square(labelled.multiclassHinge(s, y)(r)) }),
    'rights for errors': classes({ zeroOne: (s, y) => (r) => add(1, multiply(labelled.zeroOne(s, y)(r), -1)) }),
  },
  'the same number added to all scores of whole numbers changes no loss': {
    'log-probabilities for logits': classes({ softmaxCrossEntropy: labelled.negativeLogLikelihood }),
    'scores in the hinge': classes({
      multiclassHinge: (s, y) => (r) => add(labelled.multiclassHinge(s, y)(r), sum(s)),
    }),
  },
  'the hinge and the surprise in bits bound the share of errors from above': {
    'half the hinge': classes({ multiclassHinge: (s, y) => (r) => multiply(labelled.multiclassHinge(s, y)(r), 0.5) }),
    'half the surprise': classes({
      softmaxCrossEntropy: (s, y) => (r) => multiply(labelled.softmaxCrossEntropy(s, y)(r), 0.5),
    }),
  },
};

prove(laws, () => ({ 'the library': losses }), faults);
