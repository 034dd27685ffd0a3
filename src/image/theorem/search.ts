/** Looking for a counterexample among some cases, and making it small. */
import * as E from 'fp-ts/lib/Either.js';
import { readAll } from '../../tensor/read.js';
import { lengthOf, variablesOf } from './cases.js';
import type { Case } from './cases.js';
import { counterexample, placeOf } from './counterexample.js';
import type { Counterexample } from './counterexample.js';
import { evaluator } from './evaluate.js';
import type { Law, Variables } from './law.js';
import type { Operator } from './operator.js';
import type { Search } from './options.js';
import { compareSimplicity, first, shrunk } from './shrink.js';

/** the first place where two lists differ, relative to the largest element of both; NaN differs from everything */
const difference = (found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): number | undefined => {
  if (found.length !== expected.length) return 0;
  let scale = 1;
  for (const list of [found, expected])
    for (let i = 0; i < list.length; i++) scale = Math.max(scale, Math.abs(list[i] ?? 0));
  for (let i = 0; i < found.length; i++)
    if (!(Math.abs((found[i] ?? 0) - (expected[i] ?? 0)) <= tolerance * scale)) return i;
  return undefined;
};

/** from how many failing cases one is looked for that shrinks to the simplest: fewer of long ones */
const startsOf = (law: Law): number => Math.min(8, Math.ceil(400 / lengthOf(law)));

/** The simplest counterexample that the cases lead to, or how many cases there were. */
export const check = (
  law: Law,
  operator: Operator,
  cases: readonly Iterable<Case>[],
  { tolerance }: Search,
): E.Either<Counterexample, number> => {
  const evaluate = evaluator((variables: Variables) => law.sides(operator, variables));
  const judge = (list: Case) => {
    const variables = variablesOf(law, list);
    const [found, expected] = evaluate(variables);
    const [left = [], right = []] = readAll([found, expected]);
    return { variables, found, expected, left, right, index: difference(left, right, tolerance) };
  };
  let tried = 0;
  const fails = (list: Case): boolean => {
    tried++;
    return judge(list).index !== undefined;
  };
  const starts = startsOf(law);
  const failing = cases.flatMap((some) => first(some, fails, starts)).slice(0, starts);
  const [simplest] = failing.map((list) => shrunk(list, fails)).sort(compareSimplicity);
  if (simplest === undefined) return E.right(tried);
  const { variables, found, expected, left, right, index = 0 } = judge(simplest);
  return E.left(
    counterexample(law.choice(variables), { found, expected }, placeOf(found.shape, index), [
      left[index] ?? 0,
      right[index] ?? 0,
    ]),
  );
};
