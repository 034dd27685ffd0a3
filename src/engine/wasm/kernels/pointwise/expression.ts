/** What is computed at each place of one loop nest: an expression over its operands, in the order in which it can be computed. */
import type { Shape } from '../../../../shape/shape.js';
import type { DType } from '../../../../tensor/dtype.js';
import type { Operand } from '../../kernel.js';
import type { FoldName } from './folds.js';
import type { PointwiseName } from './operations.js';

/** One value at each place. Inputs are named by their position among the nodes. */
export type Node =
  | { readonly kind: 'load'; readonly dtype: DType; readonly operand: Operand }
  | { readonly kind: 'literal'; readonly dtype: DType; readonly value: number }
  /** the place along an axis */
  | { readonly kind: 'count'; readonly dtype: DType; readonly axis: number }
  | {
      readonly kind: 'apply';
      readonly dtype: DType;
      readonly operation: PointwiseName;
      readonly inputs: readonly number[];
      /** which of the results, for an operation that has several */
      readonly output: number;
    };

/** A value that leaves the loops as a tensor of the same shape. */
export interface Store {
  readonly node: number;
  readonly operand: Operand;
}

/** A value folded over axes; its operand has the shape of the others. */
export interface Fold {
  readonly node: number;
  readonly operation: FoldName;
  readonly operand: Operand;
}

/** Expressions over one shape, computed together. All folds are over the same axes. */
export interface Cluster {
  readonly shape: Shape;
  readonly nodes: readonly Node[];
  readonly stores: readonly Store[];
  readonly folds: readonly Fold[];
  readonly axes: readonly number[];
}
