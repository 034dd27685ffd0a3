/** What the embedded engine makes of a graph, as its plan tells. */
import { describe, expect, it } from 'vitest';
import {
  add,
  broadcastTo,
  cast,
  checkpoint,
  compile,
  conv2d,
  exp,
  fromArray,
  full,
  matmul,
  max,
  multiply,
  negate,
  permute,
  product,
  random,
  relu,
  reshape,
  flip,
  scan,
  sin,
  slice,
  sum,
  tanh,
  tensor,
  toNested,
  tree,
  valueAndGrad,
  wasm,
  zeros,
} from '../../src/index.js';
import type { AnyTensor, Plan, Tensor } from '../../src/index.js';
import { lenet } from '../../src/models/index.js';
import { evaluate, linear, model, sequential } from '../../src/nn/index.js';
import { applyUpdates, optimizers } from '../../src/optim/index.js';
import type { Optimizer } from '../../src/optim/index.js';
import { programs } from './programs.js';

const engine = wasm({ threads: 1 });

const planOf = <A extends readonly unknown[]>(f: (...args: A) => unknown, ...args: A): Plan => {
  const told = compile(f, { engine }).plan(...args);
  if (told === undefined) throw new Error('no plan');
  return told;
};
const kernelsOf = <A extends readonly unknown[]>(f: (...args: A) => unknown, ...args: A): readonly string[] =>
  planOf(f, ...args).steps.map(({ kernel }) => kernel);

type Matrix = Tensor<[20, 20]>;
const x: Matrix = random.normal(random.key(0), [20, 20]);
const elements = 400;
type Row = Tensor<[20]>;
const row: Row = random.normal(random.key(1), [20]);

describe('elementwise work', () => {
  it('is one kernel, whatever follows whatever', () => {
    const f = (y: Matrix) => tanh(add(multiply(y, 2), exp(negate(y))));
    expect(kernelsOf(f, x)).toHaveLength(1);
    expect(planOf(f, x).flops).toBe(5 * elements);
  });

  it('is one kernel with the folds over it', () => {
    expect(kernelsOf((y: Matrix) => [sum(exp(y)), max(multiply(y, y)), sum(y), exp(y)], x)).toHaveLength(1);
  });

  it('with rows repeated is one kernel', () => {
    const { steps } = planOf((y: Matrix, z: Row) => add(multiply(y, z), z), x, row);
    expect(steps).toHaveLength(1);
    expect(steps[0]?.bytes).toBeLessThanOrEqual(4 * (2 * elements + 2 * elements));
  });

  it('is few kernels where it is long', () => {
    const long = (y: Matrix) => Array.from({ length: 200 }).reduce<Matrix>((z) => multiply(add(z, y), 0.5), y);
    expect(kernelsOf(long, x).length).toBeLessThanOrEqual(15);
    expect(planOf(long, x).flops).toBe(400 * elements);
  });

  it('of different shapes is a kernel for each', () => {
    expect(kernelsOf((y: Matrix, z: Row) => [exp(y), exp(z)], x, row)).toEqual(['exp', 'exp']);
  });
});

