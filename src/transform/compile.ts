/** A function traced once and handed to the engine whole; and trees computed in one plan. */
import { defaultEngine, evaluatorOf } from '../primitive/engine.js';
import type { Engine, Executable } from '../primitive/engine.js';
import { close, replay, trace } from '../primitive/graph.js';
import type { Graph } from '../primitive/graph.js';
import type { Plan } from '../primitive/plan.js';
import { at } from '../primitive/primitive.js';
import type { ArrayData } from '../tensor/array-data.js';
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

/** A function that an engine computes as a whole. */
export interface Compiled<A extends readonly unknown[], B> {
  (...args: A): B;
  /** What the engine does for arguments of these shapes, without doing it; nothing where the engine does not tell. */
  readonly plan: (...args: A) => Plan | undefined;
  /**
   * The same with the time of each kernel, from one run.
   *
   * Errors    "profile: the engine reference has no clock on its kernels"
   */
  readonly profile: (...args: A) => Plan;
}

interface Program<B> {
  readonly graph: Graph;
  readonly captured: readonly AnyTensor[];
  readonly result: B;
  readonly executable: () => Executable;
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
 * const kernels = step.plan(tensor([1, 2]), 0.5)?.steps;
 */
export const compile = <A extends readonly unknown[], B>(
  f: (...args: A) => B,
  options: OnEngine = {},
): Compiled<A, B> => {
  const programs = new Map<string, Program<B>>();
  const engine = (): Engine => options.engine ?? defaultEngine();
  const evaluator = options.engine && evaluatorOf(options.engine);
  const traced = (args: A, inputs: readonly AnyTensor[]): Program<B> => {
    const results: B[] = [];
    const open = trace(inputs, (variables) => {
      const b = f(...build(args, variables));
      results.push(b);
      return divide(b).tensors.map(([, tensor]) => tensor);
    });
    const { graph, captured } = close(open);
    return { graph, captured, result: at(results, 0), executable: once(() => engine().compile(graph)) };
  };
  const prepared = (args: A): readonly [program: Program<B>, inputs: readonly AnyTensor[]] => {
    const inputs = divide(args).tensors.map(([, tensor]) => tensor);
    const signature = signatureOf(args);
    const program = programs.get(signature) ?? traced(args, inputs);
    if (!program.captured.some((tensor) => tensor[cell].free)) programs.set(signature, program);
    return [program, [...inputs, ...program.captured]];
  };
  const arrays = (tensors: readonly AnyTensor[]): readonly ArrayData[] => {
    const data = readAll(tensors, evaluator);
    return tensors.map(({ shape, dtype }, index) => ({ shape, dtype, data: at(data, index) }));
  };
  const run = (...args: A): B => {
    const [{ graph, executable, result }, inputs] = prepared(args);
    if (inputs.some((tensor) => tensor[cell].free)) return build(result, replay(graph, inputs));
    const made = executable()(arrays(inputs));
    return build(
      result,
      graph.outputs.map(({ shape, dtype }, index) => constant({ shape, dtype }, at(made, index))),
    );
  };
  return Object.assign(run, {
    plan: (...args: A): Plan | undefined => prepared(args)[0].executable().plan,
    profile: (...args: A): Plan => {
      const [{ executable }, inputs] = prepared(args);
      const { profile } = executable();
      if (profile === undefined) throw new Error(`profile: the engine ${engine().name} has no clock on its kernels`);
      return profile(arrays(inputs));
    },
  });
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
