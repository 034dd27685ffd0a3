import { isTensor } from '../tensor/node.js';
import type { AnyTensor } from '../tensor/tensor.js';
import type { Tree } from './definition.js';
import { isValues, type Values } from './values.js';

/** What stands under a name or at a place of a tree; the empty record where there is nothing. */
export const branch = (tree: Tree<AnyTensor>, name: string | number): Tree<AnyTensor> =>
  isTensor(tree) ? {} : (Object.entries(tree).find(([key]) => key === String(name))?.[1] ?? {});

/** The tensor under a name, one of floats. */
export const values = (tree: Tree<AnyTensor>, name: string): Values => expectValues(branch(tree, name), name);

/** A tensor of floats. */
export const expectValues = (tree: unknown, name: string): Values => {
  if (isValues(tree)) return tree;
  throw new TypeError(`forward: there is no tensor of floats for ${name}`);
};
