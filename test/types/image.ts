/** The types of linear filters, as a user sees them; compiled, not run. */
import { zeros } from '../../src/index.js';
import type { Tensor } from '../../src/index.js';
import * as p from '../../src/image/index.js';
import type { CorrelateOptions } from '../../src/image/index.js';
import type { Equal } from './equal.js';

/** The claim that an expression has exactly this type. */
const is = <T>() => ({
  of: <U>(_: U, ...claimed: Equal<T, U> extends true ? [] : [wrong: U]): readonly unknown[] => claimed,
});

declare const grey: Tensor<[32, 48]>;
declare const colour: Tensor<[3, 32, 48], 'float64'>;
declare const tall: Tensor<[number, 48]>;
declare const any: Tensor;
declare const h: Tensor<[5, 7]>;
declare const k: Tensor<[number, number]>;
declare const wide: CorrelateOptions;

is<Tensor<[35, 54]>>().of(p.extend(grey, { top: 1, bottom: 2, left: 2, right: 4 }));
is<Tensor<[3, 32, 50], 'float64'>>().of(p.extend(colour, { left: 2 }, { boundary: 'wrap' }));
is<Tensor<[number, 50]>>().of(p.extend(tall, { left: 2 }));
is<Tensor<number[]>>().of(p.extend(any, { left: 2 }));
is<Tensor<[32, 48]>>().of(p.correlate(grey, h));
is<Tensor<[32, 48]>>().of(p.convolve(grey, h, { boundary: 'wrap', normalise: true }));
is<Tensor<[36, 54]>>().of(p.convolve(grey, h, { size: 'full' }));
is<Tensor<[28, 42]>>().of(p.correlate(grey, h, { size: 'valid' }));
is<Tensor<[number, 42]>>().of(p.correlate(tall, h, { size: 'valid' }));
is<Tensor<[number, number]>>().of(p.correlate(grey, k, { size: 'full' }));
is<Tensor<[32, 48]>>().of(p.correlate(grey, k));
is<Tensor<[32 | 36 | 28, 48 | 54 | 42]>>().of(p.correlate(grey, h, wide));
is<Tensor<[30, 48]>>().of(p.separable(grey, { vertical: zeros([3]) }, { size: 'valid' }));
is<Tensor<[34, 52]>>().of(p.separable(grey, { vertical: zeros([3]), horizontal: zeros([5]) }, { size: 'full' }));
is<Tensor<[3, 32, 48], 'float64'>>().of(p.gaussian(colour, { sigma: 2 }));
is<Tensor<[number, 48]>>().of(p.laplacian(tall));
is<Tensor>().of(p.sobel(any));
is<Tensor<[3, 32, 48], 'float64'>>().of(p.gradient(colour).x);
is<Tensor<[3, 3], 'float64'>>().of(p.kernel('emboss', { dtype: 'float64' }));
is<Tensor<[5, 5]>>().of(p.boxKernel(5));
is<Tensor<[number, number], 'float64'>>().of(p.gaussianKernel({ sigma: 1, dtype: 'float64' }));
is<Tensor<[3, 33, 49], 'float64'>>().of(p.integral(colour));
is<Tensor<[2, 3], 'int32'>>().of(p.integral(zeros([1, 2], { dtype: 'int32' })));
is<Tensor<[28, 44]>>().of(p.windowSum(grey, { size: 5 }));
is<Tensor<[28, 48]>>().of(p.windowSum(grey, { size: [5, 1] }));
is<Tensor<[5]> | undefined>().of(p.factor(h)?.vertical);
