import * as E from 'fp-ts/lib/Either.js';
import type { Shape } from '../../shape/shape.js';
import { show } from '../../shape/shape.js';
import { line } from './counterexample.js';
import type { Counterexample } from './counterexample.js';
import { generators, shiftNames, symmetric } from './equivariant.js';
import type { ShiftOptions } from './equivariant.js';
import { told } from './evidence.js';
import type { Evidence } from './evidence.js';
import { kernelOf } from './kernel.js';
import type { Kernel } from './kernel.js';
import type { Shifts } from './law.js';
import { linearity } from './linear.js';
import { matrixOf } from './matrix.js';
import { subjectOf } from './operator.js';
import type { Images, Operator } from './operator.js';
import { searchOf } from './options.js';

/**
 * An operator that is a convolution: F(x)[i, j] = Σ_q Σ_r kernel[q, r] · x[i + origin₀ − q, j + origin₁ − r], summed over the planes of x too.
 */
export interface Convolution extends Kernel {
  /** circular: the indices of x wrap round; interior: the equation holds for the outputs `margin` away from their borders */
  readonly shifts: Shifts;
  readonly margin: number;
  readonly evidence: Evidence;
  /** The kernel, and how it is known. */
  toString(): string;
}

const convolution = (kernel: Kernel, shifts: Shifts, margin: number, evidence: Evidence): Convolution => ({
  ...kernel,
  shifts,
  margin,
  evidence,
  toString: () =>
    [
      `F is a convolution, ${shifts === 'circular' ? 'circular' : `in the interior, ${margin} from the border`}`,
      line('kernel', kernel.kernel),
      `origin = ${show(kernel.origin)}`,
      told(evidence),
    ].join('\n'),
});

/** how it is known that both hold */
const together = (linear: Evidence, shift: Evidence): Evidence =>
  linear.by === 'proof' ? shift : { ...linear, cases: linear.cases + (shift.by === 'tests' ? shift.cases : 0) };

/**
 * The kernel with which an operator is a convolution, or a counterexample: to linearity, or else to shift-invariance. Of images `upTo` a size, the
 * kernel for the largest.
 *
 * The theorem: F is a convolution if and only if it is linear and commutes with shifts. For x = Σ_u x(u) δ_u, and δ_u is δ_0 moved to u, so F(x)(p) =
 * Σ_u x(u) F(δ_u)(p) = Σ_u x(u) F(δ_0)(p − u): the convolution of x with K = F(δ_0).
 *
 * With circular shifts of an image that keeps its size, F(x) = `convolve(x, kernel, { boundary: 'wrap' })`. In the interior, the kernel has
 * h − h′ + 2 margin + 1 rows for an image of height h and an output of height h′: of a valid convolution those of the kernel, else 2 margin + 1.
 *
 * Shape     images [...c, h, w] → [...d, h′, w′] have the kernel [...d, ...c, q, r]
 * Errors    those of {@link isShiftInvariant}
 * Source    deck row I9
 * @example
 * const found = asConvolution((x: Image<[1, 4]>) => add(x, circularShift(x, [0, 1])), [1, 4]);
 * if (found._tag === 'Right') found.right.kernel // [[0, 1, 1]]
 */
export const asConvolution = <S extends Shape>(
  operator: Operator<S>,
  images: Images<S>,
  options: ShiftOptions = {},
): E.Either<Counterexample, Convolution> => {
  const search = searchOf('asConvolution', options, shiftNames);
  const symmetries = generators('asConvolution', options);
  const subject = subjectOf('asConvolution', operator, images);
  const linear = linearity(subject, search);
  if (E.isLeft(linear)) return linear;
  const shift = symmetric('asConvolution', subject, symmetries, search);
  if (E.isLeft(shift)) return shift;
  const { shifts = 'circular', margin = 0 } = options;
  const map = { ...subject.largest, matrix: matrixOf(subject.operator, subject.largest), evidence: linear.right };
  const kernel = kernelOf[shifts](map, margin, search.tolerance);
  return E.right(convolution(kernel, shifts, margin, together(linear.right, shift.right)));
};
