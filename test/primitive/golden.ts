import { readFileSync } from 'node:fs';
import type { Attributes } from '../../properties/primitive/cases.js';
import type { PrimitiveName } from '../../src/primitive/index.js';
import type { Shape } from '../../src/shape/shape.js';
import { dtypes } from '../../src/tensor/dtype.js';
import type { DType } from '../../src/tensor/dtype.js';
import { constant } from '../../src/tensor/node.js';
import type { AnyTensor } from '../../src/tensor/tensor.js';

/** A tensor as make.py writes it. */
export interface Written {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly data: readonly number[];
}

/** What a primitive gives: values, cotangents of its floating inputs, and the cotangents of those. */
export interface Results {
  readonly outputs: readonly Written[];
  readonly gradients?: readonly Written[];
  readonly second?: readonly Written[];
}

/** A case of make.py: what JAX or PyTorch computed, and what we decided where that is something else. */
export interface Golden<A = Attributes[PrimitiveName]> extends Results {
  readonly primitive: PrimitiveName;
  readonly attributes: A;
  readonly inputs: readonly Written[];
  readonly cotangents?: readonly Written[];
  /** cotangents of the gradients, for the second derivative */
  readonly directions?: readonly Written[];
  readonly title?: string;
  readonly ours?: Partial<Results>;
  readonly why?: string;
}

/** JSON has no words for these */
const special = new Set<unknown>(['NaN', 'Infinity', '-Infinity', '-0']);

/** The cases of a file beside make.py. */
export const golden = (name: string): readonly Golden[] =>
  JSON.parse(readFileSync(new URL(`../golden/primitive/${name}.json`, import.meta.url), 'utf8'), (_, value: unknown) =>
    special.has(value) ? Number(value) : value,
  ) as readonly Golden[];

export const written = ({ dtype, shape, data }: Written): AnyTensor =>
  constant({ dtype, shape }, dtypes[dtype].from(data));
