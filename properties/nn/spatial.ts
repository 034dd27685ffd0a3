/** What the spatial layers are in terms of each other, and of their definitions element by element. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import * as nn from '../../src/nn/index.js';
import type { Layer } from '../../src/nn/index.js';
import * as ops from '../../src/ops/index.js';
import { convShape } from '../../src/shape/index.js';
import type { Shape } from '../../src/shape/index.js';
import { distinct, equal, inner, int, law, numbers, same, whole } from '../law.js';
import type { Law, Numbers } from '../law.js';
import { output } from './subjects.js';

/** The layers that the laws are about. */
export interface Layers {
  readonly depthwiseConv2d: (options: Depthwise) => Layer<unknown>;
  readonly separableConv2d: (options: Depthwise & { readonly out: number }) => Layer<unknown>;
  readonly locallyConnected2d: (options: Window & { readonly out: number }) => Layer<unknown>;
  readonly convTranspose: Readonly<Record<1 | 3, (options: Transposed) => Layer<unknown>>>;
  readonly interpolate: (factor: Shape) => Layer<unknown>;
  readonly pixelShuffle: (factor: number) => Layer<unknown>;
  readonly pixelUnshuffle: (factor: number) => Layer<unknown>;
  readonly adaptiveAvgPool2d: (size: Shape) => Layer<unknown>;
  readonly adaptiveMaxPool2d: (size: Shape) => Layer<unknown>;
  readonly avgPool2d: (options: Window & { readonly countPadding: boolean }) => Layer<unknown>;
  readonly maxPool3d: (options: Window) => Layer<unknown>;
  readonly lpPool3d: (options: Window & { readonly norm: number }) => Layer<unknown>;
  readonly maxUnpooled2d: (kernel: number) => Layer<unknown>;
  readonly pad: (width: Margin, boundary: Boundary) => Layer<unknown>;
  readonly crop: (width: Margin) => Layer<unknown>;
}
interface Window {
  readonly kernel: Shape;
  readonly stride: Shape;
  readonly padding: Shape;
  readonly dilation?: Shape;
}
type Depthwise = Window & { readonly multiplier: number; readonly bias: false };
type Transposed = Window & { readonly out: number; readonly outputPadding: Shape; readonly bias: false };
type Margin = readonly (readonly [number, number])[];
type Boundary = 'zero' | 'mirror' | 'replicate' | 'wrap';

/** The library's own. */
export const layers: Layers = {
  depthwiseConv2d: (options) => nn.depthwiseConv2d(options),
  separableConv2d: (options) => nn.separableConv2d(options),
  locallyConnected2d: (options) => nn.locallyConnected2d({ ...options, bias: false }),
  convTranspose: { 1: (options) => nn.convTranspose1d(options), 3: (options) => nn.convTranspose3d(options) },
  interpolate: (factor) => nn.interpolate(factor),
  pixelShuffle: (factor) => nn.pixelShuffle(factor),
  pixelUnshuffle: (factor) => nn.pixelUnshuffle(factor),
  adaptiveAvgPool2d: (size) => nn.adaptiveAvgPool2d(size),
  adaptiveMaxPool2d: (size) => nn.adaptiveMaxPool2d(size),
  avgPool2d: (options) => nn.avgPool2d(options),
  maxPool3d: (options) => nn.maxPool3d(options),
  lpPool3d: (options) => nn.lpPool3d(options),
  maxUnpooled2d: (kernel) => nn.maxUnpooled2d(kernel, nn.identity),
  pad: (width, boundary) => nn.pad(width, { boundary }),
  crop: (width) => nn.crop(width),
};

const about = <T>(drawn: Arbitrary<T>, hold: (given: T, subject: Layers) => void): Law<Layers> =>
  law(
    () => drawn,
    (subject: Layers, given: T) => hold(given, subject),
    20,
  );

const none = { params: {} };
const pairs = (low: number, high: number) => fc.tuple(int(low, high), int(low, high));
const range = (n: number): readonly number[] => [...Array(n).keys()];
const product = (shape: Shape): number => shape.reduce((a, b) => a * b, 1);

