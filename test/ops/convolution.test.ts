/** Rows C1 to C9 of the curriculum: convolution and its relatives, with the numbers of the lectures. */
import { describe, expect, it } from 'vitest';
import * as p from '../../src/index.js';
import { grad, tensor, toNested, vjp, zeros } from '../../src/index.js';
import type { AnyTensor, Tensor } from '../../src/index.js';
import * as nn from '../../src/nn/index.js';
import { key } from '../../src/random/index.js';

const numbers = (x: AnyTensor): readonly number[] => Array.from(p.toArray(x));
/** whole numbers from −4 to 4 in no order */
const whole = <const S extends readonly number[]>(shape: S): Tensor<S> =>
  p.reshape(
    p.tensor(Array.from({ length: shape.reduce((n, m) => n * m, 1) }, (_, i) => ((i * 7919 + 13) % 9) - 4)),
    shape as never,
  );

describe('C1: the output size is ⌊(w + 2p − d(k − 1) − 1)/s⌋ + 1', () => {
  const line = zeros([1, 7]);
  const taps = zeros([1, 1, 3]);
  it('C1: 7 under a kernel of 3 gives 5, with stride 2 gives 3, with padding 1 gives 7', () => {
    const sizes: readonly [Tensor<[1, 5]>, Tensor<[1, 3]>, Tensor<[1, 7]>] = [
      p.conv1d(line, taps),
      p.conv1d(line, taps, { stride: 2 }),
      p.conv1d(line, taps, { padding: 1 }),
    ];
    expect(sizes.map(({ shape }) => shape)).toEqual([
      [1, 5],
      [1, 3],
      [1, 7],
    ]);
  });

  it('C1: 7 under a kernel of 3 with stride 3 does not fit: rounded down to 2, or refused where it has to be exact', () => {
    const two: Tensor<[1, 2]> = p.conv1d(line, taps, { stride: 3 });
    expect(two.shape).toEqual([1, 2]);
    // @ts-expect-error -- the same sentence as at run time
    expect(() => p.conv1d(line, taps, { stride: 3, exact: true })).toThrow(
      'conv1d: kernel 3 at stride 3 does not cover padded input 7 exactly',
    );
  });

  it('C1: 32 × 32 × 3 with ten filters of 5 × 5 and padding 2 gives 32 × 32 × 10, with six and none 28 × 28 × 6', () => {
    const image = zeros([3, 32, 32]);
    const ten: Tensor<[10, 32, 32]> = p.conv2d(image, zeros([10, 3, 5, 5]), { padding: 2 });
    const six: Tensor<[6, 28, 28]> = p.conv2d(image, zeros([6, 3, 5, 5]));
    expect([ten.shape, six.shape]).toEqual([
      [10, 32, 32],
      [6, 28, 28],
    ]);
  });

  it('C1: dilation d spreads k taps over d(k − 1) + 1', () => {
    const three: Tensor<[1, 3]> = p.conv1d(line, taps, { dilation: 2 });
    expect(three.shape).toEqual([1, 3]);
  });
});

it('C2: a worked convolution', () => {
  const image = tensor([[[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]]]); // prettier-ignore
  const kernel = tensor([[[[1, 0, 1], [0, 1, 0], [1, 0, 1]]]]); // prettier-ignore
  expect(toNested(p.conv2d(image, kernel))).toEqual([[[4, 3, 4], [2, 4, 3], [2, 3, 4]]]); // prettier-ignore
});

