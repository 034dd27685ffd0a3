import { threefry2x32 } from '../../primitive/threefry.js';
import { size } from '../../shape/shape.js';
import { dtypes } from '../../tensor/dtype.js';
import type { Data } from '../../tensor/dtype.js';
import { constant } from '../../tensor/node.js';
import type { AnyTensor, Spec } from '../../tensor/tensor.js';

/**
 * Numbers in which to move: ±⅛ … ±1, never 0, in steps of ⅛, so that sums of their products with numbers of few bits are exact. The same
 * seed gives the same numbers.
 */
export const direction = ({ shape, dtype }: Spec, seed: number, stream = 0): Data =>
  dtypes[dtype].zeros(size(shape)).map((_, index) => {
    const [bits] = threefry2x32(seed, stream, index, 0);
    return (((bits >>> 1) % 8) + 1) * (bits % 2 === 0 ? 0.125 : -0.125);
  });

/** A direction for each spec, as tensors. */
export const directions = (specs: readonly Spec[], seed: number): readonly AnyTensor[] =>
  specs.map(({ shape, dtype }, stream) => constant({ shape, dtype }, direction({ shape, dtype }, seed, stream)));
