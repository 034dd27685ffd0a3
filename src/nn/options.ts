/** A sentence for each option that is not among the known ones: a misspelt option is an error, not ignored. */
export type Known<O, Names extends PropertyKey, Op extends string> = {
  readonly [K in Exclude<keyof O, Names>]: `${Op}: there is no option '${K & string}'`;
};
