/** Linear filters against SciPy and scikit-image, in float64: images of integers, and a crop of a photograph where there is one. */
import { existsSync, readFileSync } from 'node:fs';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { cast, fromArray, tensor, toArray } from '../../src/index.js';
import type { Tensor } from '../../src/index.js';
import {
  boxFilter,
  convolve,
  correlate,
  differenceOfGaussians,
  gaussian,
  gradientMagnitude,
  gradientOrientation,
  integral,
  laplacian,
  laplacianOfGaussian,
  separable,
  sobel,
} from '../../src/image/index.js';
import type { BoundaryOptions, CorrelateOptions, PerAxis } from '../../src/image/index.js';

type Grey = Tensor<[number, number], 'float64'>;
type Rows = readonly (readonly number[])[];
interface Told extends BoundaryOptions {
  readonly size: never;
  readonly sigma: PerAxis;
  readonly sigmas: readonly [number, number];
}
type Op =
  | 'boxFilter'
  | 'gaussian'
  | 'laplacian'
  | 'sobel'
  | 'gradientMagnitude'
  | 'gradientOrientation'
  | 'laplacianOfGaussian'
  | 'differenceOfGaussians'
  | 'integral'
  | 'correlate'
  | 'convolve'
  | 'separable';
interface Golden {
  readonly op: Op;
  readonly image: string;
  readonly kernel?: string;
  readonly options: Told;
  readonly value: readonly number[];
}
const { crop, images, kernels, cases } = JSON.parse(
  readFileSync(new URL('../golden/image/linear.json', import.meta.url), 'utf8'),
) as {
  readonly crop: Readonly<Record<'top' | 'left' | 'height' | 'width' | 'sum', number>> & {
    readonly file: string;
    readonly places: readonly number[];
  };
  readonly images: Readonly<Record<string, Rows>>;
  readonly kernels: Readonly<Record<string, Rows>>;
  readonly cases: readonly Golden[];
};

const grey = (rows: Rows): Grey => fromArray(Float64Array.from(rows.flat()), [rows.length, rows[0]?.length ?? 0]);
const vertical = tensor([1, 2, 4], { dtype: 'float64' });
const horizontal = tensor([3, -1, 5, 2], { dtype: 'float64' });

const operations: Readonly<Record<Op, (x: Grey, options: Told, h: Grey) => Grey>> = {
  boxFilter,
  gaussian,
  laplacian,
  sobel,
  gradientMagnitude,
  gradientOrientation,
  laplacianOfGaussian,
  differenceOfGaussians,
  integral,
  correlate: (x, options: CorrelateOptions, h) => correlate(x, h, options),
  convolve: (x, options: CorrelateOptions, h) => convolve(x, h, options),
  separable: (x, options: BoundaryOptions) =>
    separable(x, { vertical: cast(vertical, x.dtype), horizontal: cast(horizontal, x.dtype) }, options),
};

const found = ({ op, options, kernel }: Golden, x: Grey): Grey =>
  operations[op](x, options, grey(kernels[kernel ?? ''] ?? []));
const title = ({ op, kernel = '', options }: Golden): string => `${op} ${kernel} ${JSON.stringify(options)}`;
const of = (image: string) => cases.filter((one) => one.image === image).map((one) => [title(one), one] as const);

const near = (y: ArrayLike<number>, value: readonly number[]): void => {
  expect(y.length).toBe(value.length);
  value.forEach((expected, k) =>
    expect(Math.abs((y[k] ?? NaN) - expected)).toBeLessThanOrEqual(1e-11 * Math.max(1, Math.abs(expected))),
  );
};

describe.each(['whole', 'tiny'])('linear filters agree with SciPy on the %s image', (image) => {
  it.each(of(image))('%s', (_, one) => {
    near(toArray(found(one, grey(images[image] ?? []))), one.value);
  });
});

describe('linear filters in float32 are those in float64, rounded', () => {
  it.each(of('whole'))('%s', (_, one) => {
    const whole = images['whole'] ?? [];
    const told = kernels[one.kernel ?? ''] ?? [];
    /* the types say float64, the numbers are float32 */
    const y = operations[one.op](
      cast(grey(whole), 'float32') as never,
      one.options,
      cast(grey(told), 'float32') as never,
    );
    const largest = Math.max(1, ...one.value.map(Math.abs));
    one.value.forEach((expected, k) =>
      expect(Math.abs((toArray(y)[k] ?? NaN) - expected)).toBeLessThanOrEqual(2e-6 * largest),
    );
    expect(y.dtype).toBe('float32');
  });
});

const photo = new URL(`../../../shared/data/photos/${crop.file}`, import.meta.url);

describe.skipIf(!existsSync(photo))(
  `linear filters agree with SciPy on a crop of ${crop.file}, skipped where that is absent`,
  () => {
    const cropped = (): Grey => {
      const { data, width } = decode(readFileSync(photo));
      const rows = Array.from({ length: crop.height }, (_, i) =>
        Array.from({ length: crop.width }, (_unused, j) => data[(crop.top + i) * width + crop.left + j] ?? NaN),
      );
      expect(rows.flat().reduce((sum, v) => sum + v, 0)).toBe(crop.sum);
      return grey(rows.map((row) => row.map((v) => v / 256)));
    };
    it.each(of('photo'))('%s', (_, one) => {
      const y = found(one, cropped());
      const width = y.shape[1];
      const data = toArray(y);
      near(
        crop.places.flatMap((i) => crop.places.map((j) => data[i * width + j] ?? NaN)),
        one.value,
      );
    });
  },
);
