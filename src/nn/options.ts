import type { Option } from '../shape/index.js';

/** A sentence for each option that is not among the known ones: a misspelt option is an error, not ignored. */
export type Known<O, Names extends PropertyKey, Op extends string> = {
  readonly [K in Exclude<keyof O, Names>]: `${Op}: there is no option '${K & string}'`;
};

/*
 * The rules hold the options as references to interfaces, not as the literal types that callers write: a literal type might
 * mention a type variable, so the checker would look through every rule that holds one each time it looks at the net; and the same
 * options are the same reference, for which it knows the answer.
 */
/** The option K, its default where it is absent. */
export type Setting<O, K extends PropertyKey, Default, Bound> =
  Option<O, K, Default> extends infer V extends Bound ? V : never;
