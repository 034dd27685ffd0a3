import type { Segmented } from '../../../data/index.js';
import { extend } from '../../../image/index.js';
import { slidingWindow } from '../../../models/index.js';
import type { WindowClassifier } from '../../../models/index.js';
import { evaluate } from '../../../nn/index.js';
import type { Variables } from '../../../nn/index.js';
import { slice } from '../../../ops/index.js';
import { fromArray, toArray } from '../../../tensor/literal.js';
import type { Tensor } from '../../../tensor/tensor.js';
import { compile } from '../../../transform/index.js';
import type { Workshop } from '../../task.js';
import type { Segmenter } from './networks.js';

/** the pixels to every side that a score depends on */
const reach = 17;
/** the side of the picture to compare on, without what is mirrored around it */
const compared = 64;

/** How many seconds a picture takes the network that sees it whole and the one that sees window after window, and how far their scores are apart. */
export interface Comparison {
  readonly pixels: number;
  readonly whole: number;
  readonly sliding: number;
  readonly difference: number;
}

const timed = <A>(f: () => A): readonly [A, number] => {
  const began = performance.now();
  const value = f();
  return [value, (performance.now() - began) / 1000];
};

/** The sliding window beside the network it slides, on the corner of the first picture, mirrored at its edges. Both are compiled before the clock starts. */
export const compare = <P, S>(
  network: Segmenter<P, S>,
  window: WindowClassifier<number, 35, number, P, S>,
  variables: Variables<P, S>,
  { images, shape: [channels, height, width] }: Segmented,
  { engine }: Workshop,
): Comparison => {
  const [h, w] = [Math.min(height, compared), Math.min(width, compared)];
  const picture = fromArray(images.subarray(0, channels * height * width), [channels, height, width]);
  const corner: Tensor<readonly [number, number, number]> = slice(picture, [null, { end: h }, { end: w }]);
  const border = { top: reach, bottom: reach, left: reach, right: reach };
  const mirrored: Tensor<readonly [number, number, number]> = extend(corner, border, { boundary: 'mirror' });
  const dense = compile(
    ({ params, state }: Variables<P, S>, x: Tensor<readonly [number, number, number]>) =>
      network([channels, h + 2 * reach, w + 2 * reach]).forward<readonly []>({ params, state }, x, evaluate)[0],
    { engine },
  );
  const { params, state } = variables;
  const see = () => toArray(dense({ params, state }, mirrored));
  const slide = () => toArray(slidingWindow(window, { params, state }, mirrored, { engine }));
  see();
  const [scores, whole] = timed(see);
  const [slid, sliding] = timed(slide);
  const columns = w + 2 * reach;
  const difference = slid.reduce((most, score, index) => {
    const [n, row, column] = [Math.floor(index / (h * w)), Math.floor(index / w) % h, index % w];
    const other = scores[(n * (h + 2 * reach) + row + reach) * columns + column + reach] ?? NaN;
    return Math.max(most, Math.abs(score - other));
  }, 0);
  return { pixels: h * w, whole, sliding, difference };
};
