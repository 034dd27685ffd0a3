/** Convolution without sharing: each position of the window has weights of its own. */
import { contractBy } from '../primitive/contract.js';
import { gatherAt } from '../primitive/gather.js';
import { reshapeTo, transposeBy } from '../primitive/layout.js';
import { strides } from '../primitive/loops.js';
import { at } from '../primitive/primitive.js';
import { padBy } from '../primitive/slice.js';
import type { SpatialRank } from '../shape/convolution.js';
import { expectOneDType, expectShape, ShapeError } from '../shape/error.js';
import { locallyConnectedShape } from '../shape/locallyConnected.js';
import type { LocallyConnected } from '../shape/locallyConnected.js';
import { expectSpelt } from '../shape/options.js';
import type { OptionNames, Spelt } from '../shape/options.js';
import { size } from '../shape/shape.js';
import type { Arg, Shape } from '../shape/shape.js';
import { resolveWindows } from '../shape/window.js';
import type { Window } from '../shape/window.js';
import type { WindowOptions } from '../shape/windowOptions.js';
import type { Float } from '../tensor/dtype.js';
import { constant } from '../tensor/node.js';
import { result } from '../tensor/tensor.js';
import type { AnyTensor, Result, Tensor } from '../tensor/tensor.js';
import type { ConvOptions } from './convolution.js';
import { expectTensor } from './operand.js';
import type { OfOneDType } from './operand.js';

/** What a locally connected layer may be told; the kernel's size is that of the weights. */
export type LocallyConnectedOptions = Omit<ConvOptions, 'groups'>;

const names: OptionNames<LocallyConnectedOptions> = { stride: true, padding: true, dilation: true, exact: true };

/** the options when none are given */
type None = object;

/** The type of a locally connected layer in `Rank` dimensions. */
export type ConnectLocally<Op extends string, Rank extends SpatialRank> = <
  X extends Shape,
  W extends Shape,
  D extends Float,
  E extends Float,
  const O extends LocallyConnectedOptions = None,
>(
  x: Tensor<X, D>,
  w: Arg<OfOneDType<D, E, Op, LocallyConnected<X, W, O, Op, Rank>>, Tensor<W, E>>,
  options?: Arg<Spelt<O, keyof LocallyConnectedOptions, Op, null>, O>,
) => Result<LocallyConnected<X, W, O, Op, Rank>, D>;

const locallyConnected =
  <Op extends string, Rank extends SpatialRank>(operation: Op, rank: Rank): ConnectLocally<Op, Rank> =>
  (x, w, options) => {
    if (typeof options === 'string') throw new TypeError(options);
    expectSpelt(options ?? {}, names, operation);
    return result(connected(operation, rank, expectTensor(x, operation), expectTensor(w, operation), options ?? {}));
  };

const connected = (
  operation: string,
  rank: SpatialRank,
  x: AnyTensor,
  w: AnyTensor,
  options: WindowOptions,
): AnyTensor => {
  expectOneDType(operation, x, w);
  const shape = expectShape(locallyConnectedShape(x.shape, w.shape, options, rank, operation), x.shape, w.shape);
  const kernel = w.shape.slice(2, rank + 2);
  const windows = resolveWindows(x.shape.slice(-rank), { ...options, kernel }, operation);
  if (typeof windows === 'string') throw new ShapeError(windows, [x.shape, w.shape]);
  const [batch, channels, positions] = [x.shape.slice(0, -rank - 1), at(w.shape, 1), w.shape.slice(rank + 2)];
  const padded = padBy(
    x,
    x.shape.map((_, axis) => {
      const { low, high } = windows[axis - batch.length - 1] ?? { low: 0, high: 0 };
      return { low, high, interior: 0 };
    }),
  );
  const plane = padded.shape.slice(-rank);
  const pixels = transposeBy(reshapeTo(padded, [size(batch), channels, size(plane)]), [2, 0, 1]);
  /* [taps, positions, batch, in] with [out, in, taps, positions] → [positions, batch, out] */
  const summed = contractBy(
    gatherAt(pixels, seen(windows, plane, positions), 0),
    reshapeTo(w, [at(w.shape, 0), channels, size(kernel), size(positions)]),
    {
      contract: [
        [0, 3],
        [2, 1],
      ],
      batch: [[1], [3]],
    },
  );
  return reshapeTo(transposeBy(summed, [1, 2, 0]), shape);
};

/** the index in the plane of what each tap [k] sees at each position [i]: Σ_d (i_d·stride + k_d·dilation)·step_d */
const seen = (windows: readonly Window[], plane: Shape, positions: Shape): AnyTensor => {
  const steps = strides(plane);
  const sums = (length: (d: number) => number, width: (window: Window) => number): readonly number[] =>
    windows.reduce<readonly number[]>(
      (all, window, d) =>
        all.flatMap((sum) => Array.from({ length: length(d) }, (_, k) => sum + k * width(window) * at(steps, d))),
      [0],
    );
  const taps = sums(
    (d) => at(windows, d).kernel,
    ({ dilation }) => dilation,
  );
  const places = sums(
    (d) => at(positions, d),
    ({ stride }) => stride,
  );
  return constant(
    { shape: [taps.length, places.length], dtype: 'int32' },
    Int32Array.from(taps.flatMap((tap) => places.map((place) => tap + place))),
  );
};

/** {@link locallyConnected2d} in one dimension: [...b, c, w] with [o, c, kw, w′]. */
export const locallyConnected1d = locallyConnected('locallyConnected1d', 1);

/**
 * z[o, i, j] = Σ_{c,q,r} x[c, i·s + q·d − p, j·s + r·d − p]·w[o, c, q, r, i, j], zeros outside: `conv2d` where the weights are the same at
 * every position (i, j).
 *
 * Shape     [...b, c, h, w] with [o, c, kh, kw, h′, w′] → [...b, o, h′, w′], where h′ = ⌊(h + 2p − d(kh − 1) − 1)/s⌋ + 1
 * Gradient  x̄ = Σ of z̄·w over what looks at x, w̄ = z̄·x
 * Errors    "locallyConnected2d: the input has 4 channels but the weights expect 3",
 *           "locallyConnected2d: the window has [3, 3] positions but the weights are for [2, 3]"
 * Source    LeCun 1989; deck row C5
 * @example
 * locallyConnected2d(tensor([[[1, 2]]]), tensor([[[[[[3, 5]]]]]])) // [[[3, 10]]]
 */
export const locallyConnected2d = locallyConnected('locallyConnected2d', 2);

/** {@link locallyConnected2d} in three dimensions: [...b, c, d, h, w] with [o, c, kd, kh, kw, d′, h′, w′]. */
export const locallyConnected3d = locallyConnected('locallyConnected3d', 3);
