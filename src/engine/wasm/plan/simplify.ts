/** Identities of the language that leave less to compute. */
import { primitives } from '../../../primitive/index.js';
import { at, operation } from '../../../primitive/primitive.js';
import type { Operation } from '../../../tensor/tensor.js';
import { folds } from '../kernels/pointwise/folds.js';
import type { FoldName } from '../kernels/pointwise/folds.js';
import type { Term, Terms } from './terms.js';

/** Σⱼ Σᵢ x = Σᵢⱼ x, so too for the other folds: a fold that only a fold of its kind reads is one with it. */
export const foldsMerged = (given: Terms): Terms => {
  const uses = new Map<number, number>();
  for (const { id } of [...given.terms.flatMap(({ inputs }) => inputs), ...given.outputs])
    uses.set(id, (uses.get(id) ?? 0) + 1);
  const makers = new Map<number, Term>();
  const merged = given.terms.map((term) => {
    const [x] = term.inputs;
    const before = x === undefined || uses.get(x.id) !== 1 ? undefined : makers.get(x.id);
    const now = before === undefined ? term : joined(before, term);
    for (const { id } of now.outputs) makers.set(id, now);
    return now;
  });
  const read = new Set([...merged.flatMap(({ inputs }) => inputs), ...given.outputs].map(({ id }) => id));
  return { ...given, terms: merged.filter(({ outputs }) => outputs.some(({ id }) => read.has(id))) };
};

const joined = (first: Term, second: Term): Term => {
  const [inner, outer] = [foldOf(first.operation), foldOf(second.operation)];
  if (inner === undefined || inner.name !== outer?.name) return second;
  const kept = at(first.inputs, 0).shape.flatMap((_, axis) => (inner.axes.includes(axis) ? [] : [axis]));
  const axes = [...inner.axes, ...outer.axes.map((axis) => at(kept, axis))];
  return { ...second, operation: operation(primitives[outer.name], { axes }), inputs: first.inputs };
};

const foldOf = ({
  name,
  attributes,
}: Operation): { readonly name: FoldName; readonly axes: readonly number[] } | undefined =>
  isFold(name) && 'axes' in attributes && isAxes(attributes.axes) ? { name, axes: attributes.axes } : undefined;

const isFold = (name: string): name is FoldName => Object.hasOwn(folds, name);
const isAxes = (value: unknown): value is readonly number[] => Array.isArray(value);
