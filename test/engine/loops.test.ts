/** What a recurrent network costs: how its loops and their gradients are planned. */
import { describe, expect, it } from 'vitest';
import { wasm } from '../../src/engine/wasm/index.js';
import { build, evaluate, lstm } from '../../src/nn/index.js';
import { matmul, ones, sum, tanh } from '../../src/ops/index.js';
import { key } from '../../src/random/index.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { checkpoint, compile, grad, scan } from '../../src/transform/index.js';

const engine = wasm({ threads: 1 });
const steps = 5;
const net = build([steps, 3], { lstm: lstm({ width: 4 }) });
const { params } = net.init(key(0));

describe('the gradient of a recurrent network', () => {
  const plan = compile(
    (p: typeof params, x: Tensor<[2, 5, 3]>) =>
      grad((own: typeof params): Tensor<[]> => sum(net.forward({ params: own, state: {} }, x, evaluate)[0]))(p),
    { engine },
  ).plan(params, ones([2, steps, 3]));
  const kernels = plan?.steps ?? [];
  const products = (times: number) => kernels.filter((one) => one.kernel.startsWith('contract') && one.times === times);

  it('goes there once and back once: what is there and what is kept for the way back is one loop', () => {
    expect(kernels.filter(({ kernel }) => kernel === `${steps} turns of`)).toHaveLength(2);
  });

  it('has one product in each turn, and those of the inputs and the weights once for all', () => {
    expect(products(steps)).toHaveLength(2);
    expect(products(1)).toHaveLength(3);
  });
});

describe('what a checkpoint holds', () => {
  it('is computed anew on the way back and not kept', () => {
    const turns = (body: (h: Tensor<[2, 4]>, w: Tensor<[4, 4]>) => Tensor<[2, 4]>) =>
      compile(
        (weights: Tensor<[4, 4]>, x: Tensor<[6, 2, 4]>) =>
          grad((w: Tensor<[4, 4]>): Tensor<[]> => {
            const [last] = scan((h: Tensor<[2, 4]>) => [body(h, w), []] as const, ones([2, 4]), x);
            return sum(last);
          })(weights),
        { engine },
      )
        .plan(ones([4, 4]), ones([6, 2, 4]))
        ?.steps.filter(({ kernel, times }) => kernel.startsWith('contract') && times === 6).length;
    const body = (h: Tensor<[2, 4]>, w: Tensor<[4, 4]>): Tensor<[2, 4]> => tanh(matmul(h, w));
    const held = checkpoint(({ h, w }: { h: Tensor<[2, 4]>; w: Tensor<[4, 4]> }) => body(h, w));
    expect(turns(body)).toBe(2);
    expect(turns((h, w) => held({ h, w }))).toBe(4);
  });
});
