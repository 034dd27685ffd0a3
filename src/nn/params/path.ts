/** Paths through a tree of tensors: the names and places that lead to a tensor or to a sub-tree, joined by dots, as in 'conv1.weight' or 'blocks.0.norm'. */
import type { AnyTensor } from '../../tensor/tensor.js';
import type { Arg } from '../../shape/index.js';
import { children, leaves, rebuild } from '../../tree/tree.js';

/** The names and places of a node; of a list of unknown length, any place. */
export type NamesIn<P> = P extends AnyTensor
  ? never
  : P extends readonly unknown[]
    ? number extends P['length']
      ? `${number}`
      : Exclude<keyof P, keyof (readonly unknown[])> & string
    : keyof P & string;

/** What stands under a name of a node. */
export type ChildOf<P, N extends string> = P extends readonly (infer E)[]
  ? number extends P['length']
    ? E
    : N extends keyof P
      ? P[N]
      : never
  : N extends keyof P
    ? P[N]
    : never;

/** All paths of a tree, to tensors and to sub-trees: for editors and tables. */
export type ParamsPath<P> = {
  [N in NamesIn<P>]: N | (ChildOf<P, N> extends infer C ? `${N}.${ParamsPath<C>}` : never);
}[NamesIn<P>];

/** What stands at a path. */
export type At<P, K extends string> = unknown extends P
  ? unknown
  : K extends `${infer N}.${infer Rest}`
    ? At<ChildOf<P, N>, Rest>
    : ChildOf<P, K>;

/** `true`, or the sentence that says where a path leaves the tree. */
export type Leads<P, K extends string, Op extends string, Above extends string = ''> = string extends K
  ? true
  : unknown extends P
    ? true
    : K extends `${infer N}.${infer Rest}`
      ? N extends NamesIn<P>
        ? Leads<ChildOf<P, N>, Rest, Op, Joined<Above, N>>
        : Missing<N, Op, Above>
      : K extends NamesIn<P>
        ? true
        : Missing<K, Op, Above>;
type Joined<Above extends string, N extends string> = Above extends '' ? N : `${Above}.${N}`;
type Missing<
  N extends string,
  Op extends string,
  Above extends string,
> = `${Op}: ${Above extends '' ? 'the tree' : Above} has no '${N}'`;
const missing = (name: string, operation: string, above: string): string =>
  `${operation}: ${above === '' ? 'the tree' : above} has no '${name}'`;

/** The tree P with V at a path. */
export type Put<P, K extends string, V> = P extends readonly (infer E)[]
  ? readonly (E | (K extends `${string}.${infer Rest}` ? Put<E, Rest, V> : V))[]
  : K extends `${infer N}.${infer Rest}`
    ? { readonly [M in keyof P]: M extends N ? Put<P[M], Rest, V> : P[M] }
    : { readonly [M in keyof P]: M extends K ? V : P[M] };

/** The node with f of what stands at the names. */
const changed = (
  node: unknown,
  [name = '', ...rest]: readonly string[],
  operation: string,
  above: string,
  f: (node: unknown) => unknown,
): unknown => {
  const below = children(node);
  const found = below?.find(([key]) => key === name);
  if (below === undefined || found === undefined) throw new TypeError(missing(name, operation, above));
  const path = above === '' ? name : `${above}.${name}`;
  const next = rest.length === 0 ? f(found[1]) : changed(found[1], rest, operation, path, f);
  const entries = below.map(([key, child]) => [key, key === name ? next : child] as const);
  return Array.isArray(node) ? entries.map(([, child]) => child) : Object.fromEntries(entries);
};

const lookUp = (node: unknown, path: string, operation: string): unknown => {
  let found: unknown;
  changed(node, path.split('.'), operation, '', (child) => (found = child));
  return found;
};

/* A tree of tensors as what the walk, the value twin of the types above, has made of it. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- a constructor of the type that the path has been found to lead to
const tree = <T>(node: unknown, operation: string): T => rebuild<T>(node, leaves(node, operation));

/**
 * The tensor or the sub-tree at a path.
 * Errors  "at: conv1 has no 'weigth'", "at: the tree has no 'conv3'"; the editor says them too
 * @example
 * at({ fc: { weight: tensor([[1, 2]]), bias: tensor([3]) } }, 'fc.bias') // [3]
 */
export const at = <P, const K extends string>(params: P, path: Arg<Leads<P, K, 'at'>, K>): At<P, K> =>
  tree(lookUp(params, path, 'at'), 'at');

/**
 * The tree with something else at a path; what is there may have another shape: a new head for a trained network.
 * Errors  as of {@link at}
 * @example
 * setAt({ body: tensor([1]), head: tensor([2]) }, 'head', tensor([3, 4])).head // [3, 4]
 */
export const setAt = <P, const K extends string, V>(
  params: P,
  path: Arg<Leads<P, K, 'setAt'>, K>,
  value: V,
): Put<P, K, V> =>
  tree(
    changed(params, path.split('.'), 'setAt', '', () => value),
    'setAt',
  );

/**
 * The tree with f of what stands at a path.
 * Errors  as of {@link at}
 * @example
 * updateAt({ body: tensor([1]), head: tensor([2]) }, 'head', (w) => add(w, 1)).head // [3]
 */
export const updateAt = <P, const K extends string>(
  params: P,
  path: Arg<Leads<P, K, 'updateAt'>, K>,
  f: (node: At<P, K>) => At<P, K>,
): P =>
  tree(
    changed(params, path.split('.'), 'updateAt', '', (node) => f(tree(node, 'updateAt'))),
    'updateAt',
  );
