import {
  abs,
  add,
  concat,
  convTranspose2d,
  divide,
  flip,
  multiply,
  permute,
  reshape,
  subtract,
  upsample,
} from '../../src/ops/index.js';
import { prove } from '../law.js';
import type { Numbers } from '../law.js';
import { laws, operations } from './upsampling.js';
import type { LawName, Operations } from './upsampling.js';
import '../../test/reference.js';

const { bedOfNails, maxUnpool2d, argMaxPool2d } = operations;
const faulty = (change: Partial<Operations>): Operations => ({ ...operations, ...change });

const faults: Readonly<Record<LawName, Readonly<Record<string, Operations>>>> = {
  'every f-th element of an upsampled image is the image': {
    'nails at the other corner': faulty({
      bedOfNails: (x, factors) => flip(bedOfNails(flip(x, [1, 2]), factors), [1, 2]),
    }),
    'a sign': faulty({ upsample: (x, factors) => abs(upsample(x, factors)) }),
  },
  'upsample is resizing by whole factors to the nearest': {
    'nails in its place': faulty({ upsample: bedOfNails }),
    'copies side by side': faulty({
      upsample: (x, [f = 1, g = 1]) => concat(Array<Numbers>(g).fill(concat(Array<Numbers>(f).fill(x), -2)), -1),
    }),
  },
  'upsample is the adjoint of the sum over blocks: ⟨up x, y⟩ = ⟨x, Σ y⟩': {
    'nails in its place': faulty({ upsample: bedOfNails }),
    'blocks that share their sum': faulty({
      upsample: (x, factors) =>
        divide(
          upsample(x, factors),
          factors.reduce((n, f) => n * f, 1),
        ),
    }),
  },
  'a bed of nails is the adjoint of taking every f-th element': {
    'nails at the other corner': faulty({
      bedOfNails: (x, factors) => flip(bedOfNails(flip(x, [1, 2]), factors), [1, 2]),
    }),
  },
  'upsample is the bed of nails under a kernel of ones': {
    'repeats of the row in place of the element': faulty({
      upsample: (x, factors) => flip(upsample(flip(x, [-1]), factors), [-2]),
    }),
  },
  'the transposed convolution is the adjoint: ⟨w ⋆ x, y⟩ = ⟨x, wᵀ y⟩': {
    'a kernel flipped': faulty({ convTranspose2d: (y, w, options) => convTranspose2d(y, flip(w, [2, 3]), options) }),
    'what the stride leaves over at the wrong end': faulty({
      convTranspose2d: (y, w, options) => flip(convTranspose2d(flip(y, [-1]), flip(w, [-1]), options), [-1]),
    }),
  },
  'max-unpooling is the pullback of the paired pooling': {
    'the places of the minima': faulty({ maxUnpool2d: (y, x, options) => maxUnpool2d(y, subtract(0, x), options) }),
  },
  'the pooling of what was unpooled is what went in, where windows do not overlap and nothing is negative': {
    'the maximum itself added': faulty({ maxUnpool2d: (y, x, options) => add(maxUnpool2d(y, x, options), 1) }),
  },
  'an image read at the indices of its pooling is its pooling': {
    'the places of the minima': faulty({ argMaxPool2d: (x, options) => argMaxPool2d(subtract(0, x), options) }),
    'indices counted column by column': faulty({
      argMaxPool2d: (x, options) => permute(argMaxPool2d(permute(x, [0, 2, 1]), options) as never, [0, 2, 1]),
    }),
  },
  'upsampling works on each plane alike, and on the axes alike': {
    'factors exchanged where they may be': faulty({
      upsample: (x, [f = 1, g = 1]) => {
        const turned = upsample(x, [g, f]);
        return reshape(turned, [...x.shape.slice(0, -2), (x.shape.at(-2) ?? 0) * f, (x.shape.at(-1) ?? 0) * g]);
      },
    }),
    'a scale that counts the planes': faulty({
      bedOfNails: (x, factors) => multiply(bedOfNails(x, factors), x.shape[0] ?? 1),
    }),
  },
};

prove(laws, () => ({ 'the library': operations }), faults);
