import type { ArrayOf, Data, DType } from './dtype.js';
import { print } from './print.js';
import { read, TraceError } from './read.js';
import { cell } from './tensor.js';
import type { AnyTensor, Cell, Maybe, Operation, Source, Spec } from './tensor.js';
import type { Shape } from '../shape/shape.js';

/** What every tensor is at run time. */
class Node implements AnyTensor {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly [cell]: Cell;

  constructor(spec: Spec, source: Source, free: boolean) {
    this.shape = spec instanceof Node || Object.isFrozen(spec.shape) ? spec.shape : Object.freeze([...spec.shape]);
    this.dtype = spec.dtype;
    this[cell] = { source, free };
    Object.freeze(this);
  }

  toString(): string {
    try {
      return print({ shape: this.shape, dtype: this.dtype, data: read(this) });
    } catch (error) {
      if (error instanceof TraceError) return print({ shape: this.shape, dtype: this.dtype });
      throw error;
    }
  }

  /** what `console.log` shows in Node */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/** whether a value is a tensor */
export const isTensor = (value: unknown): value is AnyTensor => value instanceof Node;

const constructors: { readonly [D in DType]: new (length: number) => ArrayOf[D] } = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  bool: Uint8Array,
};

/** a constant; the array must be the library's own, of the right type and length */
export const constant = (spec: Spec, data: Data): AnyTensor => {
  let length = 1;
  for (const extent of spec.shape) length *= extent;
  if (data.length !== length || data.constructor !== constructors[spec.dtype])
    throw new TypeError(
      `constant: ${spec.dtype} [${spec.shape.join(', ')}] needs ${length} elements, got ${data.constructor.name} of ${data.length}`,
    );
  return new Node(spec, { kind: 'constant', data }, false);
};

/** a fresh variable of a trace, standing for a value or for nothing yet */
export const parameter = (spec: Spec, value?: Maybe): AnyTensor => new Node(spec, { kind: 'parameter', value }, true);

/** the outputs of an operation applied to tensors */
export const application = (
  operation: Operation,
  inputs: readonly AnyTensor[],
  specs: readonly Spec[],
): readonly AnyTensor[] => {
  const free = operation.axis !== undefined || inputs.some((input) => input[cell].free);
  const outputs: AnyTensor[] = [];
  const node = { operation, inputs, outputs };
  specs.forEach((spec, index) => outputs.push(new Node(spec, { kind: 'output', application: node, index }, free)));
  return outputs;
};
