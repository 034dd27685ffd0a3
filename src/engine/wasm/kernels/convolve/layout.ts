/** How a direct convolution is divided, and where what it needs lies in a thread's memory. */
import type { Geometry } from './geometry.js';
import { placeBytes, together } from './plane.js';
import { count } from './panels.js';
import { seen } from './sight.js';
import type { Phase, Sight, Sights } from './sight.js';

/** Distances in bytes. */
export interface Steps {
  readonly z: number;
  readonly y: number;
  readonly x: number;
  readonly channel: number;
}

/** Outputs that meet the same taps, and where the tables about them lie. */
export interface Share {
  readonly z: Phase;
  readonly y: Phase;
  readonly x: Phase;
  readonly vectors: number;
  readonly taps: number;
  readonly tapsAt: number;
  readonly placesAt: number;
  /** weights of earlier shares, for one output */
  readonly weightsBefore: number;
}

export interface Layout {
  /** outputs of the micro-kernel, and vectors of places */
  readonly width: number;
  readonly wide: number;
  /** whether inputs are copied, and outputs are brought in order, by way of the thread's memory */
  readonly copied: boolean;
  readonly staged: boolean;
  /** outputs of a phase along the second axis in one band, and how many bands there are */
  readonly rows: number;
  readonly bands: number;
  /** blocks of `width` outputs, and how many of them a piece computes */
  readonly blocks: number;
  readonly perPiece: number;
  /** inputs of a band along the first two axes, and neighbours in a run of the last */
  readonly planes: number;
  readonly lines: number;
  readonly run: number;
  readonly from: Steps;
  readonly into: Steps;
  readonly shares: readonly Share[];
  /** weights for one output, in all shares */
  readonly weights: number;
  readonly copyAt: number;
  readonly copyBytes: number;
  readonly stageAt: number;
  readonly bytes: number;
}

/** inputs copied at a time, so that they stay in the cache beside the weights */
const cached = 192 * 1024;

/** so that a few threads are equally busy */
export const enoughPieces = 8;

export const aligned = (bytes: number): number => Math.ceil(bytes / 64) * 64;

const inside = (axis: Sight): boolean => axis.lowest >= 0 && axis.lowest + seen(axis, axis.length) <= axis.axis.input;

/** an odd number of lines of the cache, so that neighbours do not drive each other out of it */
const apart = (bytes: number): number => (Math.ceil(bytes / 64) | 1) * 64;

/** whether many channels fall into few sets of the cache, so that they drive each other out of it */
const crowded = ({ kind, depth, channelStep }: Geometry): boolean =>
  depth > 16 && (channelStep * kind.bytes) % 2048 === 0;

/** as many as there are, or a divisor of them that leaves registers free */
export const widthFor = (outputs: number): number =>
  outputs < 4 ? outputs : outputs % 4 !== 0 && outputs % 3 === 0 ? 3 : 4;

export const layout = (g: Geometry, [Z, Y, X]: Sights): Layout => {
  const { kind, depth } = g;
  const { bytes } = kind;
  const width = widthFor(g.outputs);
  const wide = together(width);
  const blocks = Math.ceil(g.outputs / width);
  const copied = crowded(g) || X.stride !== 1 || X.axis.inputStep !== 1 || ![Z, Y, X].every(inside);
  const staged = X.every > 1 || X.length < kind.count;

  const run = Math.ceil(seen(X, X.length) / X.stride);
  const line = run * X.stride * bytes;
  const planes = seen(Z, Z.length);
  const wanted = Math.ceil(enoughPieces / (g.images * g.groups));
  const fitting = Math.floor((cached / (depth * planes * line) - Y.span) / Y.stride) + 1;
  const least = copied ? Math.ceil((2 * Y.span) / Y.stride) : 1;
  const most = Math.max(Math.ceil(Y.length / wanted), least);
  const rows = Math.max(1, Math.min(Y.length, most, copied ? fitting : most));
  const bands = Math.ceil(Y.length / rows);
  const perPiece = Math.ceil(blocks / Math.min(blocks, Math.ceil(wanted / bands)));

  const lines = seen(Y, rows);
  const from = copied
    ? { x: bytes, y: line, z: lines * line, channel: apart(planes * lines * line) }
    : {
        x: bytes,
        y: Y.axis.inputStep * bytes,
        z: Z.axis.inputStep * bytes,
        channel: g.channelStep * bytes,
      };
  const vectors = Math.ceil(X.length / kind.count);
  const stage = {
    x: vectors * 16,
    z: X.every * vectors * 16,
    y: Z.axis.output * X.every * vectors * 16,
    channel: rows * Y.every * Z.axis.output * X.every * vectors * 16,
  };
  const into = staged
    ? stage
    : { x: 0, y: Y.axis.outputStep * bytes, z: Z.axis.outputStep * bytes, channel: g.plane * bytes };

  const shares: Share[] = [];
  let [tapsAt, weightsBefore] = [0, 0];
  const triples = Z.phases.flatMap((z) => Y.phases.flatMap((y) => X.phases.map((x) => ({ z, y, x }))));
  const all = triples.reduce((sum, { z, y, x }) => sum + depth * count([z.taps, y.taps, x.taps]), 0);
  let placesAt = aligned(4 * all);
  for (const { z, y, x } of triples) {
    const taps = depth * count([z.taps, y.taps, x.taps]);
    const vectors = Math.ceil(x.outputs.count / kind.count);
    shares.push({ z, y, x, vectors, taps, tapsAt, placesAt, weightsBefore });
    tapsAt += 4 * taps;
    weightsBefore += taps;
    placesAt += (wide - 1 + rows * z.outputs.count * vectors) * placeBytes;
  }
  const copyAt = aligned(placesAt);
  const copyBytes = copied ? aligned(depth * from.channel + 64) : 0;
  const stageAt = copyAt + copyBytes;
  return {
    width,
    wide,
    copied,
    staged,
    rows,
    bands,
    blocks,
    perPiece,
    planes,
    lines,
    run,
    from,
    into,
    shares,
    weights: all,
    copyAt,
    copyBytes,
    stageAt,
    bytes: stageAt + (staged ? width * into.channel : 0),
  };
};
