/** What is claimed of changes of pictures that are drawn from a key, as laws over implementations of them, so that a faulty one can be seen to break them. */
import * as fc from 'fast-check';
import {
  brightness,
  clip,
  compose,
  contrast,
  cutout,
  flip,
  noise,
  randomCrop,
  rotate,
  saturation,
  scale,
  shear,
  translate,
} from '../../src/augment/index.js';
import {
  broadcastTo,
  cast,
  concat,
  flip as mirrored,
  full,
  identity,
  matmul,
  reshape,
  slice,
} from '../../src/ops/index.js';
import { key } from '../../src/random/index.js';
import type { Key } from '../../src/random/index.js';
import type { Shape } from '../../src/shape/index.js';
import { read } from '../../src/tensor/read.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { expectEqualTensors, expectCloseTensors, LawError } from '../../src/testing/laws/index.js';
import { int, law, whole } from '../law.js';
import type { Numbers } from '../law.js';

export type Batch = Tensor<readonly [number, number, number, number], 'float64'>;
export type Masks = Tensor<readonly [number, number, number, number], 'int32'>;

/** An augmentation, as it is told apart from its types. */
export interface Change {
  (key: Key, images: Batch): Numbers;
  readonly masks: (key: Key, masks: Masks) => Tensor<Shape, 'int32'>;
}

/** An augmentation of some strength from 0 to 1. */
export type Family = (strength: number) => Change;

const nearest = { interpolation: 'nearest' } as const;

/** Changes of places. */
export const maps = {
  rotate: (s) => rotate(s, nearest),
  scale: (s) => scale(0.9 * s, nearest),
  shear: (s) => shear({ across: s, down: [0, s] }, nearest),
  translate: (s) => translate(3 * s, { ...nearest, boundary: 'constant', value: 0 }),
  'flip from side to side': (s) => flip('horizontal', s),
  'flip upside down': (s) => flip('vertical', s),
  randomCrop: (s) => randomCrop({ padding: Math.ceil(2 * s) }),
  'maps composed': (s) => compose(randomCrop({ padding: Math.ceil(s) }), rotate(s, nearest), flip('horizontal', s)),
} as const satisfies Readonly<Record<string, Family>>;

/** All changes. */
export const families = {
  ...maps,
  'bilinear rotate': (s) => rotate(s, { boundary: 'reflect' }),
  brightness: (s) => brightness(s),
  contrast: (s) => contrast(s),
  saturation: (s) => saturation([1, 1 + s]),
  noise: (s) => noise(s),
  cutout: (s) => cutout(Math.ceil(3 * s)),
  'all sorts': (s) => compose(scale(0.5 * s), brightness(s), clip(-9, 9), shear({ down: s }), cutout(Math.ceil(2 * s))),
} as const satisfies Readonly<Record<string, Family>>;

/** A batch, as three pictures at least, and a key. */
interface Case {
  readonly images: Batch;
  readonly key: Key;
  readonly strength: number;
}
export const cases: fc.Arbitrary<Case> = fc
  .tuple(int(3, 5), int(2, 6), int(2, 6), fc.nat(1e6), int(1, 9))
  .chain(([n, h, w, seed, tenths]) =>
    whole([n * 3 * h * w]).map((numbers) => ({
      images: reshape(numbers, [n, 3, h, w]),
      key: key(seed),
      strength: tenths / 10,
    })),
  );

const firsts = (x: Numbers, count: number): Batch => {
  const [, c = 0, h = 0, w = 0] = x.shape;
  return reshape(slice(x, [{ end: count }, null, null, null]), [count, c, h, w]);
};

/** whether all examples are equal */
const uniform = (x: Numbers): boolean => {
  const [data, n] = [read(x), x.shape[0] ?? 1];
  const each = data.length / n;
  return data.every((value, i) => value === data[i % each]);
};

