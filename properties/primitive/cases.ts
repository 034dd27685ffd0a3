import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { primitives } from '../../src/primitive/index.js';
import type { PrimitiveName } from '../../src/primitive/index.js';
import type { Primitive } from '../../src/primitive/primitive.js';
import {
  application,
  axes,
  between,
  convolution,
  distinct,
  elements,
  integers,
  leaf,
  legible,
  length,
  permutation,
  shape,
  window,
} from '../../src/testing/arbitrary/index.js';
import type { Application, Case, Leaf, LeafType } from '../../src/testing/arbitrary/index.js';
import { size } from '../../src/shape/shape.js';
import type { Shape } from '../../src/shape/shape.js';
import { checkpoints, customs, scans } from './bodies.js';

type AttributesOf<P> = P extends Primitive<infer A> ? A : never;

/** The attributes of each primitive. */
export type Attributes = { readonly [N in PrimitiveName]: AttributesOf<(typeof primitives)[N]> };

/** The table of primitives, each under its attributes. */
export const table: { readonly [N in PrimitiveName]: Primitive<Attributes[N]> } = primitives;

const none = {};
const plain = (inputs: Arbitrary<readonly Leaf[]>): Arbitrary<Case<object>> =>
  inputs.map((leaves) => legible(() => none, leaves));
const fixed = <A extends object>(attributes: A, ...inputs: readonly Leaf[]): Case<A> =>
  legible(() => attributes, inputs);

const kinds = {
  float: ['float'],
  number: ['float', 'float', 'float', 'int32'],
  int: ['int32'],
  bits: ['int32', 'bool'],
  bool: ['bool'],
  any: ['float', 'float', 'float', 'int32', 'bool'],
} as const satisfies Record<string, readonly LeafType[]>;
const type = (kind: keyof typeof kinds): Arbitrary<LeafType> => fc.constantFrom<LeafType>(...kinds[kind]);

/** Elements for each type, with other floats than usual. */
const floats = (float: Arbitrary<number>): typeof elements => ({ ...elements, float });

/** Primitives of one input, element by element. */
const map1 = (kind: keyof typeof kinds, values = elements): Arbitrary<Case<object>> =>
  plain(fc.tuple(type(kind), shape()).chain(([dtype, s]) => fc.tuple(leaf(dtype, s, values[dtype]))));

/** Primitives of two inputs, element by element. */
const map2 = (kind: keyof typeof kinds, left = elements, right = elements): Arbitrary<Case<object>> =>
  plain(
    fc
      .tuple(type(kind), shape())
      .chain(([dtype, s]) => fc.tuple(leaf(dtype, s, left[dtype]), leaf(dtype, s, right[dtype]))),
  );

/** Numbers at least so far from 0. */
const away = (min: number, max: number): Arbitrary<number> =>
  fc.tuple(between(min, max), fc.boolean()).map(([x, negative]) => (negative ? -x : x));

/** Numbers a quarter beside the multiples of ½, where rounding has its steps. */
const unround = integers(-6, 6).map((n) => n / 2 + 0.25);

/** Numbers that are no multiple of ⅛, so that they never tie with those that are. */
const untied = integers(-16, 15).map((n) => n / 8 + 0.0625);

/** A tensor and something that depends on its shape. */
const with1 = <T>(
  kind: keyof typeof kinds,
  shapes: Arbitrary<Shape>,
  more: (s: Shape) => Arbitrary<T>,
  make: (dtype: LeafType, s: Shape) => Arbitrary<Leaf> = leaf,
): Arbitrary<readonly [Leaf, T]> =>
  fc.tuple(type(kind), shapes).chain(([dtype, s]) => fc.tuple(make(dtype, s), more(s)));

/** A reduction over some axes, none of which is empty. */
const reduction = (
  make?: (dtype: LeafType, s: Shape) => Arbitrary<Leaf>,
): Arbitrary<Case<{ readonly axes: readonly number[] }>> =>
  with1('number', shape({ empty: false }), (s) => axes(s.length), make).map(([x, chosen]) =>
    fixed({ axes: chosen }, x),
  );

/** The place of an extreme along an axis, ties included. */
const place = with1('any', shape({ minRank: 1, empty: false }), (s) => fc.nat(s.length - 1)).map(([x, axis]) =>
  fixed({ axis }, x),
);

/** Windows over the trailing axes. */
const sliding = (make?: (dtype: LeafType, s: Shape) => Arbitrary<Leaf>) =>
  with1(
    'number',
    shape({ minRank: 1, maxRank: 3 }),
    (s) => fc.array(window, { minLength: 1, maxLength: s.length }),
    make,
  ).map(([x, windows]) => fixed({ windows }, x));

/** Lengths whose product stays small. */
const extents = (maxLength: number): Arbitrary<Shape> => fc.array(length(3), { maxLength });