describe('what follows a product or a convolution, element by element,', () => {
  type Images = Tensor<[4, 6, 12, 12]>;
  const images: Images = random.normal(random.key(2), [4, 6, 12, 12]);
  const filters = random.normal(random.key(3), [6, 6, 3, 3]);
  const bias: Tensor<[6, 1, 1]> = zeros([6, 1, 1]);
  const convolved = (y: Images, w: typeof filters): Images => conv2d(y, w, { padding: 1 });

  it('is one kernel with it: a layer', () => {
    expect(kernelsOf((y: Matrix, w: Matrix, b: Row) => relu(add(matmul(y, w), b)), x, x, row)).toEqual([
      'contract + add·greater·select',
    ]);
    const layer = (y: Images, w: typeof filters, b: typeof bias) => relu(add(convolved(y, w), b));
    expect(kernelsOf(layer, images, filters, bias)).toEqual(['pack weights', 'convolve + add·greater·select']);
  });

  it('is one kernel with it: the end of a residual block', () => {
    const block = (y: Images, w: typeof filters) => relu(add(convolved(y, w), y));
    expect(kernelsOf(block, images, filters)).toEqual(['pack weights', 'convolve + add·greater·select']);
  });

  it('is one kernel with it: all of a network but its pooling', () => {
    const net = model([3, 32, 32], lenet(10));
    const batch: Tensor<[8, 3, 32, 32]> = random.normal(random.key(4), [8, 3, 32, 32]);
    const told = kernelsOf(
      (now: ReturnType<typeof net.init>, y: typeof batch) => net.forward<[8]>(now, y, evaluate)[0],
      net.init(random.key(0)),
      batch,
    );
    expect(told.filter((kernel) => !/ \+ |^pack|^window/.test(kernel))).toEqual([]);
  });

  it('takes its place in memory, unless it is wanted itself', () => {
    const halved = (y: Matrix) => multiply(matmul(y, y), 0.5);
    expect(planOf(halved, x).steps.map(({ operands }) => operands.slice(2))).toEqual([['->', 'float32[20, 20]']]);
    const both = planOf((y: Matrix) => [matmul(y, y), halved(y)], x).steps;
    expect(both.map(({ operands }) => operands.slice(2))).toEqual([['->', 'float32[20, 20]', 'float32[20, 20]']]);
  });

  it('is the first that reads it; others find it where it was', () => {
    const f = (y: Matrix) => {
      const z = matmul(y, y);
      return [add(sum(exp(z)), 1), matmul(tanh(z), z)];
    };
    expect(kernelsOf(f, x)).toEqual(['contract', 'tanh·exp·sum', 'contract', 'add']);
    expect(kernelsOf((y: Matrix) => matmul(tanh(matmul(y, y)), y), x)).toEqual(['contract + tanh', 'contract']);
  });

  it('waits for what else it needs', () => {
    const f = (y: Matrix) => add(matmul(y, y), matmul(permute(y, [1, 0]), y));
    expect(kernelsOf(f, x)).toEqual(['contract', 'contract + add']);
  });

  it('is apart where it sees the results in another order, or folded', () => {
    expect(kernelsOf((y: Matrix) => tanh(permute(matmul(y, y), [1, 0])), x)).toEqual(['contract', 'tanh']);
    expect(kernelsOf((y: Matrix) => sum(tanh(matmul(y, y)), 0), x)).toEqual(['contract', 'tanh·sum']);
  });

  it('is apart where lines are cut and other tensors are read along', () => {
    const wide: Tensor<[600, 600]> = zeros([600, 600]);
    const [f, g] = [(y: typeof wide) => tanh(matmul(y, y)), (y: typeof wide) => add(matmul(y, y), y)];
    expect([kernelsOf(f, wide), kernelsOf(g, wide)]).toEqual([['contract + tanh'], ['contract', 'add']]);
  });

  it('is in the sums of parts', () => {
    const long: Tensor<[4, 5000]> = zeros([4, 5000]);
    const f = (y: typeof long, b: Tensor<[4]>) => relu(add(matmul(y, permute(y, [1, 0])), b));
    expect(kernelsOf(f, long, zeros([4]))).toHaveLength(2);
  });
});

describe('what is asked for twice', () => {
  it('is computed once', () => {
    const f = (y: Matrix) => matmul(exp(y), exp(y));
    const { steps, flops } = planOf((y: Matrix) => add(f(y), f(y)), x);
    expect(steps.filter(({ kernel }) => kernel.startsWith('contract'))).toHaveLength(1);
    expect(flops).toBe(elements + 2 * 20 ** 3 + elements);
  });

  it('with equal numbers is computed once, with others, and with −0, apart', () => {
    const f = (factor: number) => (y: Matrix) => multiply(y, factor);
    expect(planOf((y: Matrix) => [exp(f(2)(y)), sin(f(2)(y))], x).flops).toBe(3 * elements);
    expect(planOf((y: Matrix) => [exp(f(2)(y)), sin(f(3)(y))], x).flops).toBe(4 * elements);
    expect(planOf((y: Matrix) => [exp(f(0)(y)), sin(f(-0)(y))], x).flops).toBe(4 * elements);
  });

  it('inside a checkpoint is computed again', () => {
    const products = (g: (y: Matrix) => Matrix) =>
      kernelsOf(
        valueAndGrad((y: Matrix) => sum(sin(matmul(g(y), y)))),
        x,
      ).filter((kernel) => kernel.startsWith('contract')).length;
    const once = (y: Matrix): Matrix => tanh(matmul(y, y));
    expect(products(checkpoint(once))).toBe(products(once) + 1);
  });
});

