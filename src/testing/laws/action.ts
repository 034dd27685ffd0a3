/** Groups that act on tensors: what an operator may be equivariant to. */
import { resolveAxes } from '../../shape/axis.js';
import { ShapeError } from '../../shape/error.js';
import { show, size } from '../../shape/shape.js';
import type { Shape } from '../../shape/shape.js';
import { dtypes } from '../../tensor/dtype.js';
import { constant } from '../../tensor/node.js';
import { read } from '../../tensor/read.js';
import type { AnyTensor } from '../../tensor/tensor.js';

/** An element of a group: a shift by so much along each axis, the axes that are flipped, quarter turns, a permutation, a factor. */
export type Element = readonly number[];

/**
 * A group `G` and how its elements act on a tensor. Two actions of one group can stand before and after an operator: a shift by 2 before a pooling of stride 2 is
 * a shift by 1 after it.
 */
export interface Action<G extends string = string, A extends Shape = Shape> {
  readonly group: G;
  /** the axes along which it acts, counted from the end where negative */
  readonly axes: readonly [...A];
  /** elements that are tried on a shape, the smallest first; the identity is none of them */
  readonly elements: (shape: Shape) => readonly Element[];
  readonly act: (x: AnyTensor, element: Element) => AnyTensor;
  /** an element in a sentence: "shifted by [0, 1]" */
  readonly describe: (element: Element) => string;
}

/**
 * Circular shifts along some axes, in multiples of `step`.
 * @example
 * shift([-2, -1]).act(tensor([[1, 2], [3, 4]]), [0, 1]) // [[2, 1], [4, 3]]
 */
export const shift = <const A extends Shape>(
  axes: readonly [...A],
  { step = 1 }: { readonly step?: number } = {},
): Action<'shift', A> => ({
  group: 'shift',
  axes,
  elements: () => {
    const units = axes.flatMap((_, axis) => [1, -1, 2].map((n) => axes.map((__, other) => (axis === other ? n : 0))));
    return axes.length > 1 ? [...units, axes.map((_, axis) => axis + 1), axes.map((_, axis) => 3 - axis)] : units;
  },
  act: (x, element) => {
    const places = axesOf(x, axes, 'shift');
    return rearranged(x, x.shape, (index) => {
      const from = [...index];
      places.forEach((axis, k) => {
        const length = x.shape[axis] ?? 1;
        const by = ((element[k] ?? 0) * step) % length;
        from[axis] = ((index[axis] ?? 0) - by + 2 * length) % length;
      });
      return from;
    });
  },
  describe: (element) => `shifted by ${show(element.map((n) => n * step))}`,
});

/**
 * Flips of some axes.
 * @example
 * flips([-1]).act(tensor([1, 2, 3]), [1]) // [3, 2, 1]
 */
export const flips = <const A extends Shape>(axes: readonly [...A]): Action<'flips', A> => ({
  group: 'flips',
  axes,
  elements: () => Array.from({ length: 2 ** axes.length - 1 }, (_, n) => axes.map((__, k) => ((n + 1) >> k) % 2)),
  act: (x, element) => {
    const places = axesOf(x, axes, 'flips');
    return rearranged(x, x.shape, (index) => {
      const from = [...index];
      places.forEach((axis, k) => {
        if (element[k] === 1) from[axis] = (x.shape[axis] ?? 1) - 1 - (index[axis] ?? 0);
      });
      return from;
    });
  },
  describe: (element) => `flipped along ${show(axes.filter((_, k) => element[k] === 1))}`,
});

/**
 * Rotations by quarter turns in a plane, from the first axis towards the second: by one, the first column, read upwards, becomes the first row.
 * @example
 * quarterTurns([-2, -1]).act(tensor([[1, 2], [3, 4]]), [1]) // [[3, 1], [4, 2]]
 */
