/** Convolution by direct kernels: no matrix of patches is ever written. */
import type { Convolution } from '../../../../primitive/convolution.js';
import { at } from '../../../../primitive/primitive.js';
import { size } from '../../../../shape/shape.js';
import type { Lowering } from '../../kernel.js';
import { direct } from './direct.js';
import { geometry } from './geometry.js';
import { inner } from './inner.js';
import { universal } from './universal.js';

export const convolve: Lowering<Convolution> = (attributes, inputs, outputs, draft) => {
  const [x, w, z] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)];
  if (size(z.shape) === 0) return;
  const g = geometry(attributes, x, w, z);
  const fast = inner(draft, g) ?? direct(draft, g);
  if (fast === undefined) universal(draft, g, x, w, z);
  else fast(x, w, z);
};
