/** What is claimed of the alternative: a unit that is right, or the proof that there is none. */
import * as E from 'fp-ts/lib/Either.js';
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import * as classifiers from '../../src/classifiers/index.js';
import { alternative } from '../../src/classifiers/gordan.js';
import { fromArray, item, toArray } from '../../src/tensor/literal.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { LawError } from '../../src/testing/laws/index.js';
import { int, law } from '../law.js';
import type { Law } from '../law.js';

type Points = readonly (readonly number[])[];
type Answer = E.Either<readonly number[], readonly number[]>;

/** What decides: multipliers λ, or the weights and the bias of a unit. */
export interface Subject {
  readonly separate: (points: Points, classes: readonly boolean[]) => Answer & { readonly updates?: number };
  readonly isCertificate: (points: Points, classes: readonly boolean[], multipliers: readonly number[]) => boolean;
}

const x = (points: Points): Tensor<readonly [number, number], 'float64'> =>
  fromArray(Float64Array.from(points.flat()), [points.length, points[0]?.length ?? 0]);
const y = (classes: readonly boolean[]): Tensor<readonly [number], 'bool'> =>
  fromArray(Uint8Array.from(classes, Number), [classes.length]);

/** The library's own: the perceptron first, and the simplex method alone. */
export const subjects = {
  separate: {
    separate: (points, classes) => {
      const found = classifiers.separate(x(points), y(classes));
      const { updates } = E.isLeft(found) ? found.left : found.right;
      return {
        ...E.bimap(
          ({ multipliers }: classifiers.Inseparable) => multipliers.map(Number),
          ({ weight, bias }: classifiers.Separator) => [...toArray(weight), item(bias)],
        )(found),
        updates,
      };
    },
    isCertificate: (points, classes, multipliers) =>
      classifiers.isCertificate(x(points), y(classes), multipliers.map(BigInt)),
  },
  alternative: {
    separate: (points, classes) =>
      E.bimap(
        (lambda: readonly bigint[]) => lambda.map(Number),
        (w: readonly bigint[]) => w.map(Number),
      )(alternative(points.map((point, i) => [...point, 1].map((v) => BigInt(classes[i] === true ? v : -v))))),
    isCertificate: (points, classes, multipliers) =>
      classifiers.isCertificate(x(points), y(classes), multipliers.map(BigInt)),
  },
} satisfies Readonly<Record<string, Subject>>;

const point = (d: number, size: number) => fc.array(int(-size, size), { minLength: d, maxLength: d });

/** points with classes, drawn at will */
const any: Arbitrary<{ readonly points: Points; readonly classes: readonly boolean[] }> = fc
  .record({ d: int(1, 3), n: int(1, 7), size: fc.constantFrom(1, 3, 50) })
  .chain(({ d, n, size }) =>
    fc.record({
      points: fc.array(point(d, size), { minLength: n, maxLength: n }),
      classes: fc.array(fc.boolean(), { minLength: n, maxLength: n }),
    }),
  );

const value = (w: readonly number[], one: readonly number[]): number =>
  one.reduce((total, v, k) => total + v * (w[k] ?? NaN), w.at(-1) ?? NaN);

const expect = (holds: boolean, sentence: () => string): void => {
  if (!holds) throw new LawError(sentence());
};
const isRight = (w: readonly number[], points: Points, classes: readonly boolean[]): boolean =>
  points.every((one, i) => (classes[i] === true ? 1 : -1) * value(w, one) > 0);
const combination = (lambda: readonly number[], points: Points, classes: readonly boolean[]): readonly number[] =>
  [...(points[0] ?? []), 1].map((_, k) =>
    points.reduce((total, one, i) => total + (lambda[i] ?? NaN) * (classes[i] === true ? 1 : -1) * (one[k] ?? 1), 0),
  );

export const laws = {
  'a unit is right about all, and multipliers make the examples cancel': law(
    () => any,
    ({ separate }, { points, classes }) => {
      const found = separate(points, classes);
      if (E.isRight(found)) expect(isRight(found.right, points, classes), () => `the unit ${found.right.join()} errs`);
      else {
        const lambda = found.left;
        expect(lambda.every((l) => l >= 0) && lambda.some((l) => l > 0), () => `λ is ${lambda.join()}`);
        const sums = combination(lambda, points, classes);
        expect(sums.every((s) => s === 0), () => `Σ λy(x, 1) is ${sums.join()}`); // prettier-ignore
      }
    },
    100,
  ),

  'what a line with whole numbers parts is found to be parted, in no more updates than the theorem allows': law(
    () =>
      fc
        .record({ d: int(1, 3), n: int(1, 7), size: fc.constantFrom(1, 3, 50) })
        .chain(({ d, n, size }) =>
          fc.record({ w: point(d + 1, 4), points: fc.array(point(d, size), { minLength: n, maxLength: n }) }),
        ),
    ({ separate }, { w, points }) => {
      const apart = points.filter((one) => value(w, one) !== 0);
      if (apart.length === 0) return;
      const classes = apart.map((one) => value(w, one) > 0);
      const found = separate(apart, classes);
      expect(E.isRight(found), () => 'no unit was found');
      const unit = { weight: fromArray(Float64Array.from(w.slice(0, -1)), [w.length - 1]), bias: fromArray(Float64Array.of(w.at(-1) ?? NaN), []) }; // prettier-ignore
      const bound = classifiers.updateBound(x(apart), y(classes), unit);
      expect((found.updates ?? 0) <= bound, () => `${found.updates ?? 0} updates, allowed are ${bound}`);
    },
    60,
  ),

  'where the mean of some of one class is one of the other, there is no unit': law(
    () =>
      fc
        .record({ d: int(1, 3), size: fc.constantFrom(1, 5) })
        .chain(({ d, size }) =>
          fc.record({ a: point(d, size), by: point(d, size), others: fc.array(point(d, 9), { maxLength: 3 }) }),
        ),
    ({ separate }, { a, by, others }) => {
      const [b, c] = [a.map((v, k) => v + (by[k] ?? 0)), a.map((v, k) => v - (by[k] ?? 0))];
      const points = [a, b, c, ...others];
      expect(E.isLeft(separate(points, points.map((_, i) => i > 0))), () => 'a unit was found'); // prettier-ignore
    },
  ),

  'a certificate is taken for one exactly where it is one': law(
    () =>
      any.chain((task) =>
        fc.record({
          task: fc.constant(task),
          multipliers: fc.array(int(-1, 2), { minLength: task.points.length, maxLength: task.points.length }),
          own: fc.constantFrom(0, 1, -1),
        }),
      ),
    ({ separate, isCertificate }, { task: { points, classes }, multipliers, own }) => {
      const found = separate(points, classes);
      const lambda = own !== 0 && E.isLeft(found) ? found.left.map((l) => own * l) : multipliers;
      const is =
        lambda.every((l) => l >= 0) &&
        lambda.some((l) => l > 0) &&
        combination(lambda, points, classes).every((s) => s === 0);
      expect(isCertificate(points, classes, lambda) === is, () => `λ = ${lambda.join()} ${is ? 'is' : 'is not'} one`);
    },
    60,
  ),
} satisfies Readonly<Record<string, Law<Subject>>>;
export type LawName = keyof typeof laws;
