import { application } from '../tensor/node.js';
import type { ArrayData } from '../tensor/array-data.js';
import type { Data } from '../tensor/dtype.js';
import type { AnyTensor, Batch, Batched, Ends, Maybe, Operation, Spec } from '../tensor/tensor.js';

/**
 * A primitive: the shape and element-type rule, the value rule in obvious loops, the two derivative rules and the batching rule, side by side.
 * The derivative and batching rules build expressions, so every transform can be applied to their result again.
 */
export interface Primitive<A extends object> {
  readonly name: string;
  /** the named axis over which it works, if it does */
  readonly axis?: (attributes: A) => string;
  /** shape and element type of the outputs; throws a `ShapeError` or `DTypeError` */
  readonly infer: (attributes: A, inputs: readonly Spec[]) => readonly Spec[];
  readonly evaluate: (attributes: A, inputs: readonly ArrayData[], outputs: readonly Spec[]) => readonly Data[];
  readonly vjp: (attributes: A, cotangents: readonly Maybe[], ends: Ends) => readonly Maybe[];
  readonly jvp: (attributes: A, tangents: readonly Maybe[], ends: Ends) => readonly Maybe[];
  readonly batch: (attributes: A, batch: Batch) => Batched;
}

/** A primitive with its attributes. */
export const operation = <A extends object>(primitive: Primitive<A>, attributes: A): Operation => ({
  name: primitive.name,
  attributes,
  axis: primitive.axis?.(attributes),
  evaluate: (inputs, outputs) => primitive.evaluate(attributes, inputs, outputs),
  vjp: (cotangents, ends) => primitive.vjp(attributes, cotangents, ends),
  jvp: (tangents, ends) => primitive.jvp(attributes, tangents, ends),
  batch: (batch) => primitive.batch(attributes, batch),
});

/** The outputs of a primitive applied to tensors. */
export const applyAll = <A extends object>(
  primitive: Primitive<A>,
  attributes: A,
  inputs: readonly AnyTensor[],
): readonly AnyTensor[] => application(operation(primitive, attributes), inputs, primitive.infer(attributes, inputs));

/** The only output of a primitive applied to tensors. */
export const apply = <A extends object>(
  primitive: Primitive<A>,
  attributes: A,
  ...inputs: readonly AnyTensor[]
): AnyTensor => only(applyAll(primitive, attributes, inputs), primitive.name);

/** The element of a list that a rule knows to be there. */
export const at = <T>(list: readonly T[], index: number): T => {
  const value = list[index];
  if (value === undefined) throw new RangeError(`internal: no element ${index} in a list of ${list.length}`);
  return value;
};

const only = <T>(list: readonly T[], name: string): T => {
  const [value] = list;
  if (value === undefined || list.length !== 1)
    throw new RangeError(`internal: ${name} has ${list.length} outputs, expected one`);
  return value;
};

/** The record of a primitive with one output; its rules speak of that output alone. */
export interface Variadic<A extends object> {
  readonly name: string;
  readonly infer: (attributes: A, inputs: readonly Spec[]) => Spec;
  readonly evaluate: (attributes: A, inputs: readonly ArrayData[], output: Spec) => Data;
  /** called with a cotangent that is there */
  readonly vjp: (
    attributes: A,
    cotangent: AnyTensor,
    inputs: readonly AnyTensor[],
    output: AnyTensor,
  ) => readonly Maybe[];
  /** called with at least one tangent that is there */
  readonly jvp: (attributes: A, tangents: readonly Maybe[], inputs: readonly AnyTensor[], output: AnyTensor) => Maybe;
  /** the output with a leading axis; called with at least one input that has one */
  readonly batch: (attributes: A, inputs: readonly AnyTensor[], size: number, batched: readonly boolean[]) => AnyTensor;
}

