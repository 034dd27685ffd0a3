import { describe, expect, it } from 'vitest';
import { custom, multiply, sin, tensor, type Tensor } from '../../src/index.js';
import { expectGradients, LawError } from '../../src/testing/index.js';

interface Line {
  readonly slope: Tensor<[2], 'float64'>;
  readonly offset: Tensor<[2], 'float64'>;
}
const line: Line = {
  slope: tensor([1, -2], { dtype: 'float64' }),
  offset: tensor([0.5, 3], { dtype: 'float64' }),
};

describe('expectGradients', () => {
  it('accepts what is derived by tracing, of trees too', () => {
    expectGradients(({ slope, offset }: Line) => ({ y: multiply(sin(slope), offset), slope }), line);
  });

  it('reports a custom rule with a flipped sign, or of another size', () => {
    for (const factor of [-1, 1.001]) {
      const square = custom<Line['slope'], Line['slope']>((x) => [
        multiply(x, x),
        (dy) => multiply(multiply(dy, x), 2 * factor),
      ]);
      expect(() => expectGradients(square, line.slope)).toThrow(LawError);
    }
  });
});
