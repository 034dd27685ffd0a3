/** Template matching: by numbers, against scikit-image, and what it can and cannot find [I11]. */
import { describe, expect, it } from 'vitest';
import {
  add,
  cast,
  fromArray,
  multiply,
  random,
  tensor,
  toArray,
  toNested,
  zeros,
  type Tensor,
} from '../../src/index.js';
import {
  crop,
  drawBoxes,
  gaussian,
  matchTemplate,
  peaks,
  rotation,
  scaling,
  toGrey,
  translation,
  warpAffine,
  type AffineMatrix,
  type MatchMethod,
  type Peak,
} from '../../src/image/index.js';
import { expectAdjoint, expectGradient } from '../../src/testing/index.js';
import { ShapeError } from '../../src/shape/error.js';
import { typed } from '../../src/tensor/tensor.js';
import { expectNumbers, float64, golden } from './geometry.js';

describe('matchTemplate agrees', () => {
  it.each(
    golden.matches.map(
      (one) => [`${one.method} of ${String(one.template.shape)} in ${String(one.image.shape)}`, one] as const,
    ),
  )('with scikit-image and NumPy: %s', (_, { method, image, template, value }) => {
    const scores: Tensor = typed(matchTemplate(float64(image), float64(template), { method }));
    expectNumbers(scores, value, 1e-11);
  });
});

describe('I11: a template', () => {
  type Grey = Tensor<[number, number]>;
  /* a picture of blurred noise, with much of it at a scale of the template */
  const picture: Grey = gaussian(random.normal(random.key(5), [60, 70]), { sigma: 1 });
  const position = [17, 31] as const;
  const size = [16, 18] as const;
  const template: Grey = crop(picture, { position, size });

  const best = (image: Grey, part: Grey, method: MatchMethod): Peak | undefined =>
    peaks(matchTemplate(image, part, { method }), { count: 1, lowest: method === 'ssd' })[0];
  /** what becomes of the part of the picture that the template was taken from */
  const changed = (map: AffineMatrix): Grey => warpAffine(picture, map);
  const middle = [position[0] + 7.5, position[1] + 8.5] as const;
  const around = (map: (options: { readonly centre: readonly [number, number] }) => AffineMatrix): AffineMatrix =>
    map({ centre: middle });

  it('is found where it was taken, by squared differences and by normalised correlation', () => {
    expect(best(picture, template, 'ssd')).toEqual({ position, score: expect.closeTo(0, 4) as number });
    expect(best(picture, template, 'normalised correlation')).toEqual({
      position,
      score: expect.closeTo(1, 4) as number,
    });
  });

  it('is not found by plain correlation, which the brightest part wins', () => {
    const lit = add(picture, 1);
    expect(best(lit, add(template, 1), 'correlation')?.position).not.toEqual(position);
    expect(best(lit, add(template, 1), 'normalised correlation')?.position).toEqual(position);
  });

  it('that moved is found where it is now', () => {
    const moved = changed(translation([5, -4]));
    for (const method of ['ssd', 'normalised correlation'] as const)
      expect(best(moved, template, method)?.position).toEqual([position[0] + 5, position[1] - 4]);
  });

  it.each<[string, AffineMatrix]>([
    ['turned by a quarter', around((o) => rotation(Math.PI / 2, o))],
    ['turned by 45 degrees', around((o) => rotation(Math.PI / 4, o))],
    ['twice as large', around((o) => scaling(2, o))],
    ['half as large', around((o) => scaling(0.5, o))],
  ])('is not found when it is %s', (_, map) => {
    const image = changed(map);
    for (const method of ['ssd', 'normalised correlation'] as const) {
      const found = best(image, template, method);
      expect(found?.position).not.toEqual(position);
    }
    expect(best(image, template, 'normalised correlation')?.score).toBeLessThan(0.8);
  });

  it('is found in another light by normalised correlation, and not by squared differences', () => {
    const dimmed = add(multiply(picture, 0.3), 2);
    expect(best(dimmed, template, 'normalised correlation')).toEqual({
      position,
      score: expect.closeTo(1, 4) as number,
    });
    expect(best(dimmed, template, 'ssd')?.position).not.toEqual(position);
  });

  it('that is half hidden is found less surely, and behind something bright not at all', () => {
    const behind = (value: number): Grey => drawBoxes(picture, [{ position, size: [16, 9] }], { value, thickness: 9 });
    const grey = best(behind(0), template, 'normalised correlation');
    expect(grey?.position).toEqual(position);
    expect(grey?.score).toBeLessThan(0.75);
    for (const method of ['ssd', 'normalised correlation'] as const)
      expect(best(behind(2), template, method)?.position).not.toEqual(position);
  });

  it('is found as often as it occurs, and its boxes are drawn', () => {
    const blank = zeros([20, 30]);
    const cross = tensor([
      [0, 1, 0],
      [1, 1, 1],
      [0, 1, 0],
    ]);
    const at = [
      [2, 3],
      [2, 20],
      [12, 9],
    ] as const;
    const image = at.reduce<Grey>(
      (sum, [row, column]) =>
        add(
          sum,
          warpAffine(cross, translation([row, column]), { size: [20, 30], boundary: 'zero', interpolation: 'nearest' }),
        ),
      blank,
    );
    const found = peaks(matchTemplate(image, cross), { threshold: 0.99, minDistance: 3 });
    expect(found.map(({ position: place }) => place)).toEqual(at);
    const boxes = found.map(({ position: place }) => ({ position: place, size: [3, 3] as const }));
    const drawn = drawBoxes(image, boxes, { value: 2 });
    expect([...toArray(drawn)].filter((x) => x === 2)).toHaveLength(3 * 8);
    expect(toNested(crop(drawn, { position: [2, 3], size: [3, 3] }))).toEqual([
      [2, 2, 2],
      [2, 1, 2],
      [2, 2, 2],
    ]);
  });
});

