/** Records and arrays of tensors, nested at will: what a network's parameters, a gradient or an optimiser's state is. */
import { isTensor } from '../tensor/node.js';
import type { AnyTensor } from '../tensor/tensor.js';

/** A tensor of a tree and the names that lead to it, joined by dots. */
export type Named = readonly [path: string, tensor: AnyTensor];

/** Whether a value is a plain object. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && plain.has(Object.getPrototypeOf(value));
const plain: ReadonlySet<unknown> = new Set([Object.prototype, null]);

/** What stands below a node of a tree, by name; nothing for a leaf. */
export const children = (node: unknown): readonly (readonly [string, unknown])[] | undefined =>
  isTensor(node)
    ? undefined
    : Array.isArray(node)
      ? node.map((child, index) => [String(index), child])
      : isRecord(node)
        ? Object.entries(node)
        : undefined;

const describe = (value: unknown): string =>
  value === null || value === undefined
    ? String(value)
    : typeof value === 'object'
      ? 'an object of a class'
      : `a ${typeof value}`;

const visit = (node: unknown, path: string, found: Named[], other: (path: string, value: unknown) => void): void => {
  const below = children(node);
  if (isTensor(node)) found.push([path, node]);
  else if (below === undefined) other(path, node);
  else for (const [name, child] of below) visit(child, path === '' ? name : `${path}.${name}`, found, other);
};

/**
 * The tensors of a tree with their paths, in the order of the tree.
 *
 * Errors    "named: a.b is a number, expected a tensor, or an array or record of tensors"
 * @example
 * named({ w: tensor([1]), layers: [tensor([2])] }).map(([path]) => path) // ['w', 'layers.0']
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

/**
 * The tensors of a tree in which other values may stand too, and those values.
 * @example
 * divide({ x: tensor([1]), rate: 0.5 }).others // [['rate', 0.5]]
 */
export const divide = (
  tree: unknown,
): { readonly tensors: readonly Named[]; readonly others: readonly (readonly [path: string, value: unknown])[] } => {
  const tensors: Named[] = [];
  const others: (readonly [string, unknown])[] = [];
  visit(tree, '', tensors, (path, value) => others.push([path, value]));
  return { tensors, others };
};

/**
 * The tensors of a tree in its order.
 * @example
 * leaves({ w: tensor([1]), layers: [tensor([2])] }) // [ [1], [2] ]
 */
export const leaves = (tree: unknown, operation = 'leaves'): readonly AnyTensor[] =>
  named(tree, operation).map(([, tensor]) => tensor);

/**
 * Makes trees of the names and places of one tree, with other tensors; that tree is read once. It is the one constructor of typed trees: the caller
 * has established that the tensors have the types that `R` says.
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- a constructor of whatever type the caller has established
export const template = <R>(tree: unknown): ((tensors: readonly unknown[]) => R) => {
  let next = 0;
  const prepare = (node: unknown): ((tensors: readonly unknown[]) => unknown) => {
    if (isTensor(node)) {
      const place = next++;
      return (tensors) => tensors[place];
    }
    const below = children(node);
    if (below === undefined) return () => node;
    const parts = below.map(([name, child]) => ({ name, part: prepare(child) }));
    if (Array.isArray(node)) return (tensors) => parts.map(({ part }) => part(tensors));
    const blank = Object.fromEntries(parts.map(({ name }): [string, unknown] => [name, undefined]));
    return (tensors) => {
      // a copy has all names as its own, so an assignment reaches even one called __proto__
      const made = { ...blank };
      for (const { name, part } of parts) made[name] = part(tensors);
      return made;
    };
  };
  return prepare(tree) as (tensors: readonly unknown[]) => R;
};

/** A tree of the names and places of another, with other tensors; see {@link template}. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as above
export const rebuild = <R>(tree: unknown, tensors: readonly unknown[]): R => template<R>(tree)(tensors);

/**
 * The tree with other tensors, in the same order: the inverse of {@link leaves}.
 * @example
 * build({ w: tensor([1]), b: tensor([2]) }, [tensor([3]), tensor([4])]).b // [4]
 */
export const build = <T>(tree: T, tensors: readonly unknown[]): T => rebuild<T>(tree, tensors);

/**
 * f of every tensor of a tree, and its path.
 * @example
 * map({ w: tensor([1]), b: tensor([2]) }, (x) => onesLike(x)).w // [1]
 */
export const map = <T>(tree: T, f: (tensor: AnyTensor, path: string) => AnyTensor): T =>
  build(
    tree,
    named(tree, 'map').map(([path, tensor]) => f(tensor, path)),
  );

/**
 * f of the tensors in the same places of two trees; the names of records may stand in any order.
 *
 * Errors    "zip: the trees differ: w, b and w"
 * @example
 * zip({ w: tensor([1]) }, { w: tensor([2]) }, (a, b) => b).w // [2]
 */
export const zip = <T>(a: T, b: unknown, f: (a: AnyTensor, b: AnyTensor, path: string) => AnyTensor): T => {
  const [left, right] = [named(a, 'zip'), named(b, 'zip')];
  const partners = aligned(left, right);
  if (partners === undefined) throw new TypeError(`zip: the trees differ: ${pathsOf(left)} and ${pathsOf(right)}`);
  return build(
    a,
    left.map(([path, tensor], index) => f(tensor, partners[index] ?? tensor, path)),
  );
};

/**
 * The tensors of a tree, from left to right, folded into one value.
 * @example
 * fold({ w: zeros([2, 3]), b: zeros([3]) }, 0, (count, { shape }) => count + shape.length) // 3
 */
export const fold = <R>(tree: unknown, initial: R, f: (result: R, tensor: AnyTensor, path: string) => R): R =>
  named(tree, 'fold').reduce((result, [path, tensor]) => f(result, tensor, path), initial);

/** The tensors of a second tree in the order in which the first has their paths, or nothing where the paths differ. */
export const aligned = (wanted: readonly Named[], given: readonly Named[]): readonly AnyTensor[] | undefined => {
  const found = new Map(given);
  const tensors = wanted.flatMap(([path]) => found.get(path) ?? []);
  return tensors.length === wanted.length && given.length === wanted.length ? tensors : undefined;
};

/** The paths of a tree as text. */
export const pathsOf = (entries: readonly Named[]): string =>
  entries.map(([path]) => path || '(one tensor)').join(', ') || '(nothing)';