/** A primitive with one output. */
export const variadic = <A extends object>(rules: Variadic<A>): Primitive<A> => ({
  name: rules.name,
  infer: (attributes, inputs) => [rules.infer(attributes, inputs)],
  evaluate: (attributes, inputs, outputs) => [rules.evaluate(attributes, inputs, at(outputs, 0))],
  vjp: (attributes, [cotangent], { inputs, outputs }) =>
    cotangent === undefined ? inputs.map(() => undefined) : rules.vjp(attributes, cotangent, inputs, at(outputs, 0)),
  jvp: (attributes, tangents, { inputs, outputs }) => [
    tangents.every((tangent) => tangent === undefined)
      ? undefined
      : rules.jvp(attributes, tangents, inputs, at(outputs, 0)),
  ],
  batch: (attributes, { inputs, size, batched }) => ({
    outputs: [rules.batch(attributes, inputs, size, batched)],
    batched: [true],
  }),
});

/** The record of a primitive with one input and one output. */
export interface Unary<A extends object> {
  readonly name: string;
  readonly infer: (attributes: A, x: Spec) => Spec;
  readonly evaluate: (attributes: A, x: ArrayData, output: Spec) => Data;
  readonly vjp: (attributes: A, cotangent: AnyTensor, x: AnyTensor, y: AnyTensor) => Maybe;
  readonly jvp: (attributes: A, tangent: AnyTensor, x: AnyTensor, y: AnyTensor) => Maybe;
  readonly batch: (attributes: A, x: AnyTensor, size: number) => AnyTensor;
}

/** A primitive with one input and one output. */
export const unary = <A extends object>(rules: Unary<A>): Primitive<A> =>
  variadic({
    name: rules.name,
    infer: (attributes, inputs) => rules.infer(attributes, at(inputs, 0)),
    evaluate: (attributes, inputs, output) => rules.evaluate(attributes, at(inputs, 0), output),
    vjp: (attributes, cotangent, inputs, output) => [rules.vjp(attributes, cotangent, at(inputs, 0), output)],
    jvp: (attributes, [tangent], inputs, output) => tangent && rules.jvp(attributes, tangent, at(inputs, 0), output),
    batch: (attributes, inputs, size) => rules.batch(attributes, at(inputs, 0), size),
  });

/** Two of a kind: what concerns the left and the right input. */
export type Pair<T> = readonly [T, T];

/** The record of a primitive with two inputs and one output. */
export interface Binary<A extends object> {
  readonly name: string;
  readonly infer: (attributes: A, x: Spec, y: Spec) => Spec;
  readonly evaluate: (attributes: A, x: ArrayData, y: ArrayData, output: Spec) => Data;
  readonly vjp: (attributes: A, cotangent: AnyTensor, inputs: Pair<AnyTensor>, output: AnyTensor) => Pair<Maybe>;
  readonly jvp: (attributes: A, tangents: Pair<Maybe>, inputs: Pair<AnyTensor>, output: AnyTensor) => Maybe;
  readonly batch: (attributes: A, inputs: Pair<AnyTensor>, size: number, batched: Pair<boolean>) => AnyTensor;
}

const pair = <T>(list: readonly T[]): Pair<T> => [at(list, 0), at(list, 1)];

/** A primitive with two inputs and one output. */
export const binary = <A extends object>(rules: Binary<A>): Primitive<A> =>
  variadic({
    name: rules.name,
    infer: (attributes, inputs) => rules.infer(attributes, ...pair(inputs)),
    evaluate: (attributes, inputs, output) => rules.evaluate(attributes, ...pair(inputs), output),
    vjp: (attributes, cotangent, inputs, output) => rules.vjp(attributes, cotangent, pair(inputs), output),
    jvp: (attributes, [s, t], inputs, output) => rules.jvp(attributes, [s, t], pair(inputs), output),
    batch: (attributes, inputs, size, batched) => rules.batch(attributes, pair(inputs), size, pair(batched)),
  });

/** The sum of contributions, some of which may be zeros nobody computes. */
export const total = (add: (a: AnyTensor, b: AnyTensor) => AnyTensor, ...terms: readonly Maybe[]): Maybe =>
  terms.reduce((sum, term) => (sum === undefined ? term : term === undefined ? sum : add(sum, term)), undefined);

/** Derivative rules of an operation that has none: integers, comparisons, indices. */
export const constantRules = {
  vjp: (_attributes: object, _cotangent: AnyTensor, inputs: readonly AnyTensor[]): readonly Maybe[] =>
    inputs.map(() => undefined),
  jvp: (): Maybe => undefined,
};
