import type { Data } from './dtype.js';
import { cell } from './tensor.js';
import type { AnyTensor } from './tensor.js';

/** Computes the numbers of tensors: what an engine offers the language. */
export type Evaluator = (tensors: readonly AnyTensor[]) => readonly Data[];

/** The numbers of a tensor were asked for while a function was traced for `compile` or `vmap`, where there are none. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
}

/** The evaluator that an entry point of the package has joined to the language. */
const joined: { evaluator: Evaluator } = {
  evaluator: () => {
    throw new Error('no engine is joined to the language: import from "pullback"');
  },
};

/** Joins an engine to the language; the package's entry points alone call it. */
export const joinEvaluator = (evaluator: Evaluator): void => {
  joined.evaluator = evaluator;
};

/**
 * The numbers of tensors, computed in one plan. A tensor becomes a constant by this and forgets its expression, unless a trace still needs it.
 * The arrays belong to the library: nothing outside may change them.
 */
export const readAll = (tensors: readonly AnyTensor[], evaluator: Evaluator = joined.evaluator): readonly Data[] => {
  const pending = tensors.filter((tensor) => tensor[cell].source.kind !== 'constant');
  if (pending.length > 0) settle(pending, evaluator(pending));
  return tensors.map((tensor) => {
    const { source, free } = tensor[cell];
    if (source.kind === 'constant') return source.data;
    const data = free ? transient.get(tensor) : undefined;
    if (data === undefined) throw new Error('an engine returned fewer arrays than it was asked for');
    return data;
  });
};

/** the numbers of a single tensor; see {@link readAll} */
export const read = (tensor: AnyTensor, evaluator?: Evaluator): Data => {
  const [data] = readAll([tensor], evaluator);
  if (data === undefined) throw new Error('an engine returned fewer arrays than it was asked for');
  return data;
};

/** numbers of tensors that occur inside a trace: remembered beside the expression instead of in its place */
const transient = new WeakMap<AnyTensor, Data>();

const settle = (tensors: readonly AnyTensor[], results: readonly Data[]): void => {
  tensors.forEach((tensor, index) => {
    const data = results[index];
    if (data === undefined) return;
    if (tensor[cell].free) transient.set(tensor, data);
    else tensor[cell].source = { kind: 'constant', data };
  });
};
