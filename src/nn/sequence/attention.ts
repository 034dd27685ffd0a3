import { index, matmul, multiply, permute, reshape, softmax } from '../../ops/index.js';
import {
  dimension,
  isNatural,
  show,
  type Mod,
  type Mul,
  type NotPositive,
  type SameDim,
  type Shape,
  type Show,
} from '../../shape/index.js';
import type { Result } from '../../tensor/tensor.js';
import { project } from '../linear/affine.js';
import { stateless, type Definition } from '../definition.js';
import type { Values } from '../values.js';
import { fanInUniform, initializers } from '../initializer.js';
import { layer, type Layer } from '../layer.js';
import type { Stateless } from '../rule.js';
import { branch } from '../tree.js';

/** The rule of `multiHeadAttention`. */
export interface MultiHeadAttention<H extends number> extends Stateless<'multiHeadAttention'> {
  readonly Out: this['In'] extends infer X extends Shape
    ? [NotPositive<H>] extends [never]
      ? X extends readonly [number, infer D extends number]
        ? SameDim<Mod<D, H>, 0> extends true
          ? X
          : `multiHeadAttention: width ${D} does not divide into ${H} heads`
        : `multiHeadAttention: expected an input [T, D], got ${Show<X>}`
      : `multiHeadAttention: heads ${H} is not a positive integer`
    : never;
  readonly Params: this['In'] extends readonly [unknown, infer D extends number]
    ? {
        readonly qkv: { readonly weight: Result<[Mul<3, D>, D]>; readonly bias: Result<[Mul<3, D>]> };
        readonly out: { readonly weight: Result<[D, D]>; readonly bias: Result<[D]> };
      }
    : never;
}

/**
 * Self-attention with h heads: the rows of a sequence, averaged by how well they match. Each head maps them to queries,
 * keys and values of width d = D/h; A = softmax(Q Kᵀ / √d) V; the heads side by side go through a last linear map.
 * Shape       [T, D], unchanged
 * Parameters  qkv { weight [3D, D] xavier uniform, bias [3D] zeros }, out { weight [D, D] uniform in ±1/√D, bias [D] zeros }
 * Errors      "multiHeadAttention: width 768 does not divide into 7 heads",
 *             "multiHeadAttention: expected an input [T, D], got [784]"
 * Source      Vaswani et al. 2017; where the parameters start, PyTorch
 */
export const multiHeadAttention = <const H extends number>(heads: H): Layer<MultiHeadAttention<H>> =>
  layer(attention(heads));

const attention = (heads: number): Definition =>
  stateless(
    'multiHeadAttention',
    (input) => {
      if (!isNatural(heads) || heads === 0) return `multiHeadAttention: heads ${heads} is not a positive integer`;
      if (input.length !== 2) return `multiHeadAttention: expected an input [T, D], got ${show(input)}`;
      const width = dimension(input, 1);
      return width % heads === 0 ? input : `multiHeadAttention: width ${width} does not divide into ${heads} heads`;
    },
    (input) => {
      const width = dimension(input, -1);
      const { xavierUniform, zeros } = initializers;
      return {
        qkv: {
          weight: { shape: [3 * width, width], initializer: xavierUniform() },
          bias: { shape: [3 * width], initializer: zeros },
        },
        out: {
          weight: { shape: [width, width], initializer: fanInUniform(width) },
          bias: { shape: [width], initializer: zeros },
        },
      };
    },
    (params, x) => {
      const [length, width] = [dimension(x.shape, 0), dimension(x.shape, 1)];
      const split = reshape(project(x, branch(params, 'qkv')), [length, 3, heads, width / heads]);
      const parts: Values = permute(split, [1, 2, 0, 3]);
      const [q, k, v] = [index(parts, 0), index(parts, 1), index(parts, 2)];
      const scores: Values = multiply(matmul(q, permute(k, [0, 2, 1])), Math.sqrt(heads / width));
      const mixed: Values = permute(matmul(softmax(scores), v), [1, 0, 2]);
      return project(reshape(mixed, [length, width]), branch(params, 'out'));
    },
  );
