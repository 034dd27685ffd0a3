/** What is claimed of resizing, warps and template matching, as laws over implementations of them, so that a faulty one can be seen to break them. */
import * as fc from 'fast-check';
import { add, flip, fromArray, item, max, min, multiply, slice, sum, toArray, transpose } from '../../src/index.js';
import type { ResizeOptions, Tensor } from '../../src/index.js';
import { centreOf, composeAffine, extend, reflection, rotation, translation } from '../../src/image/index.js';
import type { AffineMatrix, Boundary, MatchMethod, WarpOptions } from '../../src/image/index.js';
import {
  exact,
  expectAdjoint,
  expectBatching,
  expectCloseTensors,
  expectEqualTensors,
  expectGradient,
  expectLinear,
  LawError,
} from '../../src/testing/laws/index.js';

export type Plane = Tensor<readonly [number, number], 'float64'>;

/** The operations, as they are told apart from their types. */
export interface Geometry {
  readonly resize: (x: Plane, options: ResizeOptions) => Plane;
  readonly warpAffine: (x: Plane, matrix: AffineMatrix<'float64'>, options: WarpOptions) => Plane;
  readonly matchTemplate: (x: Plane, template: Plane, options: { readonly method: MatchMethod }) => Plane;
}

/** A picture, another size, and a map. */
export interface Case {
  readonly picture: Plane;
  readonly size: readonly [number, number];
  readonly kernel: Omit<ResizeOptions, 'size'>;
  readonly boundary: Boundary;
  readonly interpolation: 'nearest' | 'bilinear';
  readonly matrix: AffineMatrix<'float64'>;
  readonly by: readonly [number, number];
  readonly template: Plane;
}

const plane = (height: number, width: number, values: readonly number[]): Plane =>
  fromArray(Float64Array.from(values), [height, width]);

const whole = fc.integer({ min: -8, max: 8 });
const picture = (most: number): fc.Arbitrary<Plane> =>
  fc
    .tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: most }))
    .chain(([height, width]) =>
      fc
        .array(whole, { minLength: height * width, maxLength: height * width })
        .map((values) => plane(height, width, values)),
    );

const side = fc.integer({ min: 1, max: 9 });
/* thirds and sevenths: no place read is a whole number, or half of one */
const odd = fc.integer({ min: -20, max: 20 }).map((n) => (n + 1 / 3 + 1 / 7) / 10);

export const cases: fc.Arbitrary<Case> = picture(7).chain((x) => {
  const [height, width] = x.shape;
  return fc.record({
    picture: fc.constant(x),
    size: fc.tuple(side, side),
    kernel: fc.constantFrom<Case['kernel'][]>(
      { interpolation: 'nearest' },
      { interpolation: 'bilinear' },
      { interpolation: 'bilinear', antialias: true },
      { interpolation: 'bicubic' },
      { interpolation: 'bicubic', cubic: -0.75 },
      { interpolation: 'bicubic', antialias: true },
    ),
    boundary: fc.constantFrom('reflect', 'symmetric', 'mirror', 'nearest', 'replicate', 'wrap', 'constant', 'zero'),
    interpolation: fc.constantFrom('nearest', 'bilinear'),
    matrix: fc.tuple(odd, odd, odd, odd, odd, odd).map((values) => fromArray(Float64Array.from(values), [2, 3])),
    by: fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })),
    template: fc
      .record({
        row: fc.integer({ min: 0, max: height - 1 }),
        column: fc.integer({ min: 0, max: width - 1 }),
        down: fc.nat(2),
        across: fc.nat(2),
      })
      .map(({ row, column, down, across }) =>
        slice(x, [
          { start: row, end: Math.min(row + down + 1, height) },
          { start: column, end: Math.min(column + across + 1, width) },
        ]),
      ),
  });
});

/** a·i + b·j + c */
const ramp = (height: number, width: number, [a, b, c]: readonly [number, number, number]): Plane =>
  plane(
    height,
    width,
    Array.from({ length: height * width }, (_, k) => a * Math.floor(k / width) + b * (k % width) + c),
  );

const float64 = { dtype: 'float64' } as const;

