export {
  application,
  legible,
  mappingOf,
  overAxis,
  subject,
  type Application,
  type Case,
  type Subject,
} from './case.js';
export {
  between,
  distinct,
  dtypeOf,
  eighths,
  elements,
  integers,
  leaf,
  leafTensor,
  type Leaf,
  type LeafType,
} from './leaf.js';
export { network, networkMapping, type Network } from './network.js';
export { axes, length, permutation, shape, shuffled, type ShapeOptions } from './shape.js';
export { convolution, window, type ConvolutionCase } from './window.js';
export { broadcastable, unbroadcastable, type BroadcastPair, type MisfitPair } from './broadcast.js';
export {
  conv2dConfigurations,
  conv2dMisfits,
  pool2dConfigurations,
  pool2dMisfits,
  type Conv2dConfiguration,
  type Conv2dMisfit,
  type Pool2dConfiguration,
  type Pool2dMisfit,
} from './configuration.js';
export { modelMapping, models, type ModelCase } from './models.js';
export {
  awkward,
  distinctTensors,
  float64s,
  keys,
  tensors,
  wellConditioned,
  wellConditionedMatrices,
  type TensorOptions,
} from './tensors.js';