describe('C3: padding and stride', () => {
  const image = tensor([[[1, 2, 0, 3, 1], [1, 0, 0, 2, 2], [2, 1, 2, 1, 1], [0, 0, 1, 0, 0], [1, 2, 1, 1, 1]]]); // prettier-ignore
  const kernel = tensor([[[[-1, 1, 2], [1, 1, 0], [-1, -2, 0]]]]); // prettier-ignore
  it('C3: starts with −2 without padding, with −1 in a frame of zeros', () => {
    expect(numbers(p.conv2d(image, kernel))[0]).toBe(-2);
    expect(numbers(p.conv2d(image, kernel, { padding: 1 }))[0]).toBe(-1);
  });

  it('C3: starts with −1, 2 / 3 in steps of 2', () => {
    const y = p.conv2d(image, kernel, { padding: 1, stride: 2 });
    expect(toNested(y)).toEqual([[[-1, 2, -2], [3, 5, 2], [1, 4, 2]]]); // prettier-ignore
  });
});

describe('C4: depth', () => {
  it('C4: a 5 × 5 filter on RGB has 75 weights, and weights are 4-D: (out, in, kh, kw)', () => {
    const { params } = nn.model([3, 32, 32], nn.sequential({ filter: nn.conv2d({ out: 1, kernel: 5 }) })).init(key(0));
    const weight: Tensor<[1, 3, 5, 5]> = params.filter.weight;
    expect(weight.shape.reduce<number>((n, m) => n * m, 1)).toBe(75);
  });

  it('C4: h^r = Σ_ijk x^r_ijk W_ijk + b', () => {
    const [x, w, b] = [whole([3, 4, 5]), whole([2, 3, 2, 3]), whole([2, 1, 1])];
    const at = (t: AnyTensor, ...place: readonly number[]): number =>
      numbers(t)[place.reduce((index, i, axis) => index * (t.shape[axis] ?? 1) + i, 0)] ?? NaN;
    const each = <T>(n: number, f: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => f(i));
    const total = (terms: readonly number[]): number => terms.reduce((sum, term) => sum + term, 0);
    const h = each(2, (o) =>
      each(3, (r) =>
        each(
          3,
          (c) =>
            total(each(3, (i) => each(2, (j) => each(3, (k) => at(x, i, r + j, c + k) * at(w, o, i, j, k)))).flat(2)) +
            at(b, o, 0, 0),
        ),
      ),
    );
    expect(toNested(p.add(p.conv2d(x, w), b))).toEqual(h);
  });
});

describe('C5: the locally connected layer, next to convolution', () => {
  const x = whole([2, 5, 4]);
  it('C5: is convolution where all positions share their weights', () => {
    const w = whole([3, 2, 3, 2]);
    const shared = p.broadcastTo(p.reshape(w, [3, 2, 3, 2, 1, 1]), [3, 2, 3, 2, 3, 3]);
    expect(numbers(p.locallyConnected2d(x, shared))).toEqual(numbers(p.conv2d(x, w)));
  });

  it('C5: at each position is the convolution with the weights of that position', () => {
    const w = whole([3, 2, 3, 2, 3, 3]);
    const y = p.locallyConnected2d(x, w);
    for (const i of [0, 1, 2] as const)
      for (const j of [0, 1, 2] as const) {
        const here = p.index(p.index(w, i, 4), j, 4);
        expect(numbers(p.index(p.index(y, i, 1), j, 1))).toEqual(
          numbers(p.index(p.index(p.conv2d(x, here), i, 1), j, 1)),
        );
      }
  });

  it('C5: needs a weight for each position: 352,800 in place of the 450 of six 5 × 5 filters on 32 × 32 × 3', () => {
    const image = zeros([3, 32, 32]);
    const [shared, apart] = [zeros([6, 3, 5, 5]), zeros([6, 3, 5, 5, 28, 28])];
    const outputs: readonly [Tensor<[6, 28, 28]>, Tensor<[6, 28, 28]>] = [
      p.conv2d(image, shared),
      p.locallyConnected2d(image, apart),
    ];
    expect(outputs[0].shape).toEqual(outputs[1].shape);
    expect([shared, apart].map(({ shape }) => shape.reduce<number>((n, m) => n * m, 1))).toEqual([450, 352_800]);
  });

  it('C5: does not commute with shifts, which convolution does', () => {
    const [line, taps, apart] = [tensor([[0, 1, 0, 0, 0]]), tensor([[[1, 2]]]), whole([1, 1, 2, 4])];
    const later = tensor([[0, 0, 1, 0, 0]]);
    const shifted = (y: Tensor<[1, 4]>): readonly number[] => [0, ...numbers(y).slice(0, -1)];
    expect(numbers(p.conv1d(later, taps))).toEqual(shifted(p.conv1d(line, taps)));
    expect(numbers(p.locallyConnected1d(later, apart))).not.toEqual(shifted(p.locallyConnected1d(line, apart)));
  });
});