/** The laws by name. */
export const laws = {
  'resizing to the same size changes nothing': ({ resize }, { picture: x, kernel }) => {
    const [height, width] = x.shape;
    expectEqualTensors(resize(x, { ...kernel, size: [height, width] }), x);
  },

  'resizing keeps a constant': ({ resize }, { picture: x, size, kernel }) => {
    const [height, width] = x.shape;
    const constant = resize(ramp(height, width, [0, 0, 3]), { ...kernel, size });
    expectCloseTensors(constant, ramp(...size, [0, 0, 3]), { tolerance: 1e-14 });
  },

  'resizing continues a ramp, as far as the kernel sees the picture': ({ resize }, { size, kernel }) => {
    if (kernel.interpolation === 'nearest' || kernel.antialias === true || kernel.cubic !== undefined) return;
    const [height, width] = [12, 14];
    const resized = resize(ramp(height, width, [2, -3, 1]), { ...kernel, size });
    const [m, n] = size;
    const at = (k: number, from: number, to: number): number => ((k + 0.5) * from) / to - 0.5;
    const inner = (k: number, from: number, to: number): boolean => at(k, from, to) >= 1 && at(k, from, to) <= from - 2;
    const rows = Array.from({ length: m }, (_, i) => i).filter((i) => inner(i, height, m));
    const columns = Array.from({ length: n }, (_, j) => j).filter((j) => inner(j, width, n));
    const [top = 0, left = 0] = [rows[0], columns[0]];
    if (rows.length === 0 || columns.length === 0) return;
    const part = slice(resized, [
      { start: top, end: top + rows.length },
      { start: left, end: left + columns.length },
    ]);
    const expected = rows.flatMap((i) => columns.map((j) => 2 * at(i, height, m) - 3 * at(j, width, n) + 1));
    expectCloseTensors(part, plane(rows.length, columns.length, expected), { tolerance: 1e-13 });
  },

  'resizing is linear, and its pullback its transpose': ({ resize }, { picture: x, size, kernel }) => {
    const f = (y: Plane): Plane => resize(y, { ...kernel, size });
    expectLinear(f, x);
    expectAdjoint(f, x);
    expectGradient(f, x);
  },

  'resizing treats rows and columns, and both ends of them, alike': ({ resize }, { picture: x, size, kernel }) => {
    const [m, n] = size;
    const resized = resize(x, { ...kernel, size });
    expectCloseTensors(transpose(resize(transpose(x), { ...kernel, size: [n, m] })), resized, { tolerance: 1e-13 });
    /* of two pixels that are equally near, nearest reads the later one, from whichever end */
    if (kernel.interpolation === 'nearest') return;
    expectCloseTensors(flip(resize(flip(x, [0, 1]), { ...kernel, size }), [0, 1]), resized, { tolerance: 1e-13 });
  },

  'a batch is resized and warped like each picture': ({ resize, warpAffine }, { picture: x, size, kernel, matrix }) => {
    expectBatching((y: Plane) => resize(y, { ...kernel, size }), x);
    expectBatching(
      ({ y, m }: { readonly y: Plane; readonly m: AffineMatrix<'float64'> }) => warpAffine(y, m, { size }),
      { y: x, m: matrix },
    );
  },

  'the identity warps nothing': ({ warpAffine }, { picture: x, boundary, interpolation }) => {
    expectEqualTensors(warpAffine(x, translation([0, 0], float64), { boundary, interpolation }), x);
  },

  'a translation by whole pixels moves them, and the boundary stands behind': (
    { warpAffine },
    { picture: x, boundary, interpolation, by: [down, across] },
  ) => {
    const [height, width] = x.shape;
    const border = 9;
    const wide = extend(x, { top: border, bottom: border, left: border, right: border }, { boundary });
    const expected = slice(wide, [
      { start: border - down, end: border - down + height },
      { start: border - across, end: border - across + width },
    ]);
    expectEqualTensors(warpAffine(x, translation([down, across], float64), { boundary, interpolation }), expected);
  },

  'a mirror is a flip, and two quarter turns are two flips': ({ warpAffine }, { picture: x, boundary }) => {
    const [height, width] = x.shape;
    const centre = centreOf([height, width]);
    expectEqualTensors(warpAffine(x, reflection('down', { centre, ...float64 }), { boundary }), flip(x, [0]));
    expectEqualTensors(warpAffine(x, reflection('across', { centre, ...float64 }), { boundary }), flip(x, [1]));
    const quarter = (y: Plane): Plane => {
      const [h, w] = y.shape;
      const turned = composeAffine(rotation(Math.PI / 2, float64), translation([w - 1, 0], float64));
      return warpAffine(y, turned, { boundary, size: [w, h], interpolation: 'nearest' });
    };
    expectEqualTensors(quarter(x), flip(transpose(x), [0]));
    expectEqualTensors(quarter(quarter(x)), flip(x, [0, 1]));
  },

  'warps compose like matrices': ({ warpAffine }, { picture: x, by, interpolation }) => {
    const [height, width] = x.shape;
    const turn = reflection('down', { centre: centreOf([height, width]), ...float64 });
    const options = { boundary: 'wrap', interpolation } as const;
    const move = translation(by, float64);
    expectEqualTensors(
      warpAffine(warpAffine(x, turn, options), move, options),
      warpAffine(x, composeAffine(turn, move), options),
    );
  },

  'a warp continues a ramp': ({ warpAffine }, { matrix, size }) => {
    const [height, width] = [40, 40];
    const inside = composeAffine(translation([-20, -20], float64), matrix);
    const [a = NaN, b = NaN, c = NaN, d = NaN, e = NaN, f = NaN] = toArray(inside);
    const value = (i: number, j: number): number => 2 * (a * i + b * j + c) - 3 * (d * i + e * j + f) + 1;
    const expected = plane(
      ...size,
      Array.from({ length: size[0] * size[1] }, (_, k) => value(Math.floor(k / size[1]), k % size[1])),
    );
    if (![a * size[0], b * size[1], d * size[0], e * size[1]].every((x) => Math.abs(x) < 9)) return;
    expectCloseTensors(warpAffine(ramp(height, width, [2, -3, 1]), inside, { size }), expected, { tolerance: 1e-12 });
  },

  'a warp is linear in the picture, and differentiable in the matrix too': (
    { warpAffine },
    { picture: x, matrix, size, boundary, interpolation },
  ) => {
    const f = (y: Plane): Plane => warpAffine(y, matrix, { size, boundary, interpolation });
    expectLinear(f, x);
    expectAdjoint(f, x);
    expectGradient(
      ({ y, m }: { readonly y: Plane; readonly m: AffineMatrix<'float64'> }) => warpAffine(y, m, { size, boundary }),
      { y: x, m: matrix },
      { elements: 6 },
    );
  },

  'squared differences are 0 where the template is, and follow from the correlation': (
    { matchTemplate },
    { picture: x, template },
  ) => {
    const scores = matchTemplate(x, template, { method: 'ssd' });
    expectCloseTensors(min(scores), fromArray(Float64Array.of(0), []), { tolerance: 1e-10 });
    const [height, width] = template.shape;
    const ones = plane(
      height,
      width,
      Array.from({ length: height * width }, () => 1),
    );
    const energy = matchTemplate(multiply(x, x), ones, { method: 'correlation' });
    const product = matchTemplate(x, template, { method: 'correlation' });
    const whole = add(add(energy, multiply(product, -2)), sum(multiply(template, template)));
    expectCloseTensors(scores, whole, { tolerance: 1e-9 });
  },

  'correlation is linear in the picture': ({ matchTemplate }, { picture: x, template }) => {
    expectLinear((y: Plane) => matchTemplate(y, template, { method: 'correlation' }), x, { bound: exact });
  },

  'normalised correlation is at most 1, and the same in any light': (
    { matchTemplate },
    { picture: x, template, by },
  ) => {
    const method = { method: 'normalised correlation' } as const;
    const scores = matchTemplate(x, template, method);
    const greatest = item(max(multiply(scores, scores)));
    if (!(greatest <= 1 + 1e-9)) throw new LawError(`normalised: a score of ±√${greatest}`);
    const lit = add(multiply(x, 2 + Math.abs(by[0])), by[1]);
    expectCloseTensors(matchTemplate(lit, template, method), scores, { tolerance: 1e-6 });
  },

  'scores are differentiable': ({ matchTemplate }, { picture: x, template }) => {
    for (const method of ['ssd', 'correlation'] as const)
      expectGradient(
        ({ y, t }: { readonly y: Plane; readonly t: Plane }) => matchTemplate(y, t, { method }),
        { y: add(x, 0.25), t: template },
        { elements: 4, tolerance: 1e-6 },
      );
  },
} as const satisfies Readonly<Record<string, (geometry: Geometry, one: Case) => void>>;
