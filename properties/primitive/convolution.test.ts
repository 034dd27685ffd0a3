/** What makes a convolution a convolution, exactly: integers in float64, so that equality needs no tolerance. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convolution, convolve } from '../../src/primitive/convolution.js';
import type { Convolution } from '../../src/primitive/convolution.js';
import { reverseAlong, transposeBy } from '../../src/primitive/layout.js';
import { abs } from '../../src/primitive/compare.js';
import { apply, at } from '../../src/primitive/primitive.js';
import type { Primitive } from '../../src/primitive/primitive.js';
import { concatenateAlong, padBy, sliceAxis, sliceBy } from '../../src/primitive/slice.js';
import { pull, trace } from '../../src/primitive/graph.js';
import { read } from '../../src/tensor/read.js';
import type { AnyTensor } from '../../src/tensor/tensor.js';
import type { Shape } from '../../src/shape/shape.js';
import { convolution as convolutions, integers, leaf, leafTensor } from '../../src/testing/arbitrary/index.js';
import { dot, expectBilinear, expectClose, expectSpec, LawError } from '../../src/testing/laws/index.js';
import '../../test/reference.js';

type Convolve = (x: AnyTensor, w: AnyTensor, attributes: Convolution) => AnyTensor;

const whole = (shape: Shape): Arbitrary<AnyTensor> =>
  leaf('float', shape, integers(-9, 9)).map((x) => leafTensor(x, 'float64'));

/** Attributes with two inputs and two kernels. */
const random = convolutions.chain(({ attributes, input, weights }) =>
  fc.record({
    attributes: fc.constant(attributes),
    x: fc.tuple(whole(input), whole(input)),
    w: fc.tuple(whole(weights), whole(weights)),
  }),
);
type Random = typeof random extends Arbitrary<infer T> ? T : never;

const expectSame = (law: string, found: AnyTensor, expected: AnyTensor): void => {
  expectSpec(law, 'the result', found, expected);
  expectClose({ law, what: 'the result', found: read(found), expected: read(expected), tolerance: 0 });
};

const spatial = (x: AnyTensor): readonly number[] => [...x.shape.keys()].slice(2);
const along = (x: AnyTensor, f: (axis: number) => readonly [low: number, high: number, interior: number]): AnyTensor =>
  padBy(
    x,
    x.shape.map((_, axis) => {
      const [low, high, interior] = axis < 2 ? [0, 0, 0] : f(axis - 2);
      return { low, high, interior };
    }),
  );

/** the elements moved along in a circle */
const rolled = (x: AnyTensor, axis: number, by: number): AnyTensor => {
  const length = at(x.shape, axis);
  const shift = ((by % length) + length) % length;
  return concatenateAlong([sliceAxis(x, axis, length - shift, shift), sliceAxis(x, axis, 0, length - shift)], axis);
};

