import fc, { type Arbitrary } from 'fast-check';
import type { PadWidth, Shape, SliceRange, SpatialRank, WindowOptions } from '../../src/shape/index.js';
import { rules, type Case } from './rules.js';

const dim = fc.oneof(
  { arbitrary: fc.integer({ min: 1, max: 4 }), weight: 4 },
  fc.constantFrom(0, 5, 6, 8, 28, 97, 224),
);
const shape: Arbitrary<Shape> = fc.array(dim, { maxLength: 4 });
const axis = fc.integer({ min: -4, max: 3 });
const axes = fc.array(axis, { maxLength: 3 });
const operation = fc.constantFrom('add', 'op');
const optional = <T>(value: Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });

/** The shape with some dimensions replaced by others, so that two shapes often fit and sometimes do not. */
const near = (base: Shape, others: Arbitrary<number>): Arbitrary<Shape> =>
  fc.tuple(...base.map((n) => fc.oneof({ arbitrary: fc.constant(n), weight: 6 }, { arbitrary: others, weight: 1 })));

const withNear = (others: Arbitrary<number>): Arbitrary<readonly [Shape, Shape]> =>
  shape.chain((a) => fc.tuple(fc.constant(a), near(a, others)));

const size = fc.oneof({ arbitrary: fc.integer({ min: 1, max: 4 }), weight: 40 }, fc.constantFrom(0, -1, 1.5, 7, 17));
const width = fc.oneof({ arbitrary: fc.integer({ min: 0, max: 3 }), weight: 40 }, fc.constantFrom(-1, 0.5));
const each = <T>(value: Arbitrary<T>, rank: number): Arbitrary<T | readonly T[]> =>
  fc.oneof(
    { arbitrary: value, weight: 12 },
    { arbitrary: fc.array(value, { minLength: rank, maxLength: rank }), weight: 6 },
    { arbitrary: fc.array(value, { maxLength: 3 }), weight: 1 },
  );
const windowOptions = (rank: number): Arbitrary<WindowOptions> =>
  fc.record(
    {
      kernel: each(size, rank),
      stride: each(size, rank),
      dilation: each(size, rank),
      padding: fc.oneof(
        { arbitrary: each(fc.oneof(width, fc.tuple(width, width)), rank), weight: 3 },
        { arbitrary: fc.constantFrom<'same' | 'valid'>('same', 'valid'), weight: 1 },
      ),
      ceil: fc.boolean(),
      exact: fc.constantFrom(false, false, true),
      outputPadding: each(fc.constantFrom(0, 0, 1, 2), rank),
    },
    { requiredKeys: [] },
  );
const rank = fc.constantFrom<SpatialRank>(1, 2, 3);
const spatialDim = fc.oneof({ arbitrary: fc.integer({ min: 3, max: 30 }), weight: 20 }, fc.constantFrom(0, 1, 2, 224));
const list = <T>(value: Arbitrary<T>, length: number): Arbitrary<T[]> =>
  fc.array(value, { minLength: length, maxLength: length });

/** An image [...batch, channels, ...spatial] for a window of the given rank, now and then of too low a rank. */
const image = (channels: number, r: number): Arbitrary<Shape> =>
  fc.oneof(
    {
      arbitrary: fc
        .tuple(fc.array(dim, { maxLength: 2 }), list(spatialDim, r))
        .map(([batch, spatial]) => [...batch, channels, ...spatial]),
      weight: 20,
    },
    { arbitrary: fc.array(dim, { maxLength: r }), weight: 1 },
  );
const groups = fc.oneof({ arbitrary: fc.integer({ min: 1, max: 3 }), weight: 20 }, fc.constantFrom(0, -2, 0.5));

/** An example [channels, ...spatial], now and then without spatial dimensions. */
const example = (spatial: Arbitrary<number>): Arbitrary<Shape> =>
  fc.oneof(
    {
      arbitrary: fc.tuple(dim, fc.array(spatial, { minLength: 1, maxLength: 3 })).map(([c, s]) => [c, ...s]),
      weight: 12,
    },
    fc.array(dim, { maxLength: 1 }),
  );
const perDimension = (value: Arbitrary<number>) => rank.chain((r) => each(value, r));
const margin = rank.chain((r) => each(fc.oneof(width, fc.tuple(width, width)), r));

