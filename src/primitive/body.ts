/** What the primitives whose attribute is a function have in common. Integers and booleans carry no derivative, so lists of derivatives skip them. */
import { dtypes } from '../tensor/dtype.js';
import type { AnyTensor, Maybe, Spec } from '../tensor/tensor.js';
import { fill } from './create.js';
import { spreadAll, trace } from './graph.js';
import type { Graph } from './graph.js';
import { at } from './primitive.js';

export const isFloat = ({ dtype }: Spec): boolean => dtypes[dtype].float;

export const zeros = ({ shape, dtype }: Spec): AnyTensor => fill(shape, 0, dtype);

export const specsOf = (tensors: readonly Spec[]): readonly Spec[] =>
  tensors.map(({ shape, dtype }) => ({ shape, dtype }));

/** the entries of a list whose spec is a float */
export const floats = <T>(list: readonly T[], specs: readonly Spec[]): readonly T[] =>
  list.filter((_, index) => isFloat(at(specs, index)));

/** one entry for each spec: the next of the list where it is a float, else nothing */
export const unfloats = (list: readonly Maybe[], specs: readonly Spec[]): readonly Maybe[] => {
  let next = 0;
  return specs.map((spec) => (isFloat(spec) ? list[next++] : undefined));
};

/** the zeros nobody computed, as tensors */
export const filled = (list: readonly Maybe[], specs: readonly Spec[]): readonly AnyTensor[] =>
  specs.map((spec, index) => list[index] ?? zeros(spec));

/** the graph on many examples: those inputs batched that have a flag, all outputs batched */
export const widened = (graph: Graph, size: number, batched: readonly boolean[], axis: string | undefined): Graph =>
  trace(
    graph.parameters.map(({ shape, dtype }, index) => ({
      shape: batched[index] === true ? [size, ...shape] : shape,
      dtype,
    })),
    (inputs) => spreadAll(graph, inputs, batched, size, axis),
  );
