/** Elementwise work on the results of a kernel as a part of that kernel. */
import { size } from '../../../shape/shape.js';
import type { Shape } from '../../../shape/shape.js';
import type { Operand } from '../kernel.js';
import { continued } from '../kernels/pointwise/epilogue.js';
import type { Cluster, Node } from '../kernels/pointwise/expression.js';
import { isDense, reshaped } from '../view.js';
import { inputsOf, outputsOf } from './program.js';
import type { KernelUnit, Unit } from './program.js';

/** so many pieces are enough for threads to share */
const enough = 7;

/** A cluster over another shape of as many elements, where strides say so; its loads and stores are those of the first in their order. */
const over = (cluster: Cluster, shape: Shape): Cluster | undefined => {
  if (cluster.folds.length > 0 || cluster.nodes.some(({ kind }) => kind === 'count')) return undefined;
  if (size(cluster.shape) !== size(shape)) return undefined;
  const seen = (operand: Operand): readonly Operand[] => {
    const view = reshaped(operand, shape);
    return view === undefined ? [] : [{ ...operand, ...view }];
  };
  const nodes = cluster.nodes.flatMap((node): readonly Node[] =>
    node.kind === 'load' ? seen(node.operand).map((operand) => ({ ...node, operand })) : [node],
  );
  const stores = cluster.stores.flatMap((store) => seen(store.operand).map((operand) => ({ ...store, operand })));
  return nodes.length < cluster.nodes.length || stores.length < cluster.stores.length
    ? undefined
    : { ...cluster, shape, nodes, stores };
};

/** whether no element is repeated */
const isWhole = ({ shape, strides }: Operand): boolean =>
  shape.every((length, axis) => length === 1 || strides[axis] !== 0);

/**
 * A kernel and a cluster over its results as one; undefined where they cannot be. What nobody else reads is overwritten by what follows from it. Other
 * tensors are read and written faster from end to end than in pieces of lines.
 */
const one = (
  { kernel, inputs, outputs }: KernelUnit,
  { kernel: { pieces }, cluster: asked }: KernelUnit,
  kept: (operand: Operand) => boolean,
): KernelUnit | undefined => {
  const [result] = outputs;
  if (result === undefined || asked === undefined || kernel.grid === undefined) return undefined;
  if (kernel.pieces < Math.min(pieces, enough)) return undefined;
  const cluster = over(asked, kernel.grid.shape);
  if (cluster === undefined) return undefined;
  const loads = asked.nodes.flatMap((node) => (node.kind === 'load' ? [node.operand] : []));
  const stores = asked.stores.map(({ operand }) => operand);
  const given = loads.filter(({ buffer }) => buffer === result.buffer);
  if (given.length !== 1 || !given.every((operand) => operand.offset === result.offset && isDense(operand)))
    return undefined;
  const place = (kept(result) ? undefined : stores.find(({ dtype }) => dtype === result.dtype)) ?? result;
  const from = [...inputs, ...loads.filter((operand) => !given.includes(operand))];
  const to = [place, ...stores.filter((operand) => operand !== place)];
  const all = [...from, ...to];
  if (!kernel.grid.lines && all.slice(inputs.length).filter(isWhole).length > 1) return undefined;
  const number = (operand: Operand): number => all.indexOf(given.includes(operand) ? place : operand);
  return {
    kind: 'kernel',
    kernel: continued(kernel, cluster, [...inputs, place].map(number), [...loads, ...stores].map(number)),
    inputs: from,
    outputs: to,
  };
};

/**
 * Where a kernel makes the last of what a cluster loads, and the cluster is the first to read it and takes its elements in their order, the two are one.
 * `kept` are the buffers that are read when all is done.
 */
export const withEpilogues = (units: readonly Unit[], kept: ReadonlySet<number>): readonly Unit[] => {
  const readers = new Map<number, number>();
  for (const { buffer } of units.flatMap(inputsOf)) readers.set(buffer.id, (readers.get(buffer.id) ?? 0) + 1);
  const makers = new Map<number, number>();
  const read = new Set<number>();
  const done: Unit[] = [];
  for (const unit of units) {
    const last = Math.max(-1, ...inputsOf(unit).map(({ buffer }) => makers.get(buffer.id) ?? -1));
    const maker = done[last];
    const both =
      unit.kind === 'kernel' && maker?.kind === 'kernel' && !maker.outputs.some(({ buffer }) => read.has(buffer.id))
        ? one(maker, unit, ({ buffer }) => kept.has(buffer.id) || (readers.get(buffer.id) ?? 0) > 1)
        : undefined;
    if (both !== undefined) done[last] = both;
    const place = both === undefined ? done.push(unit) - 1 : last;
    for (const { buffer } of outputsOf(unit)) makers.set(buffer.id, place);
    for (const { buffer } of inputsOf(unit)) read.add(buffer.id);
  }
  return done;
};
