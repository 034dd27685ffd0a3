/** The member K of an options record, `Default` when it is absent, both when it may be absent. */
export type Option<O, K extends PropertyKey, Default> = K extends keyof O
  ? undefined extends O[K]
    ? Exclude<O[K], undefined> | Default
    : O[K]
  : Default;

/** `Then`, or the sentence for an option that is not among the names: a misspelt option is refused, not ignored. */
export type Spelt<O, Names extends PropertyKey, Op extends string, Then> = [StrayOf<O, Names>] extends [never]
  ? Then
  : `${Op}: there is no option '${StrayOf<O, Names> & string}'`;
type StrayOf<O, Names extends PropertyKey> = O extends object ? Exclude<keyof O, Names> : never;

/** The names of the options of a kind, all of them by type. */
export type OptionNames<O> = { readonly [K in keyof Required<O>]: true };

/** Refuses an option that is not among the names. */
export const expectSpelt = (options: object, names: object, operation: string): void => {
  const stray = Object.keys(options).find((name) => !(name in names));
  if (stray !== undefined) throw new TypeError(`${operation}: there is no option '${stray}'`);
};
