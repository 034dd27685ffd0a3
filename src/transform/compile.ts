/** A function traced once and handed to the engine whole; and trees computed in one plan. */
import { defaultEngine, evaluatorOf } from '../primitive/engine.js';
import type { Engine, Executable } from '../primitive/engine.js';
import { replay, trace } from '../primitive/graph.js';
import type { Graph } from '../primitive/graph.js';
import type { Plan } from '../primitive/plan.js';
import { at } from '../primitive/primitive.js';
import type { ArrayData } from '../tensor/array-data.js';
import { constant } from '../tensor/node.js';
import { readAll, TraceError } from '../tensor/read.js';
import { cell } from '../tensor/tensor.js';
import type { AnyTensor } from '../tensor/tensor.js';
import { pattern } from '../tree/pattern.js';
import type { Pattern } from '../tree/pattern.js';
import { build, divide, leaves, template } from '../tree/tree.js';

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

/** f for arguments of one kind */
interface Program<B> {
  /** whether arguments are of this kind */
  readonly matches: Pattern;
  readonly graph: Graph;
  /** whether it reads variables of an enclosing trace */
  readonly open: boolean;
  readonly result: (tensors: readonly unknown[]) => B;
  readonly executable: () => Executable;
}

/** how many programs a compiled function keeps: those used last */
export const keptPrograms = 64;

const expectKinds = (args: readonly unknown[]): void => {
  const refused = divide(args).others.find(
    ([, value]) => value !== null && ['function', 'object', 'symbol'].includes(typeof value),
  );
  if (refused !== undefined)
    throw new TypeError(
      `compile: argument ${refused[0]} is a ${typeof refused[1]}; arguments are trees of tensors, numbers, strings and booleans`,
    );
};

/** what a graph reads from outside, constants aside */
const outside = ({ parameters, applications, outputs }: Graph): readonly AnyTensor[] => {
  const inside = new Set([...parameters, ...applications.flatMap((application) => application.outputs)]);
  const read = new Set([...applications.flatMap(({ inputs }) => inputs), ...outputs]);
  return [...read].filter((tensor) => !inside.has(tensor) && tensor[cell].source.kind !== 'constant');
};

/** what a closed expression repeats, so that a number in all places reaches the engine as that number */
const repeated = (tensor: AnyTensor): readonly AnyTensor[] => {
  const { source } = tensor[cell];
  return source.kind === 'output' && source.application.operation.name === 'broadcast'
    ? source.application.inputs.flatMap(repeated)
    : [tensor];
};

/** tensors as arrays, where all of them are constants already */
const constants = (tensors: readonly AnyTensor[]): readonly ArrayData[] | undefined => {
  const arrays: ArrayData[] = [];
  for (const tensor of tensors) {
    const { source } = tensor[cell];
    if (source.kind !== 'constant') return undefined;
    arrays.push({ shape: tensor.shape, dtype: tensor.dtype, data: source.data });
  }
  return arrays;
};

const leavesOf = (tree: unknown): readonly AnyTensor[] => divide(tree).tensors.map(([, tensor]) => tensor);

/** a value computed when it is first asked for */
const once = <T extends object>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};

/**
 * f, traced once for each combination of shapes, and computed as one plan by the engine: value, derivatives and updates together. Numbers, strings
 * and booleans among the arguments are part of the program, so a new value compiles anew; the 64 programs used last are kept. Inside a trace (of grad,
 * vmap, …) it is f itself.
 *
 * Law      compile(f) and f give the same numbers, up to rounding
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
  const programs: Program<B>[] = [];
  const engine = (): Engine => options.engine ?? defaultEngine();
  const evaluator = options.engine && evaluatorOf(options.engine);
  const programFor = (args: A): Program<B> => {
    expectKinds(args);
    const results: B[] = [];
    const graph = trace(leavesOf(args), (variables) => {
      const b = f(...build(args, variables));
      results.push(b);
      return leavesOf(b);
    });
    const read = outside(graph);
    return {
      matches: pattern(args),
      graph,
      open: read.some((tensor) => tensor[cell].free),
      result: template(at(results, 0)),
      executable: once(() => {
        readAll(read.flatMap(repeated), evaluator);
        return engine().compile(graph);
      }),
    };
  };
  /** the program for some arguments, whose tensors are added to `inputs` */
  const prepared = (args: A, inputs: AnyTensor[]): Program<B> => {
    const known = programs.findIndex(({ matches }) => {
      inputs.length = 0;
      return matches(args, inputs);
    });
    if (known > 0) programs.unshift(...programs.splice(known, 1));
    if (known >= 0) return at(programs, 0);
    inputs.length = 0;
    const program = programFor(args);
    inputs.push(...leavesOf(args));
    if (!program.open) programs.unshift(program);
    programs.length = Math.min(programs.length, keptPrograms);
    return program;
  };
  const computed = (tensors: readonly AnyTensor[]): readonly ArrayData[] => {
    const data = readAll(tensors, evaluator);
    return tensors.map(({ shape, dtype }, index) => ({ shape, dtype, data: at(data, index) }));
  };
  const run = (...args: A): B => {
    const inputs: AnyTensor[] = [];
    const { graph, open, result, executable } = prepared(args, inputs);
    const ready = constants(inputs);
    const traced = open || (ready === undefined && inputs.some((tensor) => tensor[cell].free));
    if (traced) return result(replay(graph, inputs));
    const made = executable()(ready ?? computed(inputs));
    return result(graph.outputs.map((output, index) => constant(output, at(made, index))));
  };
  return Object.assign(run, {
    plan: (...args: A): Plan | undefined => {
      const { open, executable } = prepared(args, []);
      return open ? undefined : executable().plan;
    },
    profile: (...args: A): Plan => {
      const inputs: AnyTensor[] = [];
      const { open, executable } = prepared(args, inputs);
      if (open)
        throw new TraceError(
          'profile: the function reads variables of an enclosing trace, so it has no plan of its own',
        );
      const { profile } = executable();
      if (profile === undefined) throw new Error(`profile: the engine ${engine().name} has no clock on its kernels`);
      return profile(computed(inputs));
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
