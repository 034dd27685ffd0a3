/** The networks of the curriculum by name, each with its row and a loss for numbers at random. */
import {
  autoencoder,
  fcn,
  locator,
  models,
  segnet,
  spoofDetector,
  unet,
  type DynamicModel,
  type ModelName,
} from '../../src/models/index.js';
import { dynamicModel } from '../../src/models/dynamic.js';
import { meanSquaredError, sigmoidCrossEntropy, softmaxCrossEntropy, type AnyLayer } from '../../src/nn/index.js';
import { cast, permute } from '../../src/ops/index.js';
import { bernoulli, key, normal, randint } from '../../src/random/index.js';
import type { Shape } from '../../src/shape/index.js';
import type { Tensor } from '../../src/tensor/tensor.js';

/** A network at the input of its paper. */
export interface System {
  /** of the curriculum */
  readonly row: string;
  readonly build: () => DynamicModel;
  /** the loss of what it makes of a batch, for targets at random */
  readonly loss: (shape: Shape) => (y: Tensor) => Tensor<[]>;
}

/** classes lie along axis 1, before the pixels where there are any */
const classes: System['loss'] = ([n = 0, count = 0, ...pixels]) => {
  const labels: Tensor<Shape, 'int32'> = randint(key(2), [n, ...pixels], 0, count);
  return (y) => softmaxCrossEntropy(permute(y, [0, ...pixels.map((_, k) => k + 2), 1]), labels);
};
const numbers: System['loss'] = (shape) => {
  const targets: Tensor = normal(key(2), shape);
  return (y) => meanSquaredError(y, targets);
};
const bits: System['loss'] = (shape) => {
  const targets: Tensor = cast(bernoulli(key(2), 0.5, shape), 'float32');
  return (y) => sigmoidCrossEntropy(y, targets);
};

const rows: Readonly<Record<ModelName, string>> = {
  ...{ softmax: 'K2', s1: 'S1', lenet: 'S2', alexnet: 'S3', vgg16: 'S4', vgg19: 'S4', googlenet: 'S5' },
  ...{ resnet18: 'S6', resnet34: 'S6', resnet50: 'S6', resnet101: 'S6', resnet152: 'S6', plain18: 'S6', plain34: 'S6' },
  ...{ resnet20: 'S6', resnet32: 'S6', resnet44: 'S6', resnet56: 'S6' },
  ...{ plain20: 'S6', plain32: 'S6', plain44: 'S6', plain56: 'S6' },
  ...{ unet: 'S8', vitB16: 'S12', vitDigits: 'S12' },
};
const named = (name: ModelName): System => ({
  row: rows[name],
  build: () => models[name].build(models[name].input, models[name].classes),
  loss: classes,
});

const other = (row: string, input: Shape, net: AnyLayer, loss: System['loss']): System => ({
  row,
  build: () => dynamicModel(input, net),
  loss,
});

export const systems: ReadonlyMap<string, System> = new Map<string, System>([
  ...Object.keys(models).flatMap((name) => (name in rows ? [[name, named(name as ModelName)] as const] : [])),
  ['fcn', other('S7', [1, 128, 128], fcn({ classes: 2, channels: 32, padding: 1 }), classes)],
  ['segnet', other('S7', [1, 128, 128], segnet({ classes: 2, channels: 64 }), classes)],
  ['unet, same', other('S8', [1, 128, 128], unet({ classes: 2, channels: 64, padding: 1 }), classes)],
  ['locator', other('S9', [3, 32, 32], locator({ channels: 16 }), numbers)],
  ['spoof', other('S9', [3, 32, 32], spoofDetector({ channels: 16 }), bits)],
  ['autoencoder', other('S10', [1, 28, 28], autoencoder({ planes: 1, channels: 16 }), numbers)],
]);
