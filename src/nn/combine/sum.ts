import { add } from '../../ops/index.js';
import { sameShape, show, type SameShape, type Shape, type Show } from '../../shape/index.js';
import { composite, type Definition } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import { define, type Item, type RulesOf } from '../named.js';
import { applyAll, outputs, type EntriesOfAll, type Outputs } from './parallel.js';
import type { Composite } from '../rule.js';
import type { NamesOf } from './sequential.js';

/** The rule of `sum`. */
export interface Sum<L extends readonly unknown[]> extends Composite {
  readonly Out: Added<Outputs<L, this['In'], 'sum'>>;
  readonly Entries: EntriesOfAll<L, this['In']>;
  readonly Names: NamesOf<L>;
}
type Added<R> = R extends readonly [infer A extends Shape, ...infer More]
  ? More extends readonly [infer B extends Shape, ...infer Rest]
    ? SameShape<A, B> extends true
      ? Added<[A, ...Rest]>
      : `sum: the branches give ${Show<A>} and ${Show<B>}`
    : A
  : R extends readonly []
    ? 'sum: there is no branch'
    : R;

/**
 * Branches side by side, their results added: y = f₁(x) + … + fₙ(x). With a projection as one branch, a residual block
 * that changes the shape.
 * Shape       that of every branch
 * Parameters  a record of the named branches
 * Errors      "sum: the branches give [64, 56, 56] and [64, 28, 28]", those of the branches
 * Source      He et al. 2015
 */
export const sum = <L extends readonly Item[]>(...branches: L): Layer<Sum<RulesOf<L>>> =>
  layer(added(branches.map(define)));

const added = (items: readonly Definition[]): Definition =>
  composite(
    'sum',
    items,
    (input) => items.map(() => input),
    (input) => {
      const shapes = outputs(items, input, 'sum');
      if (typeof shapes === 'string') return shapes;
      const [first] = shapes;
      if (first === undefined) return 'sum: there is no branch';
      const other = shapes.find((shape) => !sameShape(first, shape));
      return other === undefined ? first : `sum: the branches give ${show(first)} and ${show(other)}`;
    },
    (variables, x, context) => {
      const [results, state] = applyAll(items, variables, x, context);
      return [results.reduce((total, y) => add(total, y)), state];
    },
  );
