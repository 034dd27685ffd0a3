import { expect } from 'vitest';
import { dtypes } from '../../src/tensor/dtype.js';
import type { DType } from '../../src/tensor/dtype.js';
import { readAll } from '../../src/tensor/read.js';
import { pullbackOf } from '../../src/testing/laws/index.js';
import type { Mapping } from '../../src/testing/laws/index.js';
import type { AnyTensor } from '../../src/tensor/tensor.js';
import { written } from './golden.js';
import type { Golden, Written } from './golden.js';

/** How far apart results may be, relative to the larger: the libraries compute elementary functions to a few units in the last place. */
const tolerance: { readonly [D in DType]: number } = { float64: 1e-14, float32: 1e-6, int32: 0, bool: 0 };

const close = (a: number, b: number, dtype: DType): boolean =>
  Object.is(a, b) || a === b || Math.abs(a - b) <= tolerance[dtype] * Math.max(Math.abs(a), Math.abs(b));

/** Close, and zeros have the same sign. */
const closeWithSign = (a: number, b: number, dtype: DType): boolean =>
  close(a, b, dtype) && (a !== 0 || b !== 0 || Object.is(a, b));

const expectSame = (
  what: string,
  found: readonly AnyTensor[],
  expected: readonly Written[],
  same: typeof close,
): void => {
  const spec = ({ shape, dtype }: Written | AnyTensor) => ({ shape, dtype });
  expect(found.map(spec), what).toEqual(expected.map(spec));
  const numbers = readAll(found);
  expected.forEach(({ data, dtype }, k) => {
    const [ours, theirs] = [numbers[k] ?? [], dtypes[dtype].from(data)];
    for (let i = 0; i < theirs.length; i++)
      if (!same(ours[i] ?? 0, theirs[i] ?? 0, dtype))
        expect.fail(`${what} ${k}, element ${i} of [${Array.from(ours).join(', ')}], expected [${theirs.join(', ')}]`);
  });
};

/** The mapping gives what a golden file says: values, gradients, and gradients of gradients. */
export const expectResults = (f: Mapping, one: Golden): void => {
  const { inputs, outputs, cotangents = [], gradients, directions = [], second } = one;
  const given = inputs.map(written);
  expectSame('output', f(given), outputs, closeWithSign);
  const back = pullbackOf(f, given.length);
  const all = [...given, ...cotangents.map(written)];
  if (gradients !== undefined) expectSame('gradient', back(all), gradients, close);
  if (second !== undefined)
    expectSame('second derivative', pullbackOf(back, all.length)([...all, ...directions.map(written)]), second, close);
};
