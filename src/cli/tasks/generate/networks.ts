import { gan, pictureDecoder, pictureEncoder, vae } from '../../../models/index.js';
import type { Gan, Vae } from '../../../models/index.js';
import { model, reshape, sequential } from '../../../nn/index.js';
import type { AnyModel } from '../../../nn/index.js';
import type { Extent } from '../pictures.js';

/** The shape of a picture. */
export type Picture = [planes: number, height: number, width: number];

/** What a network is built for: pictures of a shape whose height and width are multiples of 4, and a code of so many numbers. */
export interface Plan {
  readonly shape: Extent;
  readonly latent: number;
  readonly channels: number;
}

const quarterOf = ([, height, width]: Extent): readonly [number, number] => [height / 4, width / 4];

/** What becomes of a generator, whatever its parameters are called. */
export type Use<R> = {
  readonly vae: <P, S>(network: Vae<Picture, number, P, S>, parts: readonly [AnyModel, AnyModel]) => R;
  readonly gan: <P, S>(network: Gan<Picture, number, P, S>, parts: readonly [AnyModel, AnyModel]) => R;
};

const decoderOf = ({ shape, latent, channels }: Plan) =>
  model([latent], pictureDecoder({ channels, planes: shape[0], quarter: quarterOf(shape) }));

/** The generators by name. */
export const networks = {
  vae: <R>(plan: Plan, use: Use<R>): R => {
    const { shape, latent, channels } = plan;
    const encoder = model([...shape], sequential(pictureEncoder({ channels, out: 2 * latent }), reshape(2, latent)));
    const decoder = decoderOf(plan);
    return use.vae(vae({ encoder, decoder }), [encoder, decoder]);
  },
  gan: <R>(plan: Plan, use: Use<R>): R => {
    const { shape, channels } = plan;
    const generator = decoderOf(plan);
    const discriminator = model([...shape], pictureEncoder({ channels, out: 1 }));
    return use.gan(gan({ generator, discriminator }), [generator, discriminator]);
  },
} as const;

export type NetworkName = keyof typeof networks;
