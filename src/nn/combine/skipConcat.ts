import { concat, slice } from '../../ops/index.js';
import { dimension, show, type Add, type Lte, type Shape, type Show } from '../../shape/index.js';
import { composite, type Definition } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import { define, type Item, type RuleOf } from '../named.js';
import type { Composite, EntriesOf, OutputOf, Rule } from '../rule.js';

/** The rule of `skipConcat`. */
export interface SkipConcat<F extends Rule> extends Composite {
  readonly Out: Joined<this['In'], OutputOf<F, this['In']>>;
  readonly Entries: EntriesOf<F, this['In']>;
  readonly Names: F['Names'];
}
type Joined<I, R> = R extends Shape
  ? I extends readonly [infer C extends number, infer H extends number, infer W extends number]
    ? R extends readonly [infer C2 extends number, infer H2 extends number, infer W2 extends number]
      ? Fits<H2, H> extends true
        ? Fits<W2, W> extends true
          ? [Add<C, C2>, H2, W2]
          : NoCrop<I, R>
        : NoCrop<I, R>
      : NoCrop<I, R>
    : NoCrop<I, R>
  : R;
type Fits<A extends number, B extends number> = Lte<A, B> extends false ? false : true;
type NoCrop<I, R extends Shape> = `skipConcat: ${I extends Shape ? Show<I> : never} cannot be cropped to ${Show<R>}`;

/**
 * The input beside what the inner layers make of it, cropped around the centre to their size: y = [crop(x), f(x)].
 * Shape       x [C, H, W] and f(x) [C′, H′, W′] → [C + C′, H′, W′]
 * Parameters  those of the inner layers
 * Errors      "skipConcat: [64, 28, 28] cannot be cropped to [64, 30, 30]", those of the inner layers
 * Source      Ronneberger et al. 2015 (U-Net)
 */
export const skipConcat = <I extends Item>(inner: I): Layer<SkipConcat<RuleOf<I>>> => layer(beside(define(inner)));

const beside = (inner: Definition): Definition =>
  composite(
    'skipConcat',
    [inner],
    (input) => [input],
    (input) => {
      const verdict = inner.output(input);
      if (typeof verdict === 'string') return verdict;
      const fits =
        input.length === 3 && verdict.length === 3 && input.slice(1).every((n, i) => n >= dimension(verdict, i + 1));
      return fits
        ? [dimension(input, 0) + dimension(verdict, 0), ...verdict.slice(1)]
        : `skipConcat: ${show(input)} cannot be cropped to ${show(verdict)}`;
    },
    (variables, x, context) => {
      const [y, state] = inner.apply(variables, x, context);
      const crop = [1, 2].map((axis) => {
        const start = Math.floor((dimension(x.shape, axis) - dimension(y.shape, axis)) / 2);
        return { start, end: start + dimension(y.shape, axis) };
      });
      return [concat([slice(x, [null, ...crop]), y], 0), state];
    },
  );
