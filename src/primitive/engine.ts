/** What runs the language, seen from above: engines implement this interface, and the entry points of the package join one to it. */
import { expression, valueOf } from './graph.js';
import type { Graph } from './graph.js';
import type { ArrayData } from '../tensor/array-data.js';
import type { Data } from '../tensor/dtype.js';
import { joinEvaluator, readAll } from '../tensor/read.js';
import type { Evaluator } from '../tensor/read.js';
import type { Plan } from './plan.js';

/** Computes the outputs of a graph from its inputs; nobody changes the arrays it returns. */
export interface Executable {
  (inputs: readonly ArrayData[]): readonly Data[];
  /** what it does, where the engine tells */
  readonly plan?: Plan;
  /** runs it once with a clock on each kernel */
  readonly profile?: (inputs: readonly ArrayData[]) => Plan;
}

/** What runs the language: it makes an executable of a graph whose only free tensors are its parameters. */
export interface Engine {
  readonly name: string;
  readonly compile: (graph: Graph) => Executable;
  /** the outputs of a graph that is computed but once: `compile(graph)(inputs)` unless the engine has a shorter way */
  readonly evaluate?: (graph: Graph, inputs: readonly ArrayData[]) => readonly Data[];
}

/** How an engine computes the numbers of single tensors. */
export const evaluatorOf = (engine: Engine): Evaluator => {
  const evaluator: Evaluator = (tensors) => {
    const graph = expression(tensors);
    const values = graph.parameters.flatMap((parameter) => valueOf(parameter) ?? []);
    const data = readAll(values, evaluator);
    const inputs = graph.parameters.map(({ shape, dtype }, index) => ({
      shape,
      dtype,
      data: data[index] ?? new Float32Array(),
    }));
    return engine.evaluate?.(graph, inputs) ?? engine.compile(graph)(inputs);
  };
  return evaluator;
};

const joined: { engine: Engine | undefined } = { engine: undefined };

/** Makes an engine the default one. The package's entry points call this, and nobody else. */
export const joinEngine = (engine: Engine): void => {
  joined.engine = engine;
  joinEvaluator(evaluatorOf(engine));
};

/** The engine that an entry point has joined to the language. */
export const defaultEngine = (): Engine => {
  if (joined.engine === undefined) throw new Error('no engine is joined to the language: import from "pullback"');
  return joined.engine;
};
