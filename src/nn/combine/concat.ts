import { concat as concatenate } from '../../ops/index.js';
import { concatShape, type Concat as Joined, type Shape } from '../../shape/index.js';
import { composite, type Definition } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import { define, type Item, type RulesOf } from '../named.js';
import { applyAll, outputs, type EntriesOfAll, type Outputs } from './parallel.js';
import type { Composite } from '../rule.js';
import type { NamesOf } from './sequential.js';

/** The rule of `concat`. */
export interface Concat<L extends readonly unknown[]> extends Composite {
  readonly Out: Beside<Outputs<L, this['In'], 'concat'>>;
  readonly Entries: EntriesOfAll<L, this['In']>;
  readonly Names: NamesOf<L>;
}
type Beside<R> = R extends readonly Shape[] ? Joined<R, 0> : R;

/**
 * Branches side by side, their results one after the other along the channels: y = [f₁(x), …, fₙ(x)].
 * Shape       the sizes of axis 0 add up, the others are equal
 * Parameters  a record of the named branches
 * Errors      "concat: [64, 28, 28] and [128, 27, 28] differ outside axis 0", those of the branches
 * Source      Szegedy et al. 2014 (inception)
 */
export const concat = <L extends readonly Item[]>(...branches: L): Layer<Concat<RulesOf<L>>> =>
  layer(beside(branches.map(define)));

const beside = (items: readonly Definition[]): Definition =>
  composite(
    'concat',
    items,
    (input) => items.map(() => input),
    (input) => {
      const shapes = outputs(items, input, 'concat');
      return typeof shapes === 'string' ? shapes : concatShape(shapes, 0);
    },
    (variables, x, context) => {
      const [results, state] = applyAll(items, variables, x, context);
      return [concatenate(results, 0), state];
    },
  );
