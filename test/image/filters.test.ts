/** The curriculum's rows on linear filters; kernels; what is refused. */
import { describe, expect, it } from 'vitest';
import {
  compile,
  flip,
  fromArray,
  grad,
  item,
  matmul,
  multiply,
  sum,
  tensor,
  toArray,
  toNested,
  vmap,
  zeros,
} from '../../src/index.js';
import type { AnyTensor, Tensor } from '../../src/index.js';
import * as p from '../../src/image/index.js';
import type { KernelName } from '../../src/image/index.js';

const example = tensor([[3, 2, 1], [1, 2, 3], [1, 1, 1]]); // prettier-ignore
const rows = (x: AnyTensor): number[][] => toNested(x as Tensor<[number, number]>);
const impulse = (size: number): Tensor<[number, number], 'float64'> =>
  fromArray(
    Float64Array.from({ length: size * size }, (_, k) => Number(k === (size * size - 1) / 2)),
    [size, size],
  );
const close = (found: ArrayLike<number>, expected: readonly number[], digits = 6): void => {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, k) => expect(found[k]).toBeCloseTo(value, digits));
};

describe('I1: cross-correlation', () => {
  it('I1: G(i, j) = 1/Z Σ_q Σ_r I(i + q, j + r) H(q, r), by plain loops', () => {
    const h = [[1, 2, 0], [0, 3, 1], [2, 0, 1]]; // prettier-ignore
    const image = [[3, 1, 4, 1], [5, 9, 2, 6], [5, 3, 5, 8]]; // prettier-ignore
    const z = h.flat().reduce((total, w) => total + w, 0);
    const loops = image.map((row, i) =>
      row.map((_, j) => {
        let g = 0;
        for (let q = -1; q <= 1; q++)
          for (let r = -1; r <= 1; r++) g += (image[i + q]?.[j + r] ?? 0) * (h[q + 1]?.[r + 1] ?? 0);
        return g / z;
      }),
    );
    const x = tensor(image as [number[]], { dtype: 'float64' });
    expect(
      rows(p.correlate(x, tensor(h as [number[]], { dtype: 'float64' }), { boundary: 'zero', normalise: true })),
    ).toEqual(loops);
  });

  it('I1: a mean with Z, the sum of the kernel', () => {
    const flat = fromArray(new Float64Array(20).fill(7), [4, 5]);
    expect(
      toArray(p.correlate(flat, p.kernel('weightedBlur', { dtype: 'float64' }), { normalise: true })).every(
        (v) => v === 7,
      ),
    ).toBe(true);
  });
});

it('I2: convolution is the correlation with the flipped kernel, and answers an impulse with the kernel', () => {
  const x = tensor([[1, 0, 2, 5], [3, 1, 4, 1], [2, 7, 1, 8]], { dtype: 'float64' }); // prettier-ignore
  const h = tensor([[1, 2, 3], [4, 5, 6], [7, 8, 9]], { dtype: 'float64' }); // prettier-ignore
  for (const size of ['same', 'full', 'valid'] as const)
    expect(rows(p.convolve(x, h, { size }))).toEqual(rows(p.correlate(x, flip(h, [0, 1]), { size })));
  expect(rows(p.convolve(impulse(3), h, { boundary: 'zero' }))).toEqual(rows(h));
  expect(rows(p.correlate(impulse(3), h, { boundary: 'zero' }))).toEqual(rows(flip(h, [0, 1])));
});

it('I3: the moving average X̂(i) = 1/N Σ X(i − j) of N = 5', () => {
  const x = [2, 7, 1, 8, 2, 8, 1, 8];
  const y = toArray(p.movingAverage(tensor(x, { dtype: 'float64' }), { size: 5, boundary: 'zero' }));
  close(
    y,
    x.map((_, i) => [-2, -1, 0, 1, 2].reduce((total, j) => total + (x[i - j] ?? 0), 0) / 5),
    14,
  );
});

