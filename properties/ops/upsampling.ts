/** What is claimed of upsampling, of unpooling and of the transposed convolution: each is the adjoint of something that makes smaller. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import * as ops from '../../src/ops/index.js';
import { avgPool2d, multiply, permute, reshape, slice } from '../../src/ops/index.js';
import type { ConvOptions, ConvTransposeOptions, PoolOptions } from '../../src/ops/index.js';
import { convShape, poolShape } from '../../src/shape/index.js';
import type { Shape } from '../../src/shape/index.js';
import { read } from '../../src/tensor/read.js';
import type { AnyTensor } from '../../src/tensor/tensor.js';
import { LawError } from '../../src/testing/laws/index.js';
import { vjp } from '../../src/transform/index.js';
import { distinct, equal, inner, int, law, numbers, same, whole } from '../law.js';
import type { Law, Numbers } from '../law.js';

/** The operations that make larger. */
export interface Operations {
  readonly upsample: (x: Numbers, factors: Shape) => Numbers;
  readonly bedOfNails: (x: Numbers, factors: Shape) => Numbers;
  readonly maxUnpool2d: (y: Numbers, pooled: Numbers, options: PoolOptions) => Numbers;
  readonly argMaxPool2d: (x: Numbers, options: PoolOptions) => AnyTensor;
  readonly convTranspose2d: (y: Numbers, w: Numbers, options: ConvTransposeOptions) => Numbers;
}

/** The library's own. */
export const operations: Operations = {
  upsample: (x, factors) => ops.upsample(x, factors),
  bedOfNails: (x, factors) => ops.bedOfNails(x, factors),
  maxUnpool2d: (y, pooled, options) => ops.maxUnpool2d(y, pooled, options),
  argMaxPool2d: (x, options) => ops.argMaxPool2d(x, options),
  convTranspose2d: (y, w, options) => ops.convTranspose2d(y, w, options),
};

/** a small image, factors, and an image larger by them */
const scaled = fc
  .record({ planes: int(1, 2), height: int(1, 4), width: int(1, 4), factors: fc.tuple(int(1, 3), int(1, 3)) })
  .chain(({ planes, height, width, factors: [f, g] }) =>
    fc.record({
      factors: fc.constant<Shape>([f, g]),
      x: whole([planes, height, width]),
      y: whole([planes, f * height, g * width]),
    }),
  );

const every = (factors: Shape) => [null, ...factors.map((step) => ({ step }))];

/** an image with distinct elements, a window on it, and something of the shape of its pooling */
const pooled = (overlapping: boolean) =>
  fc
    .record({ planes: int(1, 2), height: int(3, 6), width: int(3, 6), kernel: int(1, 3), stride: int(1, 3) })
    .chain(({ planes, height, width, kernel, stride }) => {
      const options = { kernel, stride: overlapping ? stride : kernel };
      const shape = poolShape([planes, height, width], options, 2, 'pool');
      if (typeof shape === 'string') throw new TypeError(shape);
      return fc.record({
        options: fc.constant(options),
        x: distinct([planes, height, width]),
        y: whole(shape, 0),
      });
    });

/** a convolution with an input that it covers up to a rest, and a cotangent */
const convolved: Arbitrary<{
  readonly x: Numbers;
  readonly w: Numbers;
  readonly y: Numbers;
  readonly options: ConvOptions;
  readonly outputPadding: Shape;
}> = fc
  .record({
    height: int(5, 8),
    width: int(5, 8),
    groups: int(1, 2),
    depth: int(1, 2),
    out: int(1, 2),
    kernel: fc.tuple(int(1, 3), int(1, 3)),
    stride: fc.tuple(int(1, 3), int(1, 3)),
    dilation: fc.tuple(int(1, 2), int(1, 2)),
    padding: fc.tuple(int(0, 2), int(0, 2)),
  })
  .chain(({ height, width, groups, depth, out, kernel, stride, dilation, padding }) => {
    const [input, weights] = [
      [groups * depth, height, width],
      [groups * out, depth, ...kernel],
    ];
    const options = { stride, dilation, padding, groups };
    const shape = convShape(input, weights, options, 2, 'conv2d');
    if (typeof shape === 'string') throw new TypeError(shape);
    /* what the strides leave over: (size + 2p − d(k − 1) − 1) mod s */
    const outputPadding = [height, width].map(
      (size, d) => (size + 2 * (padding[d] ?? 0) - (dilation[d] ?? 1) * ((kernel[d] ?? 1) - 1) - 1) % (stride[d] ?? 1),
    );
    return fc.record({
      x: whole(input),
      w: whole(weights),
      y: whole(shape),
      options: fc.constant(options),
      outputPadding: fc.constant(outputPadding),
    });
  });

