import { readAll } from '../../tensor/read.js';
import type { AnyTensor } from '../../tensor/tensor.js';
import { movable, pullbackOf, pushforwardOf } from './derivative.js';
import { directions } from './direction.js';
import { dot, LawError } from './law.js';
import type { Mapping } from './law.js';

/**
 * Reverse mode is the transpose of forward mode: ⟨Jv, w⟩ = ⟨v, Jᵀw⟩. The two are written independently of each other in every primitive.
 *
 * Errors  a `LawError` with both numbers: "adjoint: ⟨Jv, w⟩ is 3 but ⟨v, Jᵀw⟩ is −3"
 */
export const expectAdjoint = (f: Mapping, inputs: readonly AnyTensor[], seed = 0): void => {
  const v = directions(movable(inputs), seed);
  const w = directions(movable(f(inputs)), seed + 1);
  const [forward, backward] = [
    inner(pushforwardOf(f, inputs.length)([...inputs, ...v]), w),
    inner(v, pullbackOf(f, inputs.length)([...inputs, ...w])),
  ];
  if (!(Math.abs(forward.sum - backward.sum) <= 1e-12 * (1 + forward.magnitude + backward.magnitude)))
    throw new LawError(`adjoint: ⟨Jv, w⟩ is ${forward.sum} but ⟨v, Jᵀw⟩ is ${backward.sum}`);
};

/** the inner product of two lists of tensors */
const inner = (
  a: readonly AnyTensor[],
  b: readonly AnyTensor[],
): { readonly sum: number; readonly magnitude: number } => {
  const right = readAll(b);
  const products = readAll(a).map((left, k) => dot(left, right[k] ?? []));
  return products.reduce(
    (total, { sum, magnitude }) => ({ sum: total.sum + sum, magnitude: total.magnitude + magnitude }),
    {
      sum: 0,
      magnitude: 0,
    },
  );
};