/** a batch of two images, windows on them that fit, and weights for `multiplier` filters a channel */
const windowed = fc
  .record({
    channels: int(1, 3),
    plane: pairs(5, 6),
    multiplier: int(1, 2),
    out: int(1, 3),
    kernel: pairs(1, 3),
    stride: pairs(1, 2),
    padding: pairs(0, 1),
    dilation: pairs(1, 2),
  })
  .chain(({ channels, plane, multiplier, out, kernel, ...window }) => {
    const depthwise = [channels * multiplier, 1, ...kernel];
    const shape = convShape([channels, ...plane], [out, channels, ...kernel], window, 2, 'conv2d');
    if (typeof shape === 'string') throw new TypeError(shape);
    return fc.record({
      x: whole([2, channels, ...plane]),
      depthwise: whole(depthwise),
      pointwise: whole([out, channels * multiplier, 1, 1]),
      local: whole([out, channels, ...kernel, ...shape.slice(1)]),
      options: fc.constant({ ...window, kernel, multiplier, bias: false as const }),
      window: fc.constant(window),
      out: fc.constant(out),
      channels: fc.constant(channels),
    });
  });

/** parts of some axes */
const at = (x: Numbers, ...ranges: readonly (readonly [axis: number, start: number, end: number])[]): Numbers =>
  ops.slice(
    x,
    x.shape.map((_, axis) => {
      const [, start, end] = ranges.find(([wanted]) => wanted === axis) ?? [];
      return start === undefined || end === undefined ? null : { start, end };
    }),
  );

/** a transposed convolution of rank 1 or 3 with what it is the adjoint of */
const transposed = fc
  .record({ rank: fc.constantFrom<1 | 3>(1, 3), channels: int(1, 2), out: int(1, 2) })
  .chain(({ rank, channels, out }) => {
    const each = (low: number, high: number) => fc.array(int(low, high), { minLength: rank, maxLength: rank });
    return fc
      .record({
        spatial: each(4, 5),
        kernel: each(1, 2),
        stride: each(1, 2),
        padding: each(0, 1),
        dilation: each(1, 2),
      })
      .chain(({ spatial, kernel, ...window }) => {
        const shape = convShape([channels, ...spatial], [out, channels, ...kernel], window, rank, 'conv');
        if (typeof shape === 'string') throw new TypeError(shape);
        const rest = spatial.map((n, d) => {
          const [p = 0, k = 1, s = 1, dil = 1] = [window.padding[d], kernel[d], window.stride[d], window.dilation[d]];
          return (n + 2 * p - dil * (k - 1) - 1) % s;
        });
        return fc.record({
          rank: fc.constant(rank),
          x: whole([1, channels, ...spatial]),
          w: whole([out, channels, ...kernel]),
          y: whole([1, ...shape]),
          window: fc.constant(window),
          options: fc.constant({ ...window, kernel, out: channels, outputPadding: rest, bias: false as const }),
        });
      });
  });

/** an image of distinct numbers, and another size for it */
const resized = fc
  .record({ plane: pairs(1, 6), size: pairs(1, 4) })
  .chain(({ plane, size }) => fc.record({ x: distinct([1, 2, ...plane]), size: fc.constant<Shape>(size) }));
const bin = (i: number, n: number, m: number): readonly [number, number] => [
  Math.floor((i * n) / m),
  Math.ceil(((i + 1) * n) / m),
];

const cube = fc
  .record({ spatial: fc.tuple(int(2, 4), int(2, 4), int(2, 4)), kernel: int(1, 2), stride: int(1, 2) })
  .chain(({ spatial, kernel, stride }) =>
    fc.record({
      x: distinct([1, 2, ...spatial]),
      kernel: fc.constant(kernel),
      stride: fc.constant(stride),
    }),
  );
const windowOf = (kernel: Shape, stride: Shape): Window => ({ kernel, stride, padding: kernel.map(() => 0) });

