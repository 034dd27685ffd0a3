/** What is claimed of a differentiable function. */
import type { Arbitrary } from 'fast-check';
import { times } from '../../primitive/arithmetic.js';
import { like } from '../../primitive/create.js';
import { isFloat } from '../../primitive/body.js';
import { constant } from '../../tensor/node.js';
import { compose, custom, id } from '../../transform/index.js';
import type { Diff } from '../../transform/index.js';
import { map, named } from '../../tree/index.js';
import { expectBatching } from '../laws/batching.js';
import { expectTensors, rounded } from '../laws/bound.js';
import { expectDeterminism } from '../laws/determinism.js';
import { direction } from '../laws/direction.js';
import { expectAdjoint } from '../laws/adjoint.js';
import { expectGradient } from '../laws/gradient.js';
import { LawError } from '../laws/law.js';
import { expectLinear } from '../laws/linear.js';
import { show } from '../../shape/shape.js';
import { rangeOver } from './range.js';
import type { CaseLaw, NamedLaw, RangeOptions } from './range.js';

const law = <C>(hold: (one: C, seed: number) => unknown, runs: number): CaseLaw<C> => ({ hold, runs });

/** fast-check makes the case smaller */
const attempts = 0;

const names = (tree: unknown): string =>
  named(tree)
    .map(([path, { shape, dtype }]) => `${path} ${dtype} ${show(shape)}`.trim())
    .join(', ');

/** a cotangent of a value, drawn */
const cotangentOf = <B>(b: B, seed: number): B => {
  let stream = 0;
  return map(b, (leaf) => (isFloat(leaf) ? constant(leaf, direction(leaf, seed, stream++)) : like(leaf, 0)));
};

/** What is claimed of every differentiable function f, at a point. */
const diffLaws = <A, B>(f: Diff<A, B>) => ({
  'the pullback gives the names, shapes and element types of the argument': law<A>((a, seed) => {
    const [b, pullback] = f(a);
    const [found, expected] = [names(pullback(cotangentOf(b, seed))), names(a)];
    if (found !== expected) throw new LawError(`cotangent: ${found}, expected ${expected}`);
  }, 20),

  'the pullback agrees with central differences': law<A>(
    (a, seed) => expectGradient(custom(f), a, { seed, attempts }),
    40,
  ),

  'the pullback is linear': law<A>((a, seed) => {
    const [b, pullback] = f(a);
    return expectLinear(pullback, b, { seed, attempts });
  }, 20),

  'the derivatives of the pullback are transposes of each other': law<A>((a, seed) => {
    const [b] = f(a);
    return expectAdjoint(
      ({ x, db }: { readonly x: A; readonly db: B }) => f(x)[1](db),
      { x: a, db: cotangentOf(b, seed) },
      {
        seed,
        attempts,
      },
    );
  }, 20),

  'the same argument gives the same value and the same pullback': law<A>(
    (a, seed) =>
      expectDeterminism(
        (x: A) => {
          const [b, pullback] = f(x);
          return { b, da: pullback(cotangentOf(b, seed)) };
        },
        a,
        { attempts },
      ),
    15,
  ),

  'a batch is a loop over its examples': law<A>(
    (a, seed) => expectBatching(custom(f), a, { count: seed % 4, attempts }),
    15,
  ),

  'composing with the identity changes nothing, and with a multiple, the multiple': law<A>((a, seed) => {
    const [b, pullback] = f(a);
    const db = cotangentOf(b, seed);
    const tripled = <T>(tree: T): T => map(tree, (x) => (isFloat(x) ? times(x, like(x, 3)) : x));
    const triple: Diff<B, B> = (y) => [tripled(y), tripled];
    const same = (what: string, found: unknown, expected: unknown): void =>
      void expectTensors(
        'compose',
        named(found).map(([path, x]) => [`${what}${path === '' ? '' : ` ${path}`}`, x]),
        named(expected).map(([, x]) => x),
        rounded,
      );
    for (const whole of [compose(id<A>(), f), compose(f, id<B>())]) {
      const [c, back] = whole(a);
      same('the value', c, b);
      same('the cotangent', back(db), pullback(db));
    }
    const [c, back] = compose(f, triple)(a);
    same('three times the value', c, tripled(b));
    same('three times the cotangent', back(db), tripled(pullback(db)));
  }, 15),
});

/** The sentence of a law of differentiable functions. */
export type DiffLawName = keyof ReturnType<typeof diffLaws>;

/**
 * The laws of a differentiable function of one's own, at random points, whose floats are in float64.
 * @example
 * import { float64s } from 'pullback/testing/fast-check';
 * const squared = diff((x: Tensor<[2], 'float64'>) => multiply(x, x));
 * for (const { expect } of lawsOfDiff(squared, float64s([2]), { numRuns: 3 })) expect();
 */
export const lawsOfDiff = <A, B>(
  f: Diff<A, B>,
  points: Arbitrary<A>,
  options: RangeOptions<DiffLawName> = {},
): readonly NamedLaw[] => rangeOver<A, DiffLawName>(diffLaws(f), points, options);
