import { show, size } from '../../shape/shape.js';
import type { Shape } from '../../shape/shape.js';
import type { Data, DType } from '../../tensor/dtype.js';
import { isTensor } from '../../tensor/node.js';
import { print } from '../../tensor/print.js';
import { read } from '../../tensor/read.js';
import type { AnyTensor } from '../../tensor/tensor.js';
import { children } from '../../tree/tree.js';

/** tensors with at most this many elements are written out */
const whole = 256;

/** What makes the rest of a call, after the elements. */
const options: { readonly [D in DType]: string } = {
  float32: '',
  float64: ", { dtype: 'float64' }",
  int32: ", { dtype: 'int32' }",
  bool: '',
};

/** the shortest text that is read as the same number */
const number: { readonly [D in DType]: (x: number) => string } = {
  float32: (x) =>
    [6, 7, 8].map((digits) => String(Number(x.toPrecision(digits)))).find((text) => Math.fround(Number(text)) === x) ??
    String(x),
  float64: String,
  int32: String,
  bool: (x) => String(x !== 0),
};

const nested = (data: Data, shape: Shape, text: (x: number) => string): string => {
  const [length, ...below] = shape;
  if (length === undefined) return Object.is(data[0], -0) ? '-0' : text(data[0] ?? 0);
  const step = size(below);
  return `[${Array.from({ length }, (_, i) => nested(data.subarray(i * step, (i + 1) * step), below, text)).join(', ')}]`;
};

const tensorLiteral = (tensor: AnyTensor): string => {
  const { shape, dtype } = tensor;
  if (size(shape) > whole) return `${print({ shape, dtype, data: read(tensor) })} (abridged)`;
  if (size(shape) === 0 && shape.length > 1) return `zeros(${show(shape)}, { dtype: '${dtype}' })`;
  return `tensor(${nested(read(tensor), shape, number[dtype])}${options[dtype]})`;
};

/**
 * A tensor, or a tree of tensors, as the program that makes it, to be pasted.
 * @example
 * literal({ w: tensor([[1, 0.1]]), n: tensor([3], { dtype: 'int32' }) }) // "{ w: tensor([[1, 0.1]]), n: tensor([3], { dtype: 'int32' }) }"
 */
export const literal = (tree: unknown): string => {
  if (isTensor(tree)) return tensorLiteral(tree);
  const below = children(tree);
  if (below === undefined) return JSON.stringify(tree);
  return Array.isArray(tree)
    ? `[${below.map(([, child]) => literal(child)).join(', ')}]`
    : `{ ${below.map(([name, child]) => `${/^[\p{L}_$][\p{L}\d_$]*$/u.test(name) ? name : JSON.stringify(name)}: ${literal(child)}`).join(', ')} }`;
};
