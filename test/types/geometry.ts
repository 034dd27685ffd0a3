/** The types of resizing, warps and matching, as a user sees them; compiled, not run. */
import { zeros } from '../../src/index.js';
import type { Tensor } from '../../src/index.js';
import * as p from '../../src/image/index.js';
import type { WarpOptions } from '../../src/image/index.js';
import type { Equal } from './equal.js';

/** The claim that an expression has exactly this type. */
const is = <T>() => ({
  of: <U>(_: U, ...claimed: Equal<T, U> extends true ? [] : [wrong: U]): readonly unknown[] => claimed,
});

declare const grey: Tensor<[32, 48]>;
declare const colour: Tensor<[3, 32, 48], 'float64'>;
declare const labels: Tensor<[32, 48], 'int32'>;
declare const tall: Tensor<[number, 48]>;
declare const any: Tensor;
declare const size: readonly [number, number];
declare const angle: Tensor<[], 'float64'>;
declare const wide: WarpOptions;

is<Tensor<[64, 96]>>().of(p.resize(grey, { size: [64, 96] }));
is<Tensor<[3, 5, 6], 'float64'>>().of(p.resize(colour, { size: [5, 6], interpolation: 'bicubic', antialias: true }));
is<Tensor<[5, 6], 'int32'>>().of(p.resize(labels, { size: [5, 6], interpolation: 'nearest' }));
is<Tensor<[3, number, number], 'float64'>>().of(p.resize(colour, { size }));

is<Tensor<[2, 3]>>().of(p.rotation(1));
is<Tensor<[2, 3], 'float64'>>().of(p.rotation(angle, { centre: [3, angle] }));
is<Tensor<[2, 3], 'float64'>>().of(p.scaling([2, 3], { dtype: 'float64' }));
is<Tensor<[2, 3]>>().of(p.composeAffine(p.translation([1, 2]), p.shear({ across: 1 }), p.reflection('down')));
is<Tensor<[2, 3], 'float64'>>().of(p.invertAffine(p.rotation(angle)));

is<Tensor<[32, 48]>>().of(p.warpAffine(grey, p.rotation(1)));
is<Tensor<[3, 5, 6], 'float64'>>().of(p.warpAffine(colour, p.rotation(angle), { size: [5, 6], boundary: 'wrap' }));
is<Tensor<[number, 48]>>().of(p.warpAffine(tall, p.rotation(1), { interpolation: 'nearest' }));

is<Tensor<[28, 42]>>().of(p.matchTemplate(grey, zeros([5, 7])));
is<Tensor<[32, 1], 'float64'>>().of(
  p.matchTemplate(colour, zeros([3, 1, 48], { dtype: 'float64' }), { method: 'ssd' }),
);
is<Tensor<[number, 42]>>().of(p.matchTemplate(tall, zeros([5, 7])));
is<Tensor<[number, number]>>().of(p.matchTemplate(any, any));

is<Tensor<[3, 5, 6], 'float64'>>().of(p.crop(colour, { position: [1, 2], size: [5, 6] }));
is<Tensor<[3, 32, 48], 'float64'>>().of(p.drawBoxes(colour, []));
is<Tensor<[32, 48], 'float64'>>().of(p.toGrey(colour));
is<Tensor<[32, 48]> | Tensor<[number, number]>>().of(p.warpAffine(grey, p.rotation(1), wide));
