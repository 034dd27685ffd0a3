import { minus, plus, times } from '../../primitive/arithmetic.js';
import { like } from '../../primitive/create.js';
import { readAll } from '../../tensor/read.js';
import type { AnyTensor } from '../../tensor/tensor.js';
import { movable, pullbackOf } from './derivative.js';
import { directions } from './direction.js';
import { expectClose } from './law.js';
import type { Mapping } from './law.js';

/**
 * The pullback is linear: Jᵀ(3u − v) = 3·Jᵀu − Jᵀv, for two directions u and v.
 *
 * Errors  a `LawError` with the first place where the two sides differ
 */
export const expectLinearPullback = (f: Mapping, inputs: readonly AnyTensor[], seed = 0): void => {
  const outputs = movable(f(inputs));
  const pullback = (cotangents: readonly AnyTensor[]): readonly AnyTensor[] =>
    pullbackOf(f, inputs.length)([...inputs, ...cotangents]);
  expectLinear(pullback, directions(outputs, seed), directions(outputs, seed + 1), 'pullback is linear', 1e-12);
};

/**
 * A mapping is linear: f(3u − v) = 3·f(u) − f(v), exactly unless a tolerance is given.
 *
 * Errors  a `LawError` with the first place where the two sides differ
 */
export const expectLinear = (
  f: Mapping,
  u: readonly AnyTensor[],
  v: readonly AnyTensor[],
  law = 'linear',
  tolerance = 0,
): void => {
  const combine = (a: readonly AnyTensor[], b: readonly AnyTensor[]): readonly AnyTensor[] =>
    a.flatMap((x, k) => {
      const y = b[k];
      return y === undefined ? [] : [minus(scaled(x), y)];
    });
  const expected = readAll(combine(f(u), f(v)));
  readAll(f(combine(u, v))).forEach((found, k) => {
    expectClose({ law, what: `result ${k}`, found, expected: expected[k] ?? [], tolerance });
  });
};

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
  same('a multiple on the left', f(times(like(u, 3), u), w), scaled(f(u, w)));
  same('a multiple on the right', f(u, times(like(w, 3), w)), scaled(f(u, w)));
};

type Twice = readonly [AnyTensor, AnyTensor];

const scaled = (x: AnyTensor): AnyTensor => times(x, like(x, 3));
