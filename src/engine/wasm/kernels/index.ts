/** How the engine computes each primitive: one row for each, total by type. */
import type { primitives } from '../../../primitive/index.js';
import type { PrimitiveName } from '../../../primitive/index.js';
import type { Primitive } from '../../../primitive/primitive.js';
import type { Padding } from '../../../primitive/slice.js';
import type { Shape } from '../../../shape/shape.js';
import type { Operation } from '../../../tensor/tensor.js';
import type { Lowering } from '../kernel.js';
import { argMax, argMin } from './argReduce.js';
import { argSort } from './argSort.js';
import { contract } from './contract/index.js';
import { convolve } from './convolve/index.js';
import { gather, scatterAdd } from './gather.js';
import { windowArgMax, windowMax, windowSum } from './window/index.js';
import { broadcasted, densely, reshaped, reversed, sliced, transposed } from '../view.js';
import type { View } from '../view.js';

/** A part of an output that is a copy of a part of an input. */
export interface Copy {
  readonly input: number;
  readonly from: (input: View) => View;
  readonly to: View;
}

/** How a primitive with attributes A is computed. */
export type Row<A extends object> =
  /** the elements where they are; undefined where no strides say so and a copy must be made first */
  | { readonly kind: 'view'; readonly view: (attributes: A, x: View) => View | undefined }
  /** a node of a cluster, with the instructions of its name */
  | { readonly kind: 'pointwise' }
  /** a node of a cluster: the place along an axis */
  | { readonly kind: 'count'; readonly axis: (attributes: A) => number }
  /** a fold of a cluster */
  | { readonly kind: 'fold'; readonly axes: (attributes: A) => readonly number[] }
  /** copies side by side, and what stands between them */
  | {
      readonly kind: 'copies';
      readonly copies: (attributes: A, inputs: readonly Shape[], output: Shape) => readonly Copy[];
      readonly background: (attributes: A) => number | undefined;
    }
  | { readonly kind: 'kernels'; readonly lower: Lowering<A> }
  /** a loop in the plan */
  | { readonly kind: 'loop' }
  /** never there: its body takes its place, or a transform has removed it */
  | { readonly kind: 'opened' }
  /** by its reference rule, outside the module */
  | { readonly kind: 'reference' };

type AttributesOf<P> = P extends Primitive<infer A> ? A : never;
type Rows = { readonly [N in PrimitiveName]: Row<AttributesOf<(typeof primitives)[N]>> };

const at = (list: readonly number[], index: number): number => list[index] ?? 0;

/** where an axis of the input stands in the padded one */
const placed = ({ low, interior }: Padding, length: number, room: number) => {
  const step = interior + 1;
  const first = Math.max(0, Math.ceil(-low / step));
  const last = Math.min(length - 1, Math.floor((room - 1 - low) / step));
  return { start: first, length: Math.max(0, last - first + 1), place: low + first * step, step };
};

const pointwise = { kind: 'pointwise' } as const;
const reference = { kind: 'reference' } as const;
const fold = { kind: 'fold', axes: ({ axes }: { readonly axes: readonly number[] }) => axes } as const;

export const rows: Rows = {
  reshape: { kind: 'view', view: ({ shape }, x) => reshaped(x, shape) },
  transpose: { kind: 'view', view: ({ axes }, x) => transposed(x, axes) },
  reverse: { kind: 'view', view: ({ axes }, x) => reversed(x, axes) },
  broadcast: { kind: 'view', view: ({ shape, axes }, x) => broadcasted(x, shape, axes) },
  slice: { kind: 'view', view: ({ ranges }, x) => sliced(x, ranges) },
  stopGradient: { kind: 'view', view: (_, x) => x },
  pad: {
    kind: 'copies',
    background: ({ value }) => value,
    copies: ({ padding }, [shape = []], output) => {
      const axes = padding.map((axis, k) => placed(axis, at(shape, k), at(output, k)));
      const whole = densely(output);
      return [
        {
          input: 0,
          from: (x) =>
            sliced(
              x,
              axes.map(({ start, length }) => ({ start, length, step: 1 })),
            ),
          to: sliced(
            whole,
            axes.map(({ place, length, step }) => ({ start: length === 0 ? 0 : place, length, step })),
          ),
        },
      ];
    },
  },
  concatenate: {
    kind: 'copies',
    background: () => undefined,
    copies: ({ axis }, inputs, output) => {
      let start = 0;
      return inputs.map((shape, input) => {
        const ranges = shape.map((length, k) => ({ start: k === axis ? start : 0, length, step: 1 }));
        start += at(shape, axis);
        return { input, from: (x) => x, to: sliced(densely(output), ranges) };
      });
    },
  },
  iota: { kind: 'count', axis: ({ axis }) => axis },
  cast: pointwise,
  add: pointwise,
  subtract: pointwise,
  multiply: pointwise,
  divide: pointwise,
  negate: pointwise,
  equal: pointwise,
  notEqual: pointwise,
  less: pointwise,
  lessEqual: pointwise,
  greater: pointwise,
  greaterEqual: pointwise,
  and: pointwise,
  or: pointwise,
  xor: pointwise,
  not: pointwise,
  shiftLeft: pointwise,
  shiftRight: pointwise,
  isFinite: pointwise,
  select: pointwise,
  maximum: pointwise,
  minimum: pointwise,
  sign: pointwise,
  abs: pointwise,
  floor: pointwise,
  ceil: pointwise,
  round: pointwise,
  remainder: pointwise,
  exp: pointwise,
  expm1: pointwise,
  log: pointwise,
  log1p: pointwise,
  sqrt: pointwise,
  rsqrt: pointwise,
  sin: pointwise,
  cos: pointwise,
  tanh: pointwise,
  sigmoid: pointwise,
  erf: pointwise,
  erfInv: pointwise,
  power: pointwise,
  threefry: pointwise,
  sum: fold,
  product: fold,
  max: fold,
  min: fold,
  argMax: { kind: 'kernels', lower: argMax },
  argMin: { kind: 'kernels', lower: argMin },
  dotGeneral: { kind: 'kernels', lower: contract },
  convolution: { kind: 'kernels', lower: convolve },
  windowSum: { kind: 'kernels', lower: windowSum },
  windowMax: { kind: 'kernels', lower: windowMax },
  windowArgMax: { kind: 'kernels', lower: windowArgMax },
  gather: { kind: 'kernels', lower: gather },
  scatterAdd: { kind: 'kernels', lower: scatterAdd },
  argSort: { kind: 'kernels', lower: argSort },
  scan: { kind: 'loop' },
  checkpoint: { kind: 'opened' },
  custom: { kind: 'opened' },
  axisSum: reference,
  axisIndex: reference,
};

/** The row of an operation, for its own attributes; a primitive that is not the library's own is computed by its reference rule. */
export const rowOf = ({ name }: Operation): Row<object> =>
  Object.hasOwn(rows, name) ? ((rows as Readonly<Record<string, unknown>>)[name] as Row<object>) : reference;
