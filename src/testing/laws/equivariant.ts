import type { Axes } from '../../shape/axis.js';
import type { Arg, Shape } from '../../shape/shape.js';
import type { DType } from '../../tensor/dtype.js';
import { isTensor } from '../../tensor/node.js';
import type { AnyTensor, Tensor } from '../../tensor/tensor.js';
import { leaves, named } from '../../tree/index.js';
import { rebuild } from '../../tree/tree.js';
import type { Action, Element } from './action.js';
import { expectTensors, rounded } from './bound.js';
import type { Bound } from './bound.js';
import { checked, summed } from './law.js';
import type { Report } from './law.js';
import { literal } from './literal.js';
import { smallest } from './subject.js';
import type { Shrinking } from './subject.js';

/** How equivariance is tested. */
export interface EquivariantOptions<G extends string = string> extends Shrinking {
  /** how the group acts on the result, where it is not as on the input; `unchanged` for an invariant operator */
  readonly output?: Action<G | 'any'>;
  /** the elements to try; some of each kind unless said otherwise */
  readonly elements?: readonly Element[];
  readonly bound?: Bound;
}

/**
 * An operator commutes with a group: f(g·x) = g·f(x) for elements g of the group.
 *
 * Shape    the axes along which the group acts are axes of x, and of the result
 * Errors   a `LawError` with g, both numbers, and few numbers in x: "equivariant: f(x shifted by [1]) against f(x) shifted by [1], element 0 is 1, expected 0"
 * @example
 * expectEquivariant((x: Tensor<[4]>) => relu(x), permutations([0]), tensor([1, -1, 2, 0])).worst // 0
 * expectEquivariant((x: Tensor<[4]>) => sum(x), shift([0]), tensor([1, -1, 2, 0]), { output: unchanged }).worst // 0
 */
export const expectEquivariant = <const S extends Shape, D extends DType, G extends string, A extends Shape>(
  f: (x: Tensor<S, D>) => unknown,
  action: Action<G, A>,
  x: Arg<Axes<S, A, G>, Tensor<S, D>>,
  options: EquivariantOptions<NoInfer<G>> = {},
): Report => held(f, action, x, options);

/** {@link expectEquivariant}, as a value: the error, or the report. */
export const checkEquivariant = checked(expectEquivariant);

const held = (f: (x: never) => unknown, action: Action, x: unknown, options: EquivariantOptions): Report => {
  const { output = action, bound = rounded, attempts = 60 } = options;
  const law = 'equivariant';
  if (!isTensor(x)) throw new TypeError(`${law}: expected a tensor`);
  const called = (tensor: AnyTensor): unknown => f(rebuild<never>(x, [tensor]));
  return smallest(
    [x],
    ([start = x]) => {
      const before = leaves(called(start), law);
      const elements = options.elements ?? action.elements(start.shape);
      const reports = elements.map((element) => {
        const found = named(called(action.act(start, element)), law).map(
          ([path, tensor]) =>
            [
              `f(x ${action.describe(element)}) against f(x) ${output.describe(element)}${path === '' ? '' : `, ${path}`}`,
              tensor,
            ] as const,
        );
        return expectTensors(
          law,
          found,
          before.map((tensor) => output.act(tensor, element)),
          bound,
        );
      });
      return summed(law, reports);
    },
    attempts,
    ([start = x]) => `x = ${literal(start)}`,
  );
};
