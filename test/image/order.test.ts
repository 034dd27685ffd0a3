/** Filters by order and morphology against SciPy, in float64; curriculum row I5; what is refused. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { add, equal, fromArray, tensor, toArray, toNested, where } from '../../src/index.js';
import type { Tensor } from '../../src/index.js';
import { close, dilate, erode, median, open, rank } from '../../src/image/index.js';

type Rows = readonly (readonly number[])[];
interface Golden {
  readonly op: 'median' | 'rank' | 'erode' | 'dilate' | 'open' | 'close';
  readonly image: 'grey' | 'binary';
  readonly options: { readonly size: number; readonly rank: number };
  readonly value: readonly number[];
}
const { images, cases } = JSON.parse(readFileSync(new URL('../golden/image/order.json', import.meta.url), 'utf8')) as {
  readonly images: Readonly<Record<Golden['image'], Rows>>;
  readonly cases: readonly Golden[];
};
const filters = { median, rank, erode, dilate, open, close };
const grey = (rows: Rows): Tensor<[number, number], 'float64'> =>
  fromArray(Float64Array.from(rows.flat()), [rows.length, rows[0]?.length ?? 0]);

describe('filters by order agree with SciPy', () => {
  it.each(cases.map((golden, k) => [`${k} ${golden.op} ${golden.image} ${JSON.stringify(golden.options)}`, golden]))(
    '%s',
    (_, { op, image, options, value }) => {
      const x = grey(images[image]);
      const y = toArray(filters[op](x, options));
      value.forEach((expected, k) => expect(y[k]).toBeCloseTo(expected, 12));
      if (image === 'binary') expect([...toArray(filters[op](equal(x, 1), options))]).toEqual(value);
    },
  );
});

describe('the median', () => {
  it('I5: cannot be written as a convolution: med(A) = 1 and med(B) = 0, but med(A + B) = 2', () => {
    const a = tensor([[1, 1, 1], [1, 1, 2], [2, 2, 2]]); // prettier-ignore
    const b = tensor([[0, 0, 0], [0, 1, 0], [0, 0, 0]]); // prettier-ignore
    const middle = (x: Tensor<[3, 3]>): number | undefined => toArray(median(x, { size: 3 }))[4];
    expect([middle(a), middle(b), middle(add(a, b))]).toEqual([1, 0, 2]);
  });

  it('of an even number of elements is the larger of the two in the middle', () => {
    expect(toNested(median(tensor([[1, 2, 3, 4]]), { footprint: [[1, 0, 1]], boundary: 'wrap' }))).toEqual([
      [4, 3, 4, 3],
    ]);
  });

  it('of bool is the majority', () => {
    expect(toNested(median(tensor([[true, false, true, false, false]]), { size: [1, 3] }))).toEqual([
      [true, true, false, false, false],
    ]);
  });

  it('works on every plane alike, on int32 and float32', () => {
    const planes = fromArray(
      Int32Array.from({ length: 60 }, (_, k) => (k * 37) % 61),
      [3, 4, 5],
    );
    const found = toArray(median(planes, { size: 3 }));
    for (const plane of [0, 1, 2]) {
      const one = fromArray(toArray(planes).slice(plane * 20, plane * 20 + 20), [4, 5]);
      expect([...found.slice(plane * 20, plane * 20 + 20)]).toEqual([...toArray(median(one, { size: 3 }))]);
    }
  });

  it('is NaN exactly where a NaN is seen', () => {
    for (const size of [3, 5] as const)
      for (const filter of [median, erode, dilate]) {
        const x = tensor(
          Array.from({ length: 9 }, (_, i) => Array.from({ length: 9 }, (_j, j) => (i * 7 + j * 5) % 11)),
        );
        const hole = tensor(
          Array.from({ length: 9 }, (_, i) => Array.from({ length: 9 }, (_j, j) => i === 4 && j === 3)),
        );
        const found = [...toArray(filter(where(hole, NaN, x), { size }))];
        const near = found.map(
          (_, k) => Math.max(Math.abs(Math.floor(k / 9) - 4), Math.abs((k % 9) - 3)) <= (size - 1) / 2,
        );
        expect(found.map(Number.isNaN)).toEqual(near);
      }
  });
});

describe('refusals', () => {
  const x = tensor([[1, 2], [3, 4]]); // prettier-ignore
  const given = (options: object): never => options as never;
  it.each([
    ['median: size 4 is not an odd positive integer', () => median(x, { size: 4 })],
    ['erode: size 0 is not an odd positive integer', () => erode(x, { size: [3, 0] })],
    ['median: size undefined is not an odd positive integer', () => median(x, given({}))],
    ['median: expected a size or a footprint, got both', () => median(x, given({ size: 3, footprint: [[1]] }))],
    ["median: there is no option 'mode'", () => median(x, given({ size: 3, mode: 'wrap' }))],
    ['dilate: the footprint marks nothing', () => dilate(x, { footprint: [[0]] })],
    ['dilate: the footprint [1, 2] has no middle: its sides must be odd', () => dilate(x, { footprint: [[1, 1]] })],
    ['dilate: the rows of the footprint differ in length', () => dilate(x, { footprint: [[1], [1, 1, 1], [1]] })],
    ['open: a footprint is made of 0 and 1', () => open(x, given({ footprint: [[2]] }))],
    ['rank: there is no element of rank undefined among 9', () => rank(x, given({ size: 3 }))],
    ['rank: expected a rank or a percentile, got both', () => rank(x, given({ size: 3, rank: 1, percentile: 3 }))],
    ['rank: there is no element of rank 9 among 9', () => rank(x, { size: 3, rank: 9 })],
    ['rank: there is no element of rank -10 among 9', () => rank(x, { size: 3, rank: -10 })],
    ['rank: there is no element of rank 0.5 among 9', () => rank(x, { size: 3, rank: 0.5 })],
    ['rank: percentile NaN is not from 0 to 100', () => rank(x, { size: 3, percentile: NaN })],
    ["close: there is no value beyond boundary 'reflect'", () => close(x, { size: 3, value: 1 })],
    [
      'median: expected an image [..., height, width], got [2]',
      // @ts-expect-error median: expected an image [..., height, width], got [2]
      () => median(tensor([1, 2]), { size: 3 }),
    ],
    [
      'median: expected an image [..., height, width], got [2]',
      () => median(tensor([1, 2]) as unknown as Tensor, { size: 3 }),
    ],
  ])('%s', (sentence, call) => expect(call).toThrow(sentence));
});
