import { expression, valueOf } from '../primitive/graph.js';
import type { Graph } from '../primitive/graph.js';
import type { ArrayData } from '../tensor/array-data.js';
import type { Data } from '../tensor/dtype.js';
import { readAll } from '../tensor/read.js';
import type { Evaluator } from '../tensor/read.js';

/** Computes the outputs of a graph from its inputs; the arrays it returns are nobody else's. */
export type Executable = (inputs: readonly ArrayData[]) => readonly Data[];

/** What runs the language: it makes an executable of a graph whose only free tensors are its parameters. */
export interface Engine {
  readonly name: string;
  readonly compile: (graph: Graph) => Executable;
}

/** How an engine computes the numbers of single tensors. */
export const evaluatorOf = (engine: Engine): Evaluator => {
  const evaluator: Evaluator = (tensors) => {
    const graph = expression(tensors);
    const values = graph.parameters.flatMap((parameter) => valueOf(parameter) ?? []);
    const data = readAll(values, evaluator);
    return engine.compile(graph)(graph.parameters.map(({ shape, dtype }, index) => ({ shape, dtype, data: data[index] ?? new Float32Array() })));
  };
  return evaluator;
};
