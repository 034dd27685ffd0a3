/** A function traced once and handed to the engine whole; and trees computed in one plan. */
import { defaultEngine, evaluatorOf } from '../primitive/engine.js';
import type { Engine, Executable } from '../primitive/engine.js';
import { close, replay, trace } from '../primitive/graph.js';
import type { Graph } from '../primitive/graph.js';
import { constant } from '../tensor/node.js';
import { readAll } from '../tensor/read.js';
import { cell } from '../tensor/tensor.js';
import type { AnyTensor } from '../tensor/tensor.js';
import { build, divide, leaves } from '../tree/tree.js';

/** Which engine computes. */
export interface OnEngine {
  /** the engine to use in place of the default one */
  readonly engine?: Engine;
}

interface Compiled<B> {
  readonly graph: Graph;
  readonly captured: readonly AnyTensor[];
  readonly result: B;
  readonly run: Executable;
}

/** numbers, strings and the like among the arguments are part of the program: they are told apart by their text */
const text = (path: string, value: unknown): string => {
  if (value !== null && ['function', 'object', 'symbol'].includes(typeof value))
    throw new TypeError(
      `compile: argument ${path} is a ${typeof value}; arguments are trees of tensors, numbers, strings and booleans`,
    );
  return `${path}: ${typeof value} ${String(value)}`;
};

/**
 * f, traced once for each combination of shapes, and computed as one plan by the engine: value, derivatives and updates together. Numbers, strings
 * and booleans among the arguments are part of the program, so a new value compiles anew.
 *
 * Law      compile(f) and f give the same numbers
 * Errors   a `TraceError` when f asks for the numbers of a tensor
 */
export const compile = <A extends readonly unknown[], B>(
  f: (...args: A) => B,
  options: OnEngine = {},
): ((...args: A) => B) => {
  const cache = new Map<string, Compiled<B>>();
  const compiled = (args: A, inputs: readonly AnyTensor[]): Compiled<B> => {
    const results: B[] = [];
    const open = trace(inputs, (variables) => {
      const b = f(...build(args, variables));
      results.push(b);
      return divide(b).tensors.map(([, tensor]) => tensor);
    });
    const [result] = results;
    if (result === undefined) throw new TypeError('compile: the function returned nothing');
    const { graph, captured } = close(open);
    return { graph, captured, result, run: (options.engine ?? defaultEngine()).compile(graph) };
  };
  return (...args) => {
    const { tensors, others } = divide(args);
    const inputs = tensors.map(([, tensor]) => tensor);
    const signature = [
      ...tensors.map(([path, { shape, dtype }]) => `${path}: ${dtype}[${shape.join()}]`),
      ...others.map(([path, value]) => text(path, value)),
    ].join('; ');
    const plan = cache.get(signature) ?? compiled(args, inputs);
    const all = [...inputs, ...plan.captured];
    const free = all.some((tensor) => tensor[cell].free);
    if (!plan.captured.some((tensor) => tensor[cell].free)) cache.set(signature, plan);
    if (free) return build(plan.result, replay(plan.graph, all));
    const data = readAll(all, options.engine && evaluatorOf(options.engine));
    const made = plan.run(
      all.map(({ shape, dtype }, index) => ({ shape, dtype, data: data[index] ?? new Float32Array() })),
    );
    return build(
      plan.result,
      plan.graph.outputs.map(({ shape, dtype }, index) =>
        constant({ shape, dtype }, made[index] ?? new Float32Array()),
      ),
    );
  };
};

/** The same tree, its tensors computed in one plan: from here on they are constants. */
export const compute = <T>(tree: T, options: OnEngine = {}): T => {
  readAll(leaves(tree, 'compute'), options.engine && evaluatorOf(options.engine));
  return tree;
};
