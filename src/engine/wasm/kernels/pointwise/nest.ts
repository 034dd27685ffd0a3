/** The loops of a cluster: which axes become loops, in which order, which of them is vectorised, and how the work falls into pieces. */
import type { Shape } from '../../../../shape/shape.js';
import { dtypes } from '../../../../tensor/dtype.js';
import type { Operand } from '../../kernel.js';
import type { Cluster } from './expression.js';
import { width } from './parts.js';

/** One loop: its length, and the bytes by which each pointer moves in one turn. */
export interface Loop {
  readonly length: number;
  readonly reduced: boolean;
  readonly steps: readonly number[];
}

/** The loops from the outermost to the vectorised one; where the vectorised axis is kept and others are reduced, the reduced loops run inside it. */
export interface Nest {
  /** kept; each combination of places is a piece */
  readonly pieces: readonly Loop[];
  readonly outer: readonly Loop[];
  readonly vector: Loop;
  /** inside the vectorised loop */
  readonly inner: readonly Loop[];
  /** elements of the vectorised axis in one piece, where that axis is cut */
  readonly block: number | undefined;
}

/** A pointer that moves through a cluster: bytes for each axis. */
const pointerSteps = ({ shape, axes }: Cluster, { strides, dtype, shape: own }: Operand): readonly number[] => {
  const { bytes } = dtypes[dtype];
  if (own.length === shape.length) return strides.map((stride) => stride * bytes);
  let next = 0;
  return shape.map((_, axis) => (axes.includes(axis) ? 0 : (strides[next++] ?? 0) * bytes));
};

/** Everything in a cluster that moves with the loops: loads, counters, stores, results of folds, in this order. */
export const pointersOf = (cluster: Cluster): readonly (readonly number[])[] => [
  ...cluster.nodes.flatMap((node) =>
    node.kind === 'load'
      ? [pointerSteps(cluster, node.operand)]
      : node.kind === 'count'
        ? [cluster.shape.map((_, axis) => (axis === node.axis ? 1 : 0))]
        : [],
  ),
  ...cluster.stores.map(({ operand }) => pointerSteps(cluster, operand)),
  ...cluster.folds.map(({ operand }) => foldSteps(cluster, operand)),
];

const foldSteps = (cluster: Cluster, operand: Operand): readonly number[] => {
  const { bytes } = dtypes[operand.dtype];
  let next = 0;
  return cluster.shape.map((_, axis) => (cluster.axes.includes(axis) ? 0 : (operand.strides[next++] ?? 0) * bytes));
};

/** neighbours that every pointer walks as if they were one are one */
const merged = (loops: readonly Loop[]): readonly Loop[] =>
  loops.reduce<readonly Loop[]>((done, loop) => {
    const last = done.at(-1);
    if (
      last !== undefined &&
      last.reduced === loop.reduced &&
      last.steps.every((step, k) => step === (loop.steps[k] ?? 0) * loop.length)
    )
      return [...done.slice(0, -1), { ...loop, length: last.length * loop.length }];
    return [...done, loop];
  }, []);

/** a long sum in two levels, which bounds its rounding error */
const cut = (loop: Loop): readonly Loop[] => {
  if (!loop.reduced || loop.length <= 1024) return [loop];
  const inner = [256, 128, 512, 64, 100, 75, 125, 98, 49, 32].find((length) => loop.length % length === 0);
  if (inner === undefined) return [loop];
  return [
    { ...loop, length: loop.length / inner, steps: loop.steps.map((step) => step * inner) },
    { ...loop, length: inner },
  ];
};

const count = (loops: readonly Loop[]): number => loops.reduce((product, { length }) => product * length, 1);

/** elements that are worked on side by side at most */
const wide = 4 * width;

/** work below this many elements is one piece */
const grain = 4096;
/** pieces aimed at: enough for many threads to share evenly */
const aim = 32;

export const nestOf = (cluster: Cluster): Nest => {
  const pointers = pointersOf(cluster);
  const all = merged(
    cluster.shape.flatMap((length, axis) =>
      length === 1
        ? []
        : [{ length, reduced: cluster.axes.includes(axis), steps: pointers.map((steps) => steps[axis] ?? 0) }],
    ),
  );
  const single: Loop = { length: 1, reduced: false, steps: pointers.map(() => 0) };
  const chosen = vectorised(all, cluster);
  const vector = all[chosen] ?? single;
  const rest = all.filter((_, index) => index !== chosen);
  const kept = rest.filter(({ reduced }) => !reduced);
  const reduced = rest.filter((loop) => loop.reduced);
  const elements = count(all);
  if (elements <= grain) {
    const [outer, inner] = vector.reduced ? [[...kept, ...reduced], []] : [kept, reduced];
    return { pieces: [], outer, vector, inner, block: undefined };
  }
  const cutVector = vector.reduced ? cut(vector) : [vector];
  const line = cutVector.at(-1) ?? vector;
  const sums = [...reduced, ...cutVector.slice(0, -1)].flatMap((loop) => cut(loop));
  let taken = 0;
  while (taken < kept.length && count(kept.slice(0, taken)) < aim) taken++;
  const [pieces, others] = [kept.slice(0, taken), kept.slice(taken)];
  const block = line.reduced || count(pieces) >= aim / 4 ? undefined : Math.ceil(line.length / aim / wide) * wide;
  return {
    pieces,
    outer: line.reduced ? [...others, ...sums] : others,
    vector: line,
    inner: line.reduced ? [] : sums,
    block: block !== undefined && block < line.length ? block : undefined,
  };
};

/** the axis to vectorise: the last where it is long enough, else the longest */
const vectorised = (loops: readonly Loop[], cluster: Cluster): number => {
  const last = loops.length - 1;
  const length = loops[last]?.length ?? 1;
  if (length >= width || loops.length < 2 || count(loops) < 64) return last;
  const candidates = loops.map((loop, index) => ({ index, length: loop.length, kept: !loop.reduced }));
  const sorted = candidates
    .filter(({ kept }) => kept || cluster.folds.length > 0)
    .sort((a, b) => b.length - a.length || b.index - a.index);
  return sorted[0]?.index ?? last;
};

/** How many pieces a nest falls into. */
export const piecesOf = ({ pieces, vector, block }: Nest): number =>
  count(pieces) * (block === undefined ? 1 : Math.ceil(vector.length / block));

export const elementsOf = (shape: Shape): number => shape.reduce((product, length) => product * length, 1);
