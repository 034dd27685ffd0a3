import { zeros } from '../../primitive/body.js';
import { readAll } from '../../tensor/read.js';
import { constant } from '../../tensor/node.js';
import type { AnyTensor } from '../../tensor/tensor.js';
import { build, leaves } from '../../tree/index.js';
import { movable, pullbackOf, pushforwardOf } from './derivative.js';
import { direction, directions } from './direction.js';
import { checked, distance, expectSpec, inner, LawError } from './law.js';
import type { Inner, Report } from './law.js';
import { literal } from './literal.js';
import { against, smallest } from './subject.js';
import type { Shrinking } from './subject.js';

/** How the two sides of an adjoint are compared. */
export interface AdjointOptions extends Shrinking {
  readonly seed?: number;
  /** how far both may be apart, in units of 1 and the magnitudes of the terms they are sums of */
  readonly tolerance?: number;
}

/**
 * Reverse mode is the transpose of forward mode: ⟨Jv, w⟩ = ⟨v, Jᵀw⟩. The two are written independently of each other in every primitive.
 *
 * Errors   a `LawError` with both numbers: "adjoint: ⟨Jv, w⟩ is 3 but ⟨v, Jᵀw⟩ is -3"
 * @example
 * expectAdjoint((x: Tensor<[2], 'float64'>) => multiply(x, x), tensor([1, 2], { dtype: 'float64' })).compared // 1
 */
export const expectAdjoint = <A>(f: (a: A) => unknown, a: A, options: AdjointOptions = {}): Report =>
  against(
    'adjoint',
    f,
    a,
    ({ f: mapping, inputs }) => {
      const { seed = 0, tolerance = 1e-12 } = options;
      const v = directions(movable(inputs), seed);
      const w = directions(movable(mapping(inputs)), seed + 1);
      const forward = inner(readAll(pushforwardOf(mapping, inputs.length)([...inputs, ...v])), readAll(w));
      const backward = inner(readAll(v), readAll(pullbackOf(mapping, inputs.length)([...inputs, ...w])));
      return agree('adjoint', ['⟨Jv, w⟩', '⟨v, Jᵀw⟩'], forward, backward, tolerance);
    },
    options,
  );

/** {@link expectAdjoint}, as a value: the error, or the report. */
export const checkAdjoint = checked(expectAdjoint);

/**
 * Two linear functions written apart are transposes of each other: ⟨Ax, y⟩ = ⟨x, Aᵀy⟩, the dot-product test. x and y say what A and Aᵀ are applied to;
 * their numbers are drawn.
 *
 * Errors   a `LawError` with both numbers: "transposed: ⟨Ax, y⟩ is 3 but ⟨x, Aᵀy⟩ is -3"
 * Source   Claerbout 1985, "Imaging the Earth's Interior"
 * @example
 * const [x, y] = [zeros([3], { dtype: 'float64' }), zeros([2], { dtype: 'float64' })];
 * expectTransposed((u: typeof x) => slice(u, [{ start: 1 }]), (v: typeof y) => pad(v, [[1, 0]]), x, y).compared // 1
 */
export const expectTransposed = <A, B>(
  f: (x: A) => B,
  transposed: (y: B) => A,
  x: A,
  y: B,
  options: AdjointOptions = {},
): Report => {
  const { seed = 0, tolerance = 1e-12, attempts = 60 } = options;
  const law = 'transposed';
  const drawn = [...leaves(x, law), ...leaves(y, law)].map((leaf, stream) => ({ leaf, stream }));
  const start = drawn.map(({ leaf, stream }) => constant(leaf, direction(leaf, seed, stream)));
  const count = leaves(x, law).length;
  const split = (tensors: readonly AnyTensor[]): readonly [A, B] => [
    build(x, tensors.slice(0, count)),
    build(y, tensors.slice(count)),
  ];
  return smallest(
    start,
    (tensors) => {
      const [u, v] = split(tensors);
      const [forward, backward] = [leaves(f(u), law), leaves(transposed(v), law)];
      leaves(v, law).forEach((leaf, k) => expectSpec(law, 'Ax', forward[k] ?? zeros(leaf), leaf));
      leaves(u, law).forEach((leaf, k) => expectSpec(law, 'Aᵀy', backward[k] ?? zeros(leaf), leaf));
      const left = inner(readAll(forward), readAll(leaves(v, law)));
      const right = inner(readAll(leaves(u, law)), readAll(backward));
      return agree(law, ['⟨Ax, y⟩', '⟨x, Aᵀy⟩'], left, right, tolerance);
    },
    attempts,
    (tensors) => {
      const [u, v] = split(tensors);
      return literal({ x: u, y: v });
    },
  );
};

/** {@link expectTransposed}, as a value: the error, or the report. */
export const checkTransposed = checked(expectTransposed);

const agree = (
  law: string,
  [left, right]: readonly [string, string],
  a: Inner,
  b: Inner,
  tolerance: number,
): Report => {
  if (!(Math.abs(a.sum - b.sum) <= tolerance * (1 + a.magnitude + b.magnitude)))
    throw new LawError(`${law}: ${left} is ${a.sum} but ${right} is ${b.sum}`);
  return { law, compared: 1, worst: distance(a.sum, b.sum), tolerance };
};
