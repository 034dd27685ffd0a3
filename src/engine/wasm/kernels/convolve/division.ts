/** How inner products are divided among pieces, and where what they need lies in a thread's memory. */
import type { Patch } from './copy.js';
import { divisor } from './geometry.js';
import type { Axis, Geometry } from './geometry.js';
import { aligned, enoughPieces, widthFor } from './layout.js';
import { placeBytes, together } from './products.js';

/** Distances in bytes. */
export interface Division {
  /** outputs, and places, that are computed together */
  readonly width: number;
  readonly wide: number;
  /** images of a piece, and how many such chunks there are */
  readonly chunk: number;
  readonly chunks: number;
  /** lines of the window taken at a time, in so many bands, and of how many channels */
  readonly lines: number;
  readonly bands: number;
  readonly turns: number;
  /** sums over parts of the channels and bands, added in the end */
  readonly parts: number;
  readonly patch: Patch | undefined;
  readonly from: { readonly image: number; readonly turn: number; readonly z: number; readonly y: number };
  readonly placesAt: number;
  readonly patchAt: number;
  readonly scratch: number;
}

/** inputs copied at a time, so that they stay in the cache */
const cached = 128 * 1024;

/** elements of the window taken at a time: with four outputs they fill half a first-level cache */
const near = 1024;

/** bytes of partial sums */
const most = 1 << 24;

export const divided = (g: Geometry, inPlace: boolean): Division => {
  const { kind, images, groups, depth, outputs, axes } = g;
  const { bytes, count } = kind;
  const [Z, Y, X] = axes;
  const width = widthFor(outputs);
  const padded = Math.ceil(X.kernel / count) * count;
  const copied =
    !inPlace ||
    padded !== X.kernel ||
    X.dilation !== 1 ||
    X.inputStep !== 1 ||
    axes.some(
      ({ low, output, stride, kernel, dilation, input }) =>
        low > 0 || (output - 1) * stride + (kernel - 1) * dilation - low >= input,
    );

  const lines = Z.kernel > 1 ? Y.kernel : Math.min(Y.kernel, Math.max(1, Math.floor(near / padded)));
  const bands = Math.ceil(Y.kernel / lines);
  const seen = (axis: Axis, kernel: number) => (axis.output - 1) * axis.stride + (kernel - 1) * axis.dilation + 1;
  const run = padded + Math.floor(((X.output - 1) * X.stride) / X.dilation);
  const line = run * X.dilation * bytes;
  const patch: Patch | undefined = copied
    ? {
        kind,
        axes,
        lowest: [-Z.low, -Y.low, -X.low],
        planes: seen(Z, Z.kernel),
        lines: seen(Y, lines),
        run,
        modulus: X.dilation,
        remainders: [...new Set(Array.from({ length: X.output }, (_, o) => (o * X.stride) % X.dilation))],
        anew: bands > 1,
      }
    : undefined;
  const turnBytes = patch === undefined ? 0 : patch.planes * patch.lines * line;

  const fitting = turnBytes === 0 ? images : Math.max(1, Math.floor(cached / turnBytes));
  const wide = together(width);
  // the results of so many images are a multiple of those computed together
  const unit = wide / divisor(g.plane, wide);
  const share = Math.floor(images / Math.ceil(enoughPieces / groups));
  const chunk =
    images < 2 * unit ? images : Math.max(1, Math.floor(Math.min(fitting, Math.max(share, unit)) / unit)) * unit;
  const chunks = Math.ceil(images / chunk);
  const result = images * groups * outputs * g.plane * bytes;
  const least = Math.ceil(enoughPieces / (groups * chunks));
  // two or four threads are equally busy
  const step = 4 / divisor(4, groups * chunks);
  const wanted = least === 1 ? 1 : Math.ceil(least / step) * step;
  const parts = Math.max(1, Math.min(depth * bands, wanted, Math.floor(most / result)));
  const window = Z.kernel * Y.kernel * padded;
  const turns =
    bands > 1
      ? 1
      : Math.max(1, Math.min(Math.ceil(depth / parts), Math.floor(near / window), Math.floor(fitting / chunk)));

  const placesAt = aligned(4 * Z.kernel * lines * (padded / count));
  const patchAt = placesAt + aligned((chunk * g.plane + wide) * placeBytes);
  return {
    width,
    wide,
    chunk,
    chunks,
    lines,
    bands,
    turns,
    parts,
    patch,
    from:
      patch === undefined
        ? {
            image: g.imageStep * bytes,
            turn: g.channelStep * bytes,
            z: Z.inputStep * bytes,
            y: Y.inputStep * bytes,
          }
        : { image: turns * turnBytes, turn: turnBytes, z: patch.lines * line, y: line },
    placesAt,
    patchAt,
    scratch: patchAt + (patch === undefined ? 0 : chunk * turns * turnBytes + 64),
  };
};
