/** Contractions: products of matrices in any layout. */
import type { Contraction } from '../../../../primitive/contract.js';
import { at } from '../../../../primitive/primitive.js';
import { size } from '../../../../shape/shape.js';
import { fill, get, i32 } from '../../emit/index.js';
import type { Kernel, Lowering } from '../../kernel.js';
import { lanes } from '../../lanes.js';
import { blocks } from './blocks.js';
import { combine } from './combine.js';
import { problem, turn } from './product.js';
import type { Problem } from './product.js';
import { schedule } from './schedule.js';

/** sums of nothing */
const nothing = (bytes: number): Kernel => ({
  name: 'contract nothing',
  key: `contract nothing ${bytes}`,
  pieces: 1,
  scratch: 0,
  flops: 0,
  body: ({ pointers }) => fill(get(at(pointers, 0)), i32.const(0), i32.const(bytes)),
});

/** The side whose elements stand side by side, or that is smaller, is brought into vectors. */
const oriented = (asked: Problem): Problem => {
  const cost = ({ product: { rows, columns, depth, left, right, turned } }: Problem): number =>
    (right.free === 1 ? 0.25 : right.depth === 1 ? 1 : 2) * columns * depth +
    (turned ? 0.5 : 0) * rows * columns +
    (Math.ceil(rows / 4) * Math.ceil(columns / 4) * 16 * depth) / 8 +
    0 * left.free;
  const turned = turn(asked);
  return cost(turned) < cost(asked) ? turned : asked;
};

export const contract: Lowering<Contraction> = (attributes, [x, y], [z], draft) => {
  if (x === undefined || y === undefined || z === undefined || z.dtype === 'bool' || size(z.shape) === 0) return;
  const length = size(z.shape);
  if (attributes.contract[0].some((axis) => at(x.shape, axis) === 0)) {
    draft.step(nothing(length * lanes[z.dtype].bytes), [], [z]);
    return;
  }
  const { product, left, right } = oriented(problem(attributes, x, y, z.dtype, draft));
  const plan = schedule(product);
  if (plan.splits === 1) {
    draft.step(blocks(product, plan), [left, right], [z]);
    return;
  }
  const parts = draft.temporary([plan.splits, length], z.dtype);
  draft.step(blocks(product, plan), [left, right], [parts]);
  draft.step(combine(z.dtype, plan.splits, length), [parts], [z]);
};
