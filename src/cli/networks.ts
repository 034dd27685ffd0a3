import { lenet, resnet20, s1, softmaxClassifier } from '../models/index.js';
import { model } from '../nn/index.js';
import type { Model } from '../nn/index.js';

/** Channels, rows and columns of an image. */
export type ImageShape = readonly [channels: number, rows: number, columns: number];

/** A model that tells images apart, whatever its parameters are. */
export type Classifier<P, S> = Model<[number, number, number], [number], P, S>;

/** Something done with a model, whatever the types of its parameters. */
export type Use<R> = <P, S>(classifier: Classifier<P, S>) => R;

/** A network for images of a given shape, and the learning rate at which its training peaks. */
export interface Network {
  readonly peak: number;
  readonly build: <R>(input: ImageShape, classes: number, use: Use<R>) => R;
}

/** The networks that can be asked for. */
export const networks = {
  s1: { peak: 5e-3, build: (input, classes, use) => use(model(input, s1(classes))) },
  lenet: { peak: 5e-3, build: (input, classes, use) => use(model(input, lenet(classes))) },
  resnet20: { peak: 5e-3, build: (input, classes, use) => use(model(input, resnet20(classes))) },
  softmax: { peak: 2e-3, build: (input, classes, use) => use(model(input, softmaxClassifier(classes))) },
} as const satisfies Readonly<Record<string, Network>>;

export type NetworkName = keyof typeof networks;