export const quarterTurns = <const A extends readonly [number, number]>(
  axes: readonly [...A],
): Action<'quarterTurns', A> => ({
  group: 'quarterTurns',
  axes,
  elements: () => [[1], [2], [3]],
  act: (x, [turns = 0]) => {
    const [row = 0, column = 1] = axesOf(x, axes, 'quarterTurns');
    const turn = (y: AnyTensor): AnyTensor => {
      const [height, width] = [y.shape[row] ?? 0, y.shape[column] ?? 0];
      const shape = y.shape.map((n, axis) => (axis === row ? width : axis === column ? height : n));
      return rearranged(y, shape, (index) =>
        index.map((i, axis) =>
          axis === row ? height - 1 - (index[column] ?? 0) : axis === column ? (index[row] ?? 0) : i,
        ),
      );
    };
    return Array.from({ length: turns }).reduce<AnyTensor>(turn, x);
  },
  describe: ([turns = 0]) => `turned by ${turns * 90}°`,
});

/**
 * Permutations of what stands along an axis: of channels, of the examples of a batch, of tokens.
 * @example
 * permutations([0]).act(tensor([10, 20, 30]), [2, 0, 1]) // [30, 10, 20]
 */
export const permutations = <const A extends readonly [number]>(axes: readonly [...A]): Action<'permutations', A> => ({
  group: 'permutations',
  axes,
  elements: (shape) => {
    const [axis = 0] = resolved(shape, axes, 'permutations');
    const all = [...Array(shape[axis] ?? 0).keys()];
    const swaps = all.slice(1).map((k) => all.map((n) => (n === k ? k - 1 : n === k - 1 ? k : n)));
    return [...swaps, [...all.slice(1), 0], [...all].reverse()].filter((p) => p.some((n, k) => n !== k));
  },
  act: (x, element) => {
    const [axis = 0] = axesOf(x, axes, 'permutations');
    return rearranged(x, x.shape, (index) => index.map((i, k) => (k === axis ? (element[i] ?? i) : i)));
  },
  describe: (element) => `in the order ${show(element)}`,
});

/**
 * Multiplication by a number, to the power of a degree: an operator that goes from degree 1 to degree p is homogeneous of degree p.
 * @example
 * scalings({ degree: 2 }).act(tensor([1, 2]), [3]) // [9, 18]
 */
export const scalings = ({
  degree = 1,
  by = [2, 0.5, 3],
}: { readonly degree?: number; readonly by?: readonly number[] } = {}): Action<'scalings', []> => ({
  group: 'scalings',
  axes: [],
  elements: () => by.map((factor) => [factor]),
  act: (x, [factor = 1]) =>
    constant(
      x,
      read(x).map((value) => value * factor ** degree),
    ),
  describe: ([factor = 1]) => `times ${factor}`,
});

/** Any group, doing nothing: what stands behind an operator that is invariant. */
export const unchanged: Action<'any', []> = {
  group: 'any',
  axes: [],
  elements: () => [],
  act: (x) => x,
  describe: () => 'unchanged',
};

const resolved = (shape: Shape, axes: Shape, operation: string): Shape => {
  const places = resolveAxes(shape, axes, operation);
  if (typeof places === 'string') throw new ShapeError(places, [shape]);
  return places;
};
const axesOf = ({ shape }: AnyTensor, axes: Shape, operation: string): Shape => resolved(shape, axes, operation);

/** the tensor of a shape whose elements stand at other places of x */
const rearranged = (x: AnyTensor, shape: Shape, from: (index: readonly number[]) => readonly number[]): AnyTensor => {
  const data = read(x);
  const offset = (index: readonly number[]): number => index.reduce((at, i, axis) => at * (x.shape[axis] ?? 1) + i, 0);
  const out = dtypes[x.dtype].zeros(size(shape));
  for (let n = 0; n < out.length; n++) {
    const index = shape.map((length, axis) => Math.floor(n / size(shape.slice(axis + 1))) % length);
    out[n] = data[offset(from(index))] ?? 0;
  }
  return constant({ shape, dtype: x.dtype }, out);
};
