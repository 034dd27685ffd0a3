/** What needs fast-check: arbitraries, and the laws that range over them. */
export * from '../arbitrary/index.js';
export { lawsOfDiff, type DiffLawName } from './diff.js';
export { lawsOfLayer, layerLaws, type LayerLawName, type LayerOptions } from './layer.js';
export { lawsOfPrimitive, primitiveLaws, type PrimitiveLawName } from './primitive.js';
export { rangeOver, type CaseLaw, type NamedLaw, type RangeOptions } from './range.js';
export {
  lawsOfOptimizer,
  optimizerLaws,
  type OptimizerCase,
  type OptimizerLawName,
  type OptimizerSubject,
} from './optimizer.js';
