import * as fc from 'fast-check';
import type { Arbitrary, Parameters } from 'fast-check';
import type { Either } from 'fp-ts/lib/Either.js';
import { isRight, left, right } from 'fp-ts/lib/Either.js';
import { LawError } from '../laws/law.js';

/** A law with its sentence as the name, ready for a test framework: `it(name, expect)`. */
export interface NamedLaw {
  readonly name: string;
  /** holds the law against random cases: how many, or the error of the smallest case that breaks it */
  readonly check: () => Either<LawError, { readonly runs: number }>;
  /** the same, with the error thrown */
  readonly expect: () => void;
}

/** How laws range over random cases: what fast-check may be told, and the laws that do not hold of this subject. */
export interface RangeOptions<Name extends string = string> extends Pick<Parameters, 'seed' | 'path' | 'numRuns'> {
  readonly except?: readonly Name[];
}

/** A law about cases: it throws a `LawError`; and how many cases say enough. */
export interface CaseLaw<C> {
  readonly hold: (one: C, seed: number) => unknown;
  readonly runs: number;
}

/** The laws of a table, each over random cases and a random seed. */
export const rangeOver = <C, Name extends string>(
  laws: Readonly<Record<Name, CaseLaw<C>>>,
  cases: Arbitrary<C>,
  { except = [], numRuns, ...parameters }: RangeOptions<Name>,
): readonly NamedLaw[] =>
  Object.entries<CaseLaw<C>>(laws)
    .filter(([name]) => !except.some((excepted) => excepted === name))
    .map(([name, { hold, runs }]) => {
      const property = fc.property(cases, fc.nat(0xffff), (one, seed) => void hold(one, seed));
      const check = (): Either<LawError, { readonly runs: number }> => {
        const details = fc.check(property, { numRuns: numRuns ?? runs, ...parameters });
        if (!details.failed) return right({ runs: details.numRuns });
        const { counterexample, errorInstance, seed, counterexamplePath } = details;
        if (!(errorInstance instanceof LawError)) throw errorInstance;
        const replay = `{ seed: ${seed}, path: '${counterexamplePath}' }`;
        const one = counterexample?.[0];
        return left(
          new LawError([errorInstance.message, `in ${fc.stringify(one)}`, `again with ${replay}`].join('\n')),
        );
      };
      return {
        name,
        check,
        expect: () => {
          const result = check();
          if (!isRight(result)) throw result.left;
        },
      };
    });
