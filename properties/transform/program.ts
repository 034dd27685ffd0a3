/** Random tensor programs, written with the public operations: smooth and well conditioned, in float64, over a record with nested tensors. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import * as p from '../../src/index.js';
import type { Tensor } from '../../src/index.js';

/** The one shape of all values of a program. */
export type Matrix = Tensor<[2, 3], 'float64'>;

/** What a program is a function of; the labels are integers and only say where to read. */
export interface Inputs {
  readonly w: Matrix;
  readonly pair: readonly [Matrix, { readonly deep: Matrix }];
  readonly labels: Tensor<[3], 'int32'>;
}

const mask = p.tensor([
  [true, false, true],
  [false, true, false],
]);

/** The steps of a program. Some are transforms of smaller functions, so that transforms meet in every order. */
const steps = {
  add: (a, b) => p.add(a, b),
  subtract: (a, b) => p.subtract(a, b),
  multiply: (a, b) => p.tanh(p.multiply(a, b)),
  divide: (a, b) => p.divide(a, p.add(p.square(b), 2)),
  power: (a, b) => p.power(p.add(p.square(p.tanh(a)), 1), p.tanh(b)),
  matmul: (a, b) => p.tanh(p.matmul(a, p.matmul(p.transpose(b), a))),
  softmax: (a) => p.softmax(a),
  logSoftmax: (a, b) => p.multiply(p.logSoftmax(a, 0), p.tanh(b)),
  logSumExp: (a, b) => p.subtract(a, p.logSumExp(b, 1, { keepDimensions: true })),
  standardise: (a) =>
    p.divide(
      p.subtract(a, p.mean(a, 0, { keepDimensions: true })),
      p.sqrt(p.add(p.variance(a, 0, { keepDimensions: true }), 0.5)),
    ),
  product: (a, b) => p.multiply(b, p.product(p.add(p.tanh(a), 1), 1, { keepDimensions: true })),
  reshape: (a) => p.transpose(p.reshape(a, [3, -1])),
  flip: (a, b) => p.add(p.flip(a, [1]), p.flip(b, [0, 1])),
  slice: (a) =>
    p.pad(p.slice(a, [null, { start: -1, end: 0, step: -1 }]), [
      [0, 0],
      [0, 1],
    ]),
  concat: (a, b) => p.slice(p.concat([a, b], 1), [null, { start: 1, end: 4 }]),
  stack: (a, b) => p.sum(p.stack([a, p.sin(b)], 1), 1),
  take: (a, _, { labels }) => p.take(a, labels, 1),
  where: (a, b) => p.where(mask, a, p.sin(b)),
  convolve: (a, b) => p.tanh(p.conv1d(a, p.reshape(p.concat([a, b], 0), [2, 2, 3]), { padding: 'same' })),
  pool: (a) => p.avgPool1d(a, { kernel: 3, stride: 1, padding: 1 }),
  activations: (a, b) => p.add(p.gelu(a), p.multiply(p.silu(b), p.softplus(a))),
  elementary: (a, b) => p.multiply(p.log1p(p.square(a)), p.erf(b)),
  unused: (a) => p.exp(p.negate(p.square(a))),
  mapped: (a, b) =>
    p.vmap((row: Tensor<[3], 'float64'>, other: Tensor<[3], 'float64'>) => p.multiply(row, p.mean(p.sin(other))))(a, b),
  coupled: (a) =>
    p.vmap((row: Tensor<[3], 'float64'>) => p.subtract(row, p.axisMean(p.square(p.tanh(row)), 'row')), { axis: 'row' })(
      a,
    ),
  looped: (a, b) =>
    p.scan(
      (c: Tensor<[3], 'float64'>, x: Tensor<[3], 'float64'>) => [p.tanh(p.add(c, x)), p.multiply(c, p.cos(x))],
      p.index(b, 0),
      a,
    )[1],
  checkpointed: (a, b) => p.checkpoint(({ x, y }: { x: Matrix; y: Matrix }) => p.sin(p.multiply(x, y)))({ x: a, y: b }),
  custom: (a, b) => p.custom(p.diff(({ x, y }: { x: Matrix; y: Matrix }) => p.tanh(p.multiply(x, y))))({ x: a, y: b }),
  gradient: (a, b) => p.grad((x: Matrix) => p.sum(p.sin(p.multiply(x, b))))(a),
  tangent: (a, b) => p.jvp((x: Matrix) => p.tanh(p.multiply(x, b)), a, p.tanh(b))[1],
} satisfies Record<string, (a: Matrix, b: Matrix, inputs: Inputs) => Matrix>;

