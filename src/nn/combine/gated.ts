import { multiply, reshape } from '../../ops/index.js';
import { dimension, sameShape, show, type SameShape, type Shape, type Show } from '../../shape/index.js';
import { composite, type Definition } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import { define, type Item, type RuleOf } from '../named.js';
import type { Composite, EntriesOf, OutputOf, Rule } from '../rule.js';

/** The rule of `gated`. */
export interface Gated<F extends Rule> extends Composite {
  readonly Out: Scaled<this['In'], OutputOf<F, this['In']>>;
  readonly Entries: EntriesOf<F, this['In']>;
  readonly Names: F['Names'];
}
type Scaled<I, R> = R extends Shape
  ? I extends Shape
    ? SameShape<I, R> extends true
      ? I
      : I extends readonly [infer C extends number, ...unknown[]]
        ? SameShape<[C], R> extends true
          ? I
          : `gated: ${Show<I>} cannot be scaled by ${Show<R>}`
        : `gated: ${Show<I>} cannot be scaled by ${Show<R>}`
    : never
  : R;

/**
 * The input, scaled by what inner layers make of it: y = x ⊙ f(x), with one number for each element or for each channel.
 * Shape       x [C, ...s] and f(x) [C, ...s] or [C] → [C, ...s]
 * Parameters  those of the inner layers
 * Errors      "gated: [64, 7, 7] cannot be scaled by [32]", those of the inner layers
 * @example
 * build([64, 7, 7], gated(sequential({ mask: conv2d({ out: 64, kernel: 1 }) }, sigmoid))).output // [64, 7, 7]
 */
export const gated = <I extends Item>(inner: I): Layer<Gated<RuleOf<I>>> => layer(scaledBy(define(inner)));

const scaledBy = (inner: Definition): Definition =>
  composite(
    'gated',
    [inner],
    (input) => [input],
    (input) => {
      const verdict = inner.output(input);
      if (typeof verdict === 'string') return verdict;
      const fits = sameShape(input, verdict) || (input.length > 0 && sameShape(input.slice(0, 1), verdict));
      return fits ? input : `gated: ${show(input)} cannot be scaled by ${show(verdict)}`;
    },
    (variables, x, context) => {
      const [gate, state] = inner.apply(variables, x, context);
      const wide = sameShape(x.shape, gate.shape)
        ? gate
        : reshape(gate, [dimension(x.shape, 0), ...x.shape.slice(1).map(() => 1)]);
      return [multiply(x, wide), state];
    },
  );
