/** What linear filters promise, as checks of functions that claim to be them. Images are whole numbers in float64, so equality needs no tolerance. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { boundaries, convolve, correlate, extend, factor, separable, windowSum } from '../../src/image/index.js';
import type { Boundary, BoundaryOptions, CorrelateOptions } from '../../src/image/index.js';
import type { Border } from '../../src/shape/plane.js';
import { multiply, sum } from '../../src/ops/index.js';
import { size } from '../../src/shape/shape.js';
import { fromArray, item, toNested } from '../../src/tensor/literal.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { grad } from '../../src/transform/index.js';
import { expectAdjoint, expectSame, LawError } from '../../src/testing/laws/index.js';

export type Rows = readonly (readonly number[])[];
export type Image = Tensor<[number, number], 'float64'>;
type Line = Tensor<[number], 'float64'>;

/** The functions that the laws are about. */
export interface Filters {
  readonly extend: (x: Image, border: Required<Border>, beyond: BoundaryOptions) => Image;
  readonly correlate: (x: Image, h: Image, options: CorrelateOptions) => Image;
  readonly convolve: (x: Image, h: Image, options: CorrelateOptions) => Image;
  readonly separable: (x: Image, v: Line, h: Line, options: CorrelateOptions) => Image;
  readonly windowSum: (x: Image, size: readonly [number, number]) => Image;
  readonly factor: (h: Image) => readonly [Line, Line] | undefined;
}

export const correct: Filters = {
  extend: (x, border, beyond) => extend(x, border, beyond),
  correlate: (x, h, options) => correlate(x, h, options),
  convolve: (x, h, options) => convolve(x, h, options),
  separable: (x, vertical, horizontal, options) => separable(x, { vertical, horizontal }, options),
  windowSum: (x, size) => windowSum(x, { size }),
  factor: (h) => {
    const parts = factor(h);
    return parts && [parts.vertical, parts.horizontal];
  },
};

/** Images, kernels, a border and what stands beyond it. */
export interface Case {
  readonly x: Rows;
  /** of the shape of x */
  readonly y: Rows;
  readonly h: Rows;
  readonly g: Rows;
  readonly border: Required<Border>;
  readonly beyond: BoundaryOptions;
}

const wholes = (height: number, width: number): Arbitrary<Rows> => {
  const row = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: width, maxLength: width });
  return fc.array(row, { minLength: height, maxLength: height });
};
const sides = (max: number): Arbitrary<[number, number]> =>
  fc.tuple(fc.integer({ min: 1, max }), fc.integer({ min: 1, max }));
const some = (max: number): Arbitrary<Rows> => sides(max).chain((two) => wholes(...two));
const named = fc.constantFrom(...(Object.keys(boundaries) as Boundary[])).map((boundary) => ({ boundary }));
const width = fc.integer({ min: 0, max: 11 });

export const cases: Arbitrary<Case> = fc
  .tuple(
    sides(5).chain((two) => fc.tuple(wholes(...two), wholes(...two))),
    some(4),
    some(4),
  )
  .chain(([[x, y], h, g]) =>
    fc.record({
      x: fc.constant(x),
      y: fc.constant(y),
      h: fc.constant(h),
      g: fc.constant(g),
      border: fc.record({ top: width, bottom: width, left: width, right: width }),
      beyond: fc.oneof(
        { weight: 4, arbitrary: named },
        {
          weight: 1,
          arbitrary: fc.record({ boundary: fc.constant('constant' as const), value: fc.integer({ min: -5, max: 5 }) }),
        },
      ),
    }),
  );

export const image = (rows: Rows): Image =>
  fromArray(Float64Array.from(rows.flat()), [rows.length, rows[0]?.length ?? 0]);
const line = (values: readonly number[]): Line => fromArray(Float64Array.from(values), [values.length]);
const rowsOf = (x: Image): Rows => toNested(x);

const same = (what: string, found: Image, expected: Rows): void => {
  const [rows, height, columns] = [rowsOf(found), expected.length, expected[0]?.length ?? 0];
  if (rows.length !== height || (rows[0]?.length ?? 0) !== columns)
    throw new LawError(`${what} is [${found.shape.join(', ')}], expected [${height}, ${columns}]`);
  /* −0 is 0 */
  const plain = (all: Rows): number[] => all.flat().map((value) => value + 0);
  expectSame({ law: 'linear filters', what, found: plain(rows), expected: plain(expected) });
};

const modulo = (i: number, n: number): number => ((i % n) + n) % n;

const backwards = <T>(list: readonly T[]): readonly T[] => [...list].reverse();

/** an axis as it stands in one period of its continuation */
const period: Readonly<
  Record<Exclude<Boundary, 'constant' | 'zero' | 'nearest' | 'replicate'>, <T>(axis: readonly T[]) => readonly T[]>
