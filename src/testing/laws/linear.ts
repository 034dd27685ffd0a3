import { minus, plus, times } from '../../primitive/arithmetic.js';
import { like } from '../../primitive/create.js';
import { constant } from '../../tensor/node.js';
import { dtypes } from '../../tensor/dtype.js';
import { readAll } from '../../tensor/read.js';
import type { AnyTensor } from '../../tensor/tensor.js';
import { build, leaves, named } from '../../tree/index.js';
import { expectTensors, rounded } from './bound.js';
import type { Bound } from './bound.js';
import { movable, pullbackOf } from './derivative.js';
import { direction, directions } from './direction.js';
import { checked, expectClose, LawError, summed } from './law.js';
import type { Report } from './law.js';
import { literal } from './literal.js';
import { against, smallest } from './subject.js';
import type { Shrinking } from './subject.js';

/** How linearity is tested. */
export interface LinearOptions extends Shrinking {
  readonly seed?: number;
  /** how many pairs u, v are tried; a function that chooses, as a median does, is linear on some */
  readonly pairs?: number;
  /** how far the two sides may be apart, for each element type: rounding in another order unless said otherwise; `exact` for the same bits */
  readonly bound?: Bound;
}

/**
 * A function is linear: f(3u − v) = 3·f(u) − f(v). What it is given says the shapes; the floats of u and v are drawn: multiples of ⅛, so that a function
 * that only adds, and multiplies by small integers, is found exactly linear.
 *
 * Errors   a `LawError` with both numbers, and with few numbers in u and v: "linear: f(3u − v) against 3·f(u) − f(v), element 0 is 3, expected 4"
 * @example
 * expectLinear((x: Tensor<[3]>) => flip(x, [0]), zeros([3])).worst // 0
 */
export const expectLinear = <A>(
  f: (a: A) => unknown,
  a: A,
  { seed = 0, pairs = 8, bound = rounded, attempts = 60 }: LinearOptions = {},
): Report => {
  const law = 'linear';
  const example = leaves(a, law);
  const drawn = (by: number): readonly AnyTensor[] =>
    example.map((leaf, k) => (dtypes[leaf.dtype].float ? constant(leaf, direction(leaf, seed + by, k)) : leaf));
  const pair = (all: readonly AnyTensor[]): { readonly u: A; readonly v: A } => ({
    u: build(a, all.slice(0, example.length)),
    v: build(a, all.slice(example.length)),
  });
  const hold = (all: readonly AnyTensor[]): Report => {
    const { u, v } = pair(all);
    const both = build(a, combined(all.slice(0, example.length), all.slice(example.length)));
    const found = named(f(both), law).map(
      ([path, tensor]) => [`f(3u − v) against 3·f(u) − f(v)${path === '' ? '' : `, ${path}`}`, tensor] as const,
    );
    const expected = combined(leaves(f(u), law), leaves(f(v), law));
    if (found.length !== expected.length)
      throw new LawError(`${law}: f(3u − v) has ${found.length} parts, 3·f(u) − f(v) has ${expected.length}`);
    return expectTensors(law, found, expected, bound);
  };
  const reports = Array.from({ length: pairs }, (_, n) =>
    smallest([...drawn(2 * n), ...drawn(2 * n + 1)], hold, attempts, (all) => literal(pair(all))),
  );
  return summed(law, reports);
};

/** {@link expectLinear}, as a value: the error, or the report. */
export const checkLinear = checked(expectLinear);

/**
 * The pullback is linear: Jᵀ(3u − v) = 3·Jᵀu − Jᵀv, for two directions u and v.
 *
 * Errors  a `LawError` with the first place where the two sides differ
 */
export const expectLinearPullback = <A>(
  f: (a: A) => unknown,
  a: A,
  { seed = 0, ...options }: { readonly seed?: number } & Shrinking = {},
): Report =>
  against(
    'pullback is linear',
    f,
    a,
    ({ f: mapping, inputs }) => {
      const outputs = movable(mapping(inputs));
      const pullback = (cotangents: readonly AnyTensor[]): readonly AnyTensor[] =>
        pullbackOf(mapping, inputs.length)([...inputs, ...cotangents]);
      const [u, v] = [directions(outputs, seed), directions(outputs, seed + 1)];
      const found = pullback(combined(u, v)).map((x, k) => [`cotangent ${k}`, x] as const);
      return expectTensors('pullback is linear', found, combined(pullback(u), pullback(v)), rounded);
    },
    options,
  );

/** {@link expectLinearPullback}, as a value: the error, or the report. */
export const checkLinearPullback = checked(expectLinearPullback);

/**
 * A mapping is additive in its first argument and in its second, each alone: f(u + v, w) = f(u, w) + f(v, w), exactly.
 *
 * Errors  a `LawError` with the first place where the two sides differ
 */
export const expectBilinear = (f: (a: AnyTensor, b: AnyTensor) => AnyTensor, [u, v]: Twice, [w, z]: Twice): void => {
  const same = (what: string, found: AnyTensor, expected: AnyTensor): void => {
    const [a = [], b = []] = readAll([found, expected]);
    expectClose({ law: 'bilinear', what, found: a, expected: b, tolerance: 0 });
  };
  same('a sum on the left', f(plus(u, v), w), plus(f(u, w), f(v, w)));
  same('a sum on the right', f(u, plus(w, z)), plus(f(u, w), f(u, z)));
  same('a multiple on the left', f(tripled(u), w), tripled(f(u, w)));
  same('a multiple on the right', f(u, tripled(w)), tripled(f(u, w)));
};

type Twice = readonly [AnyTensor, AnyTensor];

const tripled = (x: AnyTensor): AnyTensor => times(x, like(x, 3));

/** 3a − b for floats; integers are no part of a linear space and stay */
const combined = (a: readonly AnyTensor[], b: readonly AnyTensor[]): readonly AnyTensor[] =>
  a.map((x, k) => {
    const y = b[k];
    return y === undefined || !dtypes[x.dtype].float ? x : minus(tripled(x), y);
  });
