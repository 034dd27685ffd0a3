/** The member K of an options record, `Default` when it is absent, both when it may be absent. */
export type Option<O, K extends PropertyKey, Default> = K extends keyof O
  ? undefined extends O[K]
    ? Exclude<O[K], undefined> | Default
    : O[K]
  : Default;
