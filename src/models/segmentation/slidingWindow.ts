import { evaluate, type Model, type Variables } from '../../nn/index.js';
import type { Engine } from '../../primitive/engine.js';
import { ShapeError, show } from '../../shape/index.js';
import { fromArray, toArray } from '../../tensor/literal.js';
import type { Tensor } from '../../tensor/tensor.js';
import { compile } from '../../transform/index.js';

/** A network that scores the middle of a window. */
export type WindowClassifier<C extends number, K extends number, N extends number, P, S> = Model<
  [C, K, K],
  [N, 1, 1],
  P,
  S
>;

/**
 * The scores of every pixel of an image whose window lies inside, by a network that is shown one window after the other:
 * y_nij = f(x_(i…i+K)(j…j+K))_n. A network of convolutions says the same of the whole image at once, with the work that windows share done once.
 * Shape   [C, H, W] → [N, H − K + 1, W − K + 1]
 * Errors  "slidingWindow: no window [1, 35, 35] fits into [1, 20, 20]"
 * Source  Cireşan et al. 2012; deck row S7
 */
export const slidingWindow = <C extends number, K extends number, N extends number, P, S>(
  { input, output, forward }: WindowClassifier<C, K, N, P, S>,
  variables: Variables<P, S>,
  image: Tensor<readonly [C, number, number]>,
  on: { readonly engine?: Engine } = {},
): Tensor<[N, number, number]> => {
  const [channels, side] = input;
  const [classes] = output;
  const [depth, height, width] = image.shape;
  const [rows, columns] = [height - side + 1, width - side + 1];
  if (depth !== channels || rows < 1 || columns < 1)
    throw new ShapeError(`slidingWindow: no window ${show(input)} fits into ${show(image.shape)}`, [image.shape]);
  const score = compile(
    (given: Variables<P, S>, windows: Tensor<readonly [number, C, K, K]>) =>
      forward<readonly [number]>(given, windows, evaluate)[0],
    on,
  );
  const pixels = toArray(image);
  const scores = new Float32Array(classes * rows * columns);
  const windows = new Float32Array(columns * channels * side * side);
  for (let row = 0; row < rows; row++) {
    let at = 0;
    for (let column = 0; column < columns; column++)
      for (let channel = 0; channel < channels; channel++)
        for (let y = 0; y < side; y++, at += side) {
          const from = (channel * (rows + side - 1) + row + y) * (columns + side - 1) + column;
          windows.set(pixels.subarray(from, from + side), at);
        }
    const found = toArray(score(variables, fromArray(windows, [columns, channels, side, side])));
    for (let column = 0; column < columns; column++)
      for (let n = 0; n < classes; n++) scores[(n * rows + row) * columns + column] = found[column * classes + n] ?? 0;
  }
  return fromArray(scores, [classes, rows, columns]);
};
