/** Every operation as a user calls it, against PyTorch: values, and gradients of a weighted sum by every floating argument. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as p from '../../src/index.js';
import { fromArrayData, isTensor, tree, vjp } from '../../src/index.js';
import type { AnyTensor, ArrayData, DType } from '../../src/index.js';
import { dtypes } from '../../src/tensor/dtype.js';
import { readAll } from '../../src/tensor/read.js';

interface Stored {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: readonly (number | boolean | string)[];
}
interface Golden {
  readonly op: string;
  readonly args: readonly ({ readonly tensor: Stored } | { readonly value: unknown })[];
  readonly value: Stored;
  readonly gradients?: readonly Stored[];
}

const cases = JSON.parse(readFileSync(new URL('../golden/ops/ops.json', import.meta.url), 'utf8')) as readonly Golden[];
const data = ({ dtype, data: list }: Stored): ArrayData['data'] => dtypes[dtype].from(list.map(Number));
const restored = (stored: Stored): AnyTensor => fromArrayData({ ...stored, data: data(stored) });
type Operations = Readonly<Record<string, ((...args: readonly unknown[]) => AnyTensor) | undefined>>;
const operationOf = (name: string): ((...args: readonly unknown[]) => AnyTensor) => {
  const operation = (p as unknown as Operations)[name];
  if (operation === undefined) throw new Error(`there is no operation ${name}`);
  return operation;
};

const expectClose = (found: AnyTensor | undefined, expected: Stored): void => {
  expect([found?.dtype, found?.shape]).toEqual([expected.dtype, expected.shape]);
  const [numbers = []] = readAll(found === undefined ? [] : [found]);
  data(expected).forEach((value, k) => {
    const distance = Object.is(numbers[k], value) || numbers[k] === value ? 0 : Math.abs((numbers[k] ?? NaN) - value);
    expect(distance, `element ${k}: ${numbers[k]} is not ${value}`).toBeLessThanOrEqual(
      1e-12 * Math.max(1, Math.abs(value)),
    );
  });
};

/* arguments that PyTorch has in another place: an axis that is left out before an option */
const called = ({ op, args }: Golden, tensors: readonly AnyTensor[]): AnyTensor => {
  let next = 0;
  const filled = args.map((arg) => ('tensor' in arg ? tensors[next++] : arg.value));
  const list =
    op === 'concat' || op === 'stack' ? [filled.filter(isTensor), ...filled.filter((arg) => !isTensor(arg))] : filled;
  return operationOf(op)(...list);
};

describe('operations agree with PyTorch', () => {
  it.each(
    cases.map(
      (golden, k) =>
        [
          `${k} ${golden.op} ${JSON.stringify(golden.args.flatMap((arg) => ('tensor' in arg ? [arg.tensor.shape] : [arg.value])))}`,
          golden,
        ] as const,
    ),
  )('%s', (_, golden) => {
    const tensors = golden.args.flatMap((arg) => ('tensor' in arg ? [restored(arg.tensor)] : []));
    const [value, pullback] = vjp((list: readonly AnyTensor[]) => called(golden, list), tensors);
    expectClose(value, golden.value);
    if (golden.gradients === undefined) return;
    const weights = fromArrayData({
      dtype: value.dtype,
      shape: value.shape,
      data: data(golden.value).map((__, i) => Math.cos(i)),
    });
    const gradients = tree.leaves(pullback(weights)).filter(({ dtype }) => dtypes[dtype].float);
    golden.gradients.forEach((expected, k) => {
      expectClose(gradients[k], expected);
    });
    expect(gradients).toHaveLength(golden.gradients.length);
  });
});