describe('what nobody asks for', () => {
  it('is not computed', () => {
    const f = (y: Matrix) => ({ used: exp(y), unused: matmul(y, y) });
    expect(kernelsOf((y: Matrix) => f(y).used, x)).toEqual(['exp']);
  });

  it('is not computed in the body of a loop', () => {
    const told = kernelsOf(
      (y: Matrix) =>
        scan(
          (c: Row, z: Row): readonly [Row, Row] => {
            matmul(y, y);
            return [add(c, z), exp(c)];
          },
          zeros([20]),
          y,
        )[0],
      x,
    );
    expect(told.filter((kernel) => kernel.startsWith('contract'))).toEqual([]);
  });
});

describe('constants', () => {
  const c = tensor([1, 2, 3]);

  it('and what follows from them take no kernel', () => {
    expect(kernelsOf(() => [sum(multiply(c, 2)), exp(add(c, 1))])).toEqual([]);
  });

  it('inside a region are found with it', () => {
    const ramp = fromArray(
      Float32Array.from({ length: 20 }, (_, k) => k),
      [20],
    );
    const region = checkpoint(([y, z]: readonly [Matrix, Row]) => multiply(y, exp(add(z, 1))));
    expect(planOf((y: Matrix) => region([y, ramp]), x).flops).toBe(elements);
  });

  it('are one number where they are one number', () => {
    const f = (y: Matrix) => add(y, multiply(full([20, 20], 2), add(full([20, 20], 3), 4)));
    expect(planOf(f, x).flops).toBe(elements);
    expect(planOf(f, x).steps.map(({ operands }) => operands)).toEqual([['float32[20, 20]', '->', 'float32[20, 20]']]);
  });

  it('remain what they are when they are views', () => {
    const f = compile(() => [flip(c, [0]), broadcastTo(c, [2, 3])] as const, { engine });
    const [flipped, repeated] = f();
    expect([toNested(flipped), toNested(repeated)]).toEqual([
      [3, 2, 1],
      [
        [1, 2, 3],
        [1, 2, 3],
      ],
    ]);
  });
});

describe('a fold of a fold', () => {
  it.each([
    ['sum', sum],
    ['product', product],
    ['max', max],
  ] as const)('of its kind is one: %s', (_, fold) => {
    expect(kernelsOf((y: Matrix) => fold(fold(exp(y), 0)), x)).toHaveLength(1);
    expect(kernelsOf((y: Matrix) => fold(fold(exp(y), 1)), x)).toHaveLength(1);
  });

  it('of another kind, or that is asked for itself, is not', () => {
    expect(kernelsOf((y: Matrix) => max(sum(y, 0)), x)).toHaveLength(2);
    const both = (y: Matrix) => {
      const inner = sum(y, 0);
      return [inner, sum(inner)];
    };
    expect(planOf(both, x).flops).toBe(elements + 20);
  });
});

describe('a view', () => {
  it.each<readonly [string, (y: Matrix) => AnyTensor]>([
    ['permute', (y) => permute(y, [1, 0])],
    ['flip', (y) => flip(y, [0])],
    ['slice', (y) => slice(y, [{ start: 3, end: 17, step: 2 }])],
    ['reshape', (y) => reshape(y, [4, 5, 20])],
    ['all of them', (y) => reshape(flip(permute(slice(y, [{ start: 1, end: 11 }]), [1, 0]), [1]), [4, 5, 10])],
  ])('takes no kernel of its own: %s', (_, view) => {
    expect(kernelsOf((y: Matrix) => tanh(view(y) as Matrix), x)).toHaveLength(1);
  });

  it('of the input of a product takes none either', () => {
    expect(kernelsOf((y: Matrix) => matmul(permute(y, [1, 0]), y), x)).toHaveLength(1);
  });
});

