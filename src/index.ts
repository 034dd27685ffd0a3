/**
 * pullback: a pure functional, immutable tensor language. This entry point is the language itself, joined to its default engine.
 */
import { joinEngine } from './primitive/engine.js';
import { wasm } from './engine/wasm/index.js';

joinEngine(wasm());

export type { Engine, Executable } from './primitive/engine.js';
export { plan } from './primitive/plan.js';
export type { Plan, PlanStep } from './primitive/plan.js';
export { reference } from './engine/reference/index.js';
export { MemoryError, wasm } from './engine/wasm/index.js';
export type { MachineOptions } from './engine/wasm/index.js';
export * from './ops/index.js';
export { IndexError } from './primitive/gather.js';
export * as random from './random/index.js';
export type { Key } from './random/index.js';
export { DTypeError, ShapeError } from './shape/error.js';
export type {
  Arg,
  Broadcast,
  BroadcastTo,
  Concat,
  Conv,
  ConvTranspose,
  DotGeneral,
  DotOptions,
  Flatten,
  LocallyConnected,
  Matmul,
  Pad,
  Permute,
  Pool,
  Reduce,
  Reshape,
  Shape,
  Show,
  Size,
  Slice,
  SliceRange,
  Stack,
  Take,
  Unpool,
  Upsample,
  Verdict,
  WindowOptions,
} from './shape/index.js';
export type { ArrayData } from './tensor/array-data.js';
export type { ArrayOf, Data, DType, Float } from './tensor/dtype.js';
export { fromArray, fromArrayData, item, scalar, tensor, toArray, toArrayData, toNested } from './tensor/literal.js';
export type { DTypeOf, LiteralDType, NestedOf, ShapeOf } from './tensor/literal.js';
export { isTensor } from './tensor/node.js';
export { TraceError } from './tensor/read.js';
export type { AnyTensor, Result, Tensor } from './tensor/tensor.js';
export * from './transform/index.js';
export * as tree from './tree/index.js';