describe('I4: mean filter and Gaussian', () => {
  it('I4: the mean over N × N, any odd N', () => {
    expect(toArray(p.boxFilter(impulse(5), { size: 3 }))[12]).toBeCloseTo(1 / 9, 15);
    for (const size of [1, 3, 5, 7]) {
      const found = toArray(p.boxFilter(impulse(9), { size }));
      close(found, [...toArray(p.correlate(impulse(9), p.boxKernel(size, { dtype: 'float64' })))], 15);
      expect(found.filter((v) => v > 0)).toHaveLength(size * size);
    }
    expect(() => p.boxFilter(example, { size: 4 })).toThrow('boxFilter: size 4 is not an odd positive integer');
  });

  it('I4: exp(−(i² + j²)/2σ²), cut off at 3σ, sums to 1', () => {
    const h = p.gaussianKernel({ sigma: 2, dtype: 'float64' });
    expect(h.shape).toEqual([13, 13]);
    const weights = toArray(h);
    expect(weights.reduce((total, w) => total + w, 0)).toBeCloseTo(1, 14);
    const peak = weights[84] ?? NaN;
    for (const [i, j] of [
      [0, 1],
      [1, 1],
      [3, -2],
      [-6, 6],
    ] as const)
      // prettier-ignore
      expect((weights[(i + 6) * 13 + j + 6] ?? NaN) / peak).toBeCloseTo(Math.exp(-(i * i + j * j) / 8), 14);
    close(toArray(p.gaussian(impulse(13), { sigma: 2 })), [...weights], 15);
  });

  it('I4: the box rings, the Gaussian does not: their frequency responses, by a matrix of cosines', () => {
    const [n, frequencies] = [7, 257];
    const cosines = (length: number): Tensor<[number, number], 'float64'> =>
      fromArray(
        Float64Array.from({ length: frequencies * length }, (_, k) =>
          Math.cos((Math.PI * Math.floor(k / length) * ((k % length) - (length - 1) / 2)) / (frequencies - 1)),
        ),
        [frequencies, length],
      );
    const response = (weights: Tensor<[number], 'float64'>): Float64Array =>
      toArray(matmul(cosines(weights.shape[0]), weights));
    const row = (h: Tensor<[number, number], 'float64'>): Tensor<[number], 'float64'> => sum(h, 0);
    const box = response(row(p.boxKernel(n, { dtype: 'float64' })));
    box.forEach((value, k) => {
      const omega = (Math.PI * k) / (frequencies - 1);
      expect(value).toBeCloseTo(k === 0 ? 1 : Math.sin((n * omega) / 2) / (n * Math.sin(omega / 2)), 13);
    });
    expect(Math.min(...box)).toBeLessThan(-0.2);
    /* of the same variance: σ² = (n² − 1)/12 */
    const bell = response(row(p.gaussianKernel({ sigma: 2, dtype: 'float64' })));
    expect(Math.min(...bell)).toBeGreaterThan(-0.003);
    const deeper = response(row(p.gaussianKernel({ sigma: 2, truncate: 5, dtype: 'float64' })));
    expect(Math.min(...deeper)).toBeGreaterThan(-1e-6);
    deeper.forEach((value, k) => expect(value).toBeCloseTo(Math.exp(-2 * ((Math.PI * k) / (frequencies - 1)) ** 2), 5));
  });

  it('I4: stripes finer than the box come out inverted, under a Gaussian only fainter', () => {
    const stripes = fromArray(
      Float64Array.from({ length: 60 }, (_, k) => Number(k % 5 < 2)),
      [1, 60],
    ); // period 5, box 7
    const at = (y: AnyTensor): number => {
      const values = toArray(y as Tensor);
      return (values[30] ?? 0) - (values[33] ?? 0); // a bright stripe less a dark one
    };
    expect(at(stripes)).toBe(1);
    expect(at(p.boxFilter(stripes, { size: [1, 7] }))).toBeCloseTo(-2 / 7, 12);
    expect(at(p.gaussian(stripes, { sigma: [0, 2] }))).toBeGreaterThan(0);
  });
});

