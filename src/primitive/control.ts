/**
 * Functions as nodes: regions that are computed anew where a derivative needs them, and functions whose derivative is given by hand.
 */
import { lead } from './broadcast.js';
import { filled, floats, specsOf, unfloats, widened, zeros } from './body.js';
import { evaluate, pull, push, replay, trace } from './graph.js';
import type { Graph } from './graph.js';
import { applyAll } from './primitive.js';
import type { Primitive } from './primitive.js';

/** (inputs, cotangents of the floating outputs) → cotangents of the floating inputs */
const pulled = (graph: Graph): Graph => {
  const inputs = graph.parameters;
  return trace([...inputs, ...floats(graph.outputs, graph.outputs)], (all) => {
    const [, pullback] = pull(graph, all.slice(0, inputs.length));
    const cotangents = pullback(unfloats(all.slice(inputs.length), graph.outputs));
    return floats(inputs, inputs).map((input) => cotangents[inputs.indexOf(input)] ?? zeros(input));
  });
};

/** (inputs, tangents of the floating inputs) → tangents of the floating outputs */
const pushed = (graph: Graph): Graph => {
  const inputs = graph.parameters;
  return trace([...inputs, ...floats(inputs, inputs)], (all) => {
    const [, tangents] = push(graph, all.slice(0, inputs.length), unfloats(all.slice(inputs.length), inputs));
    return floats(
      graph.outputs.map((output, index) => tangents[index] ?? zeros(output)),
      graph.outputs,
    );
  });
};

/**
 * A function applied as one node, whose inside is computed anew where its derivative needs it instead of being kept. An engine must not
 * merge the inside with equal expressions outside.
 */
export const checkpointed: Primitive<{ readonly body: Graph }> = {
  name: 'checkpoint',
  infer: ({ body }) => specsOf(body.outputs),
  evaluate: ({ body }, inputs) => evaluate(body, inputs),
  vjp: ({ body }, cotangents, { inputs }) => {
    const arriving = floats(filled(cotangents, body.outputs), body.outputs);
    return unfloats(applyAll(checkpointed, { body: pulled(body) }, [...inputs, ...arriving]), body.parameters);
  },
  jvp: ({ body }, tangents, { inputs }) => {
    const arriving = floats(filled(tangents, body.parameters), body.parameters);
    return unfloats(applyAll(checkpointed, { body: pushed(body) }, [...inputs, ...arriving]), body.outputs);
  },
  batch: ({ body }, { size, axis, inputs, batched }) => ({
    outputs: applyAll(checkpointed, { body: widened(body, size, batched, axis) }, inputs),
    batched: body.outputs.map(() => true),
  }),
};

/** A function whose pullback somebody has written: `body` from inputs to outputs, `pullback` from inputs and cotangents of the floating outputs to cotangents of the floating inputs. */
export interface Custom {
  readonly body: Graph;
  readonly pullback: Graph;
}

/** A function with a derivative of its own. Forward mode transposes the pullback, which is linear in the cotangents. */
export const custom: Primitive<Custom> = {
  name: 'custom',
  infer: ({ body }) => specsOf(body.outputs),
  evaluate: ({ body }, inputs) => evaluate(body, inputs),
  vjp: ({ body, pullback }, cotangents, { inputs }) =>
    unfloats(replay(pullback, [...inputs, ...floats(filled(cotangents, body.outputs), body.outputs)]), body.parameters),
  jvp: ({ body, pullback }, tangents, { inputs }) => {
    const linear = pullback.parameters.slice(inputs.length).map(zeros);
    const [, transpose] = pull(pullback, [...inputs, ...linear]);
    const moved = transpose(floats(tangents, body.parameters));
    return unfloats(moved.slice(inputs.length), body.outputs);
  },
  batch: ({ body, pullback }, { size, axis, inputs, batched }) => {
    const all = inputs.map(() => true);
    const spread = widened(body, size, all, axis);
    const back = widened(
      pullback,
      size,
      pullback.parameters.map(() => true),
      axis,
    );
    const wide = inputs.map((input, index) => (batched[index] === true ? input : lead(input, size)));
    return { outputs: applyAll(custom, { body: spread, pullback: back }, wide), batched: body.outputs.map(() => true) };
  },
};
