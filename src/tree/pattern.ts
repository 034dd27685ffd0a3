import { isTensor } from '../tensor/node.js';
import type { AnyTensor } from '../tensor/tensor.js';
import { children, isRecord } from './tree.js';

/** Whether a tree is like another; its tensors, in its order, are added to `found`. */
export type Pattern = (tree: unknown, found: AnyTensor[]) => boolean;

/**
 * The trees like this one: the same names in the same order, tensors of the same shapes and element types, and equal values elsewhere. The tree is
 * read once; matching another visits each of its nodes once and stops at the first that differs.
 * @example
 * pattern({ w: tensor([1]), rate: 2 })({ w: tensor([3]), rate: 2 }, []) // true
 */
export const pattern = (tree: unknown): Pattern => {
  if (isTensor(tree)) return tensorLike(tree);
  const below = children(tree);
  if (below === undefined) return (node) => Object.is(node, tree);
  const parts = below.map(([, child]) => pattern(child));
  return Array.isArray(tree)
    ? arrayOf(parts)
    : recordOf(
        below.map(([name]) => name),
        parts,
      );
};

const tensorLike =
  ({ shape, dtype }: AnyTensor): Pattern =>
  (node, found) => {
    if (!isTensor(node) || node.dtype !== dtype || node.shape.length !== shape.length) return false;
    for (let axis = 0; axis < shape.length; axis++) if (node.shape[axis] !== shape[axis]) return false;
    found.push(node);
    return true;
  };

const arrayOf =
  (parts: readonly Pattern[]): Pattern =>
  (node, found) => {
    if (!Array.isArray(node) || node.length !== parts.length) return false;
    for (let place = 0; place < parts.length; place++) if (parts[place]?.(node[place], found) !== true) return false;
    return true;
  };

const recordOf =
  (names: readonly string[], parts: readonly Pattern[]): Pattern =>
  (node, found) => {
    if (!isRecord(node)) return false;
    const given = Object.keys(node);
    if (given.length !== names.length) return false;
    for (let place = 0; place < names.length; place++) {
      const name = names[place];
      if (name === undefined || name !== given[place] || parts[place]?.(node[name], found) !== true) return false;
    }
    return true;
  };