describe('matchTemplate', () => {
  it.each(['float32', 'float64'] as const)('says 0 of parts without contrast, never NaN, in %s', (dtype) => {
    for (const grey of [0, 0.1, 1 / 3, 200, -1e5]) {
      const image = cast(
        fromArray(
          Float64Array.from({ length: 30 * 30 }, (_, k) => (k % 30 < 20 ? grey : Math.sin(k))),
          [30, 30],
        ),
        dtype,
      );
      const template = cast(
        fromArray(
          Float64Array.from({ length: 25 }, (_, k) => Math.cos(k)),
          [5, 5],
        ),
        dtype,
      );
      const scores = toNested(matchTemplate(image, template));
      scores.forEach((row) => {
        expect(row.slice(0, 16).every((score) => score === 0)).toBe(true);
        expect(row.every((score) => Math.abs(score) < 1.001)).toBe(true);
      });
      const flat = matchTemplate(image, add(multiply(template, 0), grey));
      expect(toArray(flat).every((score) => score === 0)).toBe(true);
    }
  });

  const told = (value: unknown): never => value as never;
  it.each<[string, () => unknown, string]>([
    [
      'a larger template',
      () => matchTemplate(zeros([2, 3]), told(zeros([3, 3]))),
      'matchTemplate: template [3, 3] is larger than image [2, 3]',
    ],
    [
      'other channels',
      () => matchTemplate(zeros([3, 4, 4]), told(zeros([1, 2, 2]))),
      'matchTemplate: image [3, 4, 4] and template [1, 2, 2] differ in channels (3 is not 1)',
    ],
    [
      'an empty template',
      () => matchTemplate(zeros([4, 4]), told(zeros([0, 2]))),
      'matchTemplate: template [0, 2] has no elements',
    ],
    [
      'a vector',
      () => matchTemplate(zeros([4]), told(zeros([2]))),
      'matchTemplate: expected an image and a template, both [height, width] or [channels, height, width], got [4] and [2]',
    ],
    [
      'another rank',
      () => matchTemplate(zeros([3, 4, 4]), told(zeros([2, 2]))),
      'matchTemplate: expected an image and a template, both [height, width] or [channels, height, width], got [3, 4, 4] and [2, 2]',
    ],
    [
      'two types',
      () => matchTemplate(zeros([4, 4]), told(zeros([2, 2], { dtype: 'float64' }))),
      'matchTemplate: float32 with float64: cast one of them',
    ],
    [
      'an unknown method',
      () => matchTemplate(zeros([4, 4]), zeros([2, 2]), told({ method: 'sad' })),
      "matchTemplate: method 'sad' is none of correlation, ssd, normalised correlation",
    ],
    [
      'a misspelt option',
      () => matchTemplate(zeros([4, 4]), zeros([2, 2]), told({ methods: 'ssd' })),
      "matchTemplate: there is no option 'methods'",
    ],
  ])('refuses %s', (_, f, message) => {
    expect(f).toThrow(message);
  });

  it('has the gradients that differences have, by every method', () => {
    const [image, template] = [
      random.normal(random.key(2), [2, 6, 7], { dtype: 'float64' }),
      random.normal(random.key(3), [2, 3, 2], { dtype: 'float64' }),
    ];
    for (const method of ['ssd', 'correlation', 'normalised correlation'] as const) {
      const f = ({ x, t }: { readonly x: typeof image; readonly t: typeof template }) =>
        matchTemplate(x, t, { method });
      expect(expectGradient(f, { x: image, t: template }).worst).toBeLessThan(1e-7);
      expectAdjoint(f, { x: image, t: template });
    }
  });

  it('has a shape that the compiler knows', () => {
    const scores: Tensor<[28, 27]> = matchTemplate(zeros([3, 32, 32]), zeros([3, 5, 6]));
    expect(scores.shape).toEqual([28, 27]);
    // @ts-expect-error -- matchTemplate: template [3, 3] is larger than image [2, 3]
    expect(() => matchTemplate(zeros([2, 3]), zeros([3, 3]))).toThrow(ShapeError);
  });
});

