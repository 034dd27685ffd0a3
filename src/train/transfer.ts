import { sameShape } from '../shape/shape.js';
import { build, named } from '../tree/index.js';

/** A tree with tensors from another, and what became of each: paths of tensors. */
export interface Transfer<T> {
  readonly tree: T;
  readonly copied: readonly string[];
  /** as they were: the other tree has nothing of their path, shape and element type, or was not to be asked */
  readonly kept: readonly string[];
  /** of the other tree, and nowhere in this one */
  readonly unused: readonly string[];
}

/**
 * Every tensor of `into` that `from` has too, with the same path, shape and element type, from there: the body of a trained network under a new head.
 * `where` says by the path which may be copied, all unless given; a head of as many classes would be copied as well.
 *
 * Law      transferred(tree, tree).tree is the tree, and nothing is kept or unused
 * Source   deck row N14
 * @example
 * const trained = { body: tensor([1, 2]), head: tensor([3]) };
 * const { tree, copied, kept } = transferred(trained, { body: zeros([2]), head: zeros([4]) });
 * tree.body // [1, 2]
 * copied.concat(kept) // ['body', 'head']
 */
export const transferred = <T>(from: unknown, into: T, where: (path: string) => boolean = () => true): Transfer<T> => {
  const given = new Map(named(from, 'transferred').filter(([path]) => where(path)));
  const rows = named(into, 'transferred').map(([path, own]) => {
    const other = given.get(path);
    return other !== undefined && other.dtype === own.dtype && sameShape(other.shape, own.shape)
      ? { path, tensor: other, copied: true }
      : { path, tensor: own, copied: false };
  });
  const paths = (copied: boolean): readonly string[] =>
    rows.flatMap((row) => (row.copied === copied ? [row.path] : []));
  const copied = paths(true);
  const used = new Set(copied);
  return {
    tree: build(
      into,
      rows.map(({ tensor }) => tensor),
    ),
    copied,
    kept: paths(false),
    unused: named(from).flatMap(([path]) => (used.has(path) ? [] : [path])),
  };
};
