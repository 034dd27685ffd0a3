/** Records and arrays of tensors, nested at will: what a network's parameters, a gradient or an optimiser's state is. */
import { isTensor } from '../tensor/node.js';
import type { AnyTensor } from '../tensor/tensor.js';

/** A tensor of a tree and the names that lead to it, joined by dots. */
export type Named = readonly [path: string, tensor: AnyTensor];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));

/** what stands below a node, by name; nothing for a leaf */
const children = (node: unknown): readonly (readonly [string, unknown])[] | undefined =>
  isTensor(node)
    ? undefined
    : Array.isArray(node)
      ? node.map((child, index) => [String(index), child])
      : isRecord(node)
        ? Object.entries(node)
        : undefined;

const describe = (value: unknown): string =>
  value === null ? 'null' : typeof value === 'object' ? 'an object of a class' : `a ${typeof value}`;

const visit = (node: unknown, path: string, found: Named[], other: (path: string, value: unknown) => void): void => {
  const below = children(node);
  if (isTensor(node)) found.push([path, node]);
  else if (below === undefined) other(path, node);
  else for (const [name, child] of below) visit(child, path === '' ? name : `${path}.${name}`, found, other);
};

/**
 * The tensors of a tree with their paths, in the order of the tree.
 *
 * Errors   "named: a.b is a number, expected a tensor, or an array or record of tensors"
 */
export const named = (tree: unknown, operation = 'named'): readonly Named[] => {
  const found: Named[] = [];
  visit(tree, '', found, (path, value) => {
    throw new TypeError(
      `${operation}: ${path === '' ? 'the tree' : path} is ${describe(value)}, expected a tensor, or an array or record of tensors`,
    );
  });
  return found;
};

/** The tensors of a tree in which other values may stand too, and those values. */
export const divide = (
  tree: unknown,
): { readonly tensors: readonly Named[]; readonly others: readonly (readonly [path: string, value: unknown])[] } => {
  const tensors: Named[] = [];
  const others: (readonly [string, unknown])[] = [];
  visit(tree, '', tensors, (path, value) => others.push([path, value]));
  return { tensors, others };
};

/** The tensors of a tree in its order. */
export const leaves = (tree: unknown, operation = 'leaves'): readonly AnyTensor[] =>
  named(tree, operation).map(([, tensor]) => tensor);

/** The tree with other tensors, in the same order: the inverse of {@link leaves}. */
export const build = <T>(tree: T, tensors: readonly unknown[]): T => {
  let next = 0;
  const rebuild = (node: unknown): unknown => {
    const below = children(node);
    if (isTensor(node)) return tensors[next++];
    if (below === undefined) return node;
    const built = below.map(([name, child]) => [name, rebuild(child)] as const);
    return Array.isArray(node) ? built.map(([, child]) => child) : Object.fromEntries(built);
  };
  return rebuilt<T>(rebuild(tree));
};

/** the constructor of a rebuilt tree: it has the names and places of `T` because it was copied from one */
const rebuilt = <T>(tree: unknown): T => tree as T;

/** f of every tensor of a tree, and its path. */
export const map = <T>(tree: T, f: (tensor: AnyTensor, path: string) => AnyTensor): T =>
  build(
    tree,
    named(tree, 'map').map(([path, tensor]) => f(tensor, path)),
  );

/**
 * f of the tensors in the same places of two trees.
 *
 * Errors   "zip: the trees differ: w, b and w"
 */
export const zip = <T>(a: T, b: unknown, f: (a: AnyTensor, b: AnyTensor, path: string) => AnyTensor): T => {
  const [left, right] = [named(a, 'zip'), named(b, 'zip')];
  if (!sameNames(left, right)) throw new TypeError(`zip: the trees differ: ${names(left)} and ${names(right)}`);
  return build(
    a,
    left.map(([path, tensor], index) => f(tensor, right[index]?.[1] ?? tensor, path)),
  );
};

/** The tensors of a tree, from left to right, folded into one value. */
export const fold = <R>(tree: unknown, initial: R, f: (result: R, tensor: AnyTensor, path: string) => R): R =>
  named(tree, 'fold').reduce((result, [path, tensor]) => f(result, tensor, path), initial);

export const sameNames = (a: readonly Named[], b: readonly Named[]): boolean =>
  a.length === b.length && a.every(([path], index) => path === b[index]?.[0]);

const names = (entries: readonly Named[]): string =>
  entries.map(([path]) => path || '(one tensor)').join(', ') || '(nothing)';