const contraction = fc
  .record({ dtype: type('number'), batch: extents(2), contract: extents(2), left: extents(2), right: extents(2) })
  .filter(
    ({ batch, contract, left, right }) =>
      size([...batch, ...contract, ...left]) <= 27 && size([...batch, ...contract, ...right]) <= 27,
  )
  .chain(({ dtype, batch, contract, left, right }) => {
    const ranks = [left, right].map((free) => batch.length + contract.length + free.length);
    return fc.tuple(permutation(ranks[0] ?? 0), permutation(ranks[1] ?? 0)).chain(([first, second]) => {
      /** `order[k]` is the axis of the input to which axis k of (batch, contract, free) goes */
      const placed = (order: readonly number[], free: Shape): Shape => {
        const all = [...batch, ...contract, ...free];
        return order.map((_, axis) => all[order.indexOf(axis)] ?? 0);
      };
      const attributes = {
        batch: [first.slice(0, batch.length), second.slice(0, batch.length)],
        contract: [
          first.slice(batch.length, batch.length + contract.length),
          second.slice(batch.length, batch.length + contract.length),
        ],
      } as const;
      return fc
        .tuple(leaf(dtype, placed(first, left)), leaf(dtype, placed(second, right)))
        .map(([x, y]) => fixed(attributes, x, y));
    });
  });

/** Axes shared by operand and indices, the length indexed, the axes of the indices, and those of a row. */
const indexing = fc
  .record({
    dtype: type('any'),
    batch: extents(2),
    length: fc.integer({ min: 1, max: 4 }),
    places: extents(2),
    row: extents(2),
  })
  .filter((parts) => size([...parts.batch, ...parts.places, ...parts.row]) <= 36)
  .chain((parts) =>
    fc.record({
      parts: fc.constant(parts),
      indices: leaf('int32', [...parts.batch, ...parts.places], integers(0, parts.length - 1)),
      whole: leaf(parts.dtype, [...parts.batch, parts.length, ...parts.row]),
      updates: leaf(parts.dtype, [...parts.batch, ...parts.places, ...parts.row]),
    }),
  );

