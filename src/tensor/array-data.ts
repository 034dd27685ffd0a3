import type { Shape } from '../shape/shape.js';
import type { Data, DType } from './dtype.js';

/** Plain numbers with their layout: what an engine computes on and a file holds. Row-major, `data.length` is the product of the shape. */
export interface ArrayData {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly data: Data;
}
