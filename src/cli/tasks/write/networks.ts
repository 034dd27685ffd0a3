import { charGru, charLstm, charRnn, charTransformer } from '../../../models/index.js';
import { model } from '../../../nn/index.js';
import type { LanguageModel } from '../../../train/index.js';
import type { Scale } from './sources.js';

/** What is done with a network of whatever parameters. */
export type Use<R> = <P, S>(network: LanguageModel<number, number, P, S>, peak: number) => R;

const recurrentOf = ({ recurrent: { width, depth } }: Scale, characters: number) => ({ characters, width, depth });

/** The networks by name, at a scale and for a number of characters. */
export const networks = {
  lstm: <R>(scale: Scale, characters: number, use: Use<R>): R =>
    use(model([scale.length], charLstm(recurrentOf(scale, characters))), scale.recurrent.peak),
  gru: <R>(scale: Scale, characters: number, use: Use<R>): R =>
    use(model([scale.length], charGru(recurrentOf(scale, characters))), scale.recurrent.peak),
  rnn: <R>(scale: Scale, characters: number, use: Use<R>): R =>
    use(model([scale.length], charRnn(recurrentOf(scale, characters))), scale.recurrent.peak / 2),
  transformer: <R>(scale: Scale, characters: number, use: Use<R>): R => {
    const { width, depth, heads, peak } = scale.transformer;
    return use(model([scale.length], charTransformer({ characters, width, heads, hidden: 4 * width, depth })), peak);
  },
};

export type NetworkName = keyof typeof networks;
