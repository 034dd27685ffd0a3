import * as fc from 'fast-check';
import { spreadAll, trace } from '../../primitive/graph.js';
import { applyAll } from '../../primitive/primitive.js';
import type { Primitive } from '../../primitive/primitive.js';
import type { Float } from '../../tensor/dtype.js';
import type { AnyTensor } from '../../tensor/tensor.js';
import type { Mapping } from '../laws/law.js';
import { leafTensor } from './leaf.js';
import type { Leaf } from './leaf.js';

/** Attributes of a primitive and inputs that fit, for either float. */
export interface Case<A extends object> {
  readonly attributes: (float: Float) => A;
  readonly inputs: readonly Leaf[];
}

/** What a law is held against: a mapping and its inputs. */
export interface Subject {
  readonly f: Mapping;
  readonly inputs: readonly AnyTensor[];
}

/** A case that a report can print. */
export const legible = <A extends object>(attributes: (float: Float) => A, inputs: readonly Leaf[]): Case<A> => {
  const text = () =>
    JSON.stringify({ attributes: attributes('float64'), inputs }, (key, value: unknown) =>
      key === 'body' || key === 'pullback' ? '…' : value,
    );
  return Object.assign({ attributes, inputs }, { [fc.toStringMethod]: text });
};

/** how many examples a primitive sees that has no input to tell */
const examples = 3;

/** A primitive under attributes. One that works over a named axis is applied to every row of its inputs, which lie along that axis. */
export const mappingOf = <A extends object>(primitive: Primitive<A>, attributes: A): Mapping => {
  const axis = primitive.axis?.(attributes);
  const f: Mapping = (tensors) => applyAll(primitive, attributes, tensors);
  return axis === undefined ? f : overAxis(f, axis);
};

/** A primitive under the attributes of a case, with its inputs. */
export const subject = <A extends object>(
  primitive: Primitive<A>,
  { attributes, inputs }: Case<A>,
  float: Float = 'float64',
): Subject => ({
  f: mappingOf(primitive, attributes(float)),
  inputs: inputs.map((leaf) => leafTensor(leaf, float)),
});

/** An application of a primitive, for either float. */
export type Application = (float: Float) => Subject;

/** A primitive under the attributes of a case, for either float; printed as the case. */
export const application = <A extends object>(primitive: Primitive<A>, one: Case<A>): Application =>
  Object.assign((float: Float) => subject(primitive, one, float), { [fc.toStringMethod]: () => fc.stringify(one) });

/** A mapping on every row of its inputs, the rows being the examples of a named axis. */
export const overAxis =
  (f: Mapping, axis: string): Mapping =>
  (tensors) => {
    const rows = tensors.map(({ shape, dtype }) => ({ shape: shape.slice(1), dtype }));
    return spreadAll(
      trace(rows, f, { axis }),
      tensors,
      tensors.map(() => true),
      tensors[0]?.shape[0] ?? examples,
      axis,
    );
  };
