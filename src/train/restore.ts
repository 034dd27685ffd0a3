import * as E from 'fp-ts/lib/Either.js';
import { decodeError } from '../data/decode-error.js';
import type { DecodeError } from '../data/decode-error.js';
import { sameShape, show } from '../shape/shape.js';
import type { ArrayData } from '../tensor/array-data.js';
import { fromArrayData, toArrayData } from '../tensor/literal.js';
import type { AnyTensor } from '../tensor/tensor.js';
import { build, named } from '../tree/index.js';

/** The tensors of a tree under the names that lead to them, such as "params.conv1.weight". */
export const store = (tree: unknown): ReadonlyMap<string, ArrayData> =>
  new Map(named(tree, 'store').map(([path, tensor]) => [path, toArrayData(tensor)]));

/**
 * The tree again, with tensors from outside in the places of those of `like`: each must be there with its shape and element type, and nothing else.
 *
 * Law      restore(store(tree), tree) is the tree
 * Errors   "checkpoint: params.conv1.weight: expected float32 [6, 3, 5, 5], got float32 [6, 1, 5, 5]"
 */
export const restore = <T>(
  arrays: ReadonlyMap<string, ArrayData>,
  like: T,
  format = 'checkpoint',
): E.Either<DecodeError, T> => {
  const wanted = named(like, 'restore');
  const tensors: AnyTensor[] = [];
  for (const [path, { shape, dtype }] of wanted) {
    const array = arrays.get(path);
    if (array === undefined) return E.left(decodeError(format, path, `${dtype} ${show(shape)}`, 'nothing'));
    if (array.dtype !== dtype || !sameShape(array.shape, shape))
      return E.left(decodeError(format, path, `${dtype} ${show(shape)}`, `${array.dtype} ${show(array.shape)}`));
    tensors.push(fromArrayData(array));
  }
  const names = new Set(wanted.map(([path]) => path));
  const extra = [...arrays.keys()].find((name) => !names.has(name));
  return extra === undefined
    ? E.right(build(like, tensors))
    : E.left(decodeError(format, extra, 'nothing of this name', 'a tensor'));
};
