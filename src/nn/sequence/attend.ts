/** What the attention layers share: rows averaged by how well they match. */
import { dimension, isNatural, show } from '../../shape/index.js';
import type { Mod, Mul, NotPositive, SameDim, Shape, Show, Verdict } from '../../shape/index.js';
import {
  add,
  and,
  greaterEqual,
  index,
  matmul,
  multiply,
  permute,
  range,
  reshape,
  slice,
  softmax,
  where,
} from '../../ops/index.js';
import type { AnyTensor, Result } from '../../tensor/tensor.js';
import type { Context, Mask } from '../context.js';
import type { Slot, Tree } from '../definition.js';
import { fanInUniform, initializers } from '../initializer.js';
import { project } from '../linear/affine.js';
import { branch, values } from '../tree.js';
import type { Values } from '../values.js';

/** The input of an attention with H heads, or the sentence that says why it does not fit. */
export type Attended<X, H extends number, Op extends string> = [NotPositive<H>] extends [never]
  ? X extends readonly [number, infer D extends number]
    ? SameDim<Mod<D, H>, 0> extends true
      ? X
      : `${Op}: width ${D} does not divide into ${H} heads`
    : `${Op}: expected an input [T, D], got ${X extends Shape ? Show<X> : never}`
  : `${Op}: heads ${H} is not a positive integer`;
export const attended = (input: Shape, heads: number, operation: string): Verdict => {
  if (!isNatural(heads) || heads === 0) return `${operation}: heads ${heads} is not a positive integer`;
  if (input.length !== 2) return `${operation}: expected an input [T, D], got ${show(input)}`;
  const width = dimension(input, 1);
  return width % heads === 0 ? input : `${operation}: width ${width} does not divide into ${heads} heads`;
};

/** The parameters of an attention of width D. */
export type AttentionParams<D extends number> = {
  readonly qkv: { readonly weight: Result<[Mul<3, D>, D]>; readonly bias: Result<[Mul<3, D>]> };
  readonly out: { readonly weight: Result<[D, D]>; readonly bias: Result<[D]> };
};
export const attentionSlots = (width: number): Tree<Slot> => {
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
};

/** Which rows may be looked at: [from, to], [to] for all alike, or nothing where all may. */
type Allowed = Mask | undefined;

/** Row t may look at rows 0 … t. */
const backwards = (length: number): Mask => greaterEqual(reshape(range(length), [length, 1]), range(length));

const together = (a: Allowed, b: Allowed): Allowed => (a === undefined || b === undefined ? (a ?? b) : and(a, b));

/** [T, D] to [heads, T, D / heads] for each of the parts that lie side by side. */
const split = (x: Values, parts: number, heads: number): Values => {
  const [length, width] = [dimension(x.shape, 0), dimension(x.shape, 1)];
  return permute(reshape(x, [length, parts, heads, width / parts / heads]), [1, 2, 0, 3]);
};

/** The rows of a sequence attend to each other: softmax(Q Kᵀ / √d) V for each head, then a linear map of the heads side by side. */
export const toItself = (
  params: Tree<AnyTensor>,
  x: Values,
  heads: number,
  causal: boolean,
  context: Context,
): Values => {
  const parts = split(project(x, branch(params, 'qkv')), 3, heads);
  const allowed = together(causal ? backwards(dimension(x.shape, 0)) : undefined, context.mask);
  return mixed(params, index(parts, 0), index(parts, 1), index(parts, 2), allowed, context);
};

/** The rows of a sequence attend to those of another: the queries are made of x, the keys and values of the memory. */
export const toMemory = (
  params: Tree<AnyTensor>,
  x: Values,
  heads: number,
  operation: string,
  context: Context,
): Values => {
  const { memory } = context;
  if (memory === undefined)
    throw new TypeError(`${operation}: there is nothing to attend to outside of the decoder of \`attending\``);
  const width = dimension(x.shape, 1);
  const { weight, bias } = {
    weight: values(branch(params, 'qkv'), 'weight'),
    bias: values(branch(params, 'qkv'), 'bias'),
  };
  const rows = (from: Values, start: number, end: number): Values => {
    const range = [{ start: start * width, end: end * width }];
    return add(matmul(from, permute(slice(weight, range), [1, 0])), slice(bias, range));
  };
  const [q, kv] = [split(rows(x, 0, 1), 1, heads), split(rows(memory.rows, 1, 3), 2, heads)];
  return mixed(params, index(q, 0), index(kv, 0), index(kv, 1), memory.mask, context);
};

const mixed = (
  params: Tree<AnyTensor>,
  q: Values,
  k: Values,
  v: Values,
  allowed: Allowed,
  { tap }: Context,
): Values => {
  const [heads, length, depth] = [dimension(q.shape, 0), dimension(q.shape, 1), dimension(q.shape, 2)];
  const scores: Values = multiply(matmul(q, permute(k, [0, 2, 1])), 1 / Math.sqrt(depth));
  /* not −∞: where nothing may be looked at, the mean of all is taken, which nobody reads, and no NaN comes of it */
  const weights: Values = softmax(allowed === undefined ? scores : where(allowed, scores, -1e30));
  tap?.attended(weights);
  const rows: Values = permute(matmul(weights, v), [1, 0, 2]);
  return project(reshape(rows, [length, heads * depth]), branch(params, 'out'));
};
