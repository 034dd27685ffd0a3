/** The types of results, as a user sees them; compiled, not run. */
import * as p from '../../src/index.js';
import type { Cotangent, Diff, DType, Float, NestedOf, Tensor } from '../../src/index.js';
import { claim, type Equal } from './equal.js';

/** The claim that an expression has exactly this type. */
const is = <T>() => ({
  of: <U>(_: U, ...claimed: Equal<T, U> extends true ? [] : [wrong: U]): readonly unknown[] => claimed,
});

/** The claim that an expression is assignable to a type and the type to it. */
const fits = <T>() => ({
  of: <U extends T>(_: U, ...claimed: T extends U ? [] : [wrong: U]): readonly unknown[] => claimed,
});

declare const m: Tensor<[2, 3]>;
declare const v: Tensor<[3]>;
declare const s: Tensor<[]>;
declare const d: Tensor<[2, 3], 'float64'>;
declare const n: Tensor<[2, 3], 'int32'>;
declare const b: Tensor<[2, 3], 'bool'>;
declare const image: Tensor<[8, 3, 32, 32]>;
declare const some: Tensor<[number, 3]>;
declare const any: Tensor<readonly number[], DType>;

/* literals */
is<Tensor<[2, 2]>>().of(
  p.tensor([
    [1, 2],
    [3, 4],
  ]),
);
is<Tensor<[2], 'bool'>>().of(p.tensor([true, false]));
is<Tensor<[2], 'int32'>>().of(p.tensor([1, 2], { dtype: 'int32' }));
is<Tensor<[]>>().of(p.tensor(3));
is<Tensor<[0]>>().of(p.tensor([]));
is<Tensor<[number]>>().of(p.tensor([1, 2] as number[]));
is<Tensor<[number, 2]>>().of(p.tensor([[1, 2]] as [number, number][]));
is<Tensor<[], 'float64'>>().of(p.scalar(1, 'float64'));
is<Tensor<[2, 3], 'float64'>>().of(p.fromArray(new Float64Array(6), [2, 3]));
is<Tensor<[2, 3], 'bool'>>().of(p.fromArray(new Uint8Array(6), [2, 3] as const));
is<Float32Array>().of(p.toArray(m));
is<Int32Array>().of(p.toArray(n));
is<Uint8Array>().of(p.toArray(b));
is<number[][]>().of(p.toNested(m));
is<boolean[][]>().of(p.toNested(b));
is<number>().of(p.toNested(s));
is<NestedOf<[1, 2, 3], number>>().of([[[1]]] as number[][][]);
is<number>().of(p.item(s));

/* creation */
is<Tensor<[2, 3]>>().of(p.zeros([2, 3]));
is<Tensor<[2, 3], 'int32'>>().of(p.ones([2, 3], { dtype: 'int32' }));
is<Tensor<[2], 'float64'>>().of(p.full([2], 7, { dtype: 'float64' }));
is<Tensor<[]>>().of(p.zeros([]));
is<Tensor<[5], 'int32'>>().of(p.range(5));
is<Tensor<[5, 5]>>().of(p.identity(5));
is<Tensor<[2, 3], 'float64'>>().of(p.zerosLike(d));
is<Tensor<[2, 3], 'bool'>>().of(p.cast(m, 'bool'));
is<Tensor<[2, 3, 10]>>().of(p.oneHot(n, 10));
is<Tensor<[2, 3], 'float64'>>().of(p.stopGradient(d));

/* elementwise */
is<Tensor<[2, 3]>>().of(p.add(m, v));
is<Tensor<[2, 3]>>().of(p.subtract(1, m));
is<Tensor<[2, 3], 'float64'>>().of(p.multiply(d, 2));
is<Tensor<[2, 3], 'int32'>>().of(p.remainder(n, 2));
is<Tensor<[2, 3], 'bool'>>().of(p.less(m, v));
is<Tensor<[2, 3], 'bool'>>().of(p.and(b, b));
is<Tensor<[2, 3], 'bool'>>().of(p.isFinite(m));
is<Tensor<[2, 3], 'float64'>>().of(p.exp(d));
is<Tensor<[2, 3]>>().of(p.clip(m, 0, 1));
is<Tensor<[2, 3]>>().of(p.where(b, m, 0));
is<Tensor<[2, 3]>>().of(p.where(b, 1, v));
is<Tensor<[2, 3]>>().of(p.relu(m));
is<Tensor<[2, 3], 'float64'>>().of(p.softmax(d, 0));