/** The options, groups, and channels per group of a convolution that mostly fits. */
const convolution = rank.chain((r) =>
  fc.record({
    r: fc.constant(r),
    options: fc
      .tuple(windowOptions(r), optional(groups))
      .map(([options, g]): WindowOptions => (g === undefined ? options : { ...options, groups: g })),
    perGroup: fc.integer({ min: 1, max: 3 }),
    slip: fc.constantFrom(0, 0, 0, 0, 0, 1),
    out: fc.integer({ min: 1, max: 4 }),
    kernel: fc.oneof(
      { arbitrary: list(size, r), weight: 20 },
      { arbitrary: fc.array(size, { maxLength: 3 }), weight: 1 },
    ),
  }),
);
const groupsOf = (options: WindowOptions): number => Math.max(Math.floor(options.groups ?? 1), 1);

const withoutGroups = (options: WindowOptions): WindowOptions =>
  Object.fromEntries(Object.entries(options).filter(([name]) => name !== 'groups'));

const range: Arbitrary<SliceRange> = fc.record(
  {
    start: fc.oneof({ arbitrary: fc.integer({ min: -9, max: 9 }), weight: 30 }, fc.constant(0.5)),
    end: fc.oneof({ arbitrary: fc.integer({ min: -9, max: 9 }), weight: 30 }, fc.constant(-0.5)),
    step: fc.oneof({ arbitrary: fc.integer({ min: -4, max: 4 }), weight: 30 }, fc.constant(1.5)),
  },
  { requiredKeys: [] },
);
const padWidth: Arbitrary<PadWidth> = fc.oneof(
  { arbitrary: fc.tuple(fc.integer({ min: -3, max: 4 }), fc.integer({ min: -3, max: 4 })), weight: 10 },
  {
    arbitrary: fc.tuple(
      fc.integer({ min: -3, max: 4 }),
      fc.integer({ min: 0, max: 4 }),
      fc.integer({ min: -1, max: 4 }),
    ),
    weight: 10,
  },
  fc.constantFrom<PadWidth>([0.5, 0], [0, 1.5]),
);

/** Factors of the size of a shape, regrouped and shuffled: a shape that a reshape reaches. */
const regrouped = (base: Shape): Arbitrary<Shape> =>
  fc
    .shuffledSubarray([...base], { minLength: base.length, maxLength: base.length })
    .chain((dims) =>
      fc
        .integer({ min: 0, max: Math.max(dims.length - 1, 0) })
        .map((cut) => [...dims.slice(0, cut), dims.slice(cut).reduce((product, n) => product * n, 1)]),
    );

const dotAxes = fc.array(fc.integer({ min: -2, max: 2 }), { maxLength: 2 });

