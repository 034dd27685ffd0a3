/** What makes differentiable functions a category with products, as laws of an algebra that is passed in, so that a broken one can be passed too. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { Category2 } from 'fp-ts/lib/Category.js';
import type { Semigroupoid2 } from 'fp-ts/lib/Semigroupoid.js';
import * as p from '../../src/index.js';
import type { Diff, Tensor, URI } from '../../src/index.js';
import { law as lawOf } from '../law.js';
import type { Law } from '../law.js';
import { directionOf, expectSame, expectSameDiff } from './laws.js';

/** The arrows and what is made of them. */
export type Algebra = Pick<
  typeof p,
  'id' | 'compose' | 'diff' | 'first' | 'second' | 'fork' | 'fanOut' | 'cross' | 'duplicate' | 'join' | 'plus'
> & { readonly Category: Category2<URI> };

/* Polynomials of small integers with integer coefficients: every sum and product is exact, and so is equality. */
type Square = Tensor<[2, 2], 'float64'>;
type Record2 = { readonly x: Square; readonly y: Square };
const endomorphisms: Readonly<Record<string, (x: Square) => Square>> = {
  square: p.square,
  matmul: (x) => p.matmul(x, p.transpose(x)),
  cubic: (x) => p.subtract(p.multiply(p.square(x), x), p.multiply(x, 3)),
  sum: (x) => p.add(x, p.sum(x)),
  shuffle: (x) => p.flip(p.transpose(x), [0]),
  constant: (x) => p.zerosLike(x),
};
const apart: Readonly<Record<string, (x: Square) => Record2>> = {
  both: (x) => ({ x: p.square(x), y: p.transpose(x) }),
  once: (x) => ({ x: p.onesLike(x), y: p.matmul(x, x) }),
};
const back: Readonly<Record<string, (r: Record2) => Square>> = {
  product: ({ x, y }) => p.matmul(x, y),
  left: ({ x }) => p.multiply(x, p.sum(x, 0)),
};
const one = <F>(table: Readonly<Record<string, F>>) =>
  fc.constantFrom(...Object.keys(table)).map((name) => ({ name, f: table[name] as F }));
const [f, g, h, split, merge] = [one(endomorphisms), one(endomorphisms), one(endomorphisms), one(apart), one(back)];
const square = fc
  .array(fc.integer({ min: -3, max: 3 }), { minLength: 4, maxLength: 4 })
  .map((list): Square => p.fromArray(Float64Array.from(list), [2, 2]));
const pair = fc.tuple(square, square);

const law = <A extends readonly unknown[]>(
  arbitraries: { readonly [K in keyof A]: Arbitrary<A[K]> },
  check: (algebra: Algebra, ...args: A) => void,
): Law<Algebra> =>
  lawOf(
    () => fc.tuple(...arbitraries),
    (algebra: Algebra, args) => check(algebra, ...(args as never)),
    60,
  );

