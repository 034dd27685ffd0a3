/** Products of matrices and of tensors. */
import { contractBy } from '../primitive/contract.js';
import { broadcastTo } from '../primitive/broadcast.js';
import { reshapeTo } from '../primitive/layout.js';
import { dotGeneralShape } from '../shape/dotGeneral.js';
import type { DotGeneral, DotOptions } from '../shape/dotGeneral.js';
import { broadcastShape } from '../shape/broadcast.js';
import { expectOneDType, expectShape } from '../shape/error.js';
import { matmulShape } from '../shape/matmul.js';
import type { Matmul } from '../shape/matmul.js';
import { expectSpelt } from '../shape/options.js';
import type { OptionNames } from '../shape/options.js';
import { resolveAxes } from '../shape/axis.js';
import type { Arg, Shape } from '../shape/shape.js';
import { result } from '../tensor/tensor.js';
import type { AnyTensor, Result, Tensor } from '../tensor/tensor.js';
import { expectTensor } from './operand.js';
import type { OfOneDType, SameDType } from './operand.js';

/** The shape of a product of two tensors of one element type, or a sentence. */
export type Multiplied<A, B> =
  A extends Tensor<infer S extends Shape, infer D>
    ? B extends Tensor<infer T extends Shape, infer E>
      ? SameDType<D, E, 'matmul'> extends infer R
        ? R extends string
          ? R
          : Matmul<S, T>
        : never
      : never
    : never;

const sameDType = (a: AnyTensor, b: AnyTensor, operation: string): void => {
  expectOneDType(operation, a, b);
};

/**
 * Matrix product: yᵢⱼ = Σₖ aᵢₖ bₖⱼ; leading axes are walked together and broadcast, a vector is a row on the left and a column on the right.
 *
 * Shape     [...batch, m, k] · [...batch, k, n] → [...batch, m, n]
 * Gradient  ā = ȳ bᵀ,  b̄ = aᵀ ȳ
 * Errors    "matmul: inner dimensions differ: [2, 3] x [4, 5] (3 is not 4)", "matmul: float32 with float64: cast one of them"
 * Cost      2mkn flops
 * Source    Giles 2008; deck rows C, N7
 * @example
 * matmul(tensor([[1, 2]]), tensor([[3], [4]])) // [[11]]
 */
export const matmul = <A extends AnyTensor, B extends AnyTensor>(
  a: A,
  b: Arg<Multiplied<A, B>, B>,
): Result<Multiplied<A, B>, A['dtype']> => result(product(expectTensor(a, 'matmul'), expectTensor(b, 'matmul')));

const product = (a: AnyTensor, b: AnyTensor): AnyTensor => {
  sameDType(a, b, 'matmul');
  const shape = expectShape(matmulShape(a.shape, b.shape), a.shape, b.shape);
  const [left, right] = [
    a.shape.length === 1 ? [1, ...a.shape] : a.shape,
    b.shape.length === 1 ? [...b.shape, 1] : b.shape,
  ];
  const pages = expectShape(broadcastShape(left.slice(0, -2), right.slice(0, -2), 'matmul'));
  const batch = [...pages.keys()];
  const [x, y] = [
    broadcastTo(reshapeTo(a, left), [...pages, ...left.slice(-2)]),
    broadcastTo(reshapeTo(b, right), [...pages, ...right.slice(-2)]),
  ];
  return reshapeTo(contractBy(x, y, { contract: [[batch.length + 1], [batch.length]], batch: [batch, batch] }), shape);
};

/**
 * z[b…, i…, j…] = Σₖ x[b…, i…, k…]·y[b…, k…, j…]: pairs of axes summed over (`contract`) and walked together (`batch`).
 *
 * Shape     the batch axes, then the other axes of a, then those of b
 * Gradient  ā and b̄ are products themselves
 * Errors    "dotGeneral: axis 1 of [2, 3] does not match axis 0 of [4, 5] (3 is not 4)"
 * Source    StableHLO dot_general
 * @example
 * dotGeneral(tensor([1, 2]), tensor([3, 4]), { contract: [[0], [0]] }) // 11
 */
export const dotGeneral = <A extends AnyTensor, B extends AnyTensor, const O extends DotOptions>(
  a: A,
  b: B,
  options: Arg<OfOneDType<A['dtype'], B['dtype'], 'dotGeneral', DotGeneral<A['shape'], B['shape'], O>>, O>,
): Result<DotGeneral<A['shape'], B['shape'], O>, A['dtype']> => result(general(a, b, options));

const dotNames: OptionNames<DotOptions> = { contract: true, batch: true };

const general = (a: AnyTensor, b: AnyTensor, options: DotOptions | string): AnyTensor => {
  if (typeof options === 'string') throw new TypeError(options);
  expectSpelt(options, dotNames, 'dotGeneral');
  sameDType(a, b, 'dotGeneral');
  expectShape(dotGeneralShape(a.shape, b.shape, options), a.shape, b.shape);
  const axes = (x: AnyTensor, which: Shape): Shape => expectShape(resolveAxes(x.shape, which, 'dotGeneral'));
  const [pages, others] = options.batch ?? [[], []];
  return contractBy(a, b, {
    contract: [axes(a, options.contract[0]), axes(b, options.contract[1])],
    batch: [axes(a, pages), axes(b, others)],
  });
};
