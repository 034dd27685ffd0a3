/** Examples of whole numbers, each on one of two sides. */
import { cast } from '../ops/create.js';
import { multiply, subtract } from '../ops/index.js';
import { expectTensor } from '../ops/operand.js';
import { DTypeError, expectShape, sameShape, show, ShapeError, type Shape } from '../shape/index.js';
import { toArray } from '../tensor/literal.js';
import { typed, type Tensor } from '../tensor/tensor.js';

/** what the sentences name */
export const operation = 'separate';

type Doubles<S extends Shape> = Tensor<S, 'float64'>;

const wholeRows = (examples: unknown): Doubles<readonly [number, number]> => {
  const x = expectTensor(examples, operation);
  if (x.shape.length !== 2)
    throw new ShapeError(`${operation}: expected examples [n, d], got ${show(x.shape)}`, [x.shape]);
  const rows: Doubles<readonly [number, number]> = typed(cast(x, 'float64'));
  const fraction = toArray(rows).find((value) => !Number.isSafeInteger(value));
  if (fraction !== undefined) throw new RangeError(`${operation}: expected whole numbers, got ${fraction}`);
  return rows;
};

const signs = (classes: unknown, n: number): Doubles<readonly [number]> => {
  const c = expectTensor(classes, operation);
  if (c.dtype !== 'bool') throw new DTypeError(`${operation}: expected classes of bool, got ${c.dtype}`);
  const sentence = `${operation}: ${n} examples need classes [${n}], got ${show(c.shape)}`;
  expectShape(sameShape(c.shape, [n]) ? c.shape : sentence, c.shape);
  return typed(subtract(multiply(cast(c, 'float64'), 2), 1));
};

/** examples of whole numbers with classes ±1 */
export interface Sides {
  readonly x: Doubles<readonly [number, number]>;
  readonly y: Doubles<readonly [number]>;
}
export const sidesOf = (examples: unknown, classes: unknown): Sides => {
  const x = wholeRows(examples);
  return { x, y: signs(classes, x.shape[0]) };
};

/** yᵢ(xᵢ, 1) in whole numbers of any size */
export const signed = ({ x, y }: Sides): readonly (readonly bigint[])[] => {
  const [values, d] = [toArray(x), x.shape[1]];
  return [...toArray(y)].map((sign, i) => [...values.subarray(i * d, (i + 1) * d), 1].map((v) => BigInt(sign * v)));
};