/* reductions */
is<Tensor<[]>>().of(p.sum(m));
is<Tensor<[3]>>().of(p.mean(m, 0));
is<Tensor<[2, 1]>>().of(p.max(m, -1, { keepDimensions: true }));
is<Tensor<[1, 1]>>().of(p.variance(m, undefined, { keepDimensions: true }));
is<Tensor<[8, 3]>>().of(p.mean(image, [2, 3]));
is<Tensor<[2], 'int32'>>().of(p.argMax(m));
is<Tensor<[3], 'int32'>>().of(p.argMin(m, 0));
is<Tensor<[], 'bool'>>().of(p.all(b));
is<Tensor<[3], 'float64'>>().of(p.logSumExp(d, 0));

/* layout */
is<Tensor<[6]>>().of(p.reshape(m, [-1]));
is<Tensor<[6]>>().of(p.flatten(m));
is<Tensor<[3, 2]>>().of(p.transpose(m));
is<Tensor<[8, 3, 32, 32]>>().of(p.transpose(image));
is<Tensor<[32, 8, 3, 32]>>().of(p.permute(image, [2, 0, 1, 3]));
is<Tensor<[2, 3]>>().of(p.flip(m, [0]));
is<Tensor<[2, 1, 3]>>().of(p.expand(m, 1));
is<Tensor<[2, 3]>>().of(p.squeeze(p.expand(m, -1), -1));
is<Tensor<[4, 2, 3]>>().of(p.broadcastTo(m, [4, 2, 3]));
is<Tensor<[2, 7]>>().of(p.concat([m, p.zeros([2, 4])], 1));
is<Tensor<[2, 3, 2]>>().of(p.stack([m, m], -1));
is<Tensor<[2, 2]>>().of(p.slice(m, [null, { step: -2 }]));
is<Tensor<[3]>>().of(p.index(m, -1));
is<Tensor<[2]>>().of(p.index(m, 1, 1));
is<Tensor<[5, 5]>>().of(
  p.pad(m, [
    [1, 2],
    [0, 0, 1],
  ]),
);
is<Tensor<[2, 4, 5]>>().of(p.take(m, p.zeros([4, 5], { dtype: 'int32' }), 1));
is<Tensor<[1, 3]>>().of(p.takeAlong(m, p.zeros([1, 3], { dtype: 'int32' }), 0));
is<Tensor<[2, 3]>>().of(p.sort(m));
is<Tensor<[2, 3], 'int32'>>().of(p.argSort(d, 0));

/* products, windows */
is<Tensor<[2, 4]>>().of(p.matmul(m, p.zeros([3, 4])));
is<Tensor<[2]>>().of(p.matmul(m, v));
is<Tensor<[5, 2, 4]>>().of(p.matmul(p.zeros([5, 2, 3]), p.zeros([3, 4])));
is<Tensor<[2, 4]>>().of(p.dotGeneral(m, p.zeros([4, 3]), { contract: [[1], [1]] }));
is<Tensor<[8, 6, 28, 28]>>().of(p.conv2d(image, p.zeros([6, 3, 5, 5])));
is<Tensor<[8, 6, 16, 16]>>().of(p.conv2d(image, p.zeros([6, 3, 3, 3]), { stride: 2, padding: 1 }));
is<Tensor<[8, 6, 64, 64]>>().of(p.convTranspose2d(image, p.zeros([3, 6, 2, 2]), { stride: 2 }));
is<Tensor<[8, 3, 16, 16]>>().of(p.maxPool2d(image, { kernel: 2 }));
is<Tensor<[8, 3, 32, 32]>>().of(p.avgPool2d(image, { kernel: 3, stride: 1, padding: 1 }));
is<Tensor<[8, 3, 11, 11], 'int32'>>().of(p.argMaxPool2d(image, { kernel: 3, stride: 3, padding: 1 }));
is<Tensor<[8, 3, 32, 32], 'float64'>>().of(
  p.maxUnpool2d(p.zeros([8, 3, 16, 16], { dtype: 'float64' }), image, { kernel: 2 }),
);
is<Tensor<[8, 3, 15, 15]>>().of(p.lpPool2d(image, { kernel: 3, stride: 2, norm: 4 }));
is<Tensor<[8, 3, 64, 96]>>().of(p.upsample(image, [2, 3]));
is<Tensor<[4, 3], 'int32'>>().of(p.bedOfNails(n, [2, 1]));
is<Tensor<[8, 6, 30, 30]>>().of(p.locallyConnected2d(image, p.zeros([6, 3, 3, 3, 30, 30])));

/* named axes */
is<Tensor<[3]>>().of(p.axisMean(v, 'batch'));
is<Tensor<[], 'int32'>>().of(p.axisIndex('batch'));

