import { describe, expect, it } from 'vitest';
import * as p from '../../src/index.js';
import { grad, hessian, hvp, jacobian, jvp, tensor, toNested, tree, vjp } from '../../src/index.js';
import type { AnyTensor, Tensor } from '../../src/index.js';
import { directionOf, expectGradient, expectSame, expectTranspose, numbers } from './laws.js';
import type { Loss } from './laws.js';
import { overPrograms } from './over-programs.js';
import { inputsOf, loss, meaning } from './program.js';
import type { Inputs } from './program.js';

describe('the derivatives of random programs', () => {
  it('are differences of the values, in every leaf, with signs', () => {
    overPrograms((one, seed) => {
      expectGradient<Inputs>(grad, loss(one), inputsOf(one), { seed });
    });
  });

  it('are one linear map, forwards and backwards', () => {
    overPrograms(
      (one, seed) => {
        expectTranspose((f) => (a) => vjp(f, a), jvp, meaning(one), inputsOf(one), seed);
      },
      { runs: 60 },
    );
  });

  it('have derivatives: the gradient along a direction is a function with a gradient', () => {
    overPrograms(
      (one, seed) => {
        const inputs = inputsOf(one);
        const ray = directionOf(inputs, seed);
        expectGradient<Inputs>(grad, (a) => jvp(loss(one), a, ray)[1], inputs, { seed, tolerance: 1e-5 });
      },
      { runs: 8, longest: 3 },
    );
  });

  it('agree in every order of forward and reverse mode', () => {
    overPrograms(
      (one, seed) => {
        const [inputs, f] = [inputsOf(one), loss(one)];
        const v = directionOf(inputs, seed);
        const forwardOverReverse = hvp(f, inputs, v);
        expectSame('reverse over forward', grad((a: Inputs) => jvp(f, a, v)[1])(inputs), forwardOverReverse, 1e-8);
        expectSame('reverse over reverse', vjp(grad(f), inputs)[1](v), forwardOverReverse, 1e-8);
      },
      { runs: 20 },
    );
  });

  it('fill the Hessian, which is symmetric and times a vector the product of hvp', () => {
    overPrograms(
      (one, seed) => {
        const inputs = inputsOf(one);
        const f = ({ w, deep }: { w: Inputs['w']; deep: Inputs['w'] }) =>
          loss(one)({ ...inputs, w, pair: [inputs.pair[0], { deep }] });
        const a = { w: inputs.w, deep: inputs.pair[1].deep };
        const h = hessian(f)(a);
        const turned = { w: p.permute(h.deep.w, [2, 3, 0, 1]), deep: p.permute(h.w.deep, [2, 3, 0, 1]) };
        expectSame('across the leaves', { w: h.w.deep, deep: h.deep.w }, turned, 1e-8);
        expectSame('within a leaf', p.permute(h.w.w, [2, 3, 0, 1]), h.w.w, 1e-8);
        const v = directionOf(a, seed);
        const times = (row: typeof h.w): AnyTensor => p.add(product(row.w, v.w), product(row.deep, v.deep));
        expectSame('hvp', hvp(f, a, v), { w: times(h.w), deep: times(h.deep) }, 1e-8);
      },
      { runs: 6, longest: 4 },
    );
  });
});

const product = (m: Tensor<[2, 3, 2, 3], 'float64'>, v: Inputs['w']): Inputs['w'] =>
  p.dotGeneral(m, v, {
    contract: [
      [2, 3],
      [0, 1],
    ],
  });

describe('the Jacobian', () => {
  it('has the pullbacks as rows and the tangents as columns', () => {
    overPrograms(
      (one, seed) => {
        const inputs = inputsOf(one);
        const f = (w: Inputs['w']) => meaning(one)({ ...inputs, w }).last;
        const [v, u] = [directionOf(inputs.w, seed), directionOf(inputs.w, seed + 1)];
        const j = jacobian(f)(inputs.w);
        expectSame('J v', product(j, v), jvp(f, inputs.w, v)[1], 1e-9);
        expectSame('Jᵀ u', product(p.permute(j, [2, 3, 0, 1]), u), vjp(f, inputs.w)[1](u), 1e-9);
      },
      { runs: 15 },
    );
  });
});

