/** The reductions that join a loop nest: an operation that is associative, and what it gives for nothing. */
import type { DType } from '../../../../tensor/dtype.js';
import { v128 } from '../../emit/index.js';
import { lanes } from '../../lanes.js';
import type { Lanes } from '../../lanes.js';
import type { Vector } from './parts.js';

export type FoldName = 'sum' | 'product' | 'max' | 'min';

interface Row {
  readonly combine: (a: Vector, b: Vector) => Vector;
  readonly identity: number;
}

const of = (
  dtype: DType,
  name: keyof Pick<Lanes, 'add' | 'multiply' | 'maximum' | 'minimum'>,
  identity: number,
): Row =>
  dtype === 'bool'
    ? {
        combine: identity === 0 || name === 'maximum' ? v128.or : v128.and,
        identity: name === 'add' || name === 'maximum' ? 0 : 1,
      }
    : { combine: lanes[dtype][name], identity };

const lowest: { readonly [D in DType]: number } = {
  float32: -Infinity,
  float64: -Infinity,
  int32: -0x80000000,
  bool: 0,
};
const highest: { readonly [D in DType]: number } = { float32: Infinity, float64: Infinity, int32: 0x7fffffff, bool: 1 };

export const folds: { readonly [N in FoldName]: (dtype: DType) => Row } = {
  sum: (dtype) => of(dtype, 'add', 0),
  product: (dtype) => of(dtype, 'multiply', 1),
  max: (dtype) => of(dtype, 'maximum', lowest[dtype]),
  min: (dtype) => of(dtype, 'minimum', highest[dtype]),
};

/** Whether a primitive is one of them. */
export const isFold = (name: string): name is FoldName => Object.hasOwn(folds, name);
