import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { fromArray, toArray } from '../../src/tensor/literal.js';
import type { AnyTensor, Tensor } from '../../src/tensor/tensor.js';
import type { Shape } from '../../src/shape/index.js';

/** A tensor as the golden file holds it. */
export interface Numbers {
  readonly shape: Shape;
  readonly data: readonly number[];
}

/** What PyTorch makes of a loss: its terms, and the gradient of their mean. */
export interface LossCase {
  readonly input: Numbers;
  readonly target: Numbers;
  readonly each: Numbers;
  readonly gradient: Numbers;
}

interface Golden {
  readonly paired: Readonly<Record<string, LossCase>>;
  readonly labelled: Readonly<Record<string, LossCase>>;
  readonly distributions: Readonly<Record<string, LossCase>>;
  readonly polynomial: {
    readonly x: readonly number[];
    readonly y: readonly number[];
    readonly fits: readonly { readonly degree: number; readonly coefficients: readonly number[] }[];
    readonly degree10: readonly number[];
  };
}

export const golden = JSON.parse(
  readFileSync(new URL('../golden/classifiers/golden.json', import.meta.url), 'utf8'),
) as Golden;

/** Numbers as a tensor. */
export const float64 = ({ shape, data }: Numbers): Tensor<Shape, 'float64'> =>
  fromArray(Float64Array.from(data), shape);
export const int32 = ({ shape, data }: Numbers): Tensor<Shape, 'int32'> => fromArray(Int32Array.from(data), shape);

/** The same shape, and numbers that agree to 1e-12. */
export const expectClose = (found: AnyTensor, { shape, data }: Numbers): void => {
  expect(found.shape).toEqual(shape);
  [...toArray(found)].forEach((value, index) =>
    expect(Math.abs(value - (data[index] ?? NaN))).toBeLessThan(1e-12 * Math.max(1, Math.abs(value))),
  );
};