describe('C6: stacks of convolutions', () => {
  it.each([
    [1, 3],
    [2, 3],
    [3, 3],
    [4, 3],
    [2, 5],
    [3, 5],
    [3, 7],
  ])('C6: %i of size %i see 1 + L(K − 1)', (layers, size) => {
    const length = 41;
    const taps = p.ones([1, 1, size]);
    const stack = (x: Tensor<[1, number]>): Tensor<[1, number]> =>
      Array.from({ length: layers }).reduce<Tensor<[1, number]>>((y) => p.conv1d(y, taps, { padding: 'same' }), x);
    const middle = p.pad(tensor([[1]]), [[0, 0], [20, 20]]); // prettier-ignore
    const [, pullback] = vjp(stack, zeros([1, length]) as Tensor<[1, number]>);
    expect(numbers(pullback(middle)).filter((weight) => weight !== 0)).toHaveLength(1 + layers * (size - 1));
  });

  it('C6: two without a non-linearity between them are one', () => {
    const [x, first, second] = [whole([2, 9, 8]), whole([3, 2, 3, 2]), whole([2, 3, 2, 3])];
    /* the second applied to the impulse responses of the first: convolution, so that kernels are flipped on the way */
    const seen = p.conv2d(
      p.pad(p.permute(p.flip(first, [2, 3]), [1, 0, 2, 3]), [[0, 0], [0, 0], [1, 1], [2, 2]]), // prettier-ignore
      second,
    );
    const one = p.permute(p.flip(seen, [2, 3]), [1, 0, 2, 3]);
    expect(one.shape).toEqual([2, 2, 4, 4]);
    expect(numbers(p.conv2d(p.conv2d(x, first), second))).toEqual(numbers(p.conv2d(x, one)));
  });

  it('C6: with one between them they are not', () => {
    const [first, second] = [tensor([[[1, -1]]]), tensor([[[1, 1]]])];
    const net = (x: Tensor<[1, 4]>): readonly number[] => numbers(p.conv1d(p.relu(p.conv1d(x, first)), second));
    const [a, b] = [tensor([[0, 1, 0, 0]]), tensor([[0, -1, 0, 0]])];
    expect(net(a).map((value, i) => value + (net(b)[i] ?? 0))).not.toEqual(net(p.add(a, b)));
  });
});

