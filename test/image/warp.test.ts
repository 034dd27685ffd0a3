import { describe, expect, it } from 'vitest';
import { fromArray, tensor, toNested, type Tensor } from '../../src/index.js';
import { boundaries } from '../../src/image/boundary.js';
import {
  centreOf,
  composeAffine,
  invertAffine,
  reflection,
  rotation,
  scaling,
  shear,
  translation,
  type AffineMatrix,
} from '../../src/image/affine.js';
import { warpAffine } from '../../src/image/warp.js';
import { DTypeError, ShapeError } from '../../src/shape/error.js';
import { typed } from '../../src/tensor/tensor.js';
import { expectNumbers, float64, golden } from './geometry.js';

describe('warpAffine agrees', () => {
  it.each(
    golden.warps.map(
      (one) =>
        [`${one.from}, ${JSON.stringify([one.image.shape, one.angle ?? one.matrix?.data, one.options])}`, one] as const,
    ),
  )('with %s', (_, { options, image, angle, matrix, value }) => {
    const [height = 0, width = 0] = image.shape;
    const centre = centreOf([height, width]);
    const map: AffineMatrix<'float64'> = matrix
      ? typed(float64(matrix))
      : rotation(((angle ?? NaN) * Math.PI) / 180, { centre, dtype: 'float64' });
    expectNumbers(warpAffine(float64(image), map, options), value, 1e-12);
  });

  it('with the table of boundaries at any distance', () => {
    for (const n of [1, 2, 3, 5])
      for (const boundary of Object.keys(boundaries) as (keyof typeof boundaries)[]) {
        const row = fromArray(
          Float32Array.from({ length: n }, (_, k) => k + 1),
          [1, n],
        );
        const far = 40;
        const shown = warpAffine(row, translation([0, far]), {
          boundary,
          size: [1, 2 * far + n],
          interpolation: 'nearest',
        });
        const expected = Array.from({ length: 2 * far + n }, (_, k) => (boundaries[boundary](k - far, n) ?? -1) + 1);
        expect(toNested(shown), `${boundary} of ${n}`).toEqual([expected]);
      }
  });
});

describe('matrices', () => {
  const picture = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const centre = centreOf([2, 3]);
  const shown = (map: AffineMatrix, size: readonly [number, number] = [2, 3]): unknown =>
    toNested(warpAffine(picture, map, { size, boundary: 'constant' }));

  it('are named by what becomes of the picture', () => {
    expect(shown(translation([1, 0]))).toEqual([
      [0, 0, 0],
      [1, 2, 3],
    ]);
    expect(shown(translation([0, -1]))).toEqual([
      [2, 3, 0],
      [5, 6, 0],
    ]);
    expect(shown(scaling([1, 2]), [2, 5])).toEqual([
      [1, 1.5, 2, 2.5, 3],
      [4, 4.5, 5, 5.5, 6],
    ]);
    expect(shown(shear({ across: 1 }), [2, 4])).toEqual([
      [1, 2, 3, 0],
      [0, 4, 5, 6],
    ]);
    expect(shown(shear({ down: 1 }), [4, 3])).toEqual([
      [1, 0, 0],
      [4, 2, 0],
      [0, 5, 3],
      [0, 0, 6],
    ]);
    expect(shown(reflection('down', { centre }))).toEqual([
      [4, 5, 6],
      [1, 2, 3],
    ]);
    expect(shown(reflection('across', { centre }))).toEqual([
      [3, 2, 1],
      [6, 5, 4],
    ]);
    expect(toNested(warpAffine(picture, rotation(Math.PI, { centre }), { interpolation: 'nearest' }))).toEqual([
      [6, 5, 4],
      [3, 2, 1],
    ]);
    const quarter = composeAffine(rotation(Math.PI / 2), translation([2, 0]));
    expect(toNested(warpAffine(picture, quarter, { size: [3, 2], interpolation: 'nearest' }))).toEqual([
      [3, 6],
      [2, 5],
      [1, 4],
    ]);
  });

  it('that are composed act one after the other', () => {
    expect(shown(composeAffine(translation([1, 0]), reflection('down', { centre })))).toEqual([
      [1, 2, 3],
      [0, 0, 0],
    ]);
    expect(shown(composeAffine(reflection('down', { centre }), translation([1, 0])))).toEqual([
      [0, 0, 0],
      [4, 5, 6],
    ]);
  });

  it('are undone by their inverses', () => {
    const map = composeAffine(
      rotation(0.7, { centre: [3, -2], dtype: 'float64' }),
      scaling([2, 0.5], { dtype: 'float64' }),
      shear({ across: 0.3, down: -0.8, centre: [1, 1], dtype: 'float64' }),
      translation([4, -9], { dtype: 'float64' }),
    );
    for (const product of [composeAffine(map, invertAffine(map)), composeAffine(invertAffine(map), map)])
      expectNumbers(product, { shape: [2, 3], data: [1, 0, 0, 0, 1, 0] }, 1e-14);
  });

  it.each<[string, () => unknown, new (message: string) => Error, string]>([
    ['an angle that is none', () => rotation(NaN), RangeError, 'rotation: NaN is not a finite number'],
    ['a factor of 0', () => scaling([1, 0]), RangeError, 'scaling: a picture cannot be scaled by 0'],
    ['half a place', () => translation([1] as never), TypeError, 'translation: a place is a row and a column'],
    [
      'a place in space',
      () => rotation(1, { centre: [1, 2, 3] as never }),
      TypeError,
      'rotation: a place is a row and a column',
    ],
    [
      'a misspelt option',
      () => rotation(1, { center: [1, 2] } as never),
      TypeError,
      "rotation: there is no option 'center'",
    ],
    [
      'an unknown direction',
      () => reflection('up' as never),
      RangeError,
      "reflection: 'up' is neither down nor across",
    ],
    [
      'two types',
      () => composeAffine(rotation(1), rotation(1, { dtype: 'float64' }) as never),
      DTypeError,
      'composeAffine: float32 with float64: cast one of them',
    ],
    [
      'two types of numbers',
      () => rotation(tensor(1), { dtype: 'float64' } as never),
      DTypeError,
      'rotation: float64 with float32: cast one of them',
    ],
    ['a vector of angles', () => rotation(tensor([1, 2]) as never), ShapeError, 'rotation: expected a number, got [2]'],
    [
      'a matrix of another shape',
      () => invertAffine(tensor([[1]]) as never),
      ShapeError,
      'invertAffine: expected a matrix [2, 3], got [1, 1]',
    ],
  ])('refuse %s', (_, f, kind, message) => {
    expect(f).toThrow(kind);
    expect(f).toThrow(message);
  });
});

