import * as E from 'fp-ts/lib/Either.js';
import type { Shape } from '../../shape/shape.js';
import type { Counterexample } from './counterexample.js';
import { holds } from './evidence.js';
import type { Evidence, Holds } from './evidence.js';
import { additive, homogeneous } from './law.js';
import { subjectOf } from './operator.js';
import type { Images, Operator, Subject } from './operator.js';
import { randomCases } from './cases.js';
import { searchNames, searchOf } from './options.js';
import type { Search, SearchOptions } from './options.js';
import { check } from './search.js';
import { linearByStructure } from './structure.js';

/** Why an operator is linear for all the shapes of a subject, where its expression says so. */
export const proofOf = ({ operator, spaces }: Subject): E.Either<string, string> =>
  spaces.reduce<E.Either<string, string>>(
    (before, { input }) => (E.isLeft(before) ? before : linearByStructure(operator, input)),
    E.right(''),
  );

/** Whether the operator of a subject is linear. */
export const linearity = (subject: Subject, search: Search): E.Either<Counterexample, Evidence> => {
  const proof = proofOf(subject);
  if (E.isRight(proof)) return E.right({ by: 'proof', reason: proof.right });
  let tried = 0;
  for (const spaces of subject.spaces)
    for (const law of [homogeneous(spaces), additive(spaces)]) {
      const found = check(law, subject.operator, [randomCases(law, search)], search);
      if (E.isLeft(found)) return found;
      tried += found.right;
    }
  return E.right({ by: 'tests', cases: tried, reason: proof.left });
};

/**
 * Whether F(a x) = a F(x) and F(x + y) = F(x) + F(y): proved, tested, or refuted by a small counterexample.
 *
 * An operator is proved linear where every step of its expression is. Otherwise the two laws are tried on random images, drawn from the key: if one
 * fails, the images are made as simple as they can be while it fails.
 *
 * Errors   a `ShapeError`, `DTypeError` or `RangeError` for images, values or options that are none
 * Source   deck row I9
 * @example
 * isLinear((x: Image<[2, 2]>) => multiply(3, x), [2, 2])._tag // 'Right'
 * isLinear((x: Image<[2, 2]>) => relu(x), [2, 2])._tag // 'Left'
 */
export const isLinear = <S extends Shape>(
  operator: Operator<S>,
  images: Images<S>,
  options: SearchOptions = {},
): E.Either<Counterexample, Holds> => {
  const search = searchOf('isLinear', options, searchNames);
  const found = linearity(subjectOf('isLinear', operator, images), search);
  return E.isLeft(found) ? found : E.right(holds('F is linear', found.right));
};
