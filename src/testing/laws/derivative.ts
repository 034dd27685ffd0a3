/** The derivatives of a mapping as mappings, so that every law about mappings is one about derivatives, of every order. */
import { filled, floats, isFloat, unfloats, zeros } from '../../primitive/body.js';
import { pull, push, trace } from '../../primitive/graph.js';
import type { AnyTensor, Spec } from '../../tensor/tensor.js';
import type { Mapping } from './law.js';

/** Only floats carry derivatives. */
export const movable = <T extends Spec>(specs: readonly T[]): readonly T[] => specs.filter(isFloat);

/** (inputs, cotangents of the floating outputs) ↦ cotangents of the floating inputs, by reverse mode; `count` is how many inputs f has. */
export const pullbackOf =
  (f: Mapping, count: number): Mapping =>
  (all) => {
    const inputs = all.slice(0, count);
    const graph = trace(inputs, f);
    const [outputs, pullback] = pull(graph, inputs);
    return floats(filled(pullback(unfloats(all.slice(count), outputs)), inputs), inputs);
  };

/** (inputs, tangents of the floating inputs) ↦ tangents of the floating outputs, by forward mode. */
export const pushforwardOf =
  (f: Mapping, count: number): Mapping =>
  (all) => {
    const inputs = all.slice(0, count);
    const [outputs, tangents] = push(trace(inputs, f), inputs, unfloats(all.slice(count), inputs));
    return floats(
      outputs.map((output, index): AnyTensor => tangents[index] ?? zeros(output)),
      outputs,
    );
  };
