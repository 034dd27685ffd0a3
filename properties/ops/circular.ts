/** What is claimed of convolution in a circle, and of convolution next to its relative that does not share weights. */
import * as fc from 'fast-check';
import * as ops from '../../src/ops/index.js';
import {
  add,
  broadcastTo,
  concat,
  flip,
  matmul,
  multiply,
  pad,
  reshape,
  slice,
  subtract,
  transpose,
} from '../../src/ops/index.js';
import type { ConvOptions } from '../../src/ops/index.js';
import { convShape } from '../../src/shape/index.js';
import { int, law, numbers, same, whole } from '../law.js';
import type { Law, Numbers } from '../law.js';

/** The operations, the second without sharing. */
export interface Operations {
  readonly conv2d: (x: Numbers, w: Numbers, options: ConvOptions) => Numbers;
  readonly locallyConnected2d: (x: Numbers, w: Numbers, options: Omit<ConvOptions, 'groups'>) => Numbers;
}

/** The library's own. */
export const operations: Operations = {
  conv2d: (x, w, options) => ops.conv2d(x, w, options),
  locallyConnected2d: (x, w, options) => ops.locallyConnected2d(x, w, options),
};

/** (h ⊛ x)(i, j) = Σ h(q, r) x(i − q, j − r), indices in a circle: the image continued before its beginning, under the flipped kernel */
const circular = ({ conv2d }: Operations, h: Numbers, x: Numbers): Numbers => {
  const [high = 0, wide = 0] = h.shape;
  const before = (v: Numbers, axis: 0 | 1, reach: number): Numbers => {
    const length = v.shape[axis] ?? 0;
    const tail: Numbers = slice(v, axis === 0 ? [{ start: length - reach }] : [null, { start: length - reach }]);
    return concat([tail, v], axis);
  };
  const wrapped = before(before(x, 0, high - 1), 1, wide - 1);
  const y = conv2d(reshape(wrapped, [1, ...wrapped.shape]), reshape(flip(h, [0, 1]), [1, 1, high, wide]), {});
  return reshape(y, x.shape);
};

/** An image in the frequency domain, X(u, v) = Σ x(i, j) e^(−2πi(ui/M + vj/N)). */
interface Spectrum {
  readonly real: Numbers;
  readonly imaginary: Numbers;
}
const wave = (n: number, f: (angle: number) => number): Numbers =>
  numbers(
    Array.from({ length: n * n }, (_, k) => f((-2 * Math.PI * (Math.floor(k / n) * (k % n))) / n)),
    [n, n],
  );
const fourier = (x: Numbers): Spectrum => {
  const [m = 0, n = 0] = x.shape;
  const [cosM, sinM, cosN, sinN] = [wave(m, Math.cos), wave(m, Math.sin), wave(n, Math.cos), wave(n, Math.sin)];
  const [re, im]: readonly [Numbers, Numbers] = [matmul(cosM, x), matmul(sinM, x)];
  return {
    real: subtract(matmul(re, transpose(cosN)), matmul(im, transpose(sinN))),
    imaginary: add(matmul(re, transpose(sinN)), matmul(im, transpose(cosN))),
  };
};

/** an image and two kernels no larger than it */
const images = fc
  .record({ m: int(1, 6), n: int(1, 6), a: int(1, 6), b: int(1, 6), c: int(1, 6), d: int(1, 6) })
  .chain(({ m, n, a, b, c, d }) =>
    fc.record({
      x: whole([m, n]),
      h: whole([Math.min(a, m), Math.min(b, n)]),
      k: whole([Math.min(c, m), Math.min(d, n)]),
    }),
  );

/** a kernel as an image of zeros with the kernel in its first corner */
const extended = (h: Numbers, { shape: [m = 0, n = 0] }: Numbers): Numbers =>
  pad(h, [
    [0, m - (h.shape[0] ?? 0)],
    [0, n - (h.shape[1] ?? 0)],
  ]);

/** a convolution with one bank of weights */
const shared = fc
  .record({
    channels: int(1, 2),
    out: int(1, 2),
    size: fc.tuple(int(3, 6), int(3, 6)),
    kernel: fc.tuple(int(1, 3), int(1, 3)),
    stride: int(1, 2),
    padding: int(0, 1),
    dilation: fc.tuple(int(1, 2), int(1, 2)),
  })
  .chain(({ channels, out, size, kernel, stride, padding, dilation }) => {
    const spread = dilation.map((d, axis) => ((size[axis] ?? 0) + 2 * padding > d * ((kernel[axis] ?? 0) - 1) ? d : 1));
    const options = { stride, padding, dilation: spread };
    const shape = convShape([channels, ...size], [out, channels, ...kernel], options, 2, 'conv2d');
    if (typeof shape === 'string') throw new TypeError(shape);
    return fc.record({
      x: whole([channels, ...size]),
      w: whole([out, channels, ...kernel]),
      positions: fc.constant(shape.slice(1)),
      options: fc.constant(options),
    });
  });

export const laws: Readonly<Record<LawName, Law<Operations>>> = {
  'the DFT diagonalises circular convolution: F(h ⊛ x) = F h · F x': law(
    () => images,
    (subject, { x, h }) => {
      const [y, a, b] = [fourier(circular(subject, h, x)), fourier(extended(h, x)), fourier(x)];
      same('real', y.real, subtract(multiply(a.real, b.real), multiply(a.imaginary, b.imaginary)), 1e-11);
      same('imaginary', y.imaginary, add(multiply(a.real, b.imaginary), multiply(a.imaginary, b.real)), 1e-11);
    },
  ),

  'circular convolution is commutative and associative, and an impulse is its one': law(
    () => images,
    (subject, { x, h, k }) => {
      const twice = circular(subject, k, circular(subject, h, x));
      same('k ⊛ (h ⊛ x)', twice, circular(subject, h, circular(subject, k, x)));
      same('(k ⊛ h) ⊛ x', twice, circular(subject, circular(subject, k, extended(h, x)), x));
      same('h ⊛ x', circular(subject, h, x), circular(subject, x, extended(h, x)));
      same('δ ⊛ x', circular(subject, extended(numbers([1], [1, 1]), x), x), x);
    },
  ),

  'a locally connected layer whose weights are the same everywhere is a convolution': law(
    () => shared,
    ({ conv2d, locallyConnected2d }, { x, w, positions, options }) => {
      const everywhere = broadcastTo(reshape(w, [...w.shape, 1, 1]), [...w.shape, ...positions]);
      same('y', locallyConnected2d(x, everywhere, options), conv2d(x, w, options));
    },
  ),
};

/** The sentence of a law. */
export type LawName =
  | 'the DFT diagonalises circular convolution: F(h ⊛ x) = F h · F x'
  | 'circular convolution is commutative and associative, and an impulse is its one'
  | 'a locally connected layer whose weights are the same everywhere is a convolution';