/* transforms */
interface Weights {
  readonly w: Tensor<[3, 4]>;
  readonly layers: readonly [
    Tensor<[4]>,
    { readonly scale: Tensor<[], 'float64'>; readonly steps: Tensor<[], 'int32'> },
  ];
}
declare const weights: Weights;
const loss = ({ w, layers }: Weights, x: Tensor<[2, 3]>) => p.mean(p.square(p.add(p.matmul(x, w), layers[0])));
fits<(a: Weights, x: Tensor<[2, 3]>) => Weights>().of(p.grad(loss));
fits<(a: Weights, x: Tensor<[2, 3]>) => readonly [value: Tensor<[]>, gradient: Weights]>().of(p.valueAndGrad(loss));
is<readonly [value: readonly [Tensor<[]>, { readonly y: Tensor<[3]> }], gradient: Tensor<[3]>]>().of(
  p.valueAndGrad((x: Tensor<[3]>) => [p.sum(x), { y: x }] as const, { aux: true })(v),
);
is<Tensor<[3]>>().of(p.grad((x: Tensor<[3]>) => p.sum(x))(v));
fits<Diff<Tensor<[3]>, Tensor<[]>>>().of(p.diff((x: Tensor<[3]>) => p.sum(x)));
is<readonly [b: Tensor<[2]>, pullback: (db: Cotangent<Tensor<[2]>>) => Tensor<[3]>]>().of(
  p.vjp((x: Tensor<[3]>) => p.matmul(m, x), v),
);
is<readonly [b: Tensor<[2]>, db: Tensor<[2]>]>().of(p.jvp((x: Tensor<[3]>) => p.matmul(m, x), v, v));
is<Tensor<[2, 3]>>().of(p.jacobian((x: Tensor<[3]>) => p.matmul(m, x))(v));
is<Tensor<[3, 3]>>().of(p.hessian((x: Tensor<[3]>) => p.sum(p.square(x)))(v));
is<Tensor<[4, 3, 4]>>().of(p.hessian((q: Weights) => loss(q, m))(weights).layers[0].w);
is<Tensor<[3]>>().of(p.hvp((x: Tensor<[3]>) => p.sum(x), v, v));
fits<(a: Tensor<[3]>) => Tensor<[]>>().of(p.checkpoint((x: Tensor<[3]>) => p.sum(x)));
fits<(a: Tensor<[3]>) => Tensor<[]>>().of(p.custom(p.diff((x: Tensor<[3]>) => p.sum(x))));
fits<p.Compiled<[x: Tensor<[3]>, rate: number], Tensor<[3]>>>().of(
  p.compile((x: Tensor<[3]>, rate: number) => p.multiply(x, rate)),
);
is<readonly [last: Tensor<[3]>, results: Tensor<[2]>]>().of(
  p.scan((c: Tensor<[3]>, x) => [p.add(c, x), p.sum(c)] as const, v, m),
);
is<Tensor<[7]>>().of(
  p.scan((c: Tensor<[]>, x) => [p.add(c, p.sum(x.a)), x.b] as const, s, { a: p.zeros([7, 2]), b: p.zeros([7]) })[1],
);

/* vmap */
const row = (x: Tensor<[3]>) => p.sum(x);
is<Tensor<[2]>>().of(p.vmap(row)(m));
is<Tensor<[4]>>().of(p.vmap(row, { in: [1] })(p.zeros([3, 4])));
is<Tensor<[4]>>().of(p.vmap(row, { in: [-1] })(p.zeros([3, 4])));
is<Tensor<[3, 2]>>().of(p.vmap((x: Tensor<[3]>) => p.exp(x), { out: 1 })(m));
is<Tensor<[3, 2]>>().of(p.vmap((x: Tensor<[3]>) => p.exp(x), { out: -1 })(m));
is<Tensor<[3]>>().of(p.vmap((x: Tensor<[3]>) => p.axisMean(x, 'i'), { axis: 'i', out: null })(m));
is<Tensor<[2, 4]>>().of(
  p.vmap((x: Tensor<[3]>, w: Tensor<[3, 4]>) => p.matmul(x, w), { in: [0, null] })(m, p.zeros([3, 4])),
);
is<{ readonly a: Tensor<[5]>; readonly b: Tensor<[5, 4]> }>().of(
  p.vmap((q: Pick<Weights, 'w'>, y: readonly [Tensor<[4]>]) => ({ a: p.sum(q.w), b: y[0] }), { in: [{ w: 1 }] })(
    { w: p.zeros([3, 5, 4]) },
    [p.zeros([5, 4])],
  ),
);
is<Tensor<[number]>>().of(p.vmap(row)(some));
is<Tensor<[2, 3, 3]>>().of(p.vmap((x: Tensor<[3]>) => p.jacobian((y: Tensor<[3]>) => p.square(y))(x))(m));