/** For each primitive random attributes and inputs that are well away from kinks and poles, sizes 0 and 1 included. */
export const cases: { readonly [N in PrimitiveName]: Arbitrary<Case<Attributes[N]>> } = {
  reshape: with1('any', shape(), (s) => fc.tuple(permutation(s.length), fc.boolean())).map(([x, [order, flat]]) =>
    fixed({ shape: flat ? [size(x.shape)] : order.map((axis) => x.shape[axis] ?? 0) }, x),
  ),
  transpose: with1('any', shape(), (s) => permutation(s.length)).map(([x, chosen]) => fixed({ axes: chosen }, x)),
  reverse: with1('any', shape(), (s) => axes(s.length)).map(([x, chosen]) => fixed({ axes: chosen }, x)),
  broadcast: with1('any', shape({ maxRank: 3, maxSize: 12 }), (s) =>
    fc.tuple(axes(s.length + 2, s.length), fc.tuple(length(3), length(3), length(3), length(3), length(3))),
  ).map(([x, [chosen, lengths]]) => {
    const kept = chosen.slice(0, x.shape.length);
    const rank = Math.max(x.shape.length, ...chosen.map((axis) => axis + 1));
    return fixed(
      {
        shape: Array.from({ length: rank }, (_, axis) => x.shape[kept.indexOf(axis)] ?? lengths[axis] ?? 1),
        axes: kept,
      },
      x,
    );
  }),
  sum: with1('number', shape(), (s) => axes(s.length)).map(([x, chosen]) => fixed({ axes: chosen }, x)),
  slice: with1('any', shape(), (s) =>
    fc.tuple(
      ...s.map((n) =>
        fc
          .integer({ min: 1, max: 3 })
          .chain((step) =>
            fc
              .nat(n)
              .chain((start) => fc.nat(Math.ceil((n - start) / step)).map((count) => ({ start, step, length: count }))),
          ),
      ),
    ),
  ).map(([x, ranges]) => fixed({ ranges }, x)),
  pad: with1('any', shape({ maxRank: 3 }), (s) =>
    fc.tuple(
      fc.constantFrom(0, 1),
      fc.tuple(
        ...s.map((n) =>
          fc
            .record({ low: integers(-3, 3), high: integers(-3, 3), interior: integers(0, 2) })
            .filter(({ low, high, interior }) => low + high + (n === 0 ? 0 : (n - 1) * (interior + 1) + 1) >= 0),
        ),
      ),
    ),
  ).map(([x, [value, padding]]) => fixed({ value, padding }, x)),
  concatenate: fc
    .tuple(
      type('any'),
      shape({ minRank: 1, maxRank: 3, maxSize: 12 }),
      fc.array(length(3), { minLength: 1, maxLength: 3 }),
    )
    .chain(([dtype, s, lengths]) =>
      fc.nat(s.length - 1).chain((axis) =>
        fc
          .tuple(
            ...lengths.map((n) =>
              leaf(
                dtype,
                s.map((length, k) => (k === axis ? n : length)),
              ),
            ),
          )
          .map((parts) => fixed({ axis }, ...parts)),
      ),
    ),

  iota: fc
    .tuple(fc.constantFrom('float', 'int32'), shape({ minRank: 1 }))
    .chain(([dtype, s]) =>
      fc
        .nat(s.length - 1)
        .map((axis) => legible((float) => ({ shape: s, axis, dtype: dtype === 'int32' ? dtype : float }), [])),
    ),
  cast: with1('any', shape(), () => fc.constantFrom('float', 'float32', 'int32', 'bool')).map(([x, to]) =>
    legible(
      (float) => ({ dtype: to === 'float' ? float : to }),
      [
        x.dtype === 'float' && (to === 'int32' || to === 'bool')
          ? { ...x, data: x.data.map((v) => (v % 1 === 0 ? v + 0.5 : v)) }
          : x,
      ],
    ),
  ),
  stopGradient: map1('any'),

  add: map2('number'),
  subtract: map2('number'),
  multiply: map2('number'),
  divide: map2('number', elements, floats(away(0.5, 2))),
  negate: map1('number'),

  equal: map2('any'),
  notEqual: map2('any'),
  less: map2('any'),
  lessEqual: map2('any'),
  greater: map2('any'),
  greaterEqual: map2('any'),
  and: map2('bits'),
  or: map2('bits'),
  xor: map2('bits'),
  not: map1('bool'),
  shiftLeft: map2('int', elements, { ...elements, int32: integers(-1, 33) }),
  shiftRight: map2('int', elements, { ...elements, int32: integers(-1, 33) }),
  isFinite: map1('float', floats(fc.constantFrom(0, 1.5, NaN, Infinity, -Infinity))),

  select: plain(
    fc.tuple(type('any'), shape()).chain(([dtype, s]) => fc.tuple(leaf('bool', s), leaf(dtype, s), leaf(dtype, s))),
  ),
  maximum: map2('number', elements, floats(untied)),
  minimum: map2('number', elements, floats(untied)),
  sign: map1('number', floats(away(0.125, 2))),
  abs: map1('number', floats(away(0.125, 2))),
  floor: map1('float', floats(unround)),
  ceil: map1('float', floats(unround)),
  round: map1('float', floats(unround)),
  remainder: map2(
    'number',
    floats(integers(-9, 9).map((n) => n + 0.375)),
    floats(fc.constantFrom(1, 2, 3, -1, -2, -3)),
  ),

  exp: map1('float'),
  expm1: map1('float'),
  log: map1('float', floats(between(0.25, 4))),
  log1p: map1('float', floats(between(-0.75, 3))),
  sqrt: map1('float', floats(between(0.25, 4))),
  rsqrt: map1('float', floats(between(0.25, 4))),
  sin: map1('float', floats(between(-8, 8))),
  cos: map1('float', floats(between(-8, 8))),
  tanh: map1('float', floats(between(-4, 4))),
  sigmoid: map1('float', floats(between(-8, 8))),
  erf: map1('float', floats(between(-4, 4))),
  erfInv: map1('float', floats(between(-0.75, 0.75))),
  power: map2('float', floats(between(0.25, 3)), floats(between(-3, 3))),

  product: reduction(),
  max: reduction(distinct),
  min: reduction(distinct),
  argMax: place,
  argMin: place,

  dotGeneral: contraction,
  convolution: fc
    .tuple(type('number'), convolution)
    .chain(([dtype, { attributes, input, weights }]) =>
      fc.tuple(leaf(dtype, input), leaf(dtype, weights)).map(([x, w]) => fixed(attributes, x, w)),
    ),
  windowSum: sliding(),
  windowMax: sliding(distinct),
  windowArgMax: sliding(),

  gather: indexing.map(({ parts, whole, indices }) => fixed({ batch: parts.batch.length }, whole, indices)),
  scatterAdd: indexing
    .filter(({ parts }) => parts.dtype !== 'bool')
    .map(({ parts, indices, updates }) => fixed({ batch: parts.batch.length, length: parts.length }, indices, updates)),
  argSort: plain(fc.tuple(type('any'), shape({ minRank: 1 })).chain(([dtype, s]) => fc.tuple(leaf(dtype, s)))),

  threefry: plain(
    shape({ maxSize: 8 }).chain((s) => {
      const words = leaf('int32', s, integers(-0x80000000, 0x7fffffff));
      return fc.tuple(words, words, words, words);
    }),
  ),
  axisSum: shape({ minRank: 1 })
    .chain((s) => leaf('float', s))
    .map((x) => fixed({ axis: 'example' }, x)),
  axisIndex: fc.constant(fixed({ axis: 'example' })),

  checkpoint: checkpoints,
  custom: customs,
  scan: scans,
};

/** The names of the primitives. */
export const names: readonly PrimitiveName[] = Object.keys(table).filter(
  (name): name is PrimitiveName => name in table,
);

export type { Application };

/** Random applications of a primitive, or of a changed version of it. */
export const applications = <N extends PrimitiveName>(
  name: N,
  primitive: Primitive<Attributes[N]> = table[name],
): Arbitrary<Application> => cases[name].map((one) => application(primitive, one));