/** For each rule, cases of which some fit and some do not. */
export const randomCases: { readonly [R in keyof typeof rules]: Arbitrary<Case> } = {
  validShape: fc
    .tuple(fc.array(fc.oneof(dim, fc.constantFrom(1, 2, -1, 0.5)), { maxLength: 4 }), operation)
    .map((p) => rules.validShape(...p)),
  broadcast: fc
    .tuple(withNear(fc.constant(1)), fc.nat(2), operation, shape)
    .map(([[a, b], drop, op, other]) => rules.broadcast(a, drop === 2 ? other : b.slice(drop), op)),
  broadcastTo: shape.chain((target) =>
    fc
      .tuple(near(target, fc.constantFrom(1, 1, 2)), fc.nat(2))
      .map(([a, drop]) => rules.broadcastTo(a.slice(drop), target)),
  ),
  matmul: fc
    .tuple(withNear(fc.constant(1)), dim, dim, dim, fc.constantFrom(0, 0, 0, 1), fc.nat(2), fc.nat(2))
    .map(([[p, q], m, k, n, slip, left, right]) =>
      rules.matmul(
        left === 2 ? [k].slice(slip) : [...p, m, k].slice(left),
        right === 2 ? [k + slip] : [...q, k + slip, n].slice(0, q.length + 2 - right),
      ),
    ),
  dotGeneral: fc.oneof(
    fc.tuple(list(dim, 3), dim, dotAxes, fc.nat(2)).map(([[b = 1, m = 1, k = 1], n, extra, kind]) =>
      kind === 0
        ? rules.dotGeneral([b, m, k], [k, b, n], { contract: [[-1], [0]], batch: [[0], [1]] })
        : rules.dotGeneral([b, m, k], [n, m, k, b], {
            contract: [
              [2, 0],
              [2, 3],
            ],
            batch: [[1], kind === 1 ? [1] : extra],
          }),
    ),
    fc
      .tuple(shape, shape, dotAxes, dotAxes)
      .map(([a, b, left, right]) => rules.dotGeneral(a, b, { contract: [left, right] })),
  ),
  reshape: shape.chain((a) =>
    fc.oneof(
      regrouped(a).map((target) => rules.reshape(a, target)),
      fc.tuple(regrouped(a), fc.nat(3)).map(([t, at]) =>
        rules.reshape(
          a,
          t.map((n, i) => (i === at ? -1 : n)),
        ),
      ),
      near(a, fc.constantFrom(-1, -1, -2, 2, 0.5)).map((target) => rules.reshape(a, target)),
    ),
  ),
  flatten: shape.map((s) => rules.flatten(s)),
  permute: shape.chain((s) =>
    fc.oneof(
      fc
        .tuple(
          fc.shuffledSubarray(
            s.map((_, i) => i),
            { minLength: s.length },
          ),
          fc.boolean(),
        )
        .map(([p, negative]) => rules.permute(s, negative ? p.map((i) => i - s.length) : p)),
      axes.map((p) => rules.permute(s, p)),
    ),
  ),
  concat: shape.chain((s) =>
    fc
      .tuple(axis, fc.array(near(s, dim), { maxLength: 2 }), fc.array(dim, { maxLength: 3 }), fc.nat(9))
      .map(([a, others, sizes, kind]) => {
        const along = others.map((t, i) => t.map((n, j) => (j === (a < 0 ? s.length + a : a) ? (sizes[i] ?? n) : n)));
        return rules.concat(kind === 0 ? others : kind === 1 ? [s, ...along, [2, 3]] : [s, ...along], a);
      }),
  ),
  stack: withNear(dim).chain(([a, b]) =>
    fc.tuple(axis, fc.nat(6)).map(([at, kind]) => rules.stack(kind === 0 ? [] : kind < 4 ? [a, a] : [a, b, b], at)),
  ),
  slice: fc.tuple(shape, fc.array(fc.option(range), { maxLength: 4 })).map(([s, ranges]) => rules.slice(s, ranges)),
  index: fc.tuple(shape, fc.integer({ min: -4, max: 4 }), axis).map((p) => rules.index(...p)),
  pad: shape.chain((s) =>
    fc
      .oneof(
        { arbitrary: list(padWidth, s.length), weight: 8 },
        { arbitrary: fc.array(padWidth, { maxLength: 4 }), weight: 1 },
      )
      .map((widths) => rules.pad(s, widths)),
  ),
  reduce: fc
    .tuple(shape, fc.oneof(axis, axes, fc.constant(undefined)), fc.boolean(), operation)
    .map((p) => rules.reduce(...p)),
  expand: fc.tuple(shape, fc.integer({ min: -6, max: 5 })).map((p) => rules.expand(...p)),
  squeeze: fc
    .tuple(fc.array(fc.constantFrom(1, 1, 1, 2), { maxLength: 4 }), fc.oneof(axis, axes))
    .map((p) => rules.squeeze(...p)),
  take: fc.tuple(shape, fc.array(dim, { maxLength: 2 }), axis).map((p) => rules.take(...p)),
  takeAlong: withNear(dim).chain(([a, b]) =>
    fc
      .tuple(axis, dim, fc.nat(8))
      .map(([at, n, kind]) =>
        rules.takeAlong(
          a,
          kind === 0 ? b.slice(1) : b.map((m, i) => (i === (at < 0 ? a.length + at : at) ? n : m)),
          at,
        ),
      ),
  ),
  windows: rank.chain((r) =>
    fc.tuple(list(spatialDim, r), windowOptions(r), operation).map((p) => rules.windows(...p)),
  ),
  transposedWindows: rank.chain((r) =>
    fc.tuple(list(spatialDim, r), windowOptions(r), operation).map((p) => rules.transposedWindows(...p)),
  ),
  conv: convolution.chain(({ r, options, perGroup, slip, out, kernel }) =>
    image(groupsOf(options) * perGroup + slip, r).map((x) =>
      rules.conv(x, [out * (slip === 1 ? 1 : groupsOf(options)), perGroup, ...kernel], options, `conv${r}d`, r),
    ),
  ),
  convTranspose: convolution.chain(({ r, options, perGroup, slip, out, kernel }) =>
    image(groupsOf(options) * perGroup + slip, r).map((x) =>
      rules.convTranspose(x, [groupsOf(options) * perGroup, out, ...kernel], options, `convTranspose${r}d`, r),
    ),
  ),
  pool: convolution.chain(({ r, options }) => image(3, r).map((x) => rules.pool(x, options, `maxPool${r}d`, r))),
  unpool: convolution.chain(({ r, options }) =>
    image(3, r).chain((x) => {
      const pooled = rules.pool(x, options, `maxPool${r}d`, r).verdict;
      const fitting = typeof pooled === 'string' ? fc.constant(x) : near(pooled, dim);
      return fitting.map((y) => rules.unpool(y, x, options, `maxUnpool${r}d`, r));
    }),
  ),
  upsample: shape.chain((x) => fc.array(size, { maxLength: 3 }).map((factors) => rules.upsample(x, factors))),
  enlarge: fc.tuple(example(dim), perDimension(size), operation).map((p) => rules.enlarge(...p)),
  pixelShuffle: fc
    .tuple(fc.oneof({ arbitrary: list(fc.constantFrom(1, 4, 8, 9), 3), weight: 8 }, shape), size, operation)
    .map((p) => rules.pixelShuffle(...p)),
  pixelUnshuffle: fc
    .tuple(fc.oneof({ arbitrary: list(fc.constantFrom(2, 4, 6, 9), 3), weight: 8 }, shape), size, operation)
    .map((p) => rules.pixelUnshuffle(...p)),
  adaptivePool: rank.chain((r) =>
    fc.tuple(image(3, r), each(size, r)).map(([x, to]) => rules.adaptivePool(x, to, `adaptiveAvgPool${r}d`, r)),
  ),
  withMargin: fc.tuple(example(dim), margin, operation).map((p) => rules.withMargin(...p)),
  withoutMargin: fc.tuple(example(spatialDim), margin, operation).map((p) => rules.withoutMargin(...p)),
  centreCrop: fc
    .tuple(example(fc.integer({ min: 2, max: 6 })), perDimension(size), operation)
    .map((p) => rules.centreCrop(...p)),
  locallyConnectedWeights: convolution.chain(({ r, options, perGroup, out }) =>
    image(perGroup, r).map((x) =>
      rules.locallyConnectedWeights(
        x,
        out,
        { ...withoutGroups(options), kernel: options.kernel ?? 3 },
        `locallyConnected${r}d`,
        r,
      ),
    ),
  ),
  locallyConnected: convolution.chain(({ r, options: all, perGroup, slip, out, kernel }) =>
    image(perGroup + slip, r).chain((x) => {
      const options = withoutGroups(all);
      const windows = rules.windows(x.slice(-r), { ...options, kernel }, 'op').verdict;
      const positions = typeof windows === 'string' ? list(dim, r) : near(windows, dim);
      return positions.map((places) =>
        rules.locallyConnected(x, [out, perGroup, ...kernel, ...places], options, `locallyConnected${r}d`, r),
      );
    }),
  ),
  convWeights: convolution.chain(({ r, options, perGroup, slip, out }) =>
    image(groupsOf(options) * perGroup + slip, r).map((x) =>
      rules.convWeights(x, out, { ...options, kernel: options.kernel ?? 3 }, `conv${r}d`, r),
    ),
  ),
  convTransposeWeights: convolution.chain(({ r, options, out, slip }) =>
    image(3, r).map((x) =>
      rules.convTransposeWeights(
        x,
        groupsOf(options) * out + slip,
        { ...options, kernel: options.kernel ?? 3 },
        `convTranspose${r}d`,
        r,
      ),
    ),
  ),
  image: fc.tuple(shape, operation).map((p) => rules.image(...p)),
  extend: fc
    .tuple(shape, fc.record({ top: width, bottom: width, left: width, right: width }, { requiredKeys: [] }))
    .map((p) => rules.extend(...p)),
  correlate: fc
    .tuple(
      shape.map((planes) => [...planes.slice(1), 5, 7]),
      fc.oneof({ arbitrary: list(fc.integer({ min: 1, max: 8 }), 2), weight: 8 }, fc.array(dim, { maxLength: 3 })),
      fc.constantFrom('same' as const, 'full' as const, 'valid' as const),
      operation,
    )
    .map((p) => rules.correlate(...p)),
  resize: fc.tuple(shape, fc.tuple(size, size), operation).map(([x, to, op]) => rules.resize(x, to, op)),
  match: fc
    .tuple(
      fc.array(fc.integer({ min: 2, max: 6 }), { minLength: 2, maxLength: 3 }),
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 2 }),
      fc.array(dim, { maxLength: 4 }),
      fc.integer({ min: 0, max: 4 }),
    )
    .map(([x, plane, other, way]) => rules.match(x, way > 0 ? [...x.slice(0, -2), ...plane] : other, 'matchTemplate')),
};