/* Images and weights whose windows have one clear maximum. */
const image = p.fromArray(
  Float64Array.from({ length: 2 * 5 * 5 }, (_, i) => (((i * 37) % 50) - 25) / 20),
  [2, 5, 5],
);
const weights = p.fromArray(
  Float64Array.from({ length: 4 * 2 * 9 }, (_, i) => (((i * 29) % 72) - 36) / 40),
  [4, 2, 3, 3],
);
const target = (count: number) =>
  p.fromArray(
    Float64Array.from({ length: count }, (_, i) => Math.cos(i)),
    [count],
  );
interface Pair {
  readonly x: typeof image;
  readonly w: typeof weights;
}
const score = (y: AnyTensor): Tensor<[], 'float64'> => {
  const flat = p.flatten(y as Tensor<[number], 'float64'>);
  return p.sum(p.multiply(p.sin(flat), target(flat.shape[0])));
};
const functions: Readonly<Record<string, Loss<Pair>>> = {
  conv2d: ({ x, w }) => score(p.conv2d(x, w, { stride: 2, padding: 1 })),
  'conv2d, dilated, in groups': ({ x, w }) => score(p.conv2d(p.concat([x, x], 0), w, { dilation: 2, groups: 2 })),
  convTranspose2d: ({ x, w }) => score(p.convTranspose2d(x, p.slice(w, [{ end: 2 }]), { stride: 2, outputPadding: 1 })),
  maxPool2d: ({ x, w }) => score(p.maxPool2d(p.conv2d(x, w, { padding: 'same' }), { kernel: 3, stride: 2 })),
  avgPool2d: ({ x, w }) => score(p.avgPool2d(p.square(p.conv2d(x, w)), { kernel: 2, stride: 1, padding: 1 })),
  softmax: ({ x, w }) => score(p.softmax(p.flatten(p.conv2d(x, w)))),
  'batch norm': ({ x, w }) => {
    const y = p.conv2d(x, w);
    const centred = p.subtract(y, p.mean(y, [1, 2], { keepDimensions: true }));
    return score(p.divide(centred, p.sqrt(p.add(p.mean(p.square(centred), [1, 2], { keepDimensions: true }), 1e-3))));
  },
  'batch norm over a named axis': ({ x, w }) =>
    score(
      p.vmap(
        (row: Tensor<[5, 5], 'float64'>) => {
          const y = p.conv2d(p.stack([row, p.sin(row)], 0), w);
          const centred = p.subtract(y, p.axisMean(y, 'batch'));
          return p.divide(centred, p.sqrt(p.add(p.axisMean(p.square(centred), 'batch'), 1e-3)));
        },
        { axis: 'batch' },
      )(x),
    ),
  'sort and largest': ({ x, w }) => p.add(score(p.square(p.sort(x, 1))), p.sum(p.square(p.max(w, [1, 2])))),
};

describe('second derivatives', () => {
  it.each(Object.entries(functions))('of %s are differences of first ones', (_, f) => {
    const a: Pair = { x: image, w: weights };
    const ray = directionOf(a, 5);
    const along: Loss<Pair> = (b) => jvp(f, b, ray)[1];
    const [x, w] = [p.slice(image, [{ end: 1 }, { end: 2 }]), p.slice(weights, [{ end: 1 }, { end: 1 }])];
    const inCorner =
      (g: Loss<Pair>): Loss<{ x: typeof x; w: typeof w }> =>
      (small) =>
        g({
          x: p.add(
            image,
            p.pad(p.subtract(small.x, x), [
              [0, 1],
              [0, 3],
              [0, 0],
            ]),
          ),
          w: p.add(
            weights,
            p.pad(p.subtract(small.w, w), [
              [0, 3],
              [0, 1],
              [0, 0],
              [0, 0],
            ]),
          ),
        });
    expectGradient(grad, inCorner(f), { x, w });
    expectGradient(grad, inCorner(along), { x, w }, { tolerance: 1e-5 });
  });
});

