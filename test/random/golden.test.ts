import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import '../reference.js';
import { errorFunction } from '../../src/primitive/special.js';
import { toArray } from '../../src/tensor/literal.js';
import type { AnyTensor } from '../../src/tensor/tensor.js';
import type { Float } from '../../src/tensor/dtype.js';
import { cast, range } from '../../src/ops/create.js';
import { divide, remainder } from '../../src/ops/index.js';
import { reshape } from '../../src/ops/index.js';
import * as random from '../../src/random/index.js';
import { key } from '../../src/random/index.js';

interface Draw {
  readonly draw: readonly (number | boolean)[];
}
interface Seeded extends Draw {
  readonly seed: number;
}
interface Shaped extends Seeded {
  readonly shape: readonly number[];
}
interface Typed extends Seeded {
  readonly dtype: Float;
}
type Bounds = readonly [number, number];

interface Golden {
  readonly key: readonly Seeded[];
  readonly split: readonly (Seeded & { readonly n: number })[];
  readonly foldIn: readonly (Seeded & { readonly data: number })[];
  readonly bits: readonly Shaped[];
  readonly uniform: readonly (Shaped & Typed & { readonly low: number; readonly high: number })[];
  readonly normal: readonly (Shaped & Typed)[];
  readonly truncatedNormal: readonly (Typed & { readonly bounds: Bounds })[];
  readonly bernoulli: readonly (Shaped & { readonly probability: number })[];
  readonly randint: readonly (Seeded & { readonly bounds: Bounds })[];
  readonly permutation: readonly (Seeded & { readonly n: number })[];
  readonly gumbel: readonly Typed[];
  readonly categorical: readonly (Typed & { readonly axis: number; readonly shape: readonly number[] | null })[];
}

const golden = JSON.parse(readFileSync(new URL('../golden/random/random.json', import.meta.url), 'utf8')) as Golden;

const numbers = (tensor: AnyTensor): readonly number[] => Array.from(toArray(tensor));

/** each case of a list, drawn again and equal, number for number */
const equal = <C extends Draw>(name: string, cases: readonly C[], draw: (row: C) => AnyTensor): void =>
  it(`${name}, number for number`, () => {
    expect(cases.length).toBeGreaterThan(0);
    for (const row of cases) {
      const { draw: expected, ...options } = row;
      expect({ ...options, draw: numbers(draw(row)) }).toEqual({ ...options, draw: expected.map(Number) });
    }
  });

const unit: Readonly<Record<Float, number>> = { float32: 2 ** -23, float64: 2 ** -52 };

/** the greatest error over all cases of an element type */
const close = <C extends Typed>(
  name: string,
  cases: readonly C[],
  bounds: Readonly<Record<Float, number>>,
  error: (drawn: number, expected: number) => number,
  draw: (row: C) => AnyTensor,
): void =>
  it.each(['float32', 'float64'] as const)(`${name} in %s, within a few units of the last place`, (dtype) => {
    const errors = cases
      .filter((row) => row.dtype === dtype)
      .flatMap((row) => {
        const drawn = numbers(draw(row));
        expect(drawn).toHaveLength(row.draw.length);
        return drawn.map((x, i) => error(x, Number(row.draw[i])) / unit[dtype]);
      });
    expect(errors.length).toBeGreaterThan(0);
    expect(Math.max(...errors)).toBeLessThanOrEqual(bounds[dtype]);
  });

/** |a − b| over the power of two below |b|: what one unit of the last place is a multiple of */
const relative = (a: number, b: number): number => Math.abs(a - b) / 2 ** Math.floor(Math.log2(Math.abs(b)));

const logits = <D extends Float>(dtype: D) =>
  reshape(cast(divide(cast(remainder(range(24), 5), 'float64'), 2), dtype), [2, 3, 4]);

describe('the numbers that JAX draws', () => {
  equal('key', golden.key, ({ seed }) => key(seed));
  equal('split', golden.split, ({ seed, n }) => random.splitBatch(key(seed), n));
  equal('foldIn', golden.foldIn, ({ seed, data }) => random.foldIn(key(seed), data));
  equal('bits', golden.bits, ({ seed, shape }) => random.bits(key(seed), shape));
  equal('uniform', golden.uniform, ({ seed, shape, low, high, dtype }) =>
    random.uniform(key(seed), shape, { low, high, dtype }),
  );
  equal('bernoulli', golden.bernoulli, ({ seed, probability, shape }) =>
    random.bernoulli(key(seed), probability, shape),
  );
  equal('randint', golden.randint, ({ seed, bounds: [low, high] }) => random.randint(key(seed), [32], low, high));
  equal('permutation', golden.permutation, ({ seed, n }) => random.permutation(key(seed), n));
  equal('categorical', golden.categorical, ({ seed, axis, shape, dtype }) =>
    random.categorical(key(seed), logits(dtype), shape === null ? { axis } : { axis, shape }),
  );

  /* JAX's erf⁻¹ is a polynomial: it is up to 7 units off in float32, ours 1.4. */
  close('normal', golden.normal, { float32: 8, float64: 40 }, relative, ({ seed, shape, dtype }) =>
    random.normal(key(seed), shape, { dtype }),
  );
  /* Measured before erf⁻¹, which magnifies in the tails what erf(low/√2) and erf(high/√2) are off. */
  close(
    'truncatedNormal',
    golden.truncatedNormal,
    { float32: 4, float64: 16 },
    (a, b) => Math.abs(errorFunction(a / Math.SQRT2) - errorFunction(b / Math.SQRT2)),
    ({ seed, bounds: [low, high], dtype }) => random.truncatedNormal(key(seed), low, high, [100], { dtype }),
  );
  /* The outer logarithm turns a relative error of the inner one into an absolute error. */
  close(
    'gumbel',
    golden.gumbel,
    { float32: 4, float64: 4 },
    (a, b) => Math.abs(a - b) / Math.max(1, Math.abs(b)),
    ({ seed, dtype }) => random.gumbel(key(seed), [100], { dtype }),
  );
});
