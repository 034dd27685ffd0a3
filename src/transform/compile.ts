/** A function traced once and handed to the engine whole; and trees computed in one plan. */
import { defaultEngine, evaluatorOf } from '../primitive/engine.js';
import type { Engine, Executable } from '../primitive/engine.js';
import { close, replay, trace } from '../primitive/graph.js';
import type { Graph } from '../primitive/graph.js';
import { at } from '../primitive/primitive.js';
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

/** what tells one compiled program from another: the names, shapes and element types of the tensors, and all else among the arguments */
const signatureOf = (args: readonly unknown[]): string => {
  const { tensors, others } = divide(args);
  const refused = others.find(([, value]) => value !== null && ['function', 'object', 'symbol'].includes(typeof value));
  if (refused !== undefined)
    throw new TypeError(
      `compile: argument ${refused[0]} is a ${typeof refused[1]}; arguments are trees of tensors, numbers, strings and booleans`,
    );
  const kinds = tensors.map(([, { shape, dtype }]) => Symbol(`${dtype}[${shape.join()}]`));
  return JSON.stringify(build<unknown>(args, kinds), (_, value: unknown) => told(value));
};

/** a value as JSON can tell it from every other */
const told = (value: unknown): unknown =>
  typeof value === 'symbol'
    ? `tensor ${value.description}`
    : typeof value === 'string'
      ? `string ${value}`
      : typeof value === 'number'
        ? `number ${Object.is(value, -0) ? '-0' : value}`
        : typeof value === 'bigint'
          ? `integer ${value}`
          : value === undefined
            ? 'undefined'
            : value;

/** a value computed when it is first asked for */
const once = <T>(make: () => T): (() => T) => {
  const made: T[] = [];
  return () => {
    const [value = make()] = made;
    made[0] = value;
    return value;
  };
};

/**
 * f, traced once for each combination of shapes, and computed as one plan by the engine: value, derivatives and updates together. Numbers, strings
 * and booleans among the arguments are part of the program, so a new value compiles anew. Inside a trace (of grad, vmap, …) it is f itself.
 *
 * Law      compile(f) and f give the same numbers
 * Errors   a `TraceError` when f asks for the numbers of a tensor
 * @example
 * const step = compile((x: Tensor<[2]>, rate: number) => subtract(x, multiply(x, rate)));
 * step(tensor([1, 2]), 0.5) // [0.5, 1]
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
    const { graph, captured } = close(open);
    const executable = once(() => (options.engine ?? defaultEngine()).compile(graph));
    return { graph, captured, result: at(results, 0), run: (data) => executable()(data) };
  };
  return (...args) => {
    const inputs = divide(args).tensors.map(([, tensor]) => tensor);
    const signature = signatureOf(args);
    const plan = cache.get(signature) ?? compiled(args, inputs);
    const all = [...inputs, ...plan.captured];
    if (!plan.captured.some((tensor) => tensor[cell].free)) cache.set(signature, plan);
    if (all.some((tensor) => tensor[cell].free)) return build(plan.result, replay(plan.graph, all));
    const data = readAll(all, options.engine && evaluatorOf(options.engine));
    const made = plan.run(all.map(({ shape, dtype }, index) => ({ shape, dtype, data: at(data, index) })));
    return build(
      plan.result,
      plan.graph.outputs.map(({ shape, dtype }, index) => constant({ shape, dtype }, at(made, index))),
    );
  };
};

/**
 * The same tree, its tensors computed in one plan: from here on they are constants.
 *
 * Errors    a `TraceError` inside `compile`, `vmap` or `scan`, where a tensor stands for any value
 * @example
 * compute({ a: add(tensor([1]), 1), b: tensor([3]) }).a // [2]
 */
export const compute = <T>(tree: T, options: OnEngine = {}): T => {
  readAll(leaves(tree, 'compute'), options.engine && evaluatorOf(options.engine));
  return tree;
};
