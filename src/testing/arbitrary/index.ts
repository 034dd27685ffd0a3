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
