/** Identities of the language that leave less to compute. */
import { size } from '../../../shape/shape.js';
import { primitives } from '../../../primitive/index.js';
import { at, operation } from '../../../primitive/primitive.js';
import type { Operation } from '../../../tensor/tensor.js';
import { rowOf } from '../kernels/index.js';
import type { Row } from '../kernels/index.js';
import { isFold } from '../kernels/pointwise/folds.js';
import type { FoldName } from '../kernels/pointwise/folds.js';
import { arrayOf, needed } from './terms.js';
import type { Term, Terms, Value } from './terms.js';

/** elements of a constant that is worth its place in memory */
const small = 4096;

/** What leaves less to compute, and the same numbers. */
export const simplified = (terms: Terms): Terms => numbersFirst(foldsMerged(constantsFolded(terms)));

/** What depends on single numbers alone comes first, so that it is there when tensors want it. */
const numbersFirst = (given: Terms): Terms => {
  const known = new Set([...given.parameters, ...given.constants].filter(isNumber).map(({ id }) => id));
  const early = given.terms.filter(({ inputs, outputs }) => {
    const first = outputs.every(isNumber) && inputs.every(({ id }) => known.has(id));
    if (first) outputs.forEach(({ id }) => known.add(id));
    return first;
  });
  const done = new Set(early);
  return { ...given, terms: [...early, ...given.terms.filter((term) => !done.has(term))] };
};

const isNumber = ({ shape }: Value): boolean => size(shape) === 1;

/** What follows from constants alone is one, where it is small. */
const constantsFolded = (given: Terms): Terms => {
  const known = new Map(given.constants.flatMap((value) => arrayOf(value).map((array) => [value.id, array] as const)));
  const constants: Value[] = [...given.constants];
  const terms = given.terms.filter(({ operation: folding, inputs, outputs }) => {
    const { kind } = rowOf(folding);
    const arrays = inputs.flatMap(({ id }) => known.get(id) ?? []);
    if (!foldable.includes(kind) || inputs.length === 0 || arrays.length < inputs.length) return true;
    if (outputs.some(({ shape }) => size(shape) > small)) return true;
    folding.evaluate(arrays, outputs).forEach((data, index) => {
      const value = at(outputs, index);
      known.set(value.id, { shape: value.shape, dtype: value.dtype, data });
      if (kind !== 'view') constants.push({ ...value, source: { kind: 'constant', data } });
    });
    // a view of a constant takes no memory of its own
    return kind === 'view';
  });
  return { ...given, terms: needed(terms, given.outputs), constants };
};

const foldable: readonly Row<object>['kind'][] = ['view', 'pointwise', 'fold', 'copies'];

/** Σⱼ Σᵢ x = Σᵢⱼ x, so too for the other folds: a fold that only a fold of its kind reads is one with it. */
const foldsMerged = (given: Terms): Terms => {
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
  return { ...given, terms: needed(merged, given.outputs) };
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

const isAxes = (value: unknown): value is readonly number[] => Array.isArray(value);