export const laws = {
  'what becomes of a picture depends on its key and place alone': law<Family, Case>(
    () => cases,
    (family, { images, key, strength }) => {
      const change = family(strength);
      const all = change(key, images);
      expectEqualTensors(change(key, images), all);
      expectEqualTensors(change(key, firsts(images, 2)), firsts(all, 2));
      const others: Batch = concat([firsts(images, 2), mirrored(images, [0])], 0);
      expectEqualTensors(firsts(change(key, others), 2), firsts(all, 2));
    },
    4,
  ),

  'pictures of a batch are changed differently, and so are those of another key': law<Family, number>(
    () => fc.nat(1e6),
    (family, seed) => {
      const [one] = fc.sample(
        whole([3 * 25]).filter((x) => new Set(read(x)).size > 9),
        { numRuns: 1, seed },
      );
      if (one === undefined) return;
      const picture = reshape(one, [1, 3, 5, 5]);
      const images = broadcastTo(picture, [16, 3, 5, 5]);
      const [first, second] = [family(0.5)(key(seed), images), family(0.5)(key(seed + 1), images)];
      if (uniform(first)) throw new LawError('16 pictures are changed alike');
      if (read(first).every((value, i) => value === read(second)[i])) throw new LawError('two keys, one change');
    },
    2,
  ),

  'without strength nothing changes': law<Family, Case>(
    () => cases,
    (family, { images, key }) => {
      expectEqualTensors(family(0)(key, images), images);
    },
    4,
  ),

  'a picture keeps within its bounds and 0': law<Family, Case>(
    () => cases,
    (family, { images, key, strength }) => {
      const [before, after] = [read(images), read(family(strength)(key, images))];
      const [low, high] = [Math.min(0, ...before), Math.max(0, ...before)];
      const wrong = after.find((value) => !(value >= low - 1e-9 && value <= high + 1e-9));
      if (wrong !== undefined) throw new LawError(`${wrong} is not from ${low} to ${high}`);
    },
    4,
  ),

  'a mask goes where its picture goes': law<Family, Case>(
    () => cases,
    (family, { images, key, strength }) => {
      const change = family(strength);
      expectEqualTensors(change.masks(key, cast(images, 'int32')), cast(change(key, images), 'int32'));
    },
    4,
  ),

  'a mirror twice changes nothing': law<Family, Case>(
    () => cases,
    (family, { images, key, strength }) => {
      const change = family(strength);
      expectEqualTensors(change(key, reshape(change(key, images), images.shape)), images);
    },
    4,
  ),
};
export type LawName = keyof typeof laws;

/** A square cut out, by its size. */
export type Cut = (size: number) => (key: Key, images: Batch) => Numbers;

/** Squares cut out of ones: what is not 1 is a rectangle, the same in all channels, of ⌈size/2⌉ to size rows and columns. */
export const squares = {
  'a square is cut out, a part of it at the edge': law<Cut, readonly [number, number, number, number]>(
    () => fc.tuple(int(1, 6), int(6, 9), int(6, 9), fc.nat(1e6)),
    (cut, [size, h, w, seed]) => {
      const data = read(cut(size)(key(seed), full([2, 2, h, w], 1, { dtype: 'float64' })));
      for (let k = 0; k < 2; k++) {
        const [first, second] = [0, 1].map((c) => data.subarray((2 * k + c) * h * w, (2 * k + c + 1) * h * w));
        if (first === undefined || !first.every((value, i) => value === second?.[i] && (value === 0 || value === 1)))
          throw new LawError('the channels differ, or are neither 0 nor 1');
        const lost = [...first.keys()].filter((i) => first[i] === 0);
        const extent = (of: (i: number) => number): number => {
          const places = lost.map(of);
          return Math.max(...places) - Math.min(...places) + 1;
        };
        const [rows, columns] = [extent((i) => Math.floor(i / w)), extent((i) => i % w)];
        const least = Math.ceil(size / 2);
        if (lost.length !== rows * columns || Math.min(rows, columns) < least || Math.max(rows, columns) > size)
          throw new LawError(`${lost.length} pixels in ${rows} rows and ${columns} columns are lost, of ${size}²`);
      }
    },
    12,
  ),
};

/** Examples mixed, as told apart from their types. */
export type Mix = (
  alpha: number,
) => (
  key: Key,
  batch: { readonly images: Tensor<[number, number], 'float64'>; readonly labels: Tensor<[number, number], 'float64'> },
) => { readonly images: Tensor<[number, number], 'float64'>; readonly labels: Tensor<[number, number], 'float64'> };

export const mixtures = {
  'the labels tell what an example is mixed of': law<Mix, readonly [number, number, number]>(
    () => fc.tuple(int(1, 6), fc.constantFrom(0, 0.2, 1, 5), fc.nat(1e6)),
    (mix, [n, alpha, seed]) => {
      const x = reshape(fc.sample(whole([n * 4]), { numRuns: 1, seed })[0] ?? identity(2, { dtype: 'float64' }), [
        n,
        4,
      ]);
      const unit = identity(n, { dtype: 'float64' });
      const { images, labels } = mix(alpha)(key(seed), { images: x, labels: unit });
      expectCloseTensors(images, matmul(labels, x), { tolerance: 1e-12 });
      const weights = read(labels);
      if (!weights.every((weight) => weight >= 0 && weight <= 1)) throw new LawError('a weight is not from 0 to 1');
      for (let i = 0; i < n; i++) {
        const total = Array.from(weights.subarray(i * n, (i + 1) * n)).reduce((sum, weight) => sum + weight, 0);
        if (Math.abs(total - 1) > 1e-12) throw new LawError(`the weights of example ${i} sum up to ${total}`);
      }
      if (alpha === 0) expectEqualTensors(labels, unit);
    },
    12,
  ),
};
