import { isNatural } from '../../shape/index.js';
import type { NotNatural } from '../../shape/index.js';
import type { AnyTensor } from '../../tensor/tensor.js';
import { inside } from '../context.js';
import { isNothing, type Definition, type Tree } from '../definition.js';
import { layer, type AnyLayer, type Layer, type RuleIn } from '../layer.js';
import { preserved, type Preserved } from './residual.js';
import type { Leaf, Nothing, OutputOf, ParamsOf, Rule, StateOf } from '../rule.js';
import { branch } from '../tree.js';

/** The rule of `repeat`. */
export interface Repeat<N extends number, F extends Rule> extends Leaf<'repeat'> {
  readonly Out: [NotNatural<N>] extends [never]
    ? Preserved<this['In'], OutputOf<F, this['In']>, 'repeat'>
    : `repeat: ${N} is not a number of copies`;
  readonly Params: readonly ParamsOf<F, this['In']>[];
  readonly State: Nothing extends StateOf<F, this['In']> ? Nothing : readonly StateOf<F, this['In']>[];
}

/**
 * n copies of a block in sequence, each with its own parameters: y = fₙ(… f₁(x)). One type for all copies, however many.
 * Shape       unchanged
 * Parameters  a list of those of the block
 * Errors      "repeat: the block maps [64, 56, 56] to [128, 28, 28]; the two must be equal", those of the block
 */
export const repeat = <N extends number, L extends AnyLayer>(count: N, block: L): Layer<Repeat<N, RuleIn<L>>> =>
  layer(copies(count, block.definition));

const copies = (count: number, block: Definition): Definition => {
  const list = <T>(value: T): readonly T[] => Array.from({ length: count }, () => value);
  return {
    operation: 'repeat',
    leaf: true,
    names: [],
    output: (input) =>
      isNatural(count) ? preserved(input, block, 'repeat') : `repeat: ${count} is not a number of copies`,
    parameters: (input) => list(block.parameters(input)),
    state: (input) => (isNothing(block.state(input)) ? {} : list(block.state(input))),
    parts: (input) => list(block).map((copy, index) => ({ definition: { ...copy, label: String(index) }, input })),
    apply: ({ params, state }, x, context) => {
      const states: Tree<AnyTensor>[] = [];
      let y = x;
      for (let index = 0; index < count; index++) {
        const variables = { params: branch(params, index), state: branch(state, index) };
        const [next, remembered] = block.apply(variables, y, inside(context, index));
        states.push(remembered);
        y = next;
      }
      return [y, states.every(isNothing) ? {} : states];
    },
  };
};