describe('warpAffine refuses', () => {
  const x = tensor([[1, 2]]);
  const m = translation([0, 0]);
  it.each<[string, () => unknown, new (message: string) => Error, string]>([
    [
      'a vector',
      () => warpAffine(tensor([1]), m as never),
      ShapeError,
      'warpAffine: expected an image [..., height, width], got [1]',
    ],
    [
      'a matrix of another shape',
      () =>
        warpAffine(
          x,
          tensor([
            [1, 2],
            [3, 4],
          ]) as never,
        ),
      ShapeError,
      'warpAffine: expected a matrix [2, 3], got [2, 2]',
    ],
    [
      'another type',
      () => warpAffine(x, translation([0, 0], { dtype: 'float64' }) as never),
      DTypeError,
      'warpAffine: float32 with float64: cast one of them',
    ],
    [
      'integers',
      () => warpAffine(tensor([[1]], { dtype: 'int32' }) as never, m),
      DTypeError,
      'warpAffine: expected a floating-point image, got int32',
    ],
    [
      'a size of 0',
      () => warpAffine(x, m as never, { size: [0, 1] }),
      ShapeError,
      'warpAffine: size [0, 1] is not two positive integers',
    ],
    [
      'nothing to read',
      () => warpAffine(tensor([[]]), m, { size: [1, 1] }),
      ShapeError,
      'warpAffine: an image [1, 0] has no pixels to read',
    ],
    [
      'an unknown interpolation',
      () => warpAffine(x, m, { interpolation: 'bicubic' as never }),
      RangeError,
      "warpAffine: interpolation 'bicubic' is none of nearest, bilinear",
    ],
    [
      'an unknown boundary',
      () => warpAffine(x, m, { boundary: 'round' as never }),
      RangeError,
      "warpAffine: boundary 'round' is none of",
    ],
    [
      'a value that is not used',
      () => warpAffine(x, m, { value: 1 }),
      RangeError,
      "warpAffine: there is no value beyond boundary 'reflect'",
    ],
    [
      'a misspelt option',
      () => warpAffine(x, m as never, { order: 1 } as never),
      TypeError,
      "warpAffine: there is no option 'order'",
    ],
  ])('%s', (_, f, kind, message) => {
    expect(f).toThrow(kind);
    expect(f).toThrow(message);
  });

  it('and says so in types', () => {
    const square = tensor([
      [1, 2],
      [3, 4],
    ]);
    // @ts-expect-error -- warpAffine: expected a matrix [2, 3], got [2, 2]
    expect(() => warpAffine(x, square)).toThrow(ShapeError);
    // @ts-expect-error -- warpAffine: size [0, 1] is not two positive integers
    expect(() => warpAffine(x, m, { size: [0, 1] })).toThrow(ShapeError);
    const moved: Tensor<[3, 8, 9]> = warpAffine(tensor([[[1]], [[2]], [[3]]]), m, { size: [8, 9] });
    const kept: Tensor<[1, 2]> = warpAffine(x, m, { boundary: 'wrap' });
    expect([moved.shape, kept.shape]).toEqual([
      [3, 8, 9],
      [1, 2],
    ]);
  });
});
