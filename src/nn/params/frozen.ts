import { stopGradient } from '../../ops/index.js';
import { map } from '../../tree/index.js';
import { layer, type AnyLayer, type Layer, type RuleIn } from '../layer.js';

/**
 * A layer that no longer learns: it maps as in evaluation, its parameters have the gradient 0, and what it remembers stays. The gradient of its input
 * passes.
 * Shape       that of the layer
 * Parameters  those of the layer
 * Source      deck rows N12, N14
 * @example
 * model([4], sequential({ body: frozen(linear(3)) }, { head: linear(2) })).output // [2]
 */
export const frozen = <L extends AnyLayer>({ definition }: L): Layer<RuleIn<L>> =>
  layer({
    ...definition,
    frozen: true,
    apply: ({ params, state }, x, context) =>
      definition.apply({ params: map(params, stopGradient), state }, x, { ...context, key: undefined }),
  });