describe('I10: kernels', () => {
  it('I10: the worked example is 2', () => {
    expect(rows(p.correlate(example, p.kernel('sobelX'), { size: 'valid' }))).toEqual([[2]]);
  });

  const sums: Readonly<Partial<Record<KernelName, number>>> = {
    weightedBlur: 8,
    sharpen: 1,
    intenseSharpen: 1,
    emboss: 1,
    verticalLine: -3,
    horizontalLine: -3,
  };
  it.each(Object.keys(p.kernels) as KernelName[])('I10: %s on a flat image gives its sum', (name) => {
    const y = p.correlate(fromArray(new Float64Array(16).fill(1), [4, 4]), p.kernel(name, { dtype: 'float64' }));
    expect([...toArray(y)]).toEqual(Array<number>(16).fill(sums[name] ?? 0));
  });

  it('I10: the numbers of the deck', () => {
    expect(p.kernels.weightedBlur).toEqual([[0, 1, 0], [1, 4, 1], [0, 1, 0]]); // prettier-ignore
    expect(p.kernels.sharpen).toEqual([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]); // prettier-ignore
    expect(p.kernels.intenseSharpen.flat().filter((w) => w === -1)).toHaveLength(8);
    expect(p.kernels.intenseSharpen[1][1]).toBe(9);
    expect(p.kernels.verticalLine).toEqual([[-1, 1, -1], [-1, 1, -1], [-1, 1, -1]]); // prettier-ignore
  });

  const drawn = (on: (i: number, j: number) => boolean): Tensor<[9, 9], 'float64'> =>
    fromArray(
      Float64Array.from({ length: 81 }, (_, k) => Number(on(Math.floor(k / 9), k % 9))),
      [9, 9],
    );
  const strongest = (image: Tensor<[9, 9], 'float64'>, name: KernelName): readonly number[] => {
    const y = toArray(p.correlate(image, p.kernel(name, { dtype: 'float64' })));
    const most = Math.max(...y);
    return [...y.keys()].filter((k) => y[k] === most);
  };

  it('I10: a line answers to the kernel of its direction', () => {
    const upright = drawn((_, j) => j === 4);
    expect(strongest(upright, 'verticalLine')).toEqual(Array.from({ length: 9 }, (_, i) => 9 * i + 4));
    expect(Math.max(...toArray(p.correlate(upright, p.kernel('horizontalLine', { dtype: 'float64' }))))).toBe(0);
    expect(
      strongest(
        drawn((i) => i === 4),
        'horizontalLine',
      ),
    ).toEqual(Array.from({ length: 9 }, (_, j) => 36 + j));
  });

  it.each([
    ['cornerTopLeft', 2, 2],
    ['cornerTopRight', 2, 6],
    ['cornerBottomLeft', 6, 2],
    ['cornerBottomRight', 6, 6],
  ] as const)('I10: %s answers most to that corner of a bright square', (name, i, j) => {
    const square = drawn((a, b) => a >= 2 && a <= 6 && b >= 2 && b <= 6);
    expect(strongest(square, name)).toEqual([9 * i + j]);
  });

  it('I10: an edge is where Sobel answers, the steeper the more', () => {
    const edge = drawn((_, j) => j >= 4);
    expect([...toArray(p.sobel(edge))].slice(0, 9)).toEqual([0, 0, 0, 4, 4, 0, 0, 0, 0]);
    expect(toArray(p.sobel(edge, { along: 'y' })).every((v) => v === 0)).toBe(true);
    expect([...toArray(p.gradientMagnitude(edge))].slice(0, 9)).toEqual([0, 0, 0, 4, 4, 0, 0, 0, 0]);
  });

  it('I10: on a slope of 1 the operators give what they are documented to give, in all directions', () => {
    const gains = { sobel: 8, prewitt: 6, scharr: 32, central: 2 } as const;
    const slope = (turn: number) => {
      const [c, s] = [Math.cos(turn), Math.sin(turn)];
      return fromArray(
        Float64Array.from({ length: 625 }, (_, k) => c * (k % 25) + s * Math.floor(k / 25)),
        [25, 25],
      );
    };
    for (let k = -7; k < 8; k++) {
      const turn = (k * Math.PI) / 8;
      for (const operator of ['sobel', 'prewitt', 'scharr', 'central'] as const) {
        expect(toArray(p.gradientMagnitude(slope(turn), { operator }))[312]).toBeCloseTo(gains[operator], 10);
        expect(toArray(p.gradientOrientation(slope(turn), { operator }))[312]).toBeCloseTo(turn, 12);
      }
      expect(toArray(p.gradientMagnitude(slope(turn), { operator: { sigma: 2 } }))[312]).toBeCloseTo(1, 2);
    }
  });
});

