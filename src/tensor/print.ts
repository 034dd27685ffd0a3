import { show, size } from '../shape/shape.js';
import type { Shape } from '../shape/shape.js';
import type { Data, DType } from './dtype.js';

interface Printable {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly data?: Data;
}

/** elements shown at each end of an axis that is too long to show whole */
const edge = 3;
/** tensors with at most this many elements are shown whole */
const whole = 200;

const text = (value: number, dtype: DType): string => {
  if (dtype === 'bool') return value === 0 ? 'false' : 'true';
  if (dtype === 'int32' || !Number.isFinite(value)) return String(value);
  return String(Number(value.toPrecision(dtype === 'float32' ? 6 : 12)));
};

/**
 * A tensor as a person reads it: nested brackets, columns aligned; of a long one the ends of each axis, with shape and element type. Without
 * numbers (inside a trace) only shape and element type.
 */
export const print = ({ shape, dtype, data }: Printable): string => {
  const label = `${dtype} ${show(shape)}`;
  if (data === undefined) return `<traced ${label}>`;
  if (size(shape) === 0) return `[] ${label}`;
  const abridged = size(shape) > whole;
  const indices = (length: number): readonly number[] =>
    abridged && length > 2 * edge
      ? [...Array(edge).keys(), -1, ...Array.from({ length: edge }, (_, i) => length - edge + i)]
      : [...Array(length).keys()];
  const strides = shape.map((_, axis) => size(shape.slice(axis + 1)));
  const shown: string[] = [];
  const collect = (axis: number, offset: number): void => {
    if (axis === shape.length) shown.push(text(data[offset] ?? 0, dtype));
    else for (const i of indices(shape[axis] ?? 0)) if (i >= 0) collect(axis + 1, offset + i * (strides[axis] ?? 0));
  };
  collect(0, 0);
  const width = shape.length > 1 ? shown.reduce((most, { length }) => Math.max(most, length), 0) : 0;
  let next = 0;
  const render = (axis: number): string => {
    if (axis === shape.length) return (shown[next++] ?? '').padStart(width);
    const parts = indices(shape[axis] ?? 0).map((i) => (i < 0 ? '…' : render(axis + 1)));
    const last = axis === shape.length - 1;
    return `[${parts.join(last ? ', ' : `,${'\n'.repeat(shape.length - 1 - axis)}${' '.repeat(axis + 1)}`)}]`;
  };
  const body = render(0);
  return abridged ? `${body} ${label}` : body;
};
