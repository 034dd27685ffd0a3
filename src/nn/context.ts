import { axisIndex } from '../ops/index.js';
import { foldIn, type Key } from '../random/index.js';

/** Whether a model is used or trained; training draws its random numbers from a key. */
export type Mode = { readonly kind: 'evaluate' } | { readonly kind: 'train'; readonly key: Key };

/** The model as it is used: running statistics, no dropout. */
export const evaluate: Mode = { kind: 'evaluate' };

/** The model as it is trained: statistics of the batch, dropout drawn from the key. */
export const train = (key: Key): Mode => ({ kind: 'train', key });

/** What a layer knows besides its variables and its input. */
export interface Context {
  /** In training, the key of this place in the network; it is made only where it is asked for. */
  readonly key: (() => Key) | undefined;
  /** The named axis along which the examples of a batch lie. */
  readonly axis: string;
}

/** The context at the outset. */
export const contextOf = (key: Key | undefined): Context => ({ key: key && (() => key), axis: 'batch' });

/** The context of a place inside: its random numbers are its own. */
export const inside = (context: Context, place: number): Context => {
  const { key } = context;
  return key === undefined ? context : { ...context, key: () => foldIn(key(), place) };
};

/** In training, a key for this place and this example of the batch. */
export const exampleKey = ({ key, axis }: Context): Key | undefined => key && foldIn(key(), axisIndex(axis));
