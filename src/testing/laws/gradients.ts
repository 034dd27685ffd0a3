import type { AnyTensor } from '../../tensor/tensor.js';
import { build, leaves } from '../../tree/index.js';
import { expectAdjoint } from './adjoint.js';
import { expectDifferences } from './differences.js';
import type { DifferenceOptions } from './differences.js';

/**
 * The derivatives of f at a are right: reverse mode agrees with differences, and forward mode is its transpose. The check of one's own function,
 * loss or network; a is a tensor or a tree of tensors, its floats in float64.
 *
 * Errors   a `LawError` with both numbers, see {@link expectDifferences} and {@link expectAdjoint}
 * @example
 * expectGradients((x: Tensor<[2], 'float64'>) => multiply(x, x), tensor([1, 2], { dtype: 'float64' }))
 */
export const expectGradients = <A>(f: (a: A) => unknown, a: A, options: DifferenceOptions = {}): void => {
  const mapping = (inputs: readonly AnyTensor[]): readonly AnyTensor[] =>
    leaves(f(build(a, inputs)), 'expectGradients');
  const inputs = leaves(a, 'expectGradients');
  expectDifferences(mapping, inputs, options);
  expectAdjoint(mapping, inputs, options.seed);
};
