import '../../test/reference.js';
import { brightness, clip, compose, cutout, flip, mixup, noise, pointwise, rotate } from '../../src/augment/index.js';
import { add, concat, flip as mirrored, mean, multiply, slice, square, subtract } from '../../src/ops/index.js';
import { foldIn, key } from '../../src/random/index.js';
import type { Key } from '../../src/random/index.js';
import { prove } from '../law.js';
import type { Numbers } from '../law.js';
import { families, laws, maps, mixtures, squares } from './laws.js';
import type { Batch, Change, Family, LawName, Masks, Mix } from './laws.js';

/** A change that leaves masks where they are. */
const unmasked = (images: (key: Key, images: Batch) => Numbers): Change =>
  Object.assign(images, { masks: (_: Key, masks: Masks) => masks });

const first = (x: Batch): Batch => slice(x, [{ end: 1 }, null, null, null]);
let calls = 0;

const faults: Readonly<Record<LawName, Readonly<Record<string, Family>>>> = {
  'what becomes of a picture depends on its key and place alone': {
    'the brightness of the batch': () => unmasked((_, x) => subtract(x, mean(x))),
    'a key for a number of pictures': (s) => unmasked((k, x) => noise(s)(foldIn(k, x.shape[0]), x)),
    'a count of calls': () => unmasked((_, x) => add(x, calls++)),
    'the last picture first': () => unmasked((_, x) => mirrored(x, [0])),
  },
  'pictures of a batch are changed differently, and so are those of another key': {
    'one draw for all': (s) =>
      unmasked((k, x) =>
        concat(
          Array.from({ length: x.shape[0] }, () => brightness(s)(k, first(x))),
          0,
        ),
      ),
    'one key for ever': (s) => unmasked((_, x) => brightness(s)(key(1), x)),
  },
  'without strength nothing changes': {
    'a mirror that may be met anyway': () => flip('horizontal'),
    'a least deviation': (s) => noise(s + 0.01),
    'a mean that rounds': (s) =>
      compose(
        pointwise((_, x) => add(multiply(subtract(x, mean(x)), 1 + s), mean(x))),
        brightness(s),
      ),
  },
  'a picture keeps within its bounds and 0': {
    brightness: (s) => brightness([s, 2 * s]),
    'bounds too far': (s) => compose(brightness(20 * s), clip(-9, 9)),
    noise: (s) => noise(s),
  },
  'a mask goes where its picture goes': {
    'masks that stay': (s) => unmasked((k, x) => rotate([s, 2])(k, x)),
    'masks of another key': () => {
      const change = flip('horizontal');
      return Object.assign((k: Key, x: Batch) => change(k, x), {
        masks: (k: Key, masks: Masks) => change.masks(foldIn(k, 1), masks),
      });
    },
  },
  'a mirror twice changes nothing': {
    'a turn': (s) => rotate([s, s]),
    'a mirror and a negative': () => unmasked((_, x) => multiply(mirrored(x, [3]), 2)),
  },
};

const { 'flip from side to side': sideways, 'flip upside down': over } = maps;
const subjects: Readonly<Record<LawName, Readonly<Record<string, Family>>>> = {
  'what becomes of a picture depends on its key and place alone': families,
  'pictures of a batch are changed differently, and so are those of another key': families,
  'without strength nothing changes': families,
  'a picture keeps within its bounds and 0': {
    ...maps,
    cutout: families.cutout,
    bilinear: families['bilinear rotate'],
  },
  'a mask goes where its picture goes': maps,
  'a mirror twice changes nothing': { sideways, over },
};

prove(laws, (name) => subjects[name], faults);

prove(squares, () => ({ cutout: (size: number) => cutout(size) }), {
  'a square is cut out, a part of it at the edge': {
    'a pixel too many': (size: number) => cutout(size + 1),
    'a square of its own for each channel': (size: number) => (k: Key, x: Batch) =>
      concat(
        [0, 1].map((c) => cutout(size)(foldIn(k, c), slice(x, [null, { start: c, end: c + 1 }, null, null]))),
        1,
      ),
    'two squares': (size: number) => compose(cutout(size), cutout(size)),
  },
});

const changed =
  (change: (mixed: ReturnType<ReturnType<Mix>>, k: Key) => ReturnType<ReturnType<Mix>>): Mix =>
  (alpha) =>
  (k, batch) =>
    change(mixup(alpha)(k, batch), k);

const mixing: Mix = (alpha) => (k, batch) => mixup(alpha)(k, batch);

prove(mixtures, () => ({ mixing }), {
  'the labels tell what an example is mixed of': {
    'labels that stay': (alpha) => (k, batch) => ({ ...batch, images: mixup(alpha)(k, batch).images }),
    'labels of another key': (alpha) => (k, batch) => ({
      images: mixup(alpha)(k, batch).images,
      labels: mixup(alpha)(foldIn(k, 1), batch).labels,
    }),
    'weights squared': changed(({ images, labels }) => ({ images, labels: square(labels) })),
    'a mixture where none is asked for': () => mixup(1),
  },
});
