/**
 * A function as data, and what can be made of it. Every transform is another reading of the same list of applications.
 */
import type { ArrayData } from '../tensor/array-data.js';
import type { Data } from '../tensor/dtype.js';
import { application, parameter } from '../tensor/node.js';
import { TraceError } from '../tensor/read.js';
import { cell } from '../tensor/tensor.js';
import type { AnyTensor, Application, Maybe, Spec } from '../tensor/tensor.js';
import { plus } from './arithmetic.js';
import { lead } from './broadcast.js';
import { at } from './primitive.js';

/** A function of tensors: its variables, its results, and the applications in between that depend on the variables, in an order in which they can be computed. */
export interface Graph {
  readonly parameters: readonly AnyTensor[];
  readonly applications: readonly Application[];
  readonly outputs: readonly AnyTensor[];
}

/** The application that makes a tensor, if one does. */
const maker = (tensor: AnyTensor): Application | undefined => {
  const { source } = tensor[cell];
  return source.kind === 'output' ? source.application : undefined;
};

/**
 * The applications below some tensors that `follow` admits, inputs before outputs.
 * Walks with a list of its own: expressions may be deeper than the call stack.
 */
const below = (tensors: readonly AnyTensor[], follow: (tensor: AnyTensor) => boolean): readonly Application[] => {
  const order: Application[] = [];
  const state = new Map<Application, 'open' | 'done'>();
  const pending = tensors.filter(follow).flatMap((tensor) => maker(tensor) ?? []);
  for (let next = pending.at(-1); next !== undefined; next = pending.at(-1)) {
    if (state.get(next) === undefined) {
      state.set(next, 'open');
      for (const input of next.inputs) {
        const made = follow(input) ? maker(input) : undefined;
        if (made !== undefined && !state.has(made)) pending.push(made);
      }
    } else {
      pending.pop();
      if (state.get(next) === 'open') {
        state.set(next, 'done');
        order.push(next);
      }
    }
  }
  return order;
};

/** The graph from variables to results; what does not depend on the variables (or on the named axis) stays outside. */
export const graphOf = (parameters: readonly AnyTensor[], outputs: readonly AnyTensor[], axis?: string): Graph => {
  const dependent = new Set<AnyTensor>(parameters);
  const applications = below(outputs, (tensor) => tensor[cell].free).filter(({ operation, inputs, outputs: made }) => {
    const depends = inputs.some((input) => dependent.has(input)) || (axis !== undefined && operation.axis === axis);
    if (depends) made.forEach((output) => dependent.add(output));
    return depends;
  });
  return { parameters, applications, outputs };
};

/** The graph of a function, found by applying it to fresh variables, which may stand for values. */
export const trace = (
  specs: readonly Spec[],
  f: (parameters: readonly AnyTensor[]) => readonly AnyTensor[],
  options: { readonly values?: readonly AnyTensor[]; readonly axis?: string } = {},
): Graph => {
  const parameters = specs.map(({ shape, dtype }, index) => parameter({ shape, dtype }, options.values?.[index]));
  return graphOf(parameters, f(parameters), options.axis);
};

/** A graph and the tensors from outside that it reads, which became parameters after its own. */
export interface Closed {
  readonly graph: Graph;
  readonly captured: readonly AnyTensor[];
}

/** The graph with everything it reads from outside, constants aside, among its parameters, so that it can be an attribute of a primitive. */
export const close = (graph: Graph): Closed => {
  const inside = new Set<AnyTensor>([...graph.parameters, ...graph.applications.flatMap(({ outputs }) => outputs)]);
  const read = new Set([...graph.applications.flatMap(({ inputs }) => inputs), ...graph.outputs]);
  const captured = [...read].filter((tensor) => !inside.has(tensor) && tensor[cell].source.kind !== 'constant');
  const names = [...graph.parameters, ...captured];
  return {
    graph: trace(names, (values) => interpret(graph, new Map(names.map((name, index) => [name, at(values, index)])))),
    captured,
  };
};

