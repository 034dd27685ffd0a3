import { foldIn, type Key } from '../random/index.js';
import { DTypeError, sameShape, ShapeError, show } from '../shape/index.js';
import type { Float } from '../tensor/dtype.js';
import { isTensor } from '../tensor/node.js';
import { isSlot, type Slot, type Tree } from './definition.js';
import { isValues, type Values } from './values.js';

/** The tensors of a tree of slots; the names and places that lead to a slot determine its key. */
export const initialise = (slots: Tree<Slot>, key: Key, dtype: Float): Tree<Values> =>
  isSlot(slots)
    ? slots.initializer(key, slots.shape, dtype)
    : eachBranch(slots, (slot, name) =>
        initialise(slot, foldIn(key, typeof name === 'number' ? name : hash(name)), dtype),
      );

/**
 * The tensors that a caller gives for a tree of slots.
 * Errors  "forward: params.fc.weight is missing", "forward: params.fc.weight has shape [10, 785], expected [10, 784]"
 */
export const expectVariables = (slots: Tree<Slot>, given: unknown, dtype: Float, path: string): Tree<Values> => {
  if (!isSlot(slots))
    return eachBranch(slots, (slot, name) => expectVariables(slot, below(given, name), dtype, `${path}.${name}`));
  if (!isTensor(given)) throw new ShapeError(`forward: ${path} is missing`, [slots.shape]);
  if (!sameShape(given.shape, slots.shape))
    throw new ShapeError(`forward: ${path} has shape ${show(given.shape)}, expected ${show(slots.shape)}`, [
      given.shape,
    ]);
  if (!isValues(given) || given.dtype !== dtype)
    throw new DTypeError(`forward: ${path} is ${given.dtype}, expected ${dtype}`);
  return given;
};

const below = (tree: unknown, name: string | number): unknown =>
  isTensor(tree) || typeof tree !== 'object' || tree === null
    ? undefined
    : Object.entries(tree).find(([key]) => key === String(name))?.[1];

/** The slots of a tree. */
export const slotsOf = (tree: Tree<Slot>): readonly Slot[] =>
  isSlot(tree) ? [tree] : Object.values(tree).flatMap(slotsOf);

type Branches = Exclude<Tree<Slot>, Slot>;
const eachBranch = (
  branches: Branches,
  f: (branch: Tree<Slot>, name: string | number) => Tree<Values>,
): Tree<Values> =>
  isList(branches)
    ? branches.map(f)
    : Object.fromEntries(Object.entries(branches).map(([name, branch]) => [name, f(branch, name)]));
const isList = (branches: Branches): branches is readonly Tree<Slot>[] => Array.isArray(branches);

/** FNV-1a: 32 bits that depend on every character. */
const hash = (name: string): number =>
  [...name].reduce((h, character) => Math.imul(h ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0, 0x811c9dc5);
