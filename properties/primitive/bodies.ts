/** Functions for the primitives whose attribute is a function: outputs that are inputs, inputs used twice or never, integers among them. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { minus, negative, plus, times } from '../../src/primitive/arithmetic.js';
import { broadcastAlong, sumOver } from '../../src/primitive/broadcast.js';
import { castTo, like } from '../../src/primitive/create.js';
import type { Custom } from '../../src/primitive/control.js';
import { trace } from '../../src/primitive/graph.js';
import type { Graph } from '../../src/primitive/graph.js';
import { primitives } from '../../src/primitive/index.js';
import { apply, at } from '../../src/primitive/primitive.js';
import type { Scan } from '../../src/primitive/scan.js';
import type { Shape } from '../../src/shape/shape.js';
import type { Float } from '../../src/tensor/dtype.js';
import type { AnyTensor } from '../../src/tensor/tensor.js';
import { dtypeOf, leaf, legible, length, shape } from '../../src/testing/arbitrary/index.js';
import type { Case, LeafType } from '../../src/testing/arbitrary/index.js';
import type { Mapping } from '../../src/testing/laws/index.js';

const sin = (x: AnyTensor): AnyTensor => apply(primitives.sin, {}, x);
const cos = (x: AnyTensor): AnyTensor => apply(primitives.cos, {}, x);
const tanh = (x: AnyTensor): AnyTensor => apply(primitives.tanh, {}, x);
const total = (x: AnyTensor): AnyTensor => sumOver(x, [...x.shape.keys()]);

/** A mapping of tensors given one by one. */
const mapping =
  (f: (...inputs: readonly [AnyTensor, AnyTensor, AnyTensor]) => readonly AnyTensor[]): Mapping =>
  (inputs) =>
    f(at(inputs, 0), inputs[1] ?? at(inputs, 0), inputs[2] ?? at(inputs, 0));

const graph = (float: Float, types: readonly LeafType[], shapes: readonly Shape[], f: Mapping): Graph =>
  trace(
    types.map((type, k) => ({ dtype: dtypeOf(type, float), shape: at(shapes, k) })),
    f,
  );

/** For every input the type of its elements. */
interface Body {
  readonly types: readonly LeafType[];
  readonly f: Mapping;
}

const bodies: readonly Body[] = [
  { types: ['float', 'float'], f: mapping((x, y) => [tanh(times(x, y))]) },
  { types: ['float', 'float'], f: mapping((x, y) => [times(x, sin(y)), y]) },
  { types: ['float', 'float'], f: mapping((x) => [times(x, x)]) },
  { types: ['float', 'float'], f: mapping((x, y) => [total(times(x, y)), minus(x, y), sin(x)]) },
  { types: ['float', 'int32'], f: mapping((x, n) => [times(sin(x), castTo(n, x.dtype)), plus(n, n)]) },
];

export const checkpoints: Arbitrary<Case<{ readonly body: Graph }>> = fc
  .tuple(fc.constantFrom(...bodies), shape({ maxRank: 2 }))
  .chain(([{ types, f }, s]) =>
    fc.tuple(...types.map((type) => leaf(type, s))).map((inputs) =>
      legible(
        (float) => ({
          body: graph(
            float,
            types,
            types.map(() => s),
            f,
          ),
        }),
        inputs,
      ),
    ),
  );

/** Bodies with their derivative written by hand, and the element types of their outputs. */
const written: readonly (Body & { readonly results: readonly LeafType[]; readonly pullback: Mapping })[] = [
  {
    types: ['float'],
    f: mapping((x) => [times(x, x)]),
    results: ['float'],
    pullback: mapping((x, g) => [times(g, times(like(x, 2), x))]),
  },
  {
    types: ['float', 'float'],
    f: mapping((x, y) => [times(x, y)]),
    results: ['float'],
    pullback: mapping((x, y, g) => [times(g, y), times(g, x)]),
  },
  {
    types: ['float', 'int32'],
    f: mapping((x, n) => [times(x, castTo(n, x.dtype)), n]),
    results: ['float', 'int32'],
    pullback: mapping((x, n, g) => [times(g, castTo(n, x.dtype))]),
  },
  {
    types: ['float'],
    f: mapping((x) => [sin(x), cos(x)]),
    results: ['float', 'float'],
    pullback: mapping((x, g, h) => [plus(times(g, cos(x)), negative(times(h, sin(x))))]),
  },
];

export const customs: Arbitrary<Case<Custom>> = fc
  .tuple(fc.constantFrom(...written), shape({ maxRank: 2 }))
  .chain(([{ types, f, results, pullback }, s]) =>
    fc.tuple(...types.map((type) => leaf(type, s))).map((inputs) =>
      legible((float) => {
        const all: readonly LeafType[] = [...types, ...results.filter((type) => type === 'float')];
        return {
          body: graph(
            float,
            types,
            types.map(() => s),
            f,
          ),
          pullback: graph(
            float,
            all,
            all.map(() => s),
            pullback,
          ),
        };
      }, inputs),
    ),
  );

/** One step of a loop over values of one shape; its inputs are constants, carried values, and slices of sequences. */
interface Step extends Body {
  readonly constants: number;
  readonly carried: number;
}

const loops: readonly Step[] = [
  { types: ['float', 'float'], constants: 0, carried: 1, f: mapping((c, x) => [plus(c, x), c]) },
  {
    types: ['float', 'float', 'float'],
    constants: 1,
    carried: 1,
    f: mapping((w, c, x) => [tanh(plus(times(c, w), x)), times(c, x)]),
  },
  {
    types: ['float', 'int32', 'float'],
    constants: 0,
    carried: 2,
    f: mapping((c, n, x) => [plus(sin(c), times(x, castTo(n, x.dtype))), plus(n, like(n, 1)), c, n]),
  },
  { types: ['float', 'float'], constants: 0, carried: 2, f: mapping((a, b) => [b, tanh(times(a, b))]) },
  { types: ['float', 'float'], constants: 1, carried: 0, f: mapping((w, x) => [times(w, times(x, x))]) },
  {
    types: ['float', 'float', 'float'],
    constants: 2,
    carried: 1,
    f: mapping((v, w, c) => [tanh(plus(times(v, c), broadcastAlong(total(w), c.shape, []))), times(c, c)]),
  },
];

export const scans: Arbitrary<Case<Scan>> = fc
  .record({
    step: fc.constantFrom(...loops),
    s: shape({ maxRank: 2, maxSize: 6 }),
    steps: length(4),
    reverse: fc.boolean(),
  })
  .chain(({ step: { types, constants, carried, f }, s, steps, reverse }) =>
    fc.tuple(...types.map((type, k) => leaf(type, k < constants + carried ? s : [steps, ...s]))).map((inputs) =>
      legible(
        (float) => ({
          body: graph(
            float,
            types,
            types.map(() => s),
            f,
          ),
          constants,
          carried,
          length: steps,
          reverse,
        }),
        inputs,
      ),
    ),
  );