> = {
  reflect: (axis) => [...axis, ...backwards(axis)],
  symmetric: (axis) => [...axis, ...backwards(axis)],
  mirror: (axis) => [...axis, ...backwards(axis.slice(1, -1))],
  wrap: (axis) => axis,
};

/** the element at place i of a continued axis, by writing the continuation down */
const continued = <T>(axis: readonly T[], i: number, boundary: Boundary, outside: T): T => {
  if (axis[i] !== undefined) return axis[i];
  switch (boundary) {
    case 'constant':
    case 'zero':
      return outside;
    case 'nearest':
    case 'replicate':
      return axis.at(i < 0 ? 0 : -1) ?? outside;
    case 'reflect':
    case 'symmetric':
    case 'mirror':
    case 'wrap': {
      const all = period[boundary](axis);
      return all[modulo(i, all.length)] ?? outside;
    }
  }
};

const extended = (
  x: Rows,
  { top, bottom, left, right }: Required<Border>,
  { boundary = 'reflect', value = 0 }: BoundaryOptions,
): Rows => {
  const places = (low: number, n: number, high: number): readonly number[] =>
    Array.from({ length: low + n + high }, (_, i) => i - low);
  const across = x.map((row) => places(left, row.length, right).map((j) => continued(row, j, boundary, value)));
  const outside = (across[0] ?? []).map(() => value);
  return places(top, x.length, bottom).map((i) => continued(across, i, boundary, outside));
};

const slid = (x: Rows, h: Rows): Rows =>
  Array.from({ length: x.length - h.length + 1 }, (_, i) =>
    Array.from({ length: (x[0]?.length ?? 0) - (h[0]?.length ?? 0) + 1 }, (_unused, j) =>
      h.reduce((sum, row, q) => row.reduce((part, w, r) => part + w * (x[i + q]?.[j + r] ?? NaN), sum), 0),
    ),
  );

/** the border of a kernel whose centre is element ⌊k/2⌋ */
const around = (h: Rows, flipped = false): Required<Border> => {
  const [low, high] = [(k: number) => Math.floor(k / 2), (k: number) => Math.ceil(k / 2) - 1];
  const [height, columns] = [h.length, h[0]?.length ?? 0];
  const [before, after] = flipped ? [high, low] : [low, high];
  return { top: before(height), bottom: after(height), left: before(columns), right: after(columns) };
};

const turned = (h: Rows): Rows => backwards(h.map(backwards));
const rolled = (x: Rows, down: number, right: number): Rows =>
  x.map((row, i) => row.map((_, j) => x[modulo(i - down, x.length)]?.[modulo(j - right, row.length)] ?? NaN));
const outer = (v: readonly number[], h: readonly number[]): Rows => v.map((a) => h.map((b) => a * b));
const combined = (x: Rows, y: Rows): Rows => x.map((row, i) => row.map((value, j) => 3 * value - (y[i]?.[j] ?? NaN)));
const fits = (x: Rows, h: Rows): boolean => x.length >= h.length && (x[0]?.length ?? 0) >= (h[0]?.length ?? 0);
const homogeneous = (beyond: BoundaryOptions): BoundaryOptions =>
  'value' in beyond ? { boundary: 'constant' } : beyond;

/** ⟨f(x), w⟩ = ⟨x, fᵀw⟩ of a linear function, where fᵀ is its pullback: the dot-product test against the value itself */
const expectTranspose = (f: (x: Image) => Image, x: Image): void => {
  const along = (y: Image): Tensor<[], 'float64'> => {
    const weights = Float64Array.from({ length: size(y.shape) }, (_, k) => ((k * 7) % 11) - 5);
    return sum(multiply(y, fromArray(weights, y.shape)));
  };
  const pulled = grad((a: Image) => along(f(a)))(x);
  expectSame({
    law: 'transpose',
    what: '⟨x, fᵀw⟩',
    found: [item(sum(multiply(x, pulled))) + 0],
    expected: [item(along(f(x))) + 0],
  });
};

