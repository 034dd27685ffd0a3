import * as E from 'fp-ts/lib/Either.js';
import { size } from '../../shape/shape.js';
import type { Shape } from '../../shape/shape.js';
import { fromArray } from '../../tensor/literal.js';
import { read } from '../../tensor/read.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { Counterexample } from './counterexample.js';
import { evaluator } from './evaluate.js';
import type { Evidence } from './evidence.js';
import { linearity } from './linear.js';
import { subjectOf } from './operator.js';
import type { Images, Operator, Spaces } from './operator.js';
import { searchNames, searchOf } from './options.js';
import type { SearchOptions } from './options.js';

/** A linear operator as a matrix: the elements of F(x) in row-major order are the matrix times those of x. */
export interface LinearMap extends Spaces {
  readonly matrix: Tensor<readonly [number, number], 'float64'>;
  /** how it is known that the operator is linear */
  readonly evidence: Evidence;
}

/** column i is what the operator makes of the i-th image of the basis */
export const matrixOf = (operator: Operator, { input, output }: Spaces): LinearMap['matrix'] => {
  const [rows, columns] = [size(output), size(input)];
  const elements = new Float64Array(rows * columns);
  const f = evaluator(operator);
  for (let i = 0; i < columns; i++) {
    const image = new Float64Array(columns).fill(1, i, i + 1);
    read(f(fromArray(image, input))).forEach((value, o) => (elements[o * columns + i] = value));
  }
  return fromArray(elements, [rows, columns]);
};

/**
 * The matrix of a linear operator, or a counterexample to its linearity. Of images `upTo` a size, the largest.
 *
 * Law       F(x) = reshape(matmul(M, reshape(x, [n, 1])), output)
 * Shape     images [...s] → [...t] give [Π t, Π s]
 * Errors    those of {@link isLinear}
 * Source    deck row I9
 * @example
 * const found = asMatrix((x: Image<[1, 3]>) => circularShift(x, [0, 1]), [1, 3]);
 * if (found._tag === 'Right') found.right.matrix // [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
 */
export const asMatrix = <S extends Shape>(
  operator: Operator<S>,
  images: Images<S>,
  options: SearchOptions = {},
): E.Either<Counterexample, LinearMap> => {
  const search = searchOf('asMatrix', options, searchNames);
  const subject = subjectOf('asMatrix', operator, images);
  const found = linearity(subject, search);
  if (E.isLeft(found)) return found;
  const { operator: f, largest } = subject;
  return E.right({ ...largest, matrix: matrixOf(f, largest), evidence: found.right });
};
