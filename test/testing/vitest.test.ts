import { describe, expect, it } from 'vitest';
import { abs, add, custom, multiply, relu, scalar, sin, sum, tensor, type Tensor } from '../../src/index.js';
import { permutations, shift, unchanged } from '../../src/testing/index.js';
import { matchers } from '../../src/testing/vitest/index.js';
import '../reference.js';

expect.extend(matchers);

type Pair = Tensor<[2], 'float64'>;
const point: Pair = tensor([0.5, -2], { dtype: 'float64' });
const smooth = (x: Pair) => multiply(sin(x), x);
const flipped = custom((x: Pair) => [multiply(x, 2), (dy: Pair) => multiply(dy, -2)] as const);
let calls = 0;
const leaking = (x: Pair) => add(x, scalar(calls++ % 2, 'float64'));

const message = (f: () => unknown): string => {
  try {
    f();
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return 'nothing';
};

describe('the matchers', () => {
  it('say nothing where all is well', () => {
    expect(smooth).toHaveCorrectGradient(point);
    expect(smooth).toBeDifferentiable(point, { elements: 1 });
    expect((x: Pair) => multiply(x, 3)).toBeLinear(point);
    expect((x: Pair) => relu(x)).toBeEquivariantTo(permutations([0]), point);
    expect((x: Pair) => sum(x)).toBeEquivariantTo(shift([0]), point, { output: unchanged });
    expect(smooth).toBeBatchable(point);
    expect(smooth).toBeDeterministic(point);
    expect(tensor([1, NaN])).toEqualTensor(tensor([1, NaN]));
    expect({ w: tensor([1]) }).toEqualTensor({ w: tensor([1]) });
    expect(tensor([1])).toBeCloseToTensor(tensor([1 + 2 ** -23]), { ulp: 1 });
    expect(flipped).not.toHaveCorrectGradient(point);
    expect(smooth).not.toBeLinear(point);
    expect(tensor([1])).not.toEqualTensor(tensor([2]));
  });

  it('print the smallest case, both numbers, and what was compared', () => {
    expect(message(() => expect(flipped).toHaveCorrectGradient(point))).toMatchInlineSnapshot(`
      "expected a function that is derived correctly
      gradient: the input, element 0: the gradient of the output, element 0 is -2, the difference quotient is 2
      for tensor([0, 0], { dtype: 'float64' })"
    `);
    expect(message(() => expect(flipped).toBeDifferentiable(point))).toMatchInlineSnapshot(`
      "expected a function that is differentiable
      gradient: the input, element 0: the gradient of the output, element 0 is -2, the difference quotient is 2
      for tensor([0, 0], { dtype: 'float64' })"
    `);
    expect(message(() => expect((x: Pair) => abs(x)).toBeLinear(point))).toMatchInlineSnapshot(`
      "expected a function that is linear
      linear: f(3u − v) against 3·f(u) − f(v), element 1 is 1, expected -1
      for { u: tensor([0, 0], { dtype: 'float64' }), v: tensor([0, 1], { dtype: 'float64' }) }"
    `);
    expect(
      message(() =>
        expect((x: Pair) => multiply(x, tensor([1, 2], { dtype: 'float64' }))).toBeEquivariantTo(shift([0]), point),
      ),
    ).toMatchInlineSnapshot(`
      "expected a function that is equivariant to shift
      equivariant: f(x shifted by [1]) against f(x) shifted by [1], element 0 is 1, expected 2
      for x = tensor([0, 1], { dtype: 'float64' })"
    `);
    expect(message(() => expect(leaking).toBeDeterministic(point))).toMatchInlineSnapshot(`
      "expected a function that is deterministic
      determinism: the output, the second time, element 0 is 1, expected 0
      for tensor([0, 0], { dtype: 'float64' })"
    `);
    expect(message(() => expect(tensor([1, 2])).toEqualTensor(tensor([1, 3])))).toMatchInlineSnapshot(
      `"equal: the tensor, element 1 is 2, expected 3"`,
    );
    expect(
      message(() => expect(tensor([[1, 2]])).toBeCloseToTensor(tensor([[1, 3]]), { ulp: 2 })),
    ).toMatchInlineSnapshot(
      `"close: the tensor, element [0, 1] is 2, expected 3: 4194304 units in the last place, 2 are allowed"`,
    );
    expect(
      message(() => expect(tensor([1])).toBeCloseToTensor(tensor([1.1]), { tolerance: 0.01 })),
    ).toMatchInlineSnapshot(
      `"close: the tensor, element 0 is 1, expected 1.100000023841858: 0.09090911061310529, 0.01 are allowed"`,
    );
  });

  it('print what holds where it should not', () => {
    expect(message(() => expect(smooth).not.toHaveCorrectGradient(point))).toMatchInlineSnapshot(
      `"expected a function that is not derived correctly, but it is: 3 comparisons"`,
    );
    expect(message(() => expect(tensor([1])).not.toEqualTensor(tensor([1])))).toMatchInlineSnapshot(
      `"expected tensors that are not equal, but they are"`,
    );
  });

  it('know what the function takes', () => {
    // @ts-expect-error a tensor of three is no input of a function of two
    expect(message(() => expect(smooth).toBeBatchable(tensor([1, 2, 3], { dtype: 'float64' })))).toBe('nothing');
    // @ts-expect-error a tensor is no tree of tensors
    expect(message(() => expect({ w: tensor([1]) }).toEqualTensor(tensor([1])))).not.toBe('nothing');
  });
});
