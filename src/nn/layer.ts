import type { Definition } from './definition.js';
import type { Rule } from './rule.js';

declare const rule: unique symbol;

/**
 * What a network does to one example: a definition, and as its type a rule. Batches come from `vmap`. That F is a `Rule` is
 * asked where it is used and not here, where asking again of every layer in every block would double the cost of a net.
 */
export interface Layer<out F> {
  readonly definition: Definition;
  /** Of the type only. */
  readonly [rule]?: F;
}

/** The layer of a definition; the caller answers for its rule, which is the definition's twin. */
export const layer = <F extends Rule>(definition: Definition): Layer<F> => ({ definition });