describe('C7: strided, dilated, transposed, in one to three dimensions, grouped, depthwise, 1 × 1', () => {
  it('C7: a stride takes every s-th window, a dilation every d-th pixel', () => {
    const [x, w] = [whole([2, 9, 9]), whole([3, 2, 3, 3])];
    const dense = p.conv2d(x, w);
    expect(numbers(p.conv2d(x, w, { stride: 2 }))).toEqual(numbers(p.slice(dense, [null, { step: 2 }, { step: 2 }])));
    const stuffed = p.pad(w, [[0, 0], [0, 0], [0, 0, 1], [0, 0, 1]]); // prettier-ignore
    expect(numbers(p.conv2d(x, w, { dilation: 2 }))).toEqual(numbers(p.conv2d(x, stuffed)));
  });

  it('C7: in 1-D and 3-D as in 2-D, along axes of length 1', () => {
    const [x, w] = [whole([2, 9]), whole([3, 2, 4])];
    const line = numbers(p.conv1d(x, w, { stride: 2 }));
    const plane = p.conv2d(p.reshape(x, [2, 1, 9]), p.reshape(w, [3, 2, 1, 4]), { stride: [1, 2] });
    const space = p.conv3d(p.reshape(x, [2, 1, 9, 1]), p.reshape(w, [3, 2, 1, 4, 1]), { stride: [1, 2, 1] });
    expect([numbers(plane), numbers(space)]).toEqual([line, line]);
  });

  it('C7: the transposed convolution puts a scaled kernel at every element, and is the adjoint', () => {
    const [y, w] = [tensor([[1, 2, -1]]), tensor([[[1, 10, 100]]])];
    expect(numbers(p.convTranspose1d(y, w, { stride: 2 }))).toEqual([1, 10, 102, 20, 199, -10, -100]);
    const x = whole([1, 7]);
    const [left, right] = [
      p.multiply(p.conv1d(x, w, { stride: 2 }), y),
      p.multiply(x, p.convTranspose1d(y, w, { stride: 2 })),
    ];
    expect(p.item(p.sum(left))).toBe(p.item(p.sum(right)));
  });

  it('C7: groups are convolutions apart, as many as channels are depthwise', () => {
    const [x, w] = [whole([4, 5, 5]), whole([6, 2, 3, 3])];
    const half = (from: 0 | 2, out: 0 | 3) =>
      numbers(p.conv2d(p.slice(x, [{ start: from, end: from + 2 }]), p.slice(w, [{ start: out, end: out + 3 }])));
    expect(numbers(p.conv2d(x, w, { groups: 2 }))).toEqual([...half(0, 0), ...half(2, 3)]);
    const depthwise: Tensor<[4, 3, 3]> = p.conv2d(x, whole([4, 1, 3, 3]), { groups: 4 });
    expect(depthwise.shape).toEqual([4, 3, 3]);
  });

  it('C7: 1 × 1 is a matrix applied to every pixel', () => {
    const [x, w] = [whole([3, 2, 4]), whole([5, 3])];
    const pixels = p.matmul(w, p.reshape(x, [3, 8]));
    expect(numbers(p.conv2d(x, p.reshape(w, [5, 3, 1, 1])))).toEqual(numbers(pixels));
  });

  it('C7: the text CNN, z_j = f(V * K_j + b_j)', () => {
    const [words, embedding] = [6, 4] as const;
    const V = whole([words, embedding]);
    const K = whole([2, 3, embedding]);
    const b = tensor([1, -2]);
    const z: Tensor<[2, 4]> = p.relu(p.add(p.conv1d(p.transpose(V), p.permute(K, [0, 2, 1])), p.reshape(b, [2, 1])));
    const [v, k] = [numbers(V), numbers(K)];
    const expected = [0, 1].flatMap((j) =>
      [0, 1, 2, 3].map((i) => {
        const window = v.slice(i * embedding, (i + 3) * embedding);
        const sum = window.reduce((total, x, n) => total + x * (k[j * 12 + n] ?? NaN), 0);
        return Math.max(0, sum + (numbers(b)[j] ?? NaN));
      }),
    );
    expect(numbers(z)).toEqual(expected);
  });
});

