import { expect, it } from 'vitest';
import * as p from '../../src/index.js';
import { compose, cross, diff, duplicate, fork, id, join, plus, tree } from '../../src/index.js';
import type { Cotangent, Diff } from '../../src/index.js';
import { prove } from '../law.js';
import { laws } from './category.js';
import type { Algebra, LawName } from './category.js';

const faulty = (change: Partial<Algebra>): Algebra => ({ ...p, ...change });

const scaled = <T>(value: T, by: number): T => tree.map(value, (x) => p.multiply(x as p.Tensor, by));

/** the pullback changed, the value left */
const back =
  <A, B>(f: Diff<A, B>, change: (da: Cotangent<A>, db: Cotangent<B>) => Cotangent<A>): Diff<A, B> =>
  (a) => {
    const [b, pullback] = f(a);
    return [b, (db) => change(pullback(db), db)];
  };
const doubled = <A, B>(f: Diff<A, B>): Diff<A, B> => back(f, (da) => scaled(da, 2));

let calls = 0;

const faults: Readonly<Record<LawName, Readonly<Record<string, Algebra>>>> = {
  'the identity is the unit of composition': {
    'an identity that doubles what comes back': faulty({ id: <A>() => doubled(id<A>()) }),
  },
  'composition is associative': {
    'a pullback that doubles what comes from the left': faulty({
      compose: <A, B, C>(f: Diff<A, B>, g: Diff<B, C>) =>
        compose(
          doubled(f),
          back(g, (da) => tree.map(da, (x) => p.add(x as p.Tensor, 1))),
        ),
    }),
  },
  'diff is a functor: diff(w ∘ v ∘ u) is the composition of diff u, diff v and diff w': {
    'the point in the middle forgotten': faulty({
      compose:
        <A, B, C>(f: Diff<A, B>, g: Diff<B, C>): Diff<A, C> =>
        (a) => {
          const [b, pullback] = f(a);
          const [c] = g(b);
          return [c, (dc) => pullback(g(scaled(b, 2))[1](dc))];
        },
    }),
  },
  'they are a category as fp-ts knows it': {
    'arrows in the order of their writing': faulty({
      Category: { ...p.Category, compose: (g, f) => compose(g as never, f as never) as never },
    }),
  },
  'projections undo a fork': {
    'a fork that keeps one side on its way back': faulty({
      fork:
        <A, B, C>(f: Diff<A, B>, g: Diff<A, C>): Diff<A, readonly [B, C]> =>
        (a) => {
          const [bc, pullback] = fork(f, g)(a);
          return [bc, ([db, dc]) => pullback([db, scaled(dc, 0)] as never)];
        },
    }),
  },
  'a pair is made of its projections': {
    'a projection that takes the other side': faulty({ first: p.second as never }),
    'a projection that sends back to both': faulty({
      second: <A, B>(): Diff<readonly [A, B], B> => back(p.second<A, B>(), (_, db) => [db, db] as never),
    }),
  },
  'fork after an arrow is the fork of the arrows after it': {
    'a copy whose cotangents are not added': faulty({
      duplicate: <A>(): Diff<A, readonly [A, A]> => back(duplicate<A>(), (_, [da]) => da as never),
    }),
  },
  'cross acts on each side': {
    'cotangents exchanged': faulty({
      cross: <A, B, C, D>(f: Diff<A, B>, g: Diff<C, D>): Diff<readonly [A, C], readonly [B, D]> =>
        back(cross(f, g), ([da, dc]) => [scaled(da, 2), dc] as never),
    }),
  },
  'join adds': {
    'a sum that takes the last': faulty({
      join:
        <A, B, C>(f: Diff<A, C>, g: Diff<B, C>): Diff<readonly [A, B], C> =>
        (ab) => [g(ab[1])[0], join(f, g)(ab)[1]],
    }),
  },
  'pullbacks are linear, exactly': {
    'a pullback that adds one': faulty({
      compose: <A, B, C>(f: Diff<A, B>, g: Diff<B, C>) =>
        back(compose(f, g), (da) => tree.map(da, (x) => p.add(x as p.Tensor, 1))),
    }),
  },
  'pullbacks may be called as often as wanted': {
    'a pullback that counts its calls': faulty({
      diff: ((f: never) => back(diff(f), (da) => scaled(da, calls++))) as never,
    }),
  },
};

prove(laws, () => ({ 'the library': p }), faults);

it('cotangents of integers are left alone', () => {
  const n = p.tensor([1, 2], { dtype: 'int32' });
  expect(plus(n, n)).toBe(n);
});