/** Each law, as a check of functions that claim to be the filters. */
export const laws = {
  'extend is a plain loop over the continued axes': ({ extend: f }: Filters, { x, border, beyond }: Case) => {
    same('extend', f(image(x), border, beyond), extended(x, border, beyond));
  },

  'extend is linear where nothing constant stands beyond, and its gradient is its transpose': (
    { extend: f }: Filters,
    { x, y, border, beyond }: Case,
  ) => {
    const g = (rows: Rows): Image => f(image(rows), border, homogeneous(beyond));
    same('3x − y', g(combined(x, y)), combined(rowsOf(g(x)), rowsOf(g(y))));
    expectTranspose((a) => f(a, border, homogeneous(beyond)), image(x));
    expectAdjoint((a: Image) => f(a, border, beyond), image(x));
  },

  'correlate is a plain sum over the kernel, at every size': ({ correlate: f }: Filters, { x, h, beyond }: Case) => {
    const [height, columns] = [h.length - 1, (h[0]?.length ?? 0) - 1];
    same('same', f(image(x), image(h), beyond), slid(extended(x, around(h), beyond), h));
    const wide = extended(x, { top: height, bottom: height, left: columns, right: columns }, beyond);
    same('full', f(image(x), image(h), { size: 'full', ...beyond }), slid(wide, h));
    if (fits(x, h)) same('valid', f(image(x), image(h), { size: 'valid' }), slid(x, h));
  },

  'convolve is the correlation with the turned kernel': ({ convolve: f }: Filters, { x, h, beyond }: Case) => {
    same('same', f(image(x), image(h), beyond), slid(extended(x, around(h, true), beyond), turned(h)));
  },

  'correlate is linear in the image and in the kernel': ({ correlate: f }: Filters, { x, y, h, beyond }: Case) => {
    const [g, options] = [(a: Rows, b: Rows): Image => f(image(a), image(b), options), homogeneous(beyond)];
    same('the image', g(combined(x, y), h), combined(rowsOf(g(x, h)), rowsOf(g(y, h))));
    const k = h.map((row) => row.map((w) => 1 - w));
    same('the kernel', g(x, combined(h, k)), combined(rowsOf(g(x, h)), rowsOf(g(x, k))));
  },

  'correlate commutes with shifts: in a circle with wrap, in the interior whatever stands beyond': (
    { correlate: f }: Filters,
    { x, h, border, beyond }: Case,
  ) => {
    const [down, right] = [border.top, border.left];
    const wrapped = (rows: Rows): Image => f(image(rows), image(h), { boundary: 'wrap' });
    same('wrap', wrapped(rolled(x, down, right)), rolled(rowsOf(wrapped(x)), down, right));
    const inner = around(h);
    const wide = extended(x, { top: 4, bottom: 4, left: 4, right: 4 }, beyond);
    const kept = (rows: Rows, i: number, j: number): Rows =>
      rows
        .slice(inner.top + i, rows.length - inner.bottom - 1 + i)
        .map((row) => row.slice(inner.left + j, row.length - inner.right - 1 + j));
    const [moved, still] = [f(image(rolled(wide, 1, 1)), image(h), beyond), f(image(wide), image(h), beyond)];
    same('interior', image(kept(rowsOf(moved), 1, 1)), kept(rowsOf(still), 0, 0));
  },

  'full convolution is commutative and associative': ({ convolve: f }: Filters, { x, h, g }: Case) => {
    const full = (a: Image, b: Image): Image => f(a, b, { size: 'full' });
    same('x ∗ h', full(image(x), image(h)), rowsOf(full(image(h), image(x))));
    same('(x ∗ h) ∗ g', full(full(image(x), image(h)), image(g)), rowsOf(full(image(x), full(image(h), image(g)))));
  },

  'separable is the correlation with the outer product, under every boundary': (
    filters: Filters,
    { x, h, g, beyond }: Case,
  ) => {
    const [v, w] = [h.map(([first = 0]) => first), g[0] ?? []];
    for (const options of [beyond, { size: 'full', ...beyond }] as const)
      same(
        'separable',
        filters.separable(image(x), line(v), line(w), options),
        rowsOf(correct.correlate(image(x), image(outer(v, w)), options)),
      );
  },

  'the gradients of a correlation are its transposes': (filters: Filters, { x, h, beyond }: Case) => {
    for (const places of ['same', 'full'] as const) {
      const options = { size: places, ...homogeneous(beyond) };
      expectTranspose((a) => filters.correlate(a, image(h), options), image(x));
      expectTranspose((b) => filters.correlate(image(x), b, options), image(h));
      expectAdjoint((pair: { readonly x: Image; readonly h: Image }) => filters.correlate(pair.x, pair.h, options), {
        x: image(x),
        h: image(h),
      });
    }
  },

  'sums over windows are sums over windows': ({ windowSum: f }: Filters, { x, h }: Case) => {
    if (!fits(x, h)) return;
    const ones = h.map((row) => row.map(() => 1));
    same('windowSum', f(image(x), [h.length, h[0]?.length ?? 0]), slid(x, ones));
    expectTranspose((a) => f(a, [h.length, h[0]?.length ?? 0]), image(x));
  },

  'a kernel falls apart exactly if its rank is 1': ({ factor: f }: Filters, { h, g }: Case) => {
    const whole = outer(
      h.map(([first = 0]) => first),
      g[0] ?? [],
    );
    const parts = f(image(whole));
    if (parts === undefined) throw new LawError('factor: nothing found');
    same('the product', image(outer(toNested(parts[0]), toNested(parts[1]))), whole);
    const [[a = 0, b = 0] = [], [c = 0, d = 0] = []] = g;
    const crossed = [[a, b], [c, d]]; // prettier-ignore
    if (a * d !== b * c && f(image(crossed)) !== undefined) throw new LawError('factor: rank 2 fell apart');
  },
} as const satisfies Readonly<Record<string, (filters: Filters, one: Case) => void>>;

export type LawName = keyof typeof laws;