type Step = keyof typeof steps;
const names = Object.keys(steps) as readonly Step[];

/** A program as a list: each line applies a step to two values above it, which may be used often, once, or never. */
export interface Program {
  readonly lines: readonly { readonly step: Step; readonly a: number; readonly b: number }[];
  readonly inputs: { readonly [K in 'w' | 'pair0' | 'deep']: readonly number[] } & {
    readonly labels: readonly number[];
  };
}

/** Its last value and the one before, in a record. */
export const meaning =
  ({ lines }: Program) =>
  (inputs: Inputs): { readonly last: Matrix; readonly others: readonly [Matrix] } => {
    const values: Matrix[] = [inputs.w, inputs.pair[0], inputs.pair[1].deep];
    const value = (index: number): Matrix => values[index % values.length] ?? inputs.w;
    for (const { step, a, b } of lines) values.push(steps[step](value(a), value(b), inputs));
    return { last: value(values.length - 1), others: [value(values.length - 2)] };
  };

/** A number made of both values of a program, with signs. */
export const loss =
  (program: Program) =>
  (inputs: Inputs): Tensor<[], 'float64'> => {
    const { last, others } = meaning(program)(inputs);
    return p.subtract(p.sum(p.multiply(last, weights)), p.mean(p.sin(others[0])));
  };

const matrix = (data: readonly number[]): Matrix => p.fromArray(Float64Array.from(data), [2, 3]);
const weights = matrix([0.5, -1, 0.75, 1.25, -0.25, 1]);

export const inputsOf = ({ inputs: { w, pair0, deep, labels } }: Program): Inputs => ({
  w: matrix(w),
  pair: [matrix(pair0), { deep: matrix(deep) }],
  labels: p.fromArray(Int32Array.from(labels), [3]),
});

/** The inputs of several runs of a program, with the numbers moved along. */
export const inputsLike = (program: Program, count: number): readonly Inputs[] =>
  Array.from({ length: count }, (_, k) =>
    inputsOf({
      ...program,
      inputs: {
        w: turned(program.inputs.w, k),
        pair0: turned(program.inputs.pair0, 2 * k),
        deep: turned(program.inputs.deep, k + 1),
        labels: turned(program.inputs.labels, k),
      },
    }),
  );
const turned = (list: readonly number[], by: number): readonly number[] =>
  list.map((_, i) => list[(i + by) % list.length] ?? 0);

/** Multiples of ⅛ between −1½ and 1½, other than 0. */
const element = fc.integer({ min: -12, max: 11 }).map((n) => (n < 0 ? n : n + 1) / 8);
const elements = fc.array(element, { minLength: 6, maxLength: 6 });

/** Programs of up to `longest` lines; printed as written when a law fails. */
export const program = (longest = 6): Arbitrary<Program> =>
  fc.record({
    lines: fc.array(fc.record({ step: fc.constantFrom(...names), a: fc.nat(20), b: fc.nat(20) }), {
      minLength: 1,
      maxLength: longest,
    }),
    inputs: fc.record({
      w: elements,
      pair0: elements,
      deep: elements,
      labels: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 3, maxLength: 3 }),
    }),
  });

/** Each step alone, so that none is left to chance. */
export const everyStep: readonly Program[] = names.map((step) => ({
  lines: [
    { step, a: 0, b: 1 },
    { step, a: 3, b: 2 },
  ],
  inputs: {
    w: [0.5, -1, 0.25, 0.75, 1.25, -0.5],
    pair0: [1, 0.375, -0.75, -1.25, 0.625, 0.125],
    deep: [-0.5, 0.875, 1.5, 0.25, -1, 0.5],
    labels: [2, 0, 2],
  },
}));
