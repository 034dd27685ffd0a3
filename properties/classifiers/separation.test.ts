import '../../test/reference.js';
import * as E from 'fp-ts/lib/Either.js';
import { prove } from '../law.js';
import { laws, subjects } from './separation.js';
import type { LawName, Subject } from './separation.js';

const { separate: sound, alternative } = subjects;
const faulty = (change: Partial<Subject>): Subject => ({ ...sound, ...change });

const always: Subject['separate'] = (points, classes) => {
  const found = sound.separate(points, classes);
  return E.isRight(found) ? found : E.right((points[0] ?? []).concat(0).map(() => 1));
};
const never: Subject['separate'] = (points) => E.left(points.map(() => 1));

const faults: Readonly<Record<LawName, Readonly<Record<string, Subject>>>> = {
  'a unit is right about all, and multipliers make the examples cancel': {
    'some unit always': faulty({ separate: always }),
    'the same multipliers always': faulty({ separate: never }),
    'multipliers that are all zero': faulty({
      separate: (points, classes) =>
        E.mapLeft((lambda: readonly number[]) => lambda.map(() => 0))(sound.separate(points, classes)),
    }),
    'a unit that errs on the line': faulty({
      separate: (points, classes) =>
        E.map((w: readonly number[]) => [...w.slice(0, -1), 0])(sound.separate(points, classes)),
    }),
  },
  'what a line with whole numbers parts is found to be parted, in no more updates than the theorem allows': {
    'no unit, ever': faulty({ separate: never }),
    'many updates': faulty({ separate: (points, classes) => ({ ...sound.separate(points, classes), updates: 1e9 }) }),
  },
  'where the mean of some of one class is one of the other, there is no unit': {
    'some unit always': faulty({ separate: always }),
  },
  'a certificate is taken for one exactly where it is one': {
    'anything is': faulty({ isCertificate: () => true }),
    'nothing is': faulty({ isCertificate: () => false }),
    'negative numbers too': faulty({
      isCertificate: (points, classes, multipliers) => sound.isCertificate(points, classes, multipliers.map(Math.abs)),
    }),
  },
};

prove(laws, () => ({ 'the perceptron, then the simplex method': sound, 'the simplex method': alternative }), faults);