describe('a loop', () => {
  const f = (y: Matrix) =>
    scan((c: Row, z: Row): readonly [Row, Row] => [tanh(add(c, z)), multiply(c, z)], zeros([20]), y);

  it('is a loop of the plan, with the kernels of one turn', () => {
    const { steps, flops } = planOf(f, x);
    const [start, loop, ...body] = steps;
    expect([start?.kernel, loop?.kernel, loop?.times]).toEqual(['copy', '20 turns of', 1]);
    expect(body.map(({ times }) => times)).toEqual(body.map(() => 20));
    expect(body.length).toBeLessThanOrEqual(3);
    expect(flops).toBe(3 * elements);
  });

  it('in a loop is one in the plan', () => {
    const nested = (y: Matrix) =>
      scan((c: Row, z: Row): readonly [Row, Row] => [f(multiply(y, z))[0], c], zeros([20]), y);
    const { steps } = planOf(nested, x);
    expect(steps.filter(({ kernel }) => kernel.endsWith('turns of')).map(({ times }) => times)).toEqual([1, 20]);
    expect(Math.max(...steps.map(({ times }) => times))).toBe(400);
  });

  it('without turns is none', () => {
    expect(kernelsOf((y: Row) => scan((c: Row): readonly [Row, Row] => [exp(c), c], y, zeros([0, 20])), row)).toEqual([
      'copy',
    ]);
  });
});

describe('the update of an optimiser', () => {
  const { params } = model([30], sequential({ a: linear(20) }, { b: linear(10) })).init(random.key(0));
  /* with the kernels that compute numbers of the step, such as corrections of bias */
  const rules: readonly (readonly [string, Optimizer, number])[] = [
    ['sgd', optimizers.sgd({ rate: 0.1, momentum: 0.9 }), 0],
    ['adaGrad', optimizers.adaGrad({ rate: 0.1 }), 0],
    ['rmsProp', optimizers.rmsProp({ rate: 0.1 }), 0],
    ['adam', optimizers.adam({ rate: 0.1 }), 1],
    ['adamW', optimizers.adamW({ rate: 0.1, weightDecay: 0.01 }), 1],
  ];
  it.each(rules)('is one kernel for each tensor of parameters: %s', (_, rule, numbers) => {
    const update = (gradients: typeof params, state: unknown, now: typeof params) => {
      const [updates, next] = rule.update(gradients, state, now);
      return [applyUpdates(now, updates), next];
    };
    const { steps } = planOf(update, params, rule.init(params), params);
    expect(steps).toHaveLength(tree.leaves(params).length + numbers);
  });
});

describe('memory', () => {
  it.each(Object.entries(programs))('is used again by a training step of %s', (_, make) => {
    const { steps, bytes } = make().compiled(engine).plan();
    expect(bytes.peak).toBeLessThanOrEqual(1.3 * bytes.bound);
    expect(bytes.bound).toBeGreaterThanOrEqual(Math.max(...steps.map((kernel) => kernel.bytes)));
    expect(bytes.bound).toBeLessThan(steps.reduce((total, kernel) => total + kernel.bytes, 0) / 2);
  });
});

describe('a plan', () => {
  it('prints as a table', () => {
    const f = (y: Matrix) => matmul(y, y);
    const g = (y: Matrix) => sum(cast(multiply(y, 2), 'float64'), 0);
    expect(String(planOf(g, x)).split('\n')).toEqual([
      'kernel             times   flops   bytes  operands',
      'multiply·cast·sum      1  1.20 k  1.76 k  float32[20, 20] -> float64[20]',
      'total                  1  1.20 k  1.76 k',
      'wasm, 1 thread: inputs 1.60 kB, outputs 160 B, buffers 1.79 kB of at least 1.79 kB',
    ]);
    expect(planOf(f, x)).toMatchObject({ engine: 'wasm', threads: 1, flops: 2 * 20 ** 3 });
  });

  it('has times after a run', () => {
    const { steps, threads } = programs.xor().compiled(engine).profile();
    expect(threads).toBe(1);
    expect(steps.every(({ milliseconds = -1 }) => milliseconds >= 0)).toBe(true);
    expect(steps.reduce((total, { milliseconds = 0 }) => total + milliseconds, 0)).toBeGreaterThan(0);
  });
});