/* results fit the annotations a person writes, plain or readonly */
export const plain: readonly Tensor<[2, 3]>[] = [
  p.zeros([2, 3]),
  p.fromArray(new Float32Array(6), [2, 3]),
  p.transpose(p.transpose(m)),
  p.vmap((x: Tensor<[3]>) => x)(m),
  p.reshape(m, [2, 3] as const),
];
export const frozen: readonly Tensor<readonly [2, 3]>[] = plain;
export const wide: readonly Tensor[] = plain;
export const partly: Tensor<[number, 3]> = m;

/* but no annotation changes what an expression is */
// @ts-expect-error float32 is no float64
export const double: Tensor<[2], 'float64'> = p.zeros([2]);
// @ts-expect-error numbers are float32
export const whole: Tensor<[2], 'int32'> = p.tensor([1, 2]);
// @ts-expect-error [2, 3] is not [3, 2]
export const turned: Tensor<[3, 2]> = m;
// @ts-expect-error a shape that is not known is none in particular
export const known: Tensor<[2, 3]> = some;
// @ts-expect-error an integer has no exponential
p.exp(n);
// @ts-expect-error a boolean is no number
p.negate(b);
// @ts-expect-error a shape is read, not written
m.shape = [2, 3];

/* symbolic sizes resolve inside generic functions */
export const generic = <N extends number, K extends number>(
  x: Tensor<[N, 3]>,
  w: Tensor<[3, K]>,
  bias: Tensor<[K]>,
  images: Tensor<[N, 3, 32, 32]>,
  labels: Tensor<[N], 'int32'>,
): void => {
  const y = p.add(p.matmul(x, w), bias);
  is<Tensor<[N, K]>>().of(y);
  is<Tensor<[N, K]>>().of(p.relu(y));
  is<Tensor<[N, K]>>().of(p.softmax(y));
  is<Tensor<[N, K]>>().of(p.where(p.greater(y, 0), y, 0));
  is<Tensor<[N]>>().of(p.sum(y, 1));
  is<Tensor<[N], 'int32'>>().of(p.argMax(y));
  is<Tensor<[N, 1]>>().of(p.mean(y, -1, { keepDimensions: true }));
  is<Tensor<[3, N]>>().of(p.transpose(x));
  is<Tensor<[N, 10]>>().of(p.oneHot(labels, 10));
  is<Tensor<[N, 6]>>().of(p.concat([x, x], 1));
  is<Tensor<[N, 2]>>().of(p.slice(x, [null, { end: 2 }]));
  is<Tensor<[N, 1, 3]>>().of(p.expand(x, 1));
  is<Tensor<[N, 6, 28, 28]>>().of(p.conv2d(images, p.zeros([6, 3, 5, 5])));
  is<Tensor<[N, 3, 16, 16]>>().of(p.maxPool2d(images, { kernel: 2 }));
  is<Tensor<[N, 3, 64, 64]>>().of(p.upsample(images, [2, 2]));
  is<Tensor<[N, 3, 32, 32]>>().of(p.maxUnpool2d(p.maxPool2d(images, { kernel: 2 }), images, { kernel: 2 }));
  is<Tensor<[N, 3072]>>().of(p.reshape(images, [images.shape[0], 3072]));
  is<Tensor<[N, K]>>().of(p.vmap((r: Tensor<[3]>) => p.matmul(r, w))(x));
  is<Tensor<[3, K]>>().of(p.grad((u: Tensor<[3, K]>) => p.mean(p.square(p.matmul(x, u))))(w));
  is<Tensor<[N, N]>>().of(p.jacobian((u: Tensor<[N]>) => p.square(u))(p.sum(x, 1)));
  is<readonly [last: Tensor<[3]>, results: Tensor<[N]>]>().of(
    p.scan((c: Tensor<[3]>, r) => [p.add(c, r), p.sum(c)] as const, v, x),
  );
};
export const precise = <D extends Float>(x: Tensor<[2, 3], D>): void => {
  is<Tensor<[2, 3], D>>().of(p.add(x, x));
  is<Tensor<[2, 3], D>>().of(p.tanh(x));
  is<Tensor<[], D>>().of(p.sum(x));
  is<Tensor<[3, 2], D>>().of(p.transpose(x));
};

/* nothing is known of a tensor of whatever shape, and nothing is claimed */
claim<Equal<ReturnType<typeof p.toArrayData>['dtype'], DType>>();
is<Tensor<[2, 3], DType>>().of(p.broadcastTo(any as Tensor<[1], DType>, [2, 3]));
