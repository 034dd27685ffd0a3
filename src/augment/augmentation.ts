/** Pictures changed at random, each by a key of its own. */
import { composeAffine, warpAffine } from '../image/index.js';
import type { AffineMatrix, WarpOptions } from '../image/index.js';
import { cast } from '../ops/create.js';
import { expectTensor } from '../ops/operand.js';
import { foldIn, splitBatch } from '../random/index.js';
import { expectKey } from '../random/key.js';
import type { Key } from '../random/key.js';
import { DTypeError, ShapeError } from '../shape/error.js';
import { expectSpelt } from '../shape/options.js';
import type { OptionNames } from '../shape/options.js';
import type { PlaneSize } from '../shape/resize.js';
import { dimension, sameShape, show } from '../shape/shape.js';
import type { Arg, Shape, Show } from '../shape/shape.js';
import { dtypes } from '../tensor/dtype.js';
import type { DType, Float } from '../tensor/dtype.js';
import { typed } from '../tensor/tensor.js';
import type { AnyTensor, Tensor } from '../tensor/tensor.js';
import { vmap } from '../transform/index.js';

/** One picture, [channels, height, width]. */
export type Picture = Tensor<readonly [number, number, number], Float>;

/** What a warp reads beyond the edge, and between pixels. */
export type Reading = Omit<WarpOptions, 'size'>;

/** A change of places: a map of a plane drawn from a key. */
export interface Geometric {
  readonly kind: 'geometric';
  readonly matrix: <D extends Float>(key: Key, plane: PlaneSize, dtype: D) => AffineMatrix<D>;
  /** what is read beyond the edge; absent where the map does not reach there */
  readonly beyond?: Required<Pick<Reading, 'boundary'>> & Reading;
  /** absent where pixels fall on pixels */
  readonly interpolation?: Required<Reading>['interpolation'];
}

/** A change of values. */
export interface Pointwise {
  readonly kind: 'pointwise';
  readonly change: (key: Key, picture: Picture) => Picture;
}

/** A change of one picture by one draw. */
export type Part = Geometric | Pointwise;

/** `true` for the shape of a batch of pictures, or a sentence. */
export type Pictures<S extends Shape> = number extends S['length']
  ? true
  : S extends readonly [number, number, number, number]
    ? true
    : `augment: expected pictures [examples, channels, height, width], got ${Show<S>}`;

/** What a mask may be told. */
export interface MaskOptions {
  /** what stands where the picture has been moved away under a `zero` or `constant` boundary: 0 unless said otherwise */
  readonly outside?: number;
}
const maskNames: OptionNames<MaskOptions> = { outside: true };

/**
 * A random change of pictures that keeps their shape. Picture i of a batch is changed by `foldIn(key, i)` and nothing else: the same key gives the
 * same numbers, and what becomes of a picture does not depend on those beside it.
 *
 * Errors    "augment: expected pictures [examples, channels, height, width], got [3, 32, 32]"
 */
export interface Augmentation {
  <S extends Shape, D extends Float>(key: Key, images: Arg<Pictures<S>, Tensor<S, D>>): Tensor<S, D>;
  /**
   * What the same key does to masks [n, ...planes, h, w] of any element type: they move as the pictures do, read at the nearest pixel, and keep
   * their values.
   * Errors    "augment: expected masks [examples, ..., height, width], got [4, 4]", "augment: outside 0.5 is not of type int32"
   */
  readonly masks: <S extends Shape, D extends DType>(
    key: Key,
    masks: Tensor<S, D>,
    options?: MaskOptions,
  ) => Tensor<S, D>;
  /** what is done to each picture, in order; part k draws from `foldIn(foldIn(key, i), k)` */
  readonly parts: readonly Part[];
}

/** A part that has its number. */
type Numbered<P extends Part> = P & { readonly place: number };

/** Maps, one after the other, for which a picture is read once. */
interface Warp extends Pick<Geometric, 'beyond' | 'interpolation'> {
  readonly kind: 'warp';
  readonly maps: readonly Numbered<Geometric>[];
}

const orSame = <A>(a: A | undefined, b: A | undefined): boolean => a === undefined || b === undefined || a === b;

const readAlike = (a: Warp, b: Warp): boolean =>
  orSame(a.interpolation, b.interpolation) &&
  orSame(a.beyond?.boundary, b.beyond?.boundary) &&
  (a.beyond === undefined || b.beyond === undefined || a.beyond.value === b.beyond.value);

const joined = (a: Warp, b: Warp): Warp => ({ ...a, ...b, maps: [...a.maps, ...b.maps] });

/** maps that stand beside each other, and read alike, are one warp */
const stepsOf = (parts: readonly Part[]): readonly (Warp | Numbered<Pointwise>)[] =>
  parts.reduce<readonly (Warp | Numbered<Pointwise>)[]>((steps, part, place) => {
    if (part.kind === 'pointwise') return [...steps, { ...part, place }];
    const { matrix, kind, ...reading } = part;
    const warp: Warp = { kind: 'warp', maps: [{ kind, matrix, place }], ...reading };
    const last = steps.at(-1);
    return last?.kind === 'warp' && readAlike(last, warp)
      ? [...steps.slice(0, -1), joined(last, warp)]
      : [...steps, warp];
  }, []);

const planeOf = ({ shape }: AnyTensor): PlaneSize => [dimension(shape, -2), dimension(shape, -1)];