/** Each law of a convolution, as a check of some function that claims to be one. */
const laws = {
  'is linear in the input and in the kernel': (conv: Convolve, { attributes, x, w }: Random) =>
    expectBilinear((a, b) => conv(a, b, attributes), x, w),

  'sees padding as zeros in the input': (conv: Convolve, { attributes, x: [x], w: [w] }: Random) => {
    const { low, high, spacing } = attributes;
    const zeros = low.map(() => 0);
    /* zeros between the elements, then around them, then nothing but the window */
    const stuffed = along(x, (d) => [0, 0, at(spacing, d) - 1]);
    if (spatial(x).some((axis) => at(stuffed.shape, axis) + at(low, axis - 2) + at(high, axis - 2) < 0)) return;
    const padded = along(stuffed, (d) => [at(low, d), at(high, d), 0]);
    expectSame(
      'padding',
      conv(x, w, attributes),
      conv(padded, w, { ...attributes, low: zeros, high: zeros, spacing: zeros.map(() => 1) }),
    );
  },

  'sees dilation as zeros in the kernel': (conv: Convolve, { attributes, x: [x], w: [w] }: Random) => {
    const stuffed = along(w, (d) => [0, 0, at(attributes.dilation, d) - 1]);
    expectSame(
      'dilation',
      conv(x, w, attributes),
      conv(x, stuffed, { ...attributes, dilation: attributes.dilation.map(() => 1) }),
    );
  },

  'takes every stride-th window': (conv: Convolve, { attributes, x: [x], w: [w] }: Random) => {
    const strided = conv(x, w, attributes);
    const dense = conv(x, w, { ...attributes, stride: attributes.stride.map(() => 1) });
    const ranges = strided.shape.map((length, axis) => ({
      start: 0,
      length,
      step: axis < 2 ? 1 : at(attributes.stride, axis - 2),
    }));
    expectSame('stride', strided, sliceBy(dense, ranges));
  },

  'has groups that are the blocks of a diagonal': (conv: Convolve, { attributes, x: [x], w: [w] }: Random) => {
    const { groups } = attributes;
    const [inputs, outputs] = [at(x.shape, 1) / groups, at(w.shape, 0) / groups];
    const apart = Array.from({ length: groups }, (_, g) =>
      conv(sliceAxis(x, 1, g * inputs, inputs), sliceAxis(w, 0, g * outputs, outputs), { ...attributes, groups: 1 }),
    );
    expectSame('groups', conv(x, w, attributes), concatenateAlong(apart, 1));
    const rows = Array.from({ length: groups }, (_, g) => {
      const block = sliceAxis(w, 0, g * outputs, outputs);
      const depth = { low: g * inputs, high: (groups - 1 - g) * inputs, interior: 0 };
      return padBy(
        block,
        block.shape.map((_unused, axis) => (axis === 1 ? depth : { low: 0, high: 0, interior: 0 })),
      );
    });
    expectSame(
      'block diagonal',
      conv(x, w, attributes),
      conv(x, concatenateAlong(rows, 0), { ...attributes, groups: 1 }),
    );
  },

  'answers an impulse with the flipped kernel': (conv: Convolve, { w: [w] }: Random) => {
    const [outputs, depth, ...kernel] = w.shape;
    if (outputs === undefined || depth === undefined) return;
    const ones = kernel.map(() => 1);
    const full = {
      stride: ones,
      dilation: ones,
      spacing: ones,
      groups: 1,
      low: kernel.map((k) => k - 1),
      high: kernel.map((k) => k - 1),
    };
    /* example c is an impulse in channel c */
    const impulses = leafTensor(
      {
        dtype: 'float',
        shape: [depth, depth, ...ones],
        data: Array.from({ length: depth * depth }, (_, i) => Number(i % (depth + 1) === 0)),
      },
      'float64',
    );
    const swapped = transposeBy(w, [1, 0, ...spatial(w)]);
    expectSame('impulse', conv(impulses, w, full), reverseAlong(swapped, spatial(w)));
  },

  'commutes with shifts, away from the border': (conv: Convolve, { attributes, x: [x], w: [w] }: Random) => {
    const zeros = attributes.low.map(() => 0);
    const valid = { ...attributes, low: zeros, high: zeros, stride: zeros.map(() => 1), spacing: zeros.map(() => 1) };
    for (const axis of spatial(x)) {
      const length = at(x.shape, axis);
      if (length < 2) continue;
      const [later, earlier] = [conv(sliceAxis(x, axis, 1, length - 1), w, valid), conv(x, w, valid)];
      const kept = at(later.shape, axis);
      if (kept > 0) expectSame('shift and crop', later, sliceAxis(earlier, axis, 1, kept));
    }
  },

  'commutes with every shift in a circle': (conv: Convolve, { attributes, x: [x], w: [w] }: Random) => {
    const zeros = attributes.low.map(() => 0);
    const valid = { ...attributes, low: zeros, high: zeros, stride: zeros.map(() => 1), spacing: zeros.map(() => 1) };
    const reach = (axis: number): number => at(attributes.dilation, axis - 2) * (at(w.shape, axis) - 1);
    if (spatial(x).some((axis) => reach(axis) > at(x.shape, axis) || at(x.shape, axis) === 0)) return;
    const circular = (image: AnyTensor): AnyTensor =>
      conv(
        spatial(image).reduce(
          (wrapped, axis) => concatenateAlong([wrapped, sliceAxis(wrapped, axis, 0, reach(axis))], axis),
          image,
        ),
        w,
        valid,
      );
    for (const axis of spatial(x))
      for (let by = 0; by < at(x.shape, axis); by++)
        expectSame('circular shift', circular(rolled(x, axis, by)), rolled(circular(x), axis, by));
  },

  'has the transposed convolution as its adjoint': (conv: Convolve, { attributes, x: [x, v], w: [w] }: Random) => {
    const [, pullback] = pull(
      trace([x], ([input = x]) => [conv(input, w, attributes)]),
      [x],
    );
    const z = conv(v, w, attributes);
    const [back] = pullback([z]);
    const product = (a: AnyTensor, b: AnyTensor): number => dot(read(a), read(b)).sum;
    /* ⟨Cv, Cv⟩ = ⟨v, CᵀCv⟩ */
    const [left, right] = [product(z, z), back === undefined ? 0 : product(v, back)];
    if (left !== right) throw new LawError(`transposed: ⟨Cv, Cv⟩ is ${left} but ⟨v, CᵀCv⟩ is ${right}`);
  },
} satisfies Readonly<Record<string, (conv: Convolve, given: Random) => void>>;

