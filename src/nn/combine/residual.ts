import { add } from '../../ops/index.js';
import { sameShape, show, type SameShape, type Shape, type Show } from '../../shape/index.js';
import { composite, type Definition } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import { define, type Item, type RuleOf } from '../named.js';
import type { Composite, EntriesOf, OutputOf, Rule } from '../rule.js';

/** The rule of `residual`. */
export interface Residual<F extends Rule> extends Composite {
  readonly Out: Preserved<this['In'], OutputOf<F, this['In']>, 'residual'>;
  readonly Entries: EntriesOf<F, this['In']>;
  readonly Names: F['Names'];
}

/** The shape I when a block that gets it gives it back. */
export type Preserved<I, R, Op extends string> = R extends Shape
  ? I extends Shape
    ? SameShape<I, R> extends true
      ? I
      : `${Op}: the block maps ${Show<I>} to ${Show<R>}; the two must be equal`
    : never
  : R;
export const preserved = (input: Shape, block: Definition, operation: string): Shape | string => {
  const verdict = block.output(input);
  return typeof verdict === 'string' || sameShape(input, verdict)
    ? verdict
    : `${operation}: the block maps ${show(input)} to ${show(verdict)}; the two must be equal`;
};

/**
 * What a block adds to its input: y = x + f(x).
 * Shape       unchanged
 * Parameters  those of the block
 * Errors      "residual: the block maps [64, 56, 56] to [128, 28, 28]; the two must be equal", those of the block
 * Source      He et al. 2015
 */
export const residual = <I extends Item>(block: I): Layer<Residual<RuleOf<I>>> => layer(around(define(block)));

const around = (block: Definition): Definition =>
  composite(
    'residual',
    [block],
    (input) => [input],
    (input) => preserved(input, block, 'residual'),
    (variables, x, context) => {
      const [y, state] = block.apply(variables, x, context);
      return [add(x, y), state];
    },
  );
