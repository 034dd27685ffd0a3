/** Filters that compare colours: grey images [h, w], or [channels, h, w]. */
import { sliceAxis, stackAlong } from '../primitive/slice.js';
import { reshapeTo } from '../primitive/layout.js';
import { at } from '../primitive/primitive.js';
import { expectShape } from '../shape/error.js';
import { show } from '../shape/shape.js';
import type { Arg, Shape, Show } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { typed } from '../tensor/tensor.js';
import type { AnyTensor, Tensor } from '../tensor/tensor.js';
import { expectFloats } from './planes.js';

/** The shape of an image with at most one axis of channels, or a sentence. */
export type ColourShape<S extends Shape, Op extends string> = number extends S['length']
  ? S
  : S['length'] extends 2 | 3
    ? S
    : `${Op}: expected [height, width] or [channels, height, width], got ${Show<S>}`;

/** A filter of grey images [h, w] and of images in colour [channels, h, w]. */
export type ColourFilter<Op extends string, O> = <S extends Shape, D extends Float>(
  image: Arg<ColourShape<S, Op>, Tensor<S, D>>,
  options: O,
) => Tensor<S, D>;

const channelsOf = (x: AnyTensor): readonly AnyTensor[] =>
  x.shape.length === 2
    ? [x]
    : Array.from({ length: at(x.shape, 0) }, (_, c) => reshapeTo(sliceAxis(x, 0, c, 1), x.shape.slice(1)));

/** The typed filter of a function of the channels, each a plane [h, w]. */
export const colourFilter =
  <Op extends string, O>(
    operation: Op,
    filter: (channels: readonly AnyTensor[], options: O, operation: string) => readonly AnyTensor[],
  ): ColourFilter<Op, O> =>
  (image, options) => {
    const x: AnyTensor = expectFloats(image, operation);
    const rank = x.shape.length;
    const sentence = `${operation}: expected [height, width] or [channels, height, width], got ${show(x.shape)}`;
    expectShape(rank === 2 || (rank === 3 && x.shape[0] !== 0) ? x.shape : sentence, x.shape);
    const filtered = filter(channelsOf(x), options, operation);
    return typed(rank === 2 ? at(filtered, 0) : stackAlong(filtered, 0));
  };