describe('C8: pooling', () => {
  const x = tensor([[[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]]); // prettier-ignore
  it('C8: the maximum of 2 × 2 in steps of 2', () => {
    const y: Tensor<[1, 2, 2]> = p.maxPool2d(x, { kernel: 2, stride: 2 });
    expect(toNested(y)).toEqual([[[6, 8], [3, 4]]]); // prettier-ignore
  });

  it('C8: the average, and L2', () => {
    expect(toNested(p.avgPool2d(x, { kernel: 2 }))).toEqual([[[3.25, 5.25], [2, 2]]]); // prettier-ignore
    const squares = [[63, 133], [18, 26]]; // prettier-ignore
    expect(numbers(p.lpPool2d(x, { kernel: 2 }))).toEqual(squares.flat().map((s) => Math.fround(Math.sqrt(s))));
  });

  it('C8: global: one number for each channel', () => {
    const two = p.concat([x, p.subtract(0, x)], 0);
    expect(numbers(p.max(two, [1, 2]))).toEqual([8, 0]);
    expect(numbers(p.mean(two, [1, 2]))).toEqual([3.125, -3.125]);
    expect(numbers(p.avgPool2d(two, { kernel: 4 }))).toEqual([3.125, -3.125]);
  });

  it('C8: the backward rule routes to the stored argmax', () => {
    expect(toNested(p.argMaxPool2d(x, { kernel: 2 }))).toEqual([[[5, 7], [8, 15]]]); // prettier-ignore
    const weights = tensor([[[10, 20], [30, 40]]]); // prettier-ignore
    const [, pullback] = vjp((v: typeof x) => p.maxPool2d(v, { kernel: 2 }), x);
    const routed = [[[0, 0, 0, 0], [0, 10, 0, 20], [30, 0, 0, 0], [0, 0, 0, 40]]]; // prettier-ignore
    expect(toNested(pullback(weights))).toEqual(routed);
  });

  it('C8: the average sends back to all alike', () => {
    const sent = grad((v: typeof x) => p.sum(p.avgPool2d(v, { kernel: 2 })))(x);
    expect(numbers(sent)).toEqual(Array(16).fill(0.25));
  });
});

describe('C9: upsampling', () => {
  const x = tensor([[[1, 2], [3, 4]]]); // prettier-ignore
  const repeated = [[[1, 1, 2, 2], [1, 1, 2, 2], [3, 3, 4, 4], [3, 3, 4, 4]]]; // prettier-ignore
  const nailed = [[[1, 0, 2, 0], [0, 0, 0, 0], [3, 0, 4, 0], [0, 0, 0, 0]]]; // prettier-ignore

  it('C9: nearest neighbour', () => {
    const y: Tensor<[1, 4, 4]> = p.upsample(x, [2, 2]);
    expect(toNested(y)).toEqual(repeated);
    expect(toNested(p.resize(x, { size: [4, 4], interpolation: 'nearest' }))).toEqual(repeated);
  });

  it('C9: bed of nails', () => {
    const y: Tensor<[1, 4, 4]> = p.bedOfNails(x, [2, 2]);
    expect(toNested(y)).toEqual(nailed);
  });

  it('C9: max-unpooling with the indices of the paired pooling', () => {
    const before = tensor([[[1, 2, 6, 3], [3, 5, 2, 1], [1, 2, 2, 1], [7, 3, 4, 8]]]); // prettier-ignore
    const options = { kernel: 2 } as const;
    expect(toNested(p.maxPool2d(before, options))).toEqual([[[5, 6], [7, 8]]]); // prettier-ignore
    const y: Tensor<[1, 4, 4]> = p.maxUnpool2d(x, before, options);
    expect(toNested(y)).toEqual([[[0, 0, 2, 0], [0, 1, 0, 0], [0, 0, 0, 0], [3, 0, 0, 4]]]); // prettier-ignore
  });

  it('C9: a transposed convolution repeats with a kernel of ones, and makes a bed of nails with a single one', () => {
    expect(toNested(p.convTranspose2d(x, p.ones([1, 1, 2, 2]), { stride: 2 }))).toEqual(repeated);
    expect(toNested(p.convTranspose2d(x, tensor([[[[1, 0], [0, 0]]]]), { stride: 2 }))).toEqual(nailed); // prettier-ignore
  });

  it('C9: bilinear: a quarter of the way to the neighbour, and the edges as they are', () => {
    const y: Tensor<[1, 4, 4]> = p.resize(x, { size: [4, 4] });
    const between = [[[1, 1.25, 1.75, 2], [1.5, 1.75, 2.25, 2.5], [2.5, 2.75, 3.25, 3.5], [3, 3.25, 3.75, 4]]]; // prettier-ignore
    expect(toNested(y)).toEqual(between);
  });
});