export const laws = {
  'the identity is the unit of composition': law(
    [f, split, square] as const,
    ({ id, compose, diff }, { f: u }, { f: v }, a) => {
      expectSameDiff('id, then f', compose(id(), diff(u)), diff(u), a);
      expectSameDiff('f, then id', compose(diff(u), id()), diff(u), a);
      expectSameDiff('f into a record, then id', compose(diff(v), id()), diff(v), a);
      expectSameDiff(
        'id is traced as itself',
        diff((x: Square) => x),
        id(),
        a,
      );
    },
  ),

  'composition is associative': law(
    [f, split, merge, square] as const,
    ({ compose, diff }, { f: u }, { f: v }, { f: w }, a) => {
      const [du, dv, dw] = [diff(u), diff(v), diff(w)];
      expectSameDiff('associative', compose(compose(du, dv), dw), compose(du, compose(dv, dw)), a);
    },
  ),

  'diff is a functor: diff(w ∘ v ∘ u) is the composition of diff u, diff v and diff w': law(
    [f, split, merge, square] as const,
    ({ compose, diff }, { f: u }, { f: v }, { f: w }, a) => {
      expectSameDiff(
        'w∘v∘u',
        diff((x: Square) => w(v(u(x)))),
        compose(diff(u), compose(diff(v), diff(w))),
        a,
      );
    },
  ),

  'they are a category as fp-ts knows it': law(
    [f, g, h, square] as const,
    ({ Category: category, diff }, { f: u }, { f: v }, { f: w }, a) => {
      const semigroupoid: Semigroupoid2<URI> = category;
      const [du, dv, dw]: readonly [Diff<Square, Square>, Diff<Square, Square>, Diff<Square, Square>] = [
        diff(u),
        diff(v),
        diff(w),
      ];
      expectSameDiff('identity', category.compose(category.id<Square>(), du), du, a);
      expectSameDiff(
        'order',
        semigroupoid.compose(dv, du),
        diff((x: Square) => v(u(x))),
        a,
      );
      expectSameDiff(
        'associative',
        category.compose(dw, category.compose(dv, du)),
        category.compose(category.compose(dw, dv), du),
        a,
      );
    },
  ),

  'projections undo a fork': law(
    [f, g, square] as const,
    ({ compose, diff, first, second, fork, fanOut }, { f: u }, { f: v }, a) => {
      const [du, dv] = [diff(u), diff(v)];
      expectSameDiff('first ∘ fork', compose(fork(du, dv), first()), du, a);
      expectSameDiff('second ∘ fork', compose(fork(du, dv), second()), dv, a);
      expectSameDiff('fan out', fanOut(du, dv), fork(du, dv), a);
    },
  ),

  'a pair is made of its projections': law([pair] as const, ({ id, first, second, fork }, ab) => {
    expectSameDiff('fork of the projections', fork(first<Square, Square>(), second<Square, Square>()), id(), ab);
  }),

  'fork after an arrow is the fork of the arrows after it': law(
    [f, g, h, square] as const,
    ({ compose, diff, fork, cross, duplicate }, { f: u }, { f: v }, { f: w }, a) => {
      const [du, dv, dw] = [diff(u), diff(v), diff(w)];
      expectSameDiff('naturality', compose(du, fork(dv, dw)), fork(compose(du, dv), compose(du, dw)), a);
      expectSameDiff('fork is cross after duplicate', fork(dv, dw), compose(duplicate<Square>(), cross(dv, dw)), a);
      expectSameDiff(
        'of plain functions',
        fork(dv, dw),
        diff((x: Square) => [v(x), w(x)] as const),
        a,
      );
    },
  ),

  'cross acts on each side': law(
    [f, g, split, pair] as const,
    ({ id, compose, diff, first, second, fork, cross }, { f: u }, { f: v }, { f: w }, ab) => {
      const [du, dv, dw] = [diff(u), diff(v), diff(w)];
      expectSameDiff('functor', compose(cross(du, dv), cross(dw, du)), cross(compose(du, dw), compose(dv, du)), ab);
      expectSameDiff(
        'by projections',
        cross(du, dv),
        fork(compose(first<Square, Square>(), du), compose(second<Square, Square>(), dv)),
        ab,
      );
      expectSameDiff('of identities', cross<Square, Square, Square, Square>(id(), id()), id(), ab);
    },
  ),

  'join adds': law([f, g, square, square] as const, ({ compose, diff, duplicate, join }, { f: u }, { f: v }, a, b) => {
    expectSameDiff(
      'join',
      join(diff(u), diff(v)),
      diff(([x, y]: readonly [Square, Square]) => p.add(u(x), v(y))),
      [a, b] as const,
    );
    expectSameDiff(
      'duplicate, then join',
      compose(duplicate<Square>(), join(diff(u), diff(v))),
      diff((x: Square) => p.add(u(x), v(x))),
      a,
    );
  }),

  'pullbacks are linear, exactly': law(
    [f, split, square] as const,
    ({ compose, diff, plus }, { f: u }, { f: v }, a) => {
      const [, pullback] = compose(diff(u), diff(v))(a);
      const whole = (db: Record2): Record2 => ({ x: p.multiply(db.x, 8), y: p.multiply(db.y, 8) });
      const [b, c] = [whole(directionOf({ x: a, y: a }, 1)), whole(directionOf({ x: a, y: a }, 2))];
      expectSame('sum', pullback(plus(b, c)), plus(pullback(b), pullback(c)), 0);
      expectSame('zero', pullback({ x: p.zerosLike(a), y: p.zerosLike(a) }), p.zerosLike(a), 0);
    },
  ),

  'pullbacks may be called as often as wanted': law([f, square, square] as const, ({ diff }, { f: u }, a, b) => {
    const [, pullback] = diff(u)(a);
    const before = pullback(b);
    pullback(a);
    expectSame('again', pullback(b), before, 0);
  }),
} satisfies Readonly<Record<string, Law<Algebra>>>;

/** The sentence of a law. */
export type LawName = keyof typeof laws;
