export { flips, permutations, quarterTurns, scalings, shift, unchanged, type Action, type Element } from './action.js';
export { checkAdjoint, checkTransposed, expectAdjoint, expectTransposed, type AdjointOptions } from './adjoint.js';
export { batchFlags, checkBatching, expectBatching, type BatchingOptions } from './batching.js';
export { exact, expectTensors, rounded, type Bound, type Called } from './bound.js';
export { movable, pullbackOf, pushforwardOf } from './derivative.js';
export { checkDeterminism, expectDeterminism, type DeterminismOptions } from './determinism.js';
export { type DifferenceOptions, type DifferenceReport, type LeafReport } from './differences.js';
export { direction, directions } from './direction.js';
export { checkEngine, expectEngine } from './engine.js';
export { checkEquivariant, expectEquivariant, type EquivariantOptions } from './equivariant.js';
export { checkGradient, checkJvp, expectGradient, expectJvp } from './gradient.js';
export {
  checked,
  distance,
  dot,
  expectClose,
  expectSame,
  expectSpec,
  LawError,
  type Comparison,
  type Inner,
  type Mapping,
  type Report,
} from './law.js';
export {
  checkLinear,
  checkLinearPullback,
  expectBilinear,
  expectLinear,
  expectLinearPullback,
  type LinearOptions,
} from './linear.js';
export { literal } from './literal.js';
export { checkPrecision, expectPrecision } from './precision.js';
export { type Shrinking } from './subject.js';
export {
  checkCloseTensors,
  checkEqualTensors,
  expectCloseTensors,
  expectEqualTensors,
  type Closeness,
} from './tensors.js';
export { checkWellFormed, expectWellFormed } from './well-formed.js';
