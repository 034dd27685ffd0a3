import { DTypeError } from '../../shape/error.js';
import { size } from '../../shape/shape.js';
import { dtypes } from '../../tensor/dtype.js';
import { constant } from '../../tensor/node.js';
import { read, readAll } from '../../tensor/read.js';
import type { AnyTensor } from '../../tensor/tensor.js';
import { movable, pullbackOf } from './derivative.js';
import { direction } from './direction.js';
import { distance, dot, LawError } from './law.js';
import type { Mapping } from './law.js';

/** How a gradient is compared with differences. */
export interface DifferenceOptions {
  readonly seed?: number;
  /** how far they may be apart, in units of the larger of 1 and the magnitudes of the terms they are sums of */
  readonly tolerance?: number;
  /** at most this many elements of each input are moved one by one; all of them together are moved in any case */
  readonly elements?: number;
}

/**
 * The pullback agrees with differences of the values: ⟨x̄, d⟩ = ∂/∂t ⟨w, f(x + t·d)⟩, for every floating input, along each element and along a
 * direction that moves all, with signs. The differences are of fourth order: (8Δ(h) − Δ(2h)) / 12h. Outputs that are not finite are left out.
 *
 * Errors  a `LawError` with both numbers: "differences: input 0, element 2: the gradient is 3, the difference quotient is -3";
 *         a `DTypeError` for an input in float32, where differences say little
 * Source  Griewank & Walther 2008
 */
export const expectDifferences = (f: Mapping, inputs: readonly AnyTensor[], options: DifferenceOptions = {}): void => {
  const { seed = 0, tolerance = 1e-7, elements = 48 } = options;
  const outputs = movable(f(inputs));
  const values = readAll(outputs);
  /* a weight for each output element, 0 where it is not finite */
  const weights = outputs.map((output, k) =>
    direction(output, seed, k).map((w, i) => (Number.isFinite(values[k]?.[i]) ? w : 0)),
  );
  const cotangents = outputs.map(({ shape, dtype }, k) =>
    constant({ shape, dtype }, weights[k] ?? dtypes[dtype].zeros(0)),
  );
  const gradients = readAll(pullbackOf(f, inputs.length)([...inputs, ...cotangents]));

  const weighted = (tensors: readonly AnyTensor[]): { readonly sum: number; readonly magnitude: number } => {
    const products = readAll(movable(tensors)).map((data, k) =>
      dot(
        data.map((value, i) => (weights[k]?.[i] === 0 ? 0 : value)),
        weights[k] ?? [],
      ),
    );
    return { sum: total(products.map(({ sum }) => sum)), magnitude: total(products.map(({ magnitude }) => magnitude)) };
  };
  const { magnitude } = weighted(outputs);

  inputs.forEach((leaf, index) => {
    const { shape, dtype } = leaf;
    if (!dtypes[dtype].float) return;
    if (dtype !== 'float64') throw new DTypeError(`differences: input ${index} is ${dtype}, expected float64`);
    const data = Float64Array.from(read(leaf));
    const gradient = gradients[movable(inputs.slice(0, index)).length] ?? [];
    if (gradient.length !== data.length)
      throw new LawError(
        `differences: the cotangent of input ${index} has ${gradient.length} elements, expected ${data.length}`,
      );
    /* a power of two, so that x ± h is exact for numbers of few bits */
    const h =
      2 **
      (-12 +
        Math.ceil(Math.log2(data.reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 1))));
    const compare = (place: string, ray: Float64Array): void => {
      const along = (step: number): number => {
        const moved = constant(
          { shape, dtype },
          data.map((x, i) => x + step * (ray[i] ?? 0)),
        );
        return weighted(f(inputs.map((input, other) => (other === index ? moved : input)))).sum;
      };
      const quotient = (8 * (along(h) - along(-h)) - (along(2 * h) - along(-2 * h))) / (12 * h);
      const { sum: found, magnitude: terms } = dot(gradient, ray);
      const rounding = (2 ** -48 * magnitude) / h;
      // each term has an error of its own, also where they cancel
      const allowed = Math.max(rounding, Number.isFinite(terms) ? tolerance * terms : 0);
      if (!(distance(found, quotient) <= tolerance || Math.abs(found - quotient) <= allowed))
        throw new LawError(
          `differences: input ${index}, ${place}: the gradient is ${found}, the difference quotient is ${quotient}`,
        );
    };
    const count = size(shape);
    for (const element of spread(count, elements, seed)) {
      const unit = new Float64Array(count);
      unit[element] = 1;
      compare(`element ${element}`, unit);
    }
    if (count > 1) compare('all elements together', Float64Array.from(direction(leaf, seed, outputs.length + index)));
  });
};

const total = (numbers: readonly number[]): number => numbers.reduce((sum, value) => sum + value, 0);

/** all of `count` places where there are few, else `most` of them at even distances */
const spread = (count: number, most: number, seed: number): readonly number[] =>
  Array.from({ length: Math.min(count, most) }, (_, n) =>
    count <= most ? n : (Math.floor((n * count) / most) + seed) % count,
  );
