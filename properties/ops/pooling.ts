/** What is claimed of every pooling. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import * as ops from '../../src/ops/index.js';
import { add, exp, multiply, pad, slice, square, subtract } from '../../src/ops/index.js';
import type { PoolOptions } from '../../src/ops/index.js';
import { windowsShape } from '../../src/shape/index.js';
import type { Shape } from '../../src/shape/index.js';
import { read } from '../../src/tensor/read.js';
import { LawError } from '../../src/testing/laws/index.js';
import { vjp } from '../../src/transform/index.js';
import { distinct, int, law, same, whole } from '../law.js';
import type { Numbers } from '../law.js';

/** A pooling, and how many trailing axes it works on. */
export interface Pooling {
  readonly rank: 1 | 2 | 3;
  readonly pool: (x: Numbers, options: PoolOptions) => Numbers;
}

const maxima = {
  maxPool1d: { rank: 1, pool: (x, options) => ops.maxPool1d(x, options) },
  maxPool2d: { rank: 2, pool: (x, options) => ops.maxPool2d(x, options) },
  maxPool3d: { rank: 3, pool: (x, options) => ops.maxPool3d(x, options) },
} satisfies Readonly<Record<string, Pooling>>;

const sums = {
  avgPool1d: { rank: 1, pool: (x, options) => ops.avgPool1d(x, options) },
  avgPool2d: { rank: 2, pool: (x, options) => ops.avgPool2d(x, options) },
  avgPool3d: { rank: 3, pool: (x, options) => ops.avgPool3d(x, options) },
  lpPool1d: { rank: 1, pool: (x, options) => ops.lpPool1d(x, options) },
  lpPool2d: { rank: 2, pool: (x, options) => ops.lpPool2d(x, options) },
  lpPool3d: { rank: 3, pool: (x, options) => ops.lpPool3d(x, { ...options, norm: 3 }) },
} satisfies Readonly<Record<string, Pooling>>;

/** A plane and a window that moves over it. */
interface Case {
  readonly shape: Shape;
  readonly options: PoolOptions & {
    readonly kernel: Shape;
    readonly stride: Shape;
    readonly dilation: Shape;
    readonly padding: Shape;
  };
  /** how many places the window has */
  readonly places: Shape;
}

const cases = ({ rank }: Pooling, padded: boolean): Arbitrary<Case> =>
  fc
    .array(
      fc.record({ kernel: int(1, 3), stride: int(1, 3), dilation: int(1, 2), more: int(0, 6 - rank), low: fc.nat(2) }),
      {
        minLength: rank,
        maxLength: rank,
      },
    )
    .chain((axes) => int(1, 2).map((channels) => ({ axes, channels })))
    .map(({ axes, channels }) => {
      const spatial = axes.map(({ kernel, dilation, more }) => dilation * (kernel - 1) + 1 + more);
      const options = {
        kernel: axes.map(({ kernel }) => kernel),
        stride: axes.map(({ stride }) => stride),
        dilation: axes.map(({ dilation }) => dilation),
        padding: axes.map(({ kernel, low }) => (padded ? Math.min(low, kernel - 1) : 0)),
      };
      const places = windowsShape(spatial, options, 'pool');
      if (typeof places === 'string') throw new TypeError(places);
      return { shape: [channels, ...spatial], options, places };
    });

const drawn =
  (padded: boolean, low = -8) =>
  (subject: Pooling) =>
    cases(subject, padded).chain((one) =>
      fc.record({ one: fc.constant(one), x: whole(one.shape, low), more: whole(one.shape, 0) }),
    );

/** Maps of the line that never fall, and keep whole numbers of this size distinct or equal alike in either order. */
const rising: Readonly<Record<string, (x: Numbers) => Numbers>> = {
  'a line': (x) => add(multiply(x, 3), 2),
  cube: (x) => multiply(square(x), x),
  exponential: (x) => exp(x),
  relu: (x) => ops.relu(x),
  steps: (x) => ops.floor(multiply(x, 0.5)),
  constant: (x) => multiply(x, 0),
};

/** where along the axes, from here on */
const from = (start: Shape) => [null, ...start.map((place) => ({ start: place }))];

export const laws = {
  'is monotone: where x ≤ x′, its pooling is ≤ that of x′': law(
    drawn(true, 0),
    ({ pool }: Pooling, { one, x, more }) => {
      const rise = read(subtract(pool(add(x, more), one.options), pool(x, one.options)));
      const fall = rise.findIndex((value) => !(value >= 0));
      if (fall >= 0) throw new LawError(`monotone: element ${fall} falls by ${-(rise[fall] ?? 0)} where x rises`);
    },
  ),

  'is equivariant to shifts by multiples of the stride': law(drawn(false), ({ pool }: Pooling, { one, x, more }) => {
    const steps = one.places.map((places, d) => (read(more)[d] ?? 0) % places);
    const moved = slice(x, from(steps.map((step, d) => step * (one.options.stride[d] ?? 1))));
    same('shift', pool(moved, one.options), slice(pool(x, one.options), from(steps)));
  }),

  'sends back through overlapping windows the sum of what each window sends': law(
    (subject: Pooling) =>
      cases(subject, false).chain((one) =>
        fc.record({
          one: fc.constant(one),
          x: distinct(one.shape),
          weights: whole([one.shape[0] ?? 1, ...one.places]),
        }),
      ),
    ({ pool }, { one: { shape, options, places }, x, weights }) => {
      const extent = options.kernel.map((k, d) => (options.dilation[d] ?? 1) * (k - 1) + 1);
      const alone = places
        .reduce<readonly Shape[]>(
          (all, n) => all.flatMap((place) => Array.from({ length: n }, (_, i) => [...place, i])),
          [[]],
        )
        .map((place) => {
          const start = place.map((i, d) => i * (options.stride[d] ?? 1));
          const window: Numbers = slice(x, [null, ...start.map((s, d) => ({ start: s, end: s + (extent[d] ?? 1) }))]);
          const cotangent: Numbers = slice(weights, [null, ...place.map((i) => ({ start: i, end: i + 1 }))]);
          const sent: Numbers = vjp((w: Numbers) => pool(w, options), window)[1](cotangent);
          const around = start.map((s, d) => [s, (shape[d + 1] ?? 0) - s - (extent[d] ?? 1)] as const);
          return pad(sent, [[0, 0], ...around]);
        });
      const total = alone.reduce<Numbers>((sum, sent) => add(sum, sent), multiply(x, 0));
      same('the gradient', vjp((v: Numbers) => pool(v, options), x)[1](weights), total, 1e-12);
    },
    12,
  ),

  'commutes with increasing maps': law(
    (subject: Pooling) => fc.record({ given: drawn(true)(subject), name: fc.constantFrom(...Object.keys(rising)) }),
    ({ pool }, { given: { one, x }, name }) => {
      const f = rising[name] ?? ((v: Numbers) => v);
      same(name, pool(f(x), one.options), f(pool(x, one.options)));
    },
  ),
};

/** The sentence of a law. */
export type LawName = keyof typeof laws;

const all: Readonly<Record<string, Pooling>> = { ...maxima, ...sums };

/** Of which poolings a law is claimed: a mean or a norm commutes with few maps. */
export const subjects: Readonly<Record<LawName, Readonly<Record<string, Pooling>>>> = {
  'is monotone: where x ≤ x′, its pooling is ≤ that of x′': all,
  'is equivariant to shifts by multiples of the stride': all,
  'sends back through overlapping windows the sum of what each window sends': all,
  'commutes with increasing maps': maxima,
};
