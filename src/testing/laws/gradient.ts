import { zeros } from '../../primitive/body.js';
import { size } from '../../shape/shape.js';
import { dtypes } from '../../tensor/dtype.js';
import { constant } from '../../tensor/node.js';
import { readAll } from '../../tensor/read.js';
import { movable, pullbackOf, pushforwardOf } from './derivative.js';
import { compareDifferences } from './differences.js';
import type { DifferenceOptions, DifferenceReport, Slope } from './differences.js';
import { checked, LawError, weighted } from './law.js';
import { against } from './subject.js';

/**
 * The gradient is right: ⟨Jᵀw, d⟩ = ∂/∂t ⟨w, f(x + t·d)⟩ with signs, for weights w drawn at random; d is each element of each float among the inputs, and
 * random directions that move one input or all. The inputs are a tensor or a tree of tensors, their floats in float64.
 *
 * The differences are of sixth order, with a step chosen by their own error. Directions along which f has a kink are left out, with a note. Where the error
 * cannot be brought below the tolerance, four times the error is allowed; where it exceeds a thousandth, the direction is left out too. Outputs that
 * are not finite have the weight 0.
 *
 * Errors   a `LawError` with both numbers, "gradient: input w, element 2: the gradient is 3, the difference quotient is -3", with w where f
 *          has several outputs; also where nothing can be
 *          compared; a `DTypeError` for an input in float32, where differences say little
 * Source   Griewank & Walther 2008; Ridders 1982
 * @example
 * expectGradient((x: Tensor<[2], 'float64'>) => multiply(x, x), tensor([1, 2], { dtype: 'float64' })).compared // 3
 */
export const expectGradient = <A>(f: (a: A) => unknown, a: A, options: DifferenceOptions = {}): DifferenceReport =>
  against(
    'gradient',
    f,
    a,
    (subject) => compareDifferences('gradient', 'the gradient', byPullback, subject, options),
    options,
  );

/** {@link expectGradient}, as a value: the error, or the report. */
export const checkGradient = checked(expectGradient);

/**
 * Forward mode is right: ⟨w, J d⟩ = ∂/∂t ⟨w, f(x + t·d)⟩; the rest as in {@link expectGradient}, with 8 elements of each input unless said otherwise.
 *
 * Errors   a `LawError` with both numbers: "jvp: input w, element 2: the pushforward is 3, the difference quotient is -3"
 * @example
 * expectJvp((x: Tensor<[2], 'float64'>) => multiply(x, x), tensor([1, 2], { dtype: 'float64' })).compared // 3
 */
export const expectJvp = <A>(f: (a: A) => unknown, a: A, options: DifferenceOptions = {}): DifferenceReport =>
  against(
    'jvp',
    f,
    a,
    (subject) => compareDifferences('jvp', 'the pushforward', byPushforward, subject, { elements: 8, ...options }),
    options,
  );

/** {@link expectJvp}, as a value: the error, or the report. */
export const checkJvp = checked(expectJvp);

const byPullback: Slope = ({ f, inputs, names }, weights) => {
  const outputs = movable(f(inputs));
  const cotangents = outputs.map((output, k) => constant(output, weights[k] ?? dtypes[output.dtype].zeros(0)));
  const found = readAll(pullbackOf(f, inputs.length)([...inputs, ...cotangents]));
  const gradients = inputs.map((input, index) => {
    if (!dtypes[input.dtype].float) return [];
    const gradient = found[movable(inputs.slice(0, index)).length] ?? [];
    if (gradient.length !== size(input.shape))
      throw new LawError(
        `gradient: the cotangent of ${names[index] ?? ''} has ${gradient.length} elements, expected ${size(input.shape)}`,
      );
    return gradient;
  });
  return ({ moves }) => {
    const indices = [...moves.keys()];
    return weighted(
      indices.map((index) => gradients[index] ?? []),
      indices.map((index) => moves.get(index) ?? []),
    );
  };
};

const byPushforward: Slope =
  ({ f, inputs }, weights) =>
  ({ moves }) => {
    const tangents = inputs.map((input, index) => {
      const data = moves.get(index);
      return data === undefined ? zeros(input) : constant(input, data);
    });
    const found = readAll(pushforwardOf(f, inputs.length)([...inputs, ...movable(tangents)]));
    return weighted(found, weights);
  };