describe('orientation and magnitude where an image is flat', () => {
  it('are 0, and so are their gradients', () => {
    const flat = zeros([4, 4], { dtype: 'float64' });
    for (const filter of [p.gradientMagnitude, p.gradientOrientation]) {
      expect(toArray(filter(flat)).every((v) => v === 0)).toBe(true);
      expect(toArray(grad((x: Tensor<[4, 4], 'float64'>) => sum(filter(x)))(flat)).every((v) => v === 0)).toBe(true);
    }
  });
});

describe('factor', () => {
  it('finds the column and the row of an integer kernel exactly', () => {
    const parts = p.factor(tensor([[10, 14, -2], [15, 21, -3]])); // prettier-ignore
    expect(parts && [toNested(parts.vertical), toNested(parts.horizontal)]).toEqual([[2, 3], [5, 7, -1]]); // prettier-ignore
  });

  it.each(['float32', 'float64'] as const)('makes a Gaussian kernel separable again, in %s', (dtype) => {
    const h = p.gaussianKernel({ sigma: [1.3, 2], dtype });
    const parts = p.factor(h);
    expect(parts).toBeDefined();
    const image = fromArray(
      Float64Array.from({ length: 400 }, (_, k) => (k * k) % 17),
      [20, 20],
    );
    if (parts !== undefined && dtype === 'float64')
      close(toArray(p.separable(image, parts as never)), [...toArray(p.correlate(image, h as never))], 12);
  });

  it('is undefined for a kernel of rank 2, and 0 for a kernel of zeros', () => {
    expect(p.factor(p.kernel('laplacian4'))).toBeUndefined();
    expect(p.factor(tensor([[1, 0], [0, 1e-3]]))).toBeUndefined(); // prettier-ignore
    expect(p.factor(tensor([[NaN, 1], [1, 1]]))).toBeUndefined(); // prettier-ignore
    expect(toNested(p.factor(zeros([2, 3]))?.horizontal ?? zeros([3]))).toEqual([0, 0, 0]);
  });
});

describe('integral images', () => {
  it('give any sum over windows from four reads', () => {
    const x = fromArray(
      Int32Array.from({ length: 2 * 6 * 7 }, (_, k) => ((k * 37) % 41) - 20),
      [2, 6, 7],
    );
    const ones = (h: number, w: number): Tensor<[number, number], 'float64'> =>
      fromArray(new Float64Array(h * w).fill(1), [h, w]);
    const exact = fromArray(Float64Array.from(toArray(x)), [2, 6, 7]);
    for (const [h, w] of [
      [1, 1],
      [2, 3],
      [6, 7],
      [5, 1],
    ] as const)
      // prettier-ignore
      expect([...toArray(p.windowSum(x, { size: [h, w] }))]).toEqual([...toArray(p.correlate(exact, ones(h, w), { size: 'valid' }))]);
  });

  it('of nothing are zeros', () => {
    expect(toNested(p.integral(zeros([0, 2])))).toEqual([[0, 0, 0]]);
    expect(p.integral(zeros([2, 3, 0])).shape).toEqual([2, 4, 1]);
  });
});