const about = <T>(drawn: Arbitrary<T>, hold: (given: T, subject: Operations) => void): Law<Operations> =>
  law(
    () => drawn,
    (subject: Operations, given: T) => hold(given, subject),
    60,
  );

export const laws = {
  'every f-th element of an upsampled image is the image': about(scaled, ({ x, factors }, { upsample, bedOfNails }) => {
    same('upsample', slice(upsample(x, factors), every(factors)), x);
    same('bed of nails', slice(bedOfNails(x, factors), every(factors)), x);
  }),

  'upsample is resizing by whole factors to the nearest': about(scaled, ({ x, y, factors }, { upsample }) => {
    const [height = 0, width = 0] = y.shape.slice(-2);
    same('upsample', upsample(x, factors), ops.resize(x, { size: [height, width], interpolation: 'nearest' }));
  }),

  'upsample is the adjoint of the sum over blocks: ⟨up x, y⟩ = ⟨x, Σ y⟩': about(
    scaled,
    ({ x, y, factors }, { upsample }) => {
      /* the mean is a quotient, so the sum is taken of what it divides */
      const count = factors.reduce((n, f) => n * f, 1);
      const sums: Numbers = avgPool2d(multiply(y, count), { kernel: factors });
      equal('⟨up x, y⟩', inner(upsample(x, factors), y), inner(x, sums));
    },
  ),

  'a bed of nails is the adjoint of taking every f-th element': about(scaled, ({ x, y, factors }, { bedOfNails }) => {
    equal('⟨bed x, y⟩', inner(bedOfNails(x, factors), y), inner(x, slice(y, every(factors))));
  }),

  'upsample is the bed of nails under a kernel of ones': about(
    scaled,
    ({ x, factors }, { upsample, convTranspose2d }) => {
      const [planes = 1, ...plane] = x.shape;
      const ones = numbers(new Array<number>(factors.reduce((n, f) => n * f, 1)).fill(1), [1, 1, ...factors]);
      const each: Numbers = reshape(x, [planes, 1, ...plane]);
      same('upsample', upsample(each, factors), convTranspose2d(each, ones, { stride: factors }));
    },
  ),

  'the transposed convolution is the adjoint: ⟨w ⋆ x, y⟩ = ⟨x, wᵀ y⟩': about(
    convolved,
    ({ x, w, y, options, outputPadding }, { convTranspose2d }) => {
      const forth: Numbers = ops.conv2d(x, w, options);
      equal('⟨w ⋆ x, y⟩', inner(forth, y), inner(x, convTranspose2d(y, w, { ...options, outputPadding })));
    },
  ),

  'max-unpooling is the pullback of the paired pooling': about(pooled(true), ({ x, y, options }, { maxUnpool2d }) => {
    const [, pullback] = vjp((v: Numbers): Numbers => ops.maxPool2d(v, options), x);
    same('unpooled', maxUnpool2d(y, x, options), pullback(y));
  }),

  'the pooling of what was unpooled is what went in, where windows do not overlap and nothing is negative': about(
    pooled(false),
    ({ x, y, options }, { maxUnpool2d }) => {
      same('pooled again', ops.maxPool2d(maxUnpool2d(y, x, options), options), y);
    },
  ),

  'an image read at the indices of its pooling is its pooling': about(
    pooled(true),
    ({ x, options }, { argMaxPool2d }) => {
      const [planes = 1, ...plane] = x.shape;
      const area = plane.reduce((n, m) => n * m, 1);
      const places = argMaxPool2d(x, options);
      const [indices, elements, maxima] = [read(places), read(x), ops.maxPool2d(x, options)];
      const perPlane = indices.length / planes;
      const found = Array.from(indices, (index, o) => elements[Math.floor(o / perPlane) * area + index] ?? NaN);
      same('x at the indices', numbers(found, maxima.shape), maxima);
      if (places.dtype !== 'int32') throw new LawError(`indices: expected int32, got ${places.dtype}`);
    },
  ),

  'upsampling works on each plane alike, and on the axes alike': about(scaled, ({ x, factors }, subject) => {
    for (const name of ['upsample', 'bedOfNails'] as const) {
      const whole3 = subject[name](x, factors);
      x.shape.slice(0, 1).forEach((planes) => {
        for (let c = 0; c < planes; c++) {
          const one = [{ start: c, end: c + 1 }];
          same(name, subject[name](slice(x, one), factors), slice(whole3, one));
        }
      });
      const turned = (v: Numbers): Numbers => permute(v, [0, 2, 1]);
      same(name, subject[name](turned(x), [...factors].reverse()), turned(whole3));
    }
  }),
};

/** The sentence of a law. */
export type LawName = keyof typeof laws;