/** Convolutions that are wrong, each in a way that its laws report. */
const faults: { readonly [L in keyof typeof laws]: Convolve } = {
  'is linear in the input and in the kernel': (x, w, attributes) => convolve(x, apply(abs, {}, w), attributes),
  'sees padding as zeros in the input': (x, w, { low, ...rest }) =>
    convolve(x, w, {
      ...rest,
      low: low.map((n) => (n > 0 ? n - 1 : n)),
      high: rest.high.map((n, d) => (at(low, d) > 0 ? n + 1 : n)),
    }),
  'sees dilation as zeros in the kernel': (x, w, { dilation, ...rest }) => {
    /* a kernel two taps apart read one tap late */
    const late = dilation.map((n) => Number(n > 1));
    return convolve(x, w, {
      ...rest,
      dilation,
      low: rest.low.map((n, d) => n - at(late, d)),
      high: rest.high.map((n, d) => n + at(late, d)),
    });
  },
  'takes every stride-th window': (x, w, { stride, ...rest }) => {
    const late = stride.map((n) => Number(n > 1));
    return convolve(x, w, {
      ...rest,
      stride,
      low: rest.low.map((n, d) => n - at(late, d)),
      high: rest.high.map((n, d) => n + at(late, d)),
    });
  },
  'has groups that are the blocks of a diagonal': (x, w, attributes) =>
    convolve(attributes.groups > 1 ? reverseAlong(x, [1]) : x, w, attributes),
  'answers an impulse with the flipped kernel': (x, w, attributes) =>
    convolve(x, reverseAlong(w, spatial(w)), attributes),
  'commutes with shifts, away from the border': (x, w, attributes) =>
    reverseAlong(convolve(x, w, attributes), spatial(x)),
  'commutes with every shift in a circle': (x, w, attributes) => reverseAlong(convolve(x, w, attributes), spatial(x)),
  'has the transposed convolution as its adjoint': (x, w, attributes) => apply(crooked, attributes, x, w),
};

const crooked: Primitive<Convolution> = {
  ...convolution,
  vjp: ({ low, high, ...rest }, ...others) =>
    convolution.vjp({ ...rest, low: low.map((n) => n + 1), high: high.map((n) => n - 1) }, ...others),
};

describe('a convolution of integers', () => {
  it.each(Object.entries(laws))('%s', (_, law) => {
    fc.assert(
      fc.property(random, (given) => law(convolve, given)),
      { numRuns: 150 },
    );
  });
});

describe('a wrong convolution is reported by the law that it', () => {
  const pairs = Object.entries(laws).map(([name, law]) => [name, law, faults[name as keyof typeof laws]] as const);
  it.each(pairs)('%s', (_, law, fault) => {
    expect(
      fc.check(
        fc.property(random, (given) => law(fault, given)),
        { numRuns: 400 },
      ).errorInstance,
    ).toBeInstanceOf(LawError);
  });
});
