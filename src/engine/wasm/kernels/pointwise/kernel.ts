/** A cluster as a kernel: one loop nest over four elements at a time. */
import type { Kernel, Operand } from '../../kernel.js';
import type { Cluster, Node } from './expression.js';
import { Loops } from './loops.js';
import { elementsOf, nestOf, piecesOf } from './nest.js';

/** The operands in the order of the kernel's pointers: loads, then stores, then results of folds. */
export const operandsOf = ({
  nodes,
  stores,
  folds: sums,
}: Cluster): readonly [readonly Operand[], readonly Operand[]] => [
  nodes.flatMap((node) => (node.kind === 'load' ? [node.operand] : [])),
  [...stores, ...sums].map(({ operand }) => operand),
];

/** a node as a part of the key; numbers are spelt out, for JSON knows neither −0 nor infinities */
const described = (node: Node): unknown =>
  node.kind === 'load'
    ? node.dtype
    : node.kind === 'literal'
      ? [node.dtype, Object.is(node.value, -0) ? '-0' : String(node.value)]
      : node.kind === 'count'
        ? [node.kind, node.dtype]
        : node;

/** What a printed plan calls it. */
export const nameOf = ({ nodes, folds: sums }: Cluster): string => {
  const operationsOf = nodes.flatMap((node) => (node.kind === 'apply' ? [node.operation] : []));
  const all = [...operationsOf, ...sums.map(({ operation }) => operation)];
  return all.length === 0 ? 'copy' : all.length > 4 ? `${all.slice(0, 4).join('·')}…(${all.length})` : all.join('·');
};

/** What its code depends on, beside the loops around it. */
export const keyOf = ({ nodes, stores, folds }: Cluster): string =>
  JSON.stringify([
    nodes.map(described),
    stores.map(({ node, operand }) => [node, operand.dtype]),
    folds.map(({ node, operation, operand }) => [node, operation, operand.dtype]),
  ]);

/** One for each operation and element. */
export const flopsOf = ({ shape, nodes, folds }: Cluster): number =>
  (nodes.filter(({ kind }) => kind === 'apply').length + folds.length) * elementsOf(shape);

/** The kernel of a cluster whose shape is not empty. */
export const pointwiseKernel = (cluster: Cluster): Kernel => {
  const nest = nestOf(cluster);
  return {
    name: nameOf(cluster),
    key: `pointwise ${JSON.stringify(nest)} ${keyOf(cluster)}`,
    pieces: piecesOf(nest),
    scratch: 0,
    flops: flopsOf(cluster),
    body: (context) => new Loops(context, cluster, nest).body(),
  };
};