const warped = <D extends Float>({ maps }: Warp, key: Key, x: Tensor<Shape, D>, reading: Reading): Tensor<Shape, D> => {
  const [first, ...others] = maps.map(({ matrix, place }) => matrix(foldIn(key, place), planeOf(x), x.dtype));
  return first === undefined ? x : typed(warpAffine(x, composeAffine(first, ...others), reading));
};

/** Some examples. */
type Examples<D extends DType> = Tensor<[number, ...number[]], D>;

/** y[i] = f(foldIn(key, i), x[i]) */
const perPicture = (
  key: Key,
  x: Examples<Float>,
  f: (key: Key, picture: Tensor<Shape, Float>) => Tensor<Shape, Float>,
): AnyTensor => vmap(f)(splitBatch(key, dimension(x.shape, 0)), x);

const expectPictures = (images: unknown): Examples<Float> => {
  const x = expectTensor(images, 'augment');
  if (!dtypes[x.dtype].float) throw new DTypeError(`augment: expected floating-point pictures, got ${x.dtype}`);
  if (x.shape.length !== 4)
    throw new ShapeError(`augment: expected pictures [examples, channels, height, width], got ${show(x.shape)}`, [
      x.shape,
    ]);
  return typed(x);
};

const expectMasks = (masks: unknown): Examples<DType> => {
  const x = expectTensor(masks, 'augment');
  if (x.shape.length < 3)
    throw new ShapeError(`augment: expected masks [examples, ..., height, width], got ${show(x.shape)}`, [x.shape]);
  return typed(x);
};

const expectOutside = (options: MaskOptions, dtype: DType): number => {
  expectSpelt(options, maskNames, 'augment');
  const { outside = 0 } = options;
  if (floatOf(dtype) ? !Number.isFinite(outside) : dtypes[dtype].from([outside])[0] !== outside)
    throw new RangeError(`augment: outside ${outside} is not of type ${dtype}`);
  return outside;
};

const readingOf = ({ beyond = { boundary: 'zero' }, interpolation = 'nearest' }: Warp): Reading => ({
  ...beyond,
  interpolation,
});

/** of a mask, which knows nothing but its values */
const readingOfMask = ({ beyond: { boundary } = { boundary: 'zero' } }: Warp, outside: number): Reading =>
  boundary === 'zero' || boundary === 'constant'
    ? { boundary: 'constant', value: outside, interpolation: 'nearest' }
    : { boundary, interpolation: 'nearest' };

/** An augmentation of parts. */
export const augmentationOf = (parts: readonly Part[]): Augmentation => {
  const steps = stepsOf(parts);
  const images = (key: unknown, pictures: unknown): AnyTensor =>
    perPicture(expectKey(key, 'augment'), expectPictures(pictures), (own, picture) =>
      steps.reduce(
        (x, step) =>
          step.kind === 'pointwise'
            ? step.change(foldIn(own, step.place), typed(x))
            : warped(step, own, x, readingOf(step)),
        picture,
      ),
    );
  const masks = (key: unknown, given: unknown, options: MaskOptions = {}): AnyTensor => {
    const x = expectMasks(given);
    const outside = expectOutside(options, x.dtype);
    /* every whole number of 32 bits is a float64 */
    const exact: Examples<Float> = cast(x, floatOf(x.dtype) ? x.dtype : 'float64');
    const moved = perPicture(expectKey(key, 'augment'), exact, (own, mask) =>
      steps.reduce(
        (y, step) => (step.kind === 'pointwise' ? y : warped(step, own, y, readingOfMask(step, outside))),
        mask,
      ),
    );
    return cast(moved, x.dtype);
  };
  return Object.assign(
    <S extends Shape, D extends Float>(key: Key, pictures: Arg<Pictures<S>, Tensor<S, D>>): Tensor<S, D> =>
      typed(images(key, pictures)),
    {
      masks: <S extends Shape, D extends DType>(key: Key, given: Tensor<S, D>, options?: MaskOptions): Tensor<S, D> =>
        typed(masks(key, given, options)),
      parts,
    },
  );
};

const floatOf = (dtype: DType): dtype is Float => dtypes[dtype].float;

/**
 * One augmentation after the other. Changes of places that stand beside each other and read alike are made one map, so that the picture is
 * interpolated once.
 *
 * Law      compose(a, compose(b, c)) = compose(a, b, c); compose() changes nothing
 * @example
 * compose(randomCrop({ padding: 4 }), flip('horizontal'), cutout(8))(random.key(1), zeros([2, 3, 32, 32])) // Tensor<[2, 3, 32, 32]>
 */
export const compose = (...augmentations: readonly Augmentation[]): Augmentation =>
  augmentationOf(augmentations.flatMap(({ parts }) => parts));

/**
 * A change of the values of one picture as an augmentation, for those that are not here.
 *
 * Errors    "pointwise: a picture float32 [1, 4, 4] became float32 [1]"
 * @example
 * pointwise((key, picture) => multiply(picture, 2))(random.key(1), ones([2, 1, 4, 4])) // Tensor<[2, 1, 4, 4]>
 */
export const pointwise = (change: (key: Key, picture: Picture) => Tensor<Shape, Float>): Augmentation =>
  augmentationOf([
    {
      kind: 'pointwise',
      change: (key, picture) => {
        const { shape, dtype } = picture;
        const changed = change(key, picture);
        if (changed.dtype !== dtype || !sameShape(changed.shape, shape))
          throw new ShapeError(
            `pointwise: a picture ${dtype} ${show(shape)} became ${changed.dtype} ${show(changed.shape)}`,
            [shape, changed.shape],
          );
        return typed(changed);
      },
    },
  ]);
