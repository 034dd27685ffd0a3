import { multiply, tensor, type Tensor } from 'pullback';
import { matchers } from 'pullback/testing/vitest';
import { expect } from 'vitest';

expect.extend(matchers);
expect((x: Tensor<[2], 'float64'>) => multiply(x, x)).toHaveCorrectGradient(tensor([1, 2], { dtype: 'float64' }));
expect(tensor([1])).toEqualTensor(tensor([1]));

// @ts-expect-error a tensor of three is no input of a function of two
expect((x: Tensor<[2]>) => multiply(x, x)).toBeLinear(tensor([1, 2, 3]));
