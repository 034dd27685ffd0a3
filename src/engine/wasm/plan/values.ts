/** Where the values of terms are, and the units that make them. */
import { size } from '../../../shape/shape.js';
import type { Shape } from '../../../shape/shape.js';
import { dtypes } from '../../../tensor/dtype.js';
import type { Data, DType } from '../../../tensor/dtype.js';
import { at } from '../../../primitive/primitive.js';
import type { Buffer, Draft, Operand } from '../kernel.js';
import { densely, isDense } from '../view.js';
import { Growing, load } from './cluster.js';
import { withEpilogues } from './epilogues.js';
import type { Unit } from './program.js';
import type { Value } from './terms.js';

/** Where the value of a term is: in memory, nowhere because it is one number, or a node of a cluster that may still grow. */
export type Held =
  | { readonly kind: 'operand'; readonly operand: Operand; readonly unit: number }
  | { readonly kind: 'literal'; readonly value: number; readonly shape: Shape; readonly dtype: DType }
  | { readonly kind: 'node'; readonly cluster: Growing; readonly node: number };

/** What the bodies of loops share with what is around them. */
export class Shared {
  readonly constants: { readonly operand: Operand; readonly data: Data }[] = [];
  readonly literals = new Map<string, Operand>();
  readonly #made = { buffers: 0, loops: 0 };

  /** how many buffers there are; the next has this number */
  get buffers(): number {
    return this.#made.buffers;
  }

  buffer(bytes: number): Buffer {
    return { id: this.#made.buffers++, bytes };
  }

  loop(): number {
    return this.#made.loops++;
  }
}

/** The values of the terms so far; those inside a loop have their own. */
export class Values {
  readonly #units: (Unit | Growing)[] = [];
  readonly #held = new Map<number, Held>();
  /** outputs that no kernel writes: nodes to which others may be joined */
  readonly #sums = new Map<Operand, Held>();
  readonly #shared: Shared;

  constructor(shared: Shared) {
    this.#shared = shared;
  }

  push(unit: Unit): void {
    this.#units.push(unit);
  }

  set({ id }: Value, held: Held): void {
    this.#held.set(id, held);
  }

  /** the units, after which some results are read */
  finished(results: readonly Operand[]): readonly Unit[] {
    const units = this.#units.flatMap((unit): readonly Unit[] => (unit.kind === 'cluster' ? unit.finished() : [unit]));
    return withEpilogues(units, new Set(results.map(({ buffer }) => buffer.id)));
  }

  /** a value stands in memory, where some unit has written it */
  hold({ id }: Value, operand: Operand, unit = this.#units.length - 1): void {
    this.#held.set(id, this.#sums.get(operand) ?? { kind: 'operand', operand, unit });
  }

  temporary(shape: Shape, dtype: DType): Operand {
    return { ...densely(shape), dtype, buffer: this.#shared.buffer(size(shape) * dtypes[dtype].bytes) };
  }

  constant({ id, shape, dtype, source }: Value): void {
    if (source.kind !== 'constant') return;
    const [first] = source.data;
    if (first !== undefined && source.data.every((x) => Object.is(x, first))) {
      this.#held.set(id, { kind: 'literal', value: first, shape, dtype });
      return;
    }
    const operand = this.temporary(shape, dtype);
    this.#shared.constants.push({ operand, data: source.data });
    this.#held.set(id, { kind: 'operand', operand, unit: -1 });
  }

  look({ id }: Value): Held {
    const held = this.#held.get(id);
    if (held === undefined) throw new RangeError('internal: a value is used before it is made');
    return held;
  }

  /** the value in memory, and the unit that makes it */
  operand(value: Value): { readonly operand: Operand; readonly unit: number } {
    const held = this.look(value);
    switch (held.kind) {
      case 'operand':
        return held;
      case 'literal':
        return {
          operand: { ...this.literal(held.value, held.dtype), shape: held.shape, strides: held.shape.map(() => 0) },
          unit: -1,
        };
      case 'node':
        return {
          operand: held.cluster.stored(held.node, (shape, dtype) => this.temporary(shape, dtype)),
          unit: held.cluster.index,
        };
    }
  }

  literal(value: number, dtype: DType): Operand {
    const key = `${dtype} ${Object.is(value, -0) ? '-0' : value}`;
    const known = this.#shared.literals.get(key);
    if (known !== undefined) return known;
    const operand = this.temporary([], dtype);
    this.#shared.literals.set(key, operand);
    this.#shared.constants.push({ operand, data: dtypes[dtype].from([value]) });
    return operand;
  }

  cluster(shape: Shape, sealed = false): Growing {
    const cluster = new Growing(this.#units.length, shape, sealed);
    this.#units.push(cluster);
    return cluster;
  }

  /** the latest cluster that a node over these inputs may join; it must run after all of them are made */
  joinable(shape: Shape, inputs: readonly Value[], axes?: readonly number[]): Growing | undefined {
    const held = inputs.map((value) => this.look(value));
    const clusters = held.flatMap((input) => (input.kind === 'node' ? [input.cluster] : []));
    const buffers = new Set(held.flatMap((input) => (input.kind === 'operand' ? [input.operand.buffer.id] : [])));
    const made = held.map((input) => (input.kind === 'operand' ? input.unit : -1));
    const after = Math.max(-1, ...made);
    const latest = Math.max(-1, ...clusters.map(({ index }) => index));
    for (let index = this.#units.length - 1; index > after && index >= latest; index--) {
      const unit = this.#units[index];
      if (unit?.kind !== 'cluster' || !unit.takes(shape, axes)) continue;
      if (clusters.includes(unit) || unit.reads(buffers)) return unit;
    }
    return undefined;
  }

  /** the node of a cluster that is a value */
  input(cluster: Growing, value: Value): number {
    const held = this.look(value);
    if (held.kind === 'node' && held.cluster === cluster) return held.node;
    if (held.kind === 'literal') return cluster.add({ kind: 'literal', dtype: held.dtype, value: held.value });
    const { operand, unit } = this.operand(value);
    return cluster.add(load(operand), unit);
  }

  /** makes the clusters in which some values grow one, where nothing stands between them */
  unite(values: readonly Value[]): void {
    const growing = values.flatMap((value) => {
      const held = this.look(value);
      return held.kind === 'node' ? [held.cluster] : [];
    });
    const [first, ...others] = [...new Set(growing)].sort((a, b) => a.index - b.index);
    for (const later of others) {
      const moved = first?.absorb(later);
      if (first === undefined || moved === undefined) continue;
      for (const [id, held] of this.#held)
        if (held.kind === 'node' && held.cluster === later)
          this.#held.set(id, { kind: 'node', cluster: first, node: at(moved, held.node) });
    }
  }

  dense(operand: Operand): Operand {
    if (isDense(operand)) return operand;
    const copy = this.temporary(operand.shape, operand.dtype);
    this.copy(operand, copy);
    return copy;
  }

  copy(from: Operand, to: Operand): void {
    if (size(to.shape) === 0) return;
    const cluster = this.cluster(to.shape, true);
    cluster.stores.set(cluster.add(load(from)), to);
  }

  readonly draft: Draft = {
    step: (kernel, inputs, outputs) => {
      this.#units.push({ kind: 'kernel', kernel, inputs, outputs });
    },
    temporary: (shape, dtype) => this.temporary(shape, dtype),
    dense: (operand) => this.dense(operand),
    sum: (parts, output) => {
      const made = this.#units.length - 1;
      const cluster = this.cluster(output.shape);
      this.#sums.set(output, { kind: 'node', cluster, node: cluster.sum(parts, made) });
    },
  };
}
