import * as fc from 'fast-check';
import type { Category2 } from 'fp-ts/lib/Category.js';
import type { Semigroupoid2 } from 'fp-ts/lib/Semigroupoid.js';
import { describe, expect, it } from 'vitest';
import * as p from '../../src/index.js';
import {
  Category,
  compose,
  cross,
  diff,
  duplicate,
  fanOut,
  first,
  fork,
  id,
  join,
  plus,
  second,
} from '../../src/index.js';
import type { Diff, Tensor } from '../../src/index.js';
import { directionOf, expectSame, expectSameDiff } from './laws.js';

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
  name: string,
  arbitraries: { readonly [K in keyof A]: fc.Arbitrary<A[K]> },
  check: (...args: A) => void,
): void => {
  it(name, () => {
    fc.assert(
      fc.property(fc.tuple(...arbitraries), (args) => check(...(args as never))),
      { numRuns: 60 },
    );
  });
};

describe('differentiable functions are a category', () => {
  law('with an identity', [f, split, square] as const, ({ f: u }, { f: v }, a) => {
    expectSameDiff('id, then f', compose(id(), diff(u)), diff(u), a);
    expectSameDiff('f, then id', compose(diff(u), id()), diff(u), a);
    expectSameDiff('f into a record, then id', compose(diff(v), id()), diff(v), a);
    expectSameDiff(
      'id is traced as itself',
      diff((x: Square) => x),
      id(),
      a,
    );
  });

  law('whose composition is associative', [f, split, merge, square] as const, ({ f: u }, { f: v }, { f: w }, a) => {
    const [du, dv, dw] = [diff(u), diff(v), diff(w)];
    expectSameDiff('associative', compose(compose(du, dv), dw), compose(du, compose(dv, dw)), a);
  });

  law('and diff is a functor to it', [f, split, merge, square] as const, ({ f: u }, { f: v }, { f: w }, a) => {
    expectSameDiff(
      'w∘v∘u',
      diff((x: Square) => w(v(u(x)))),
      compose(diff(u), compose(diff(v), diff(w))),
      a,
    );
  });

  law('as fp-ts knows it', [f, g, h, square] as const, ({ f: u }, { f: v }, { f: w }, a) => {
    const category: Category2<typeof Category.URI> = Category;
    const semigroupoid: Semigroupoid2<typeof Category.URI> = category;
    const [du, dv, dw]: readonly Diff<Square, Square>[] = [diff(u), diff(v), diff(w)];
    if (du === undefined || dv === undefined || dw === undefined) throw new Error();
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
  });
});

describe('its products', () => {
  law('have projections that undo a fork', [f, g, square] as const, ({ f: u }, { f: v }, a) => {
    const [du, dv] = [diff(u), diff(v)];
    expectSameDiff('first ∘ fork', compose(fork(du, dv), first()), du, a);
    expectSameDiff('second ∘ fork', compose(fork(du, dv), second()), dv, a);
    expect(fanOut).toBe(fork);
  });

  law('are made of their projections', [pair] as const, (ab) => {
    expectSameDiff('fork of the projections', fork(first<Square, Square>(), second<Square, Square>()), id(), ab);
  });

  law(
    'fork after an arrow is the fork of the arrows after it',
    [f, g, h, square] as const,
    ({ f: u }, { f: v }, { f: w }, a) => {
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
  );

  law('cross acts on each side', [f, g, split, pair] as const, ({ f: u }, { f: v }, { f: w }, ab) => {
    const [du, dv, dw] = [diff(u), diff(v), diff(w)];
    expectSameDiff('functor', compose(cross(du, dv), cross(dw, du)), cross(compose(du, dw), compose(dv, du)), ab);
    expectSameDiff(
      'by projections',
      cross(du, dv),
      fork(compose(first<Square, Square>(), du), compose(second<Square, Square>(), dv)),
      ab,
    );
    expectSameDiff('of identities', cross<Square, Square, Square, Square>(id(), id()), id(), ab);
  });

  law('join adds', [f, g, square, square] as const, ({ f: u }, { f: v }, a, b) => {
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
  });
});

describe('pullbacks', () => {
  law('are linear, exactly', [f, split, square] as const, ({ f: u }, { f: v }, a) => {
    const [, pullback] = compose(diff(u), diff(v))(a);
    const whole = (db: Record2): Record2 => ({ x: p.multiply(db.x, 8), y: p.multiply(db.y, 8) });
    const [b, c] = [whole(directionOf({ x: a, y: a }, 1)), whole(directionOf({ x: a, y: a }, 2))];
    expectSame('sum', pullback(plus(b, c)), plus(pullback(b), pullback(c)), 0);
    expectSame('zero', pullback({ x: p.zerosLike(a), y: p.zerosLike(a) }), p.zerosLike(a), 0);
  });

  law('may be called as often as wanted', [f, square, square] as const, ({ f: u }, a, b) => {
    const [, pullback] = diff(u)(a);
    const before = pullback(b);
    pullback(a);
    expectSame('again', pullback(b), before, 0);
  });

  it('leave the cotangents of integers alone', () => {
    const n = p.tensor([1, 2], { dtype: 'int32' });
    expectSame('plus', plus(n, n), n, 0);
  });
});
