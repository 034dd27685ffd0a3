/** Gradients of networks against differences, element by element, where the network has no kink in the way. */
import { size } from '../../src/shape/index.js';
import { dtypes } from '../../src/tensor/dtype.js';
import { constant } from '../../src/tensor/node.js';
import { read, readAll } from '../../src/tensor/read.js';
import type { AnyTensor } from '../../src/tensor/tensor.js';
import { direction, directions, distance, dot, LawError, movable, pullbackOf } from '../../src/testing/laws/index.js';
import type { Mapping } from '../../src/testing/laws/index.js';

/** How many directions were compared, and how many were left out because of a kink. */
export interface Tally {
  readonly compared: number;
  readonly skipped: number;
}

const step = 2 ** -9;
const tolerance = 1e-6;

/**
 * ∂/∂t ⟨w, f(x + t·d)⟩ = ⟨x̄, d⟩ with signs, for d each element of each input (12 of them where there are more) and a direction that moves all.
 *
 * The differences are of fourth order, at h and at h/2. Where f is smooth both are the derivative up to rounding; where a kink lies within 2h
 * they differ from each other, whatever the gradient claims, and the direction is left out and counted.
 */
export const compareDifferences = (f: Mapping, inputs: readonly AnyTensor[], seed: number): Tally => {
  const outputs = movable(f(inputs));
  const cotangents = directions(outputs, seed);
  const weights = readAll(cotangents);
  const gradients = readAll(pullbackOf(f, inputs.length)([...inputs, ...cotangents]));
  const value = (tensors: readonly AnyTensor[]): number =>
    readAll(movable(f(tensors))).reduce((sum, data, k) => sum + dot(data, weights[k] ?? []).sum, 0);

  const rays = inputs.flatMap(({ shape, dtype }, index) => {
    const count = size(shape);
    const places = Math.min(count, 12);
    return [
      ...Array.from({ length: places }, (_, n) => {
        const element = (Math.floor((n * count) / places) + (count > places ? seed : 0)) % count;
        return {
          index,
          what: `element ${element}`,
          ray: Float64Array.from({ length: count }, (__, i) => Number(i === element)),
        };
      }),
      { index, what: 'all elements', ray: Float64Array.from(direction({ shape, dtype }, seed, index)) },
    ];
  });

  return rays.reduce<Tally>(
    ({ compared, skipped }, { index, what, ray }) => {
      const along = (t: number): number =>
        value(
          inputs.map((input, other) =>
            other === index
              ? constant(input, dtypes[input.dtype].from([...read(input)].map((x, i) => x + t * (ray[i] ?? 0))))
              : input,
          ),
        );
      const odd = [2, 1, 0.5].map((k) => along(k * step) - along(-k * step));
      const [two = 0, one = 0, half = 0] = odd;
      const [coarse, fine] = [(8 * one - two) / (12 * step), (8 * half - one) / (6 * step)];
      const { sum: found } = dot(gradients[index] ?? [], ray);
      if (distance(coarse, fine) > tolerance / 10) return { compared, skipped: skipped + 1 };
      if (!(distance(found, fine) <= tolerance))
        throw new LawError(
          `differences: input ${index}, ${what}: the gradient is ${found}, the difference quotient is ${fine}`,
        );
      return { compared: compared + 1, skipped };
    },
    { compared: 0, skipped: 0 },
  );
};