/** the value of a tensor under an interpretation; tensors from outside stand for themselves */
const look = (values: ReadonlyMap<AnyTensor, AnyTensor>, tensor: AnyTensor): AnyTensor => values.get(tensor) ?? tensor;

const interpret = (graph: Graph, values: Map<AnyTensor, AnyTensor>): readonly AnyTensor[] => {
  for (const { operation, inputs, outputs } of graph.applications) {
    const made = application(
      operation,
      inputs.map((input) => look(values, input)),
      outputs,
    );
    outputs.forEach((output, index) => values.set(output, at(made, index)));
  }
  return graph.outputs.map((output) => look(values, output));
};

const bind = (graph: Graph, inputs: readonly AnyTensor[]): Map<AnyTensor, AnyTensor> =>
  new Map(graph.parameters.map((tensor, index) => [tensor, at(inputs, index)]));

/** The same expression over other inputs. */
export const replay = (graph: Graph, inputs: readonly AnyTensor[]): readonly AnyTensor[] =>
  interpret(graph, bind(graph, inputs));

/** Reverse mode: the results, and the map from cotangents of the results to cotangents of the inputs. */
export const pull = (
  graph: Graph,
  inputs: readonly AnyTensor[],
): readonly [outputs: readonly AnyTensor[], pullback: (cotangents: readonly Maybe[]) => readonly Maybe[]] => {
  const values = bind(graph, inputs);
  const results = interpret(graph, values);
  return [
    results,
    (cotangents) => {
      const gathered = new Map<AnyTensor, AnyTensor>();
      const accumulate = (tensor: AnyTensor, cotangent: Maybe): void => {
        if (cotangent === undefined || !values.has(tensor)) return;
        const before = gathered.get(tensor);
        gathered.set(tensor, before === undefined ? cotangent : plus(before, cotangent));
      };
      graph.outputs.forEach((output, index) => accumulate(output, cotangents[index]));
      for (const { operation, inputs: from, outputs } of [...graph.applications].reverse()) {
        const arriving = outputs.map((output) => gathered.get(output));
        if (arriving.every((cotangent) => cotangent === undefined)) continue;
        const ends = {
          inputs: from.map((input) => look(values, input)),
          outputs: outputs.map((output) => look(values, output)),
        };
        const leaving = operation.vjp(arriving, ends);
        from.forEach((input, index) => accumulate(input, leaving[index]));
      }
      return graph.parameters.map((tensor) => gathered.get(tensor));
    },
  ];
};

/** Forward mode: the results and their tangents. */
export const push = (
  graph: Graph,
  inputs: readonly AnyTensor[],
  tangents: readonly Maybe[],
): readonly [outputs: readonly AnyTensor[], tangents: readonly Maybe[]] => {
  const values = bind(graph, inputs);
  const moved = new Map<AnyTensor, AnyTensor>();
  const record = (tensor: AnyTensor, tangent: Maybe): void => {
    if (tangent !== undefined) moved.set(tensor, tangent);
  };
  const results = interpret(graph, values);
  graph.parameters.forEach((tensor, index) => record(tensor, tangents[index]));
  for (const { operation, inputs: from, outputs } of graph.applications) {
    const arriving = from.map((input) => moved.get(input));
    if (arriving.every((tangent) => tangent === undefined)) continue;
    const ends = {
      inputs: from.map((input) => look(values, input)),
      outputs: outputs.map((output) => look(values, output)),
    };
    const leaving = operation.jvp(arriving, ends);
    outputs.forEach((output, index) => record(output, leaving[index]));
  }
  return [results, graph.outputs.map((output) => moved.get(output))];
};

