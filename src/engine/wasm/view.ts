/** Operands seen differently: the layout primitives, which move no element. */
import type { Shape } from '../../shape/shape.js';
import { size } from '../../shape/shape.js';
import { strides as rowMajor } from '../../primitive/loops.js';
import type { Range } from '../../primitive/slice.js';
import type { Operand } from './kernel.js';

/** What a layout primitive needs to know of a tensor: an operand, or a number everywhere. */
export type View = Pick<Operand, 'shape' | 'strides' | 'offset'>;

const at = (list: readonly number[], index: number): number => list[index] ?? 0;

/** whether the elements stand in row-major order without gaps */
export const isDense = ({ shape, strides }: View): boolean => {
  const wanted = rowMajor(shape);
  return size(shape) === 0 || shape.every((length, axis) => length === 1 || strides[axis] === wanted[axis]);
};

/** the elements under a shape of which they are the row-major array */
export const densely = (shape: Shape): View => ({ shape, strides: rowMajor(shape), offset: 0 });

export const transposed = ({ shape, strides, offset }: View, axes: readonly number[]): View => ({
  shape: axes.map((axis) => at(shape, axis)),
  strides: axes.map((axis) => at(strides, axis)),
  offset,
});

export const reversed = ({ shape, strides, offset }: View, axes: readonly number[]): View => ({
  shape,
  strides: strides.map((stride, axis) => (axes.includes(axis) ? -stride : stride)),
  offset: axes.reduce((sum, axis) => sum + Math.max(0, at(shape, axis) - 1) * at(strides, axis), offset),
});

export const sliced = ({ strides, offset }: View, ranges: readonly Range[]): View => ({
  shape: ranges.map(({ length }) => length),
  strides: ranges.map(({ step }, axis) => step * at(strides, axis)),
  offset: ranges.reduce((sum, { start }, axis) => sum + start * at(strides, axis), offset),
});

export const broadcasted = ({ strides, offset }: View, shape: Shape, axes: readonly number[]): View => ({
  shape,
  strides: shape.map((_, axis) => (axes.includes(axis) ? at(strides, axes.indexOf(axis)) : 0)),
  offset,
});

/** The same elements in the same order under another shape, if some strides say so. */
export const reshaped = (view: View, shape: Shape): View | undefined => {
  if (isDense(view)) return { ...densely(shape), offset: view.offset };
  const strides: number[] = [];
  let from = 0;
  let to = 0;
  const old = view.shape.flatMap((length, axis) => (length === 1 ? [] : [{ length, stride: at(view.strides, axis) }]));
  while (to < shape.length) {
    if (at(shape, to) === 1) {
      strides.push(0);
      to++;
      continue;
    }
    // the shortest runs of old and new axes that have as many elements
    const [oldStart, newStart] = [from, to];
    let [had, has] = [old[from++]?.length ?? 1, at(shape, to++)];
    while (had !== has) {
      if (had < has) {
        if (from >= old.length) return undefined;
        had *= old[from++]?.length ?? 1;
      } else {
        if (to >= shape.length) return undefined;
        has *= at(shape, to++);
      }
    }
    const run = old.slice(oldStart, from);
    const joined = run.every(
      ({ stride }, k) => k === run.length - 1 || stride === (run[k + 1]?.stride ?? 0) * (run[k + 1]?.length ?? 0),
    );
    if (!joined) return undefined;
    const innermost = run.at(-1)?.stride ?? 0;
    const lengths = shape.slice(newStart, to);
    strides.push(...rowMajor(lengths).map((stride) => stride * innermost));
  }
  return { shape, strides, offset: view.offset };
};