describe('peaks', () => {
  const scores = tensor([
    [9, 1, 1, 1, 8],
    [1, 1, 1, 1, 1],
    [1, 1, 7, 7, 1],
    [1, 1, 1, 1, NaN],
    [-5, 1, 1, 1, 1],
  ]);
  const positions = (options: Parameters<typeof peaks>[1]): unknown =>
    peaks(scores, options).map(({ position }) => position);

  it('are the places that no neighbour exceeds, best first, and of equal neighbours the first', () => {
    expect(positions({ threshold: 2 })).toEqual([
      [0, 0],
      [0, 4],
      [2, 2],
    ]);
    expect(peaks(scores, { count: 1 })).toEqual([{ position: [0, 0], score: 9 }]);
    expect(positions({ count: 0 })).toEqual([]);
  });

  it('keep their distance', () => {
    expect(positions({ threshold: 2, minDistance: 4 })).toEqual([
      [0, 0],
      [0, 4],
    ]);
    expect(positions({ threshold: 2, minDistance: 5 })).toEqual([[0, 0]]);
  });

  it('may be the lowest', () => {
    expect(peaks(scores, { lowest: true, threshold: 0 })).toEqual([{ position: [4, 0], score: -5 }]);
  });

  it.each<[string, () => unknown, string]>([
    ['half a peak', () => peaks(scores, { count: 0.5 }), 'peaks: count 0.5 is not a whole number of at least 0'],
    [
      'no distance',
      () => peaks(scores, { minDistance: 0 }),
      'peaks: minDistance 0 is not a whole number of at least 1',
    ],
    ['a threshold that is none', () => peaks(scores, { threshold: NaN }), 'peaks: threshold NaN is no score'],
    ['a vector', () => peaks(tensor([1]) as never), 'peaks: expected scores [height, width], got [1]'],
    ['a misspelt option', () => peaks(scores, { distance: 3 } as never), "peaks: there is no option 'distance'"],
  ])('refuse %s', (_, f, message) => {
    expect(f).toThrow(message);
  });
});

