/** Morphology with flat structuring elements, of grey and of binary images. */
import type { AnyTensor } from '../tensor/tensor.js';
import { expectBoundary } from './boundary.js';
import { planeFilter } from './planes.js';
import { expectNeighbourhood, neighbourhoodNames, reflected } from './neighbourhood.js';
import type { NeighbourhoodOptions } from './neighbourhood.js';
import { selected } from './selection.js';

type Turn = (x: AnyTensor, options: NeighbourhoodOptions, operation: string) => AnyTensor;

const eroding: Turn = (x, options, operation) => {
  const seen = expectNeighbourhood(options, neighbourhoodNames, operation);
  return selected(x, seen, 0, expectBoundary(options, x.dtype, operation), operation);
};

const dilating: Turn = (x, options, operation) => {
  const seen = reflected(expectNeighbourhood(options, neighbourhoodNames, operation));
  return selected(x, seen, seen.places.length - 1, expectBoundary(options, x.dtype, operation), operation);
};

const morphology = <Op extends string>(operation: Op, ...turns: readonly Turn[]) =>
  planeFilter<Op, NeighbourhoodOptions>(operation, (image, options) =>
    turns.reduce((x, turn) => turn(x, options, operation), image),
  );

/**
 * Erosion: the smallest element that a structuring element B sees, y(i) = min {x(i + b) : b ∈ B}. Of bool: whether all it sees are true.
 *
 * Shape     [...planes, h, w] → [...planes, h, w]
 * Gradient  ȳ to the smallest, by halves at ties
 * Law       dilate(x) ≤ y ⟺ x ≤ erode(y), with a rectangle and the boundary `reflect` or with any B and `wrap`
 * Errors    those of {@link median}
 * Cost      an element 6 minima for 5 × 5, 13 for 15 × 15; one for each mark of a footprint
 * Source    scipy.ndimage: grey_erosion, and binary_erosion with `boundary: 'constant'`; Serra 1982
 * @example
 * erode(tensor([[1, 1, 0, 1, 1]]), { size: [1, 3] }) // [[1, 0, 0, 0, 1]]
 */
export const erode = morphology('erode', eroding);

/**
 * Dilation: the largest element that the reflected structuring element sees, y(i) = max {x(i − b) : b ∈ B}. Of bool: whether any is true.
 *
 * Shape     [...planes, h, w] → [...planes, h, w]
 * Gradient  ȳ to the largest, by halves at ties
 * Law       dilate(x) = −erode(−x) with the structuring element reflected
 * Errors    those of {@link median}
 * Source    scipy.ndimage: grey_dilation, and binary_dilation with `boundary: 'constant'`; Serra 1982
 * @example
 * dilate(tensor([[0, 0, 1, 0, 0]]), { size: [1, 3] }) // [[0, 1, 1, 1, 0]]
 */
export const dilate = morphology('dilate', dilating);

/**
 * Opening: the dilation of the erosion. What is bright and smaller than the structuring element is gone.
 *
 * Shape     [...planes, h, w] → [...planes, h, w]
 * Law       open(x) ≤ x, open(open(x)) = open(x), where the law of {@link erode} holds
 * Errors    those of {@link median}
 * Source    scipy.ndimage: grey_opening, binary_opening; Serra 1982
 * @example
 * open(tensor([[0, 1, 0, 1, 1, 1, 0]]), { size: [1, 3] }) // [[0, 0, 0, 1, 1, 1, 0]]
 */
export const open = morphology('open', eroding, dilating);

/**
 * Closing: the erosion of the dilation. What is dark and smaller than the structuring element is gone.
 *
 * Shape     [...planes, h, w] → [...planes, h, w]
 * Law       close(x) ≥ x, close(close(x)) = close(x), where the law of {@link erode} holds
 * Errors    those of {@link median}
 * Source    scipy.ndimage: grey_closing, binary_closing; Serra 1982
 * @example
 * close(tensor([[1, 0, 1, 0, 0, 0, 1]]), { size: [1, 3] }) // [[1, 1, 1, 0, 0, 0, 1]]
 */
export const close = morphology('close', dilating, eroding);