describe('planes, batches and derivatives', () => {
  const colour = fromArray(
    Float64Array.from({ length: 60 }, (_, k) => Math.sin(k)),
    [3, 4, 5],
  );

  it('a filter works on every plane alike, under vmap and compile too', () => {
    const filter = (x: Tensor<[4, 5], 'float64'>) => p.gaussian(x, { sigma: 1, boundary: 'mirror' });
    const whole = [...toArray(p.gaussian(colour, { sigma: 1, boundary: 'mirror' }))];
    close(toArray(vmap(filter)(colour)), whole, 14);
    close(toArray(compile(vmap(filter))(colour)), whole, 14);
    const planes = Array.from({ length: 3 }, (_, c) => fromArray(toArray(colour).slice(20 * c, 20 * c + 20), [4, 5]));
    close(
      planes.flatMap((plane) => [...toArray(filter(plane))]),
      whole,
      14,
    );
  });

  type Grey = Tensor<[number, number], 'float64'>;
  it.each<readonly [string, (x: Grey) => Grey]>([
    ['gradientMagnitude', (x) => p.gradientMagnitude(x)],
    ['gradientOrientation', (x) => p.gradientOrientation(x, { operator: 'scharr' })],
    ['laplacianOfGaussian', (x) => p.laplacianOfGaussian(x, { sigma: 0.8 })],
    ['windowSum', (x) => p.windowSum(x, { size: 2 })],
  ])('the gradient of %s is the limit of differences', (_, filter) => {
    const image = (data: Float64Array): Grey => fromArray(data, [4, 5]);
    const data = Float64Array.from({ length: 20 }, (_unused, k) => Math.sin(3 * k * k));
    const weighted = (x: Grey) => {
      const y = filter(x);
      const weights = Float64Array.from({ length: y.shape[0] * y.shape[1] }, (_unused, k) => Math.cos(k));
      return sum(multiply(y, fromArray(weights, y.shape)));
    };
    const found = toArray(grad(weighted)(image(data)));
    const h = 1e-5;
    const at = (k: number, by: number) => item(weighted(image(data.map((v, i) => (i === k ? v + by : v)))));
    close(
      found,
      Array.from(found, (_unused, k) => (at(k, h) - at(k, -h)) / (2 * h)),
      6,
    );
  });

  it('the gradient by a kernel is a correlation itself', () => {
    const x = fromArray(
      Float64Array.from({ length: 63 }, (_, k) => ((k * k) % 13) - 6),
      [7, 9],
    );
    const u = fromArray(
      Float64Array.from({ length: 63 }, (_, k) => ((k * 5) % 11) - 5),
      [7, 9],
    );
    const along = (h: Tensor<[3, 5], 'float64'>) => sum(multiply(p.correlate(x, h, { boundary: 'mirror' }), u));
    const border = { top: 1, bottom: 1, left: 2, right: 2 };
    expect(rows(grad(along)(zeros([3, 5], { dtype: 'float64' })))).toEqual(
      rows(p.correlate(p.extend(x, border, { boundary: 'mirror' }), u, { size: 'valid' })),
    );
  });
});

