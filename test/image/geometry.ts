import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { MatchMethod } from '../../src/image/matchTemplate.js';
import type { WarpOptions } from '../../src/image/warp.js';
import { fromArray } from '../../src/tensor/literal.js';
import { read } from '../../src/tensor/read.js';
import type { AnyTensor, Tensor } from '../../src/tensor/tensor.js';

/** A tensor as the golden file holds it. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** Numbers as a float64 tensor. */
export const float64 = ({ shape, data }: Numbers): Tensor<readonly number[], 'float64'> =>
  fromArray(Float64Array.from(data), shape);

/** Every number within a relative and absolute tolerance of the golden one. */
export const expectNumbers = (found: AnyTensor, expected: Numbers, tolerance = 1e-12): void => {
  expect(found.shape).toEqual(expected.shape);
  const numbers = read(found);
  expected.data.forEach((value, k) =>
    expect(Math.abs((numbers[k] ?? NaN) - value), `element ${k}: ${numbers[k]} for ${value}`).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(value)),
    ),
  );
};

interface Golden {
  readonly resize: readonly {
    readonly from: 'PyTorch' | 'Pillow';
    readonly options: { readonly size: readonly [number, number] };
    readonly image: Numbers;
    readonly value: Numbers;
    readonly cotangent?: Numbers;
    readonly gradient?: Numbers;
  }[];
  readonly warps: readonly {
    readonly from: 'SciPy' | 'scikit-image';
    readonly options: WarpOptions;
    readonly image: Numbers;
    /** in degrees, around the centre */
    readonly angle?: number;
    readonly matrix?: Numbers;
    readonly value: Numbers;
  }[];
  readonly matches: readonly {
    readonly method: MatchMethod;
    readonly image: Numbers;
    readonly template: Numbers;
    readonly value: Numbers;
  }[];
  readonly files: Readonly<Record<string, { readonly shape: readonly number[]; readonly sha256: string }>>;
  readonly photo: { readonly file: string } & Readonly<
    Record<'small' | 'large' | 'matrix' | 'corner' | 'scores', Numbers>
  >;
}

/** What the other libraries say; see geometry.py there. */
export const golden = JSON.parse(
  readFileSync(new URL('../golden/image/geometry.json', import.meta.url), 'utf8'),
) as Golden;
