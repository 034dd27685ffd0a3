/**
 * Contraction: sums of products over pairs of axes. Closed under differentiation: each gradient is a contraction.
 */
import { DTypeError, expectShape } from '../shape/error.js';
import { dotGeneralShape } from '../shape/dotGeneral.js';
import { size } from '../shape/shape.js';
import type { ArrayData } from '../tensor/array-data.js';
import { dtypes } from '../tensor/dtype.js';
import type { Data } from '../tensor/dtype.js';
import type { AnyTensor } from '../tensor/tensor.js';
import { plus } from './arithmetic.js';
import { productOf } from './elementwise.js';
import { gathered, moveAxis, transposeBy } from './layout.js';
import { strides } from './loops.js';
import { apply, at, binary, total } from './primitive.js';
import type { Pair } from './primitive.js';

/** Which axes of the two inputs are summed over together, and which are walked together. */
export interface Contraction {
  readonly contract: Pair<readonly number[]>;
  readonly batch: Pair<readonly number[]>;
}

/**
 * z[b…, i…, j…] = Σₖ x[b…, i…, k…]·y[b…, k…, j…], the axes of each input in any order.
 *
 * Shape     the batch axes, then the free axes of x, then those of y
 * Gradient  x̄ = z̄ contracted with y over y's free axes, ȳ likewise
 * Cost      2·|b|·|i|·|j|·|k| flops
 * Source    StableHLO dot_general
 */
export const dotGeneral = binary<Contraction>({
  name: 'dotGeneral',
  infer: (attributes, x, y) => {
    if (x.dtype !== y.dtype) throw new DTypeError(`dotGeneral: ${x.dtype} with ${y.dtype}: cast one of them`);
    if (x.dtype === 'bool') throw new DTypeError('dotGeneral: expected numbers, got bool');
    return { shape: expectShape(dotGeneralShape(x.shape, y.shape, attributes), x.shape, y.shape), dtype: x.dtype };
  },
  evaluate: ({ contract, batch }, x, y, output) => {
    const [left, right] = [free(x, contract[0], batch[0]), free(y, contract[1], batch[1])];
    const [b, m, k, n] = [extent(x, batch[0]), extent(x, left), extent(x, contract[0]), extent(y, right)];
    const a = packed(x, [...batch[0], ...left, ...contract[0]]);
    const c = packed(y, [...batch[1], ...contract[1], ...right]);
    const out = dtypes[output.dtype].zeros(size(output.shape));
    const row = new Float64Array(n);
    const product = productOf(x.dtype);
    for (let i = 0; i < b * m; i++) {
      row.fill(0);
      const page = Math.floor(i / m) * k;
      for (let l = 0; l < k; l++) {
        const value = a[i * k + l] ?? 0;
        const start = (page + l) * n;
        for (let j = 0; j < n; j++) row[j] = (row[j] ?? 0) + product(value, c[start + j] ?? 0);
      }
      out.set(row, i * n);
    }
    return out;
  },
  vjp: ({ contract, batch }, g, [x, y]) => [
    towards(g, x, y, contract, batch, batch[0].length + free(x, contract[0], batch[0]).length),
    towards(g, y, x, [contract[1], contract[0]], [batch[1], batch[0]], batch[0].length),
  ],
  jvp: (attributes, [s, t], [x, y]) =>
    total(plus, s && contractBy(s, y, attributes), t && contractBy(x, t, attributes)),
  batch: ({ contract, batch }, [x, y], _, [left, right]) => {
    const up = (axes: readonly number[], by: boolean): readonly number[] => axes.map((axis) => axis + Number(by));
    const raised: Pair<readonly number[]> = [up(contract[0], left), up(contract[1], right)];
    const pages: Pair<readonly number[]> = [up(batch[0], left), up(batch[1], right)];
    if (left && right)
      return contractBy(x, y, {
        contract: raised,
        batch: [
          [0, ...pages[0]],
          [0, ...pages[1]],
        ],
      });
    const z = contractBy(x, y, { contract: raised, batch: pages });
    return moveAxis(z, left ? batch[0].length : batch[0].length + free(x, contract[0], batch[0]).length, 0);
  },
});

export const contractBy = (x: AnyTensor, y: AnyTensor, attributes: Contraction): AnyTensor =>
  apply(dotGeneral, attributes, x, y);

/** the axes that are neither contracted nor batch, in order */
const free = (
  { shape }: { readonly shape: readonly number[] },
  ...used: readonly (readonly number[])[]
): readonly number[] => [...shape.keys()].filter((axis) => !used.some((axes) => axes.includes(axis)));

const extent = ({ shape }: ArrayData, axes: readonly number[]): number => size(axes.map((axis) => at(shape, axis)));

const packed = (x: ArrayData, axes: readonly number[]): Data => {
  if (axes.every((axis, index) => axis === index)) return x.data;
  const steps = strides(x.shape);
  const shape = axes.map((axis) => at(x.shape, axis));
  return gathered(x, { shape, dtype: x.dtype }, { offset: 0, strides: axes.map((axis) => at(steps, axis)) });
};

/** the cotangent of x, where x and y were contracted: g contracted with y over y's free axes, which begin at axis `start` of g */
const towards = (
  g: AnyTensor,
  x: AnyTensor,
  y: AnyTensor,
  contract: Pair<readonly number[]>,
  batch: Pair<readonly number[]>,
  start: number,
): AnyTensor => {
  const theirs = free(y, contract[1], batch[1]);
  const product = contractBy(g, y, {
    contract: [theirs.map((_, index) => start + index), theirs],
    batch: [[...batch[0].keys()], batch[1]],
  });
  const summed = [...contract[1]].sort((a, b) => a - b).map((axis) => at(contract[0], contract[1].indexOf(axis)));
  const order = [...batch[0], ...free(x, contract[0], batch[0]), ...summed];
  return transposeBy(
    product,
    x.shape.map((_, axis) => order.indexOf(axis)),
  );
};
