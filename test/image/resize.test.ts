import { describe, expect, it } from 'vitest';
import { resize, tensor, toNested, vjp, zeros, type Tensor } from '../../src/index.js';
import { DTypeError, ShapeError } from '../../src/shape/error.js';
import { expectNumbers, float64, golden } from './geometry.js';

describe('resize agrees', () => {
  it.each(golden.resize.map((one) => [`${one.from}, ${JSON.stringify([one.image.shape, one.options])}`, one] as const))(
    'with %s',
    (_, { from, options, image, value, cotangent, gradient }) => {
      const f = (x: Tensor<readonly number[], 'float64'>): Tensor<readonly number[], 'float64'> => resize(x, options);
      const [y, pullback] = vjp(f, float64(image));
      // Pillow computes in float32
      expectNumbers(y, value, from === 'Pillow' ? 1e-6 : 1e-12);
      if (cotangent && gradient) expectNumbers(pullback(float64(cotangent)), gradient, 1e-12);
    },
  );
});

describe('resize', () => {
  it('has a shape that the compiler knows', () => {
    const colours: Tensor<[2, 3, 8, 9]> = resize(zeros([2, 3, 4, 5]), { size: [8, 9] });
    const some: Tensor<[number, 3, 8, number]> = resize(zeros([2, 3, 4, 5]), { size: [8, Number('9')] });
    expect([colours.shape, some.shape]).toEqual([
      [2, 3, 8, 9],
      [2, 3, 8, 9],
    ]);
    // @ts-expect-error -- resize: expected an image [..., height, width], got [4]
    expect(() => resize(zeros([4]), { size: [8, 9] })).toThrow(ShapeError);
    // @ts-expect-error -- resize: size [0, 9] is not two positive integers
    expect(() => resize(zeros([4, 4]), { size: [0, 9] })).toThrow(ShapeError);
    // @ts-expect-error -- resize: there is no option 'method'
    expect(() => resize(zeros([4, 4]), { size: [8, 9], method: 'bilinear' })).toThrow(TypeError);
  });

  it('reads one pixel of any element type', () => {
    const mask = tensor([[true, false, false]]);
    expect(toNested(resize(mask, { size: [2, 6], interpolation: 'nearest' }))).toEqual([
      [true, true, false, false, false, false],
      [true, true, false, false, false, false],
    ]);
    const labels = tensor([[7, 8, 9]], { dtype: 'int32' });
    expect(toNested(resize(labels, { size: [1, 2], interpolation: 'nearest' }))).toEqual([[7, 9]]);
  });

  it('C9: bilinear upsampling of a 2 x 2 image by 2', () => {
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    expect(toNested(resize(x, { size: [4, 4] }))).toEqual([
      [1, 1.25, 1.75, 2],
      [1.5, 1.75, 2.25, 2.5],
      [2.5, 2.75, 3.25, 3.5],
      [3, 3.25, 3.75, 4],
    ]);
  });

  it('lets what is not finite reach its neighbours only', () => {
    const row = tensor([[Infinity, 1, 1, 1, 1, NaN]]);
    const finite = toNested(resize(row, { size: [1, 12] }))[0]?.map(Number.isFinite);
    expect(finite).toEqual([false, false, false, ...Array.from({ length: 6 }, () => true), false, false, false]);
  });

  it.each<[string, () => unknown, new (message: string) => Error, string]>([
    [
      'a vector',
      () => resize(tensor([1]) as never, { size: [1, 1] } as never),
      ShapeError,
      'resize: expected an image [..., height, width], got [1]',
    ],
    [
      'no pixels asked for',
      () => resize(tensor([[1]]), { size: [0, 2] } as never),
      ShapeError,
      'resize: size [0, 2] is not two positive integers',
    ],
    [
      'half a pixel',
      () => resize(tensor([[1]]), { size: [1.5, 2] } as never),
      ShapeError,
      'resize: size [1.5, 2] is not two positive integers',
    ],
    [
      'no pixels there',
      () => resize(tensor([[]]), { size: [1, 2] }),
      ShapeError,
      'resize: an image [1, 0] has no pixels to read',
    ],
    [
      'an unknown kernel',
      () => resize(tensor([[1]]), { size: [1, 2], interpolation: 'cubic' } as never),
      RangeError,
      "resize: interpolation 'cubic' is none of nearest, bilinear, bicubic",
    ],
    [
      'an inherited name',
      () => resize(tensor([[1]]), { size: [1, 2], interpolation: 'toString' } as never),
      RangeError,
      "resize: interpolation 'toString' is none of nearest, bilinear, bicubic",
    ],
    [
      'a misspelt option',
      () => resize(tensor([[1]]), { size: [1, 2], antiAlias: true } as never),
      TypeError,
      "resize: there is no option 'antiAlias'",
    ],
    [
      'nearest, smoothed',
      () => resize(tensor([[1]]), { size: [1, 2], interpolation: 'nearest', antialias: true }),
      RangeError,
      'resize: nearest reads a single pixel: there is no antialias',
    ],
    [
      'a constant that is none',
      () => resize(tensor([[1]]), { size: [1, 2], interpolation: 'bicubic', cubic: NaN }),
      RangeError,
      'resize: cubic NaN is not a number',
    ],
    [
      'integers between pixels',
      () => resize(tensor([[1]], { dtype: 'int32' }), { size: [1, 2] }),
      DTypeError,
      'resize: expected float32 or float64, got int32: nearest works for every type',
    ],
  ])('refuses %s', (_, f, kind, message) => {
    expect(f).toThrow(kind);
    expect(f).toThrow(message);
  });
});
