import { fcn, segnet, unet } from '../../../models/index.js';
import type { WindowClassifier } from '../../../models/index.js';
import { model } from '../../../nn/index.js';
import type { Model } from '../../../nn/index.js';

/** The shape of a picture, and of the scores of its pixels. */
export type Extent = readonly [channels: number, height: number, width: number];

/** A network at the size of a picture; its parameters do not depend on it. */
export type Segmenter<P, S> = (picture: Extent) => Model<[number, number, number], [number, number, number], P, S>;

/** What becomes of a network, whatever its parameters are called; `window` classifies the middle of a window with the same parameters, if there is such a one. */
export type Use<R> = <P, S>(network: Segmenter<P, S>, window?: WindowClassifier<number, 35, number, P, S>) => R;

/** The channels of a picture, and those of the network. */
export interface Widths {
  readonly picture: number;
  readonly network: number;
}

const classes: number = 2;

/** The networks by name. */
export const networks = {
  unet: <R>({ network: channels }: Widths, use: Use<R>): R =>
    use(([c, h, w]) => model([c, h, w], unet({ classes, channels, padding: 1 }))),
  fcn: <R>({ picture, network: channels }: Widths, use: Use<R>): R =>
    use(
      ([c, h, w]) => model([c, h, w], fcn({ classes, channels, padding: 1 })),
      model([picture, 35, 35], fcn({ classes, channels, padding: 0 })),
    ),
  segnet: <R>({ network: channels }: Widths, use: Use<R>): R =>
    use(([c, h, w]) => model([c, h, w], segnet({ classes, channels }))),
} as const;

export type NetworkName = keyof typeof networks;
