import type { Shape } from '../../shape/index.js';
import type { DType, Float } from '../../tensor/dtype.js';
import { typed, type Tensor } from '../../tensor/tensor.js';
import { contextOf, type Tap } from '../context.js';
import type { Variables } from '../definition.js';
import type { Model } from '../model.js';
import type { Values } from '../values.js';
import { expectVariables } from '../variables.js';

/**
 * What the attention layers of a network looked at in one example, in the order in which it met them: A = softmax(Q Kᵀ / √d) of each head.
 * Shape   an example [...input] → a list of [heads, T, S], whose rows sum to 1
 * @example
 * const net = build([3, 4], { attn: multiHeadAttention(2) });
 * attentionMaps(net, net.init(random.key(0)), ones([3, 4])).map(({ shape }) => shape) // [[2, 3, 3]]
 */
export const attentionMaps = <I extends Shape, O extends Shape, P, S, D extends Float, X extends DType>(
  { definition, dtype, input }: Model<I, O, P, S, D, X>,
  variables: Variables<P, S>,
  x: Tensor<I, X>,
): readonly Tensor<[number, number, number], D>[] => {
  const maps: Values[] = [];
  const tap: Tap = {
    streams: false,
    begin: () => undefined,
    end: () => undefined,
    attended: (weights) => void maps.push(weights),
  };
  const own = {
    params: expectVariables(definition.parameters(input), variables.params, dtype, 'params'),
    state: expectVariables(definition.state(input), variables.state, dtype, 'state'),
  };
  definition.apply(own, typed<Shape, Float>(x), { ...contextOf(undefined), tap });
  return maps.map((map) => typed(map));
};