describe('what is refused', () => {
  /** what the compiler would refuse too */
  const told = (argument: unknown): never => argument as never;
  const row = zeros([3]) as unknown as Tensor<[1, 3]>;
  it.each<readonly [string, () => unknown]>([
    ['extend: expected an image [..., height, width], got [3]', () => p.extend(row, {})],
    ['extend: top -1 is not a non-negative integer', () => p.extend(example, told({ top: -1 }))],
    ['extend: right 0.5 is not a non-negative integer', () => p.extend(example, told({ right: 0.5 }))],
    ["extend: there is no option 'up'", () => p.extend(example, told({ up: 1 }))],
    ["extend: there is no option 'mode'", () => p.extend(example, {}, told({ mode: 'wrap' }))],
    ["extend: boundary 'round' is none of reflect,", () => p.extend(example, {}, told({ boundary: 'round' }))],
    ["extend: boundary 'toString' is none of", () => p.extend(example, {}, told({ boundary: 'toString' }))],
    ["extend: there is no value beyond boundary 'wrap'", () => p.extend(example, {}, { boundary: 'wrap', value: 1 })],
    ['extend: value NaN is not a number', () => p.extend(example, {}, { boundary: 'constant', value: NaN })],
    [
      'extend: value 0.5 is not of type int32',
      () => p.extend(zeros([1, 1], { dtype: 'int32' }), {}, { boundary: 'constant', value: 0.5 }),
    ],
    ['extend: an image [0, 3] has no elements to continue', () => p.extend(zeros([0, 3]), { top: 1 })],
    [
      'correlate: kernel [4, 4] is larger than image [3, 3]',
      () => p.correlate(example, told(zeros([4, 4])), { size: 'valid' }),
    ],
    ['correlate: kernel [0, 2] has no elements', () => p.correlate(example, told(zeros([0, 2])))],
    ['correlate: expected a kernel [height, width], got [3]', () => p.correlate(example, row)],
    ['correlate: float32 with float64: cast one of them', () => p.correlate(example, told(impulse(3)))],
    [
      'correlate: a kernel whose sum is 0 cannot be normalised',
      () => p.correlate(example, p.kernel('sobelX'), { normalise: true }),
    ],
    [
      "correlate: size 'ful' is none of same, full, valid",
      () => p.correlate(example, told(p.kernel('sobelX')), told({ size: 'ful' })),
    ],
    [
      "correlate: size 'valid' sees nothing beyond the edge",
      () => p.correlate(example, p.kernel('sobelX'), { size: 'valid', value: 1 }),
    ],
    [
      'convolve: expected a floating-point image, got int32',
      () => p.convolve(told(zeros([2, 2], { dtype: 'int32' })), p.kernel('edge')),
    ],
    ["separable: there is no option 'vert'", () => p.separable(example, told({ vert: row }))],
    [
      'separable: expected weights [length], got [3, 3]',
      () => p.separable(example, { vertical: told(p.kernel('edge')) }),
    ],
    ['factor: expected a kernel [height, width], got [3]', () => p.factor(row)],
    ["kernel: there is no kernel 'blurr'", () => p.kernel(told('blurr'))],
    ['boxKernel: size 2 is not an odd positive integer', () => p.boxKernel(2)],
    ['boxFilter: size -3 is not an odd positive integer', () => p.boxFilter(example, { size: [3, -3] })],
    ['movingAverage: size 2.5 is not an odd positive integer', () => p.movingAverage(tensor([1, 2]), { size: 2.5 })],
    ['movingAverage: expected a signal [..., length], got []', () => p.movingAverage(tensor(1), { size: 3 })],
    ['gaussian: sigma -1 is not a number ≥ 0', () => p.gaussian(example, { sigma: -1 })],
    ['gaussian: sigma NaN is not a number ≥ 0', () => p.gaussian(example, { sigma: [1, NaN] })],
    ['gaussian: sigma undefined is not a number ≥ 0', () => p.gaussian(example, told({}))],
    ['gaussian: order 0.5 is not an integer ≥ 0', () => p.gaussian(example, { sigma: 1, order: 0.5 })],
    ['gaussian: truncate 0 is not a number > 0', () => p.gaussian(example, { sigma: 1, truncate: 0 })],
    [
      'gaussian: a Gaussian of sigma 0.1, cut to one element, has no derivative',
      () => p.gaussian(example, { sigma: 0.1, order: 1 }),
    ],
    ["gaussian: there is no option 'sigmas'", () => p.gaussian(example, told({ sigma: 1, sigmas: 2 }))],
    ['gaussian: expected an image [..., height, width], got [3]', () => p.gaussian(row, { sigma: 1 })],
    [
      'differenceOfGaussians: sigmas 2 is not [narrow, wide]',
      () => p.differenceOfGaussians(example, told({ sigmas: 2 })),
    ],
    ['differenceOfGaussians: sigma 2 is not below 2', () => p.differenceOfGaussians(example, { sigmas: [2, 2] })],
    [
      "gradient: operator 'roberts' is none of sobel, prewitt, scharr, central",
      () => p.gradient(example, told({ operator: 'roberts' })),
    ],
    ["sobel: along 'z' is neither x nor y", () => p.sobel(example, told({ along: 'z' }))],
    ['laplacian: 6 neighbours; expected 4 or 8', () => p.laplacian(example, told({ neighbours: 6 }))],
    ['windowSum: size 0 is not a positive integer', () => p.windowSum(example, told({ size: [1, 0] }))],
    ['windowSum: kernel [5, 5] is larger than image [3, 3]', () => p.windowSum(example, told({ size: 5 }))],
    ['integral: expected numbers, got bool', () => p.integral(told(zeros([2, 2], { dtype: 'bool' })))],
  ])('%s', (sentence, f) => {
    expect(f).toThrow(sentence);
  });
});