/** Many examples at once: inputs with a flag carry a leading axis of length `size`, and so do the outputs with a flag. */
export const spreadOver = (
  graph: Graph,
  inputs: readonly AnyTensor[],
  flags: readonly boolean[],
  size: number,
  axis?: string,
): readonly [outputs: readonly AnyTensor[], batched: readonly boolean[]] => {
  const values = bind(graph, inputs);
  const batched = new Set(graph.parameters.filter((_, index) => flags[index] === true));
  for (const { operation, inputs: from, outputs } of graph.applications) {
    const actual = from.map((input) => look(values, input));
    const carry = from.map((input) => batched.has(input));
    const untouched = !carry.includes(true) && (axis === undefined || operation.axis !== axis);
    const made = untouched
      ? { outputs: application(operation, actual, outputs), batched: outputs.map(() => false) }
      : operation.batch({ size, axis, inputs: actual, batched: carry });
    outputs.forEach((output, index) => {
      values.set(output, at(made.outputs, index));
      if (made.batched[index] === true) batched.add(output);
    });
  }
  return [graph.outputs.map((output) => look(values, output)), graph.outputs.map((output) => batched.has(output))];
};

/** {@link spreadOver} with a leading axis on all outputs. */
export const spreadAll = (
  graph: Graph,
  inputs: readonly AnyTensor[],
  flags: readonly boolean[],
  size: number,
  axis?: string,
): readonly AnyTensor[] => {
  const [outputs, batched] = spreadOver(graph, inputs, flags, size, axis);
  return outputs.map((output, index) => (batched[index] === true ? output : lead(output, size)));
};

/** A graph without variables, and the variables of enclosing traces that it reads: what an engine needs to compute the numbers of tensors. */
export const expression = (tensors: readonly AnyTensor[]): Graph => {
  const applications = below(tensors, () => true);
  const read = new Set([...applications.flatMap(({ inputs }) => inputs), ...tensors]);
  return { parameters: [...read].filter((tensor) => valueOf(tensor) !== undefined), applications, outputs: tensors };
};

/** What a variable of a trace stands for, if that is known. */
export const valueOf = (tensor: AnyTensor): Maybe => {
  const { source } = tensor[cell];
  return source.kind === 'parameter' ? source.value : undefined;
};

/** The graph with the closed expressions that it reads from outside among its applications: all it still reads, besides its parameters, are constants. */
export const complete = (graph: Graph): Graph => ({ ...graph, applications: below(graph.outputs, () => true) });

/** Computes the outputs of a graph by the value rules of its primitives; what does not depend on the inputs' numbers is found once. */
export const evaluation = (incomplete: Graph): ((inputs: readonly ArrayData[]) => readonly Data[]) => {
  const { parameters, applications, outputs } = complete(incomplete);
  const uses = new Map<AnyTensor, number>();
  for (const tensor of [...applications.flatMap(({ inputs }) => inputs), ...outputs])
    uses.set(tensor, (uses.get(tensor) ?? 0) + 1);
  return (inputs) => {
    const values = new Map<AnyTensor, Data>(parameters.map((tensor, index) => [tensor, at(inputs, index).data]));
    const remaining = new Map(uses);
    const data = (tensor: AnyTensor): ArrayData => {
      const found = values.get(tensor) ?? constantOf(tensor);
      return { shape: tensor.shape, dtype: tensor.dtype, data: found };
    };
    for (const { operation, inputs: from, outputs: to } of applications) {
      const made = operation.evaluate(from.map(data), to);
      for (const input of from) {
        const left = (remaining.get(input) ?? 0) - 1;
        remaining.set(input, left);
        if (left === 0) values.delete(input);
      }
      to.forEach((output, index) => uses.has(output) && values.set(output, at(made, index)));
    }
    return outputs.map((output) => data(output).data);
  };
};

/** {@link evaluation}, for a graph that is computed but once. */
export const evaluate = (graph: Graph, inputs: readonly ArrayData[]): readonly Data[] => evaluation(graph)(inputs);

const constantOf = (tensor: AnyTensor): Data => {
  const { source } = tensor[cell];
  if (source.kind === 'constant') return source.data;
  throw new TraceError(
    'the numbers of a tensor were asked for while its function is being traced (by compile, vmap or scan), where it stands for any value; compute with the tensor instead',
  );
};
