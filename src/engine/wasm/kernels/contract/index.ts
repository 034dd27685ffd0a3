/** Contractions: products of matrices in any layout. */
import type { Contraction } from '../../../../primitive/contract.js';
import { at } from '../../../../primitive/primitive.js';
import { size } from '../../../../shape/shape.js';
import { fill, get, i32 } from '../../emit/index.js';
import type { Kernel, Lowering } from '../../kernel.js';
import { lanes } from '../../lanes.js';
import { blocks } from './blocks.js';
import { costOfDots, cutDots } from './cut.js';
import { dots } from './dots.js';
import { problem, turn } from './product.js';
import type { Problem } from './product.js';
import { costOfTiles, schedule } from './schedule.js';

/** sums of nothing */
const nothing = (bytes: number): Kernel => ({
  name: 'contract nothing',
  key: `contract nothing ${bytes}`,
  pieces: 1,
  scratch: 0,
  flops: 0,
  body: ({ pointers }) => fill(get(at(pointers, 0)), i32.const(0), i32.const(bytes)),
});

/** The kernel that takes the fewest cycles, for the product or its transpose, and the operands in its order. */
const chosen = (asked: Problem): { readonly kernel: Kernel; readonly splits: number } & Problem => {
  const ways = [asked, turn(asked)].flatMap((problem) => {
    const { product } = problem;
    return [
      {
        cost: costOfTiles(product),
        made: () => {
          const plan = schedule(product);
          return { ...problem, kernel: blocks(product, plan), splits: plan.splits };
        },
      },
      {
        cost: costOfDots(product),
        made: () => {
          const cut = cutDots(product);
          return { ...problem, kernel: dots(product, cut), splits: cut.splits };
        },
      },
    ];
  });
  return ways.reduce((best, way) => (way.cost < best.cost ? way : best)).made();
};

export const contract: Lowering<Contraction> = (attributes, [x, y], [z], draft) => {
  if (x === undefined || y === undefined || z === undefined || z.dtype === 'bool' || size(z.shape) === 0) return;
  const length = size(z.shape);
  if (attributes.contract[0].some((axis) => at(x.shape, axis) === 0)) {
    draft.step(nothing(length * lanes[z.dtype].bytes), [], [z]);
    return;
  }
  const { kernel, splits, left, right } = chosen(problem(attributes, x, y, z.dtype, draft));
  if (splits === 1) {
    draft.step(kernel, [left, right], [z]);
    return;
  }
  const parts = draft.temporary([splits, ...z.shape], z.dtype);
  draft.step(kernel, [left, right], [parts]);
  draft.sum(parts, z);
};
