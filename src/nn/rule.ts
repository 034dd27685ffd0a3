/**
 * The type-level function of a layer: an interface whose members are computed from `this['In']`, the shape of one example.
 * Layers are thereby values without a shape, and get one where they meet an input.
 */
export interface Rule {
  readonly In: unknown;
  /** The shape of the result, or the sentence that says why there is none. */
  readonly Out: unknown;
  /** The tensors that are learned, and those that are remembered from batch to batch. */
  readonly Params: unknown;
  readonly State: unknown;
  /** The named layers that this one adds to the enclosing record, as a union of `Entry`, and their names. */
  readonly Entries: unknown;
  readonly Names: unknown;
}

/*
 * `F & { In: S }` gives `In` the type `unknown & S`, which is S. A rule is never intersected with `Rule` itself: two
 * declarations of `Out` would send the checker round in a circle.
 */
export type OutputOf<F extends Rule, S> = (F & { readonly In: S })['Out'];
export type ParamsOf<F extends Rule, S> = (F & { readonly In: S })['Params'];
export type StateOf<F extends Rule, S> = (F & { readonly In: S })['State'];
export type EntriesOf<F extends Rule, S> = (F & { readonly In: S })['Entries'];

/** No tensors. */
export type Nothing = { readonly [Name in never]: never };

/** A layer without tensors: an activation, a pooling, a change of shape. */
export interface Pure extends Rule {
  readonly Params: Nothing;
  readonly State: Nothing;
  readonly Entries: never;
  readonly Names: never;
}

/** A layer with tensors of its own, to be named where it stands among others. */
export interface Leaf<Op extends string> extends Rule {
  readonly Entries: never;
  readonly Names: never;
  readonly Kind: Op;
}

/** A leaf that remembers nothing from batch to batch. */
export interface Stateless<Op extends string> extends Leaf<Op> {
  readonly State: Nothing;
}

/** A named layer and the shape it meets. */
export interface Entry<N extends string, F extends Rule, S> {
  readonly name: N;
  readonly rule: F;
  readonly input: S;
}

/* `[E] extends [infer X]` drops the alias, so that an editor shows the record and not how it was found. */
/** The record of parameters of a union of entries. */
export type ParamsRecord<E> = [E] extends [infer X]
  ? {
      readonly [Y in X as Y extends Entry<infer N, Rule, unknown> ? N : never]: Y extends Entry<
        string,
        infer F,
        infer S
      >
        ? ParamsOf<F, S>
        : never;
    }
  : never;

/** The record of states of a union of entries, without those that remember nothing. */
export type StateRecord<E> = [E] extends [infer X]
  ? {
      readonly [
        Y in X as Y extends Entry<infer N, infer F, infer S> ? (Nothing extends StateOf<F, S> ? never : N) : never
      ]: Y extends Entry<string, infer F, infer S> ? StateOf<F, S> : never;
    }
  : never;

/** A layer made of layers: its records are those of its entries. */
export interface Composite extends Rule {
  readonly Params: ParamsRecord<this['Entries']>;
  readonly State: StateRecord<this['Entries']>;
}

/** A layer that takes whole numbers, or begins with one that does. */
export interface TakesIds {
  readonly Takes: 'int32';
}