export const laws = {
  'a depthwise convolution is a convolution of each channel by itself': about(
    windowed,
    ({ x, depthwise, options, window, channels }, { depthwiseConv2d }) => {
      const found = output(depthwiseConv2d(options), { params: { weight: depthwise } }, x);
      const m = options.multiplier;
      const each = range(channels).map((c): Numbers =>
        ops.conv2d(at(x, [1, c, c + 1]), at(depthwise, [0, c * m, (c + 1) * m]), window),
      );
      same('y', found, ops.concat(each, 1));
    },
  ),

  'a separable convolution is one whose kernels are sums of as many kernels as it multiplies by': about(
    windowed,
    ({ x, depthwise, pointwise, options, window, out, channels }, { separableConv2d }) => {
      const params = { depthwise: { weight: depthwise }, pointwise: { weight: pointwise } };
      const m = options.multiplier;
      const mixed = ops.reshape(pointwise, [out, channels, m, 1, 1]);
      const kernels = ops.reshape(depthwise, [1, channels, m, ...depthwise.shape.slice(2)]);
      const merged: Numbers = ops.sum(ops.multiply(mixed, kernels), 2);
      same('y', output(separableConv2d({ ...options, out }), { params }, x), ops.conv2d(x, merged, window));
    },
  ),

  'a locally connected layer is at each position the convolution with the weights of that position': about(
    windowed,
    ({ x, local, options: { kernel }, window, out }, { locallyConnected2d }) => {
      const found = output(locallyConnected2d({ ...window, kernel, out }), { params: { weight: local } }, x);
      const [height = 0, width = 0] = local.shape.slice(4);
      for (const i of range(height))
        for (const j of range(width)) {
          const own: Numbers = ops.reshape(at(local, [4, i, i + 1], [5, j, j + 1]), local.shape.slice(0, 4));
          const everywhere: Numbers = ops.conv2d(x, own, window);
          const here = (y: Numbers): Numbers => at(y, [2, i, i + 1], [3, j, j + 1]);
          same(`y at ${i}, ${j}`, here(found), here(everywhere));
        }
    },
  ),

  'a transposed convolution is the adjoint in one and three dimensions: ⟨w ⋆ x, y⟩ = ⟨x, wᵀ y⟩': about(
    transposed,
    ({ rank, x, w, y, window, options }, { convTranspose }) => {
      const forth: Numbers = rank === 1 ? ops.conv1d(x, w, window) : ops.conv3d(x, w, window);
      const back = output(convTranspose[rank](options), { params: { weight: w } }, y);
      equal('⟨w ⋆ x, y⟩', inner(forth, y), inner(x, back));
    },
  ),

  'interpolation reproduces ramps, but for the edges': about(
    fc.record({ n: int(2, 5), m: int(2, 5), f: int(1, 3), g: int(1, 3), a: int(-3, 3), b: int(-3, 3), c: int(-3, 3) }),
    ({ n, m, f, g, a, b, c }, { interpolate }) => {
      const ramp = (rows: readonly number[], columns: readonly number[]): Numbers =>
        numbers(
          rows.flatMap((i) => columns.map((j) => a * i + b * j + c)),
          [1, 1, rows.length, columns.length],
        );
      const centres = (length: number, factor: number): readonly number[] =>
        range(length * factor)
          .map((i) => (i + 0.5) / factor - 0.5)
          .filter((p) => p >= 0 && p <= length - 1);
      const found = output(interpolate([f, g]), none, ramp(range(n), range(m)));
      const [rows, columns] = [centres(n, f), centres(m, g)];
      const [top, left] = [(n * f - rows.length) / 2, (m * g - columns.length) / 2];
      const inside = at(found, [2, top, top + rows.length], [3, left, left + columns.length]);
      same('the ramp', inside, ramp(rows, columns), 1e-12);
    },
  ),

  'every r-th pixel of a shuffled image is a channel, and unshuffling undoes it': about(
    fc
      .record({ r: int(1, 3), channels: int(1, 2), plane: pairs(1, 3) })
      .chain(({ r, channels, plane }) =>
        fc.record({ r: fc.constant(r), channels: fc.constant(channels), x: distinct([2, channels * r * r, ...plane]) }),
      ),
    ({ r, channels, x }, { pixelShuffle, pixelUnshuffle }) => {
      const y = output(pixelShuffle(r), none, x);
      for (const c of range(channels))
        for (const a of range(r))
          for (const b of range(r)) {
            const k = (c * r + a) * r + b;
            const pixels = ops.slice(y, [null, { start: c, end: c + 1 }, { start: a, step: r }, { start: b, step: r }]);
            same(`channel ${k}`, pixels, at(x, [1, k, k + 1]));
          }
      same('x', output(pixelUnshuffle(r), none, y), x);
    },
  ),

  'pooling to a size is the mean, or the largest, of each bin': about(
    resized,
    ({ x, size }, { adaptiveAvgPool2d, adaptiveMaxPool2d }) => {
      const [, , n = 0, m = 0] = x.shape;
      const [k = 0, l = 0] = size;
      const [means, maxima] = [output(adaptiveAvgPool2d(size), none, x), output(adaptiveMaxPool2d(size), none, x)];
      for (const i of range(k))
        for (const j of range(l)) {
          const inside = at(x, [2, ...bin(i, n, k)], [3, ...bin(j, m, l)]);
          const here = (y: Numbers): Numbers => ops.reshape(at(y, [2, i, i + 1], [3, j, j + 1]), [1, 2]);
          same('the mean', here(means), ops.mean(inside, [2, 3]), 1e-12);
          same('the largest', here(maxima), ops.max(inside, [2, 3]));
        }
    },
  ),

  'the mean of what lies inside is that of the sums and the counts': about(
    fc
      .record({ plane: pairs(3, 5), kernel: pairs(2, 3), stride: pairs(1, 2), padding: pairs(0, 1) })
      .chain(({ plane, ...options }) => fc.record({ x: whole([1, 2, ...plane]), options: fc.constant(options) })),
    ({ x, options }, { avgPool2d }) => {
      const counted = (v: Numbers): Numbers =>
        ops.multiply(output(avgPool2d({ ...options, countPadding: true }), none, v), product(options.kernel));
      const one = ops.add(ops.multiply(x, 0), 1);
      const found = output(avgPool2d({ ...options, countPadding: false }), none, x);
      same('the sum', ops.multiply(found, counted(one)), counted(x), 1e-12);
    },
  ),

  'a window in three dimensions is one in two of them and then one in the third': about(
    cube,
    ({ x, kernel, stride }, { maxPool3d, lpPool3d }) => {
      const all = windowOf([kernel, kernel, kernel], [stride, stride, stride]);
      const [flat, deep] = [
        windowOf([1, kernel, kernel], [1, stride, stride]),
        windowOf([kernel, 1, 1], [stride, 1, 1]),
      ];
      same(
        'the largest',
        output(maxPool3d(all), none, x),
        output(maxPool3d(deep), none, output(maxPool3d(flat), none, x)),
      );
      for (const norm of [1, 2, 3]) {
        const pool = (window: Window, v: Numbers): Numbers => output(lpPool3d({ ...window, norm }), none, v);
        same(`the norm for p = ${norm}`, pool(all, x), pool(deep, pool(flat, x)), 1e-10);
        const ones = windowOf([1, 1, 1], [1, 1, 1]);
        same('of one number', pool(ones, x), ops.abs(x), 1e-10);
      }
    },
  ),

  'unpooled around the identity, the maxima stay and all else is zero': about(
    fc.record({ plane: pairs(2, 6), kernel: int(1, 2) }).chain(({ plane, kernel }) =>
      fc.record({
        x: distinct([2, 1, ...plane]).map((x): Numbers => ops.add(ops.abs(x), 1)),
        kernel: fc.constant(kernel),
      }),
    ),
    ({ x, kernel }, { maxUnpooled2d }) => {
      const y = output(maxUnpooled2d(kernel), none, x);
      const pooled: Numbers = ops.maxPool2d(x, { kernel });
      same('its pooling', ops.maxPool2d(y, { kernel }), pooled);
      equal('its sum', inner(y, ops.add(ops.multiply(y, 0), 1)), inner(pooled, ops.add(ops.multiply(pooled, 0), 1)));
      equal('what it keeps of x', inner(y, x), inner(y, y));
    },
  ),

  'what was padded and cropped is what it was, and padding does not tell left from right': about(
    fc
      .record({
        plane: pairs(3, 4),
        width: fc.tuple(pairs(0, 3), pairs(0, 2)),
        boundary: fc.constantFrom<Boundary>('zero', 'mirror', 'replicate', 'wrap'),
      })
      .chain(({ plane, ...others }) => fc.record({ x: distinct([1, 2, ...plane]), others: fc.constant(others) })),
    ({ x, others: { width, boundary } }, { pad, crop }) => {
      const y = output(pad(width, boundary), none, x);
      same('x', output(crop(width), none, y), x);
      const turned = (v: Numbers): Numbers => ops.flip(v, [2, 3]);
      const other = width.map(([low, high]): readonly [number, number] => [high, low]);
      same('y turned', output(pad(other, boundary), none, turned(x)), turned(y));
    },
  ),
};

/** The sentence of a law. */
export type LawName = keyof typeof laws;
