/** A cluster that still grows: elementwise work over one shape, and folds of it. */
import type { Shape } from '../../../shape/shape.js';
import { size } from '../../../shape/shape.js';
import type { DType } from '../../../tensor/dtype.js';
import type { Operand } from '../kernel.js';
import type { Cluster, Fold, Node } from '../kernels/pointwise/expression.js';
import type { FoldName } from '../kernels/pointwise/folds.js';
import { operandsOf, pointwiseKernel } from '../kernels/pointwise/kernel.js';
import type { KernelUnit } from './program.js';

/** nodes beyond which a cluster is full: its code would no longer fit the registers */
const roomy = 48;

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index]);

/** elements in memory as a node */
export const load = (operand: Operand): Node => ({ kind: 'load', dtype: operand.dtype, operand });

const leafKey = (node: Node): string | undefined =>
  node.kind === 'load'
    ? viewKey(node.operand)
    : node.kind === 'literal'
      ? `${node.dtype} ${Object.is(node.value, -0) ? '-0' : node.value}`
      : undefined;

const viewKey = ({ buffer, offset, strides, moves }: Operand): string =>
  `${buffer.id}+${offset}:${strides.join()}${moves === undefined ? '' : JSON.stringify(moves)}`;

export class Growing {
  readonly kind = 'cluster';
  /** the place among the units at which it runs */
  readonly index: number;
  readonly stores = new Map<number, Operand>();
  readonly #shape: Shape;
  readonly #sealed: boolean;
  readonly #nodes: Node[] = [];
  /** the nodes of which one is enough: loads and literals, by what they are */
  readonly #leaves = new Map<string, number>();
  readonly #folds: Fold[] = [];
  readonly #axes: number[] = [];
  readonly #after: number[] = [];

  constructor(index: number, shape: Shape, sealed: boolean) {
    this.index = index;
    this.#shape = shape;
    this.#sealed = sealed;
  }

  /** whether a node over a shape may join, or a fold over some of its axes */
  takes(shape: Shape, axes?: readonly number[]): boolean {
    return (
      !this.#sealed &&
      this.#nodes.length <= roomy &&
      same(this.#shape, shape) &&
      (axes === undefined || this.#folds.length === 0 || same(this.#axes, axes))
    );
  }

  reads(buffers: ReadonlySet<number>): boolean {
    return this.#nodes.some((node) => node.kind === 'load' && buffers.has(node.operand.buffer.id));
  }

  /** the number of a node, which needs what some unit has made */
  add(node: Node, after = -1): number {
    if (after >= 0) this.#after.push(after);
    const key = leafKey(node);
    if (key === undefined) return this.#nodes.push(node) - 1;
    const index = this.#leaves.get(key) ?? this.#nodes.push(node) - 1;
    this.#leaves.set(key, index);
    return index;
  }

  /** Does the work of a later cluster too, if it can; the new numbers of its nodes. */
  absorb(later: Growing): readonly number[] | undefined {
    const axes = later.#folds.length === 0 ? undefined : later.#axes;
    const room = this.#nodes.length + later.#nodes.length <= roomy;
    if (!room || later.#after.some((unit) => unit >= this.index) || !this.takes(later.#shape, axes)) return undefined;
    const moved: number[] = [];
    const place = (old: number): number => moved[old] ?? 0;
    for (const node of later.#nodes)
      moved.push(this.add(node.kind === 'apply' ? { ...node, inputs: node.inputs.map(place) } : node));
    this.#after.push(...later.#after);
    for (const [node, operand] of later.stores) this.stores.set(place(node), operand);
    for (const { node, operation, operand } of later.#folds) this.fold(place(node), operation, later.#axes, operand);
    later.stores.clear();
    later.#leaves.clear();
    later.#folds.length = later.#nodes.length = 0;
    return moved;
  }

  /** the node that is the sum over the first axis of what some unit has made */
  sum(parts: Operand, after: number): number {
    const [step = 0, ...strides] = parts.strides;
    const terms = Array.from({ length: parts.shape[0] ?? 0 }, (_, index) =>
      this.add(load({ ...parts, shape: this.#shape, strides, offset: parts.offset + index * step }), after),
    );
    return terms.reduce((a, b) =>
      this.add({ kind: 'apply', dtype: parts.dtype, operation: 'add', inputs: [a, b], output: 0 }),
    );
  }

  fold(node: number, operation: FoldName, axes: readonly number[], operand: Operand): void {
    if (this.#folds.length === 0) this.#axes.push(...axes);
    this.#folds.push({ node, operation, operand });
  }

  /** where the value of a node stands; the first who asks says where */
  stored(node: number, make: (shape: Shape, dtype: DType) => Operand): Operand {
    const known = this.stores.get(node);
    if (known !== undefined) return known;
    const operand = make(this.#shape, this.#nodes[node]?.dtype ?? 'float32');
    this.stores.set(node, operand);
    return operand;
  }

  /** the kernel of the nodes that a store or a fold needs, if any does */
  finished(): readonly KernelUnit[] {
    if (size(this.#shape) === 0 || (this.stores.size === 0 && this.#folds.length === 0)) return [];
    const wanted = new Set<number>([...this.stores.keys(), ...this.#folds.map(({ node }) => node)]);
    for (let index = this.#nodes.length - 1; index >= 0; index--) {
      const node = this.#nodes[index];
      if (wanted.has(index) && node?.kind === 'apply') node.inputs.forEach((input) => wanted.add(input));
    }
    const order = [...wanted].sort((a, b) => a - b);
    const place = new Map(order.map((old, index) => [old, index]));
    const moved = (old: number): number => place.get(old) ?? 0;
    const cluster: Cluster = {
      shape: this.#shape,
      axes: this.#axes,
      nodes: order.flatMap((old) => {
        const node = this.#nodes[old];
        if (node === undefined) return [];
        return [node.kind === 'apply' ? { ...node, inputs: node.inputs.map(moved) } : node];
      }),
      stores: [...this.stores].map(([node, operand]) => ({ node: moved(node), operand })),
      folds: this.#folds.map((fold) => ({ ...fold, node: moved(fold.node) })),
    };
    const [inputs, outputs] = operandsOf(cluster);
    return [
      { kind: 'kernel', kernel: pointwiseKernel(cluster), inputs, outputs, ...(this.#sealed ? {} : { cluster }) },
    ];
  }
}
