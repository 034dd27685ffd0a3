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

/*
 * A parameter of a generic function is of a type L that extends `AnyLayer`, not of a type `Layer<F>`: to infer F for an argument
 * that is itself a call, the checker would compare every member of `Rule` with the members of the call's rule, which takes time
 * exponential in the depth of the network.
 */
/** A layer whose rule is not looked at. */
export type AnyLayer = Pick<Layer<Rule>, 'definition'>;

/** The rule of a layer. */
export type RuleIn<L> = L extends Layer<infer F extends Rule> ? F : never;