describe('nested derivatives tell their variables apart', () => {
  const three = p.scalar(3, 'float64');
  type Number = Tensor<[], 'float64'>;
  it.each<[string, (x: Number) => Number, number]>([
    ['d/dx x·(d/dy x·y) = 2x', (x) => p.multiply(x, grad((y: Number) => p.multiply(x, y))(p.scalar(1, 'float64'))), 6],
    ['d/dx x·(d/dy (x + y)) = 1', (x) => p.multiply(x, grad((y: Number) => p.add(x, y))(p.scalar(1, 'float64'))), 1],
    ['d/dx x·(d/dy y³ at x) = 9x²', (x) => p.multiply(x, grad((y: Number) => p.power(y, 3))(x)), 81],
    ['forwards in reverse', (x) => p.multiply(x, jvp((y: Number) => p.multiply(x, y), x, p.onesLike(x))[1]), 6],
    [
      'thrice',
      (x) => grad((y: Number) => p.multiply(y, grad((z: Number) => p.multiply(p.multiply(x, y), p.square(z)))(y)))(x),
      162,
    ],
    [
      'through vmap',
      (x) =>
        p.sum(
          p.vmap((y: Number) => p.multiply(x, grad((z: Number) => p.multiply(x, p.square(z)))(y)))(
            tensor([1, 2], { dtype: 'float64' }),
          ),
        ),
      36,
    ],
    [
      'through checkpoint',
      (x) => p.multiply(x, grad(p.checkpoint((y: Number) => p.multiply(x, y)))(p.scalar(1, 'float64'))),
      6,
    ],
    [
      'through scan',
      (x) =>
        p.scan(
          (c: Number, y: Number) => [p.multiply(c, grad((z: Number) => p.multiply(z, c))(y)), c] as const,
          x,
          tensor([1, 2], { dtype: 'float64' }),
        )[0],
      108,
    ],
    ['through stopGradient', (x) => p.multiply(x, grad((y: Number) => p.multiply(p.stopGradient(x), y))(x)), 3],
  ])('%s', (_, f, expected) => {
    for (const derivative of [grad(f)(three), jvp(f, three, p.scalar(1, 'float64'))[1], p.compile(grad(f))(three)])
      expect(p.item(derivative)).toBe(expected);
  });
});

describe('what carries no derivative', () => {
  it('stopGradient is the identity with derivative zero, in either mode', () => {
    const x = tensor([1, 2], { dtype: 'float64' });
    const f = (y: typeof x) => p.multiply(p.stopGradient(p.square(y)), y);
    expectSame('value', f(x), tensor([1, 8], { dtype: 'float64' }));
    expectSame('jvp', jvp(f, x, x)[1], tensor([1, 8], { dtype: 'float64' }));
    expectSame('vjp', vjp(f, x)[1](x), tensor([1, 8], { dtype: 'float64' }));
  });

  it('a leaf that is not used, an integer and a boolean get zeros of their own kind', () => {
    const inputs = {
      x: tensor([1, 2]),
      unused: tensor([[3]]),
      n: tensor([1, 2], { dtype: 'int32' }),
      b: [tensor([true])],
    };
    const gradient = grad((a: typeof inputs) => p.sum(p.multiply(a.x, p.cast(a.n, 'float32'))))(inputs);
    expect(tree.leaves(gradient).map(({ shape, dtype }) => `${dtype} ${shape.join()}`)).toEqual(
      tree.leaves(inputs).map(({ shape, dtype }) => `${dtype} ${shape.join()}`),
    );
    expect(numbers(gradient).map((leaf) => Array.from(leaf))).toEqual([[1, 2], [0], [0, 0], [0]]);
  });

  it('a cotangent of integers is zero, whatever is given', () => {
    const x = tensor([1.5, 2.5]);
    const [, pullback] = vjp((y: typeof x) => ({ n: p.cast(y, 'int32'), y }), x);
    expect(toNested(pullback({ n: tensor([7, 7], { dtype: 'int32' }), y: tensor([1, 2]) }))).toEqual([1, 2]);
    const n = tensor([1, 2], { dtype: 'int32' });
    expect(toNested(jvp((m: typeof n) => p.cast(m, 'float32'), n, n)[1])).toEqual([0, 0]);
    const j = jacobian((y: typeof x) => ({ n: p.argMax(y), y }))(x);
    expect([toNested(j.n), toNested(j.y)]).toEqual([
      [0, 0],
      [
        [1, 0],
        [0, 1],
      ],
    ]);
  });
});