describe('parts of pictures', () => {
  it('are cut out', () => {
    const part: Tensor<[2, 1, 2]> = crop(tensor([[[1, 2, 3]], [[4, 5, 6]]]), { position: [0, 1], size: [1, 2] });
    expect(toNested(part)).toEqual([[[2, 3]], [[5, 6]]]);
  });

  it('are outlined, in each channel as told, as far as they are seen', () => {
    expect(toNested(drawBoxes(zeros([2, 3, 3]), [{ position: [1, -1], size: [5, 3] }], { value: [7, 0.5] }))).toEqual([
      [
        [0, 0, 0],
        [7, 7, 0],
        [0, 7, 0],
      ],
      [
        [0, 0, 0],
        [0.5, 0.5, 0],
        [0, 0.5, 0],
      ],
    ]);
    const thick = drawBoxes(zeros([5, 5]), [{ position: [0, 0], size: [5, 5] }], { thickness: 2 });
    expect([...toArray(thick)].filter((x) => x === 0)).toHaveLength(1);
  });

  it.each<[string, () => unknown, string]>([
    [
      'beyond the edge',
      () => crop(zeros([4, 4]), { position: [3, 0], size: [3, 2] }),
      'crop: rows 3 to 5 are not in a picture [4, 4]',
    ],
    [
      'before the edge',
      () => crop(zeros([4, 4]), { position: [0, -1], size: [3, 2] }),
      'crop: columns -1 to 0 are not in a picture [4, 4]',
    ],
    [
      'without pixels',
      () => crop(zeros([4, 4]), { position: [0, 0], size: [0, 2] } as never),
      'crop: size [0, 2] is not two positive integers',
    ],
    [
      'between pixels',
      () => drawBoxes(zeros([4, 4]), [{ position: [0.5, 0], size: [2, 2] }]),
      'drawBoxes: a box at [0.5, 0] of size [2, 2] is not made of pixels',
    ],
    [
      'without lines',
      () => drawBoxes(zeros([4, 4]), [], { thickness: 0 }),
      'drawBoxes: thickness 0 is not a positive integer',
    ],
    [
      'in too many colours',
      () => drawBoxes(zeros([4, 4]), [], { value: [1, 2] }),
      'drawBoxes: 2 values for a picture [4, 4]',
    ],
    [
      'of a vector',
      () => drawBoxes(zeros([4]) as never, []),
      'drawBoxes: expected an image [..., height, width], got [4]',
    ],
  ])('%s are refused', (_, f, message) => {
    expect(f).toThrow(message);
  });
});

describe('toGrey', () => {
  const colours = tensor([[[1, 0, 0, 1]], [[0, 1, 0, 1]], [[0, 0, 1, 1]]], { dtype: 'float64' });
  it('weighs the channels', () => {
    const grey: Tensor<[1, 4], 'float64'> = toGrey(colours);
    expectNumbers(grey, { shape: [1, 4], data: [0.299, 0.587, 0.114, 1] });
    expectNumbers(toGrey(colours, { weights: 'rec709' }), { shape: [1, 4], data: [0.2125, 0.7154, 0.0721, 1] });
    expectNumbers(toGrey(colours, { weights: [1, 2, 3] }), { shape: [1, 4], data: [1, 2, 3, 6] });
  });
  it('refuses what has no colours', () => {
    expect(() => toGrey(zeros([4, 4]) as never)).toThrow('toGrey: expected [..., 3, height, width], got [4, 4]');
    expect(() => toGrey(colours, { weights: 'rec202' as never })).toThrow(
      "toGrey: weights 'rec202' are none of rec601, rec709, mean",
    );
    expect(() => toGrey(colours, { weights: [1, 2, NaN] })).toThrow(
      'toGrey: weights [1, 2, NaN] are not three numbers',
    );
  });
});
