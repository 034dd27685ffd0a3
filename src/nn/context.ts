import { axisIndex } from '../ops/index.js';
import { foldIn, type Key } from '../random/index.js';
import type { Shape } from '../shape/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import type { Values } from './values.js';

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
  /** Which rows of a sequence count, where some only fill it up. */
  readonly mask?: Mask;
  /** What the layers of a decoder attend to. */
  readonly memory?: Memory;
  /** Where layers tell what a caller of `stream` or `attentionMaps` asks for, in the order in which the example meets them. */
  readonly tap?: Tap;
}

/** true for each row of a sequence that counts. */
export type Mask = Tensor<Shape, 'bool'>;

/** The rows that an encoder made of another sequence, and which of them count. */
export interface Memory {
  readonly rows: Values;
  readonly mask?: Mask;
}

/** What a recurrent layer begins with and ends with, and what an attention looked at. */
export interface Tap {
  /** whether the sequence comes in pieces */
  readonly streams: boolean;
  readonly begin: () => Carry | undefined;
  readonly end: (carry: Carry) => void;
  readonly attended: (weights: Values) => void;
}

/** What a recurrent layer hands from step to step: (h) or (h, c). */
export type Carry = readonly [h: Values, ...rest: readonly Values[]];

/** The context at the outset. */
export const contextOf = (key: Key | undefined): Context => ({ key: key && (() => key), axis: 'batch' });

/** The context of a place inside: its random numbers are its own. */
export const inside = (context: Context, place: number): Context => {
  const { key } = context;
  return key === undefined ? context : { ...context, key: () => foldIn(key(), place) };
};

/** In training, a key for this place and this example of the batch. */
export const exampleKey = ({ key, axis }: Context): Key | undefined => key && foldIn(key(), axisIndex(axis));
