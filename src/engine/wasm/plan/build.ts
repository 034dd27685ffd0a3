/** Terms become units: clusters of elementwise work, kernels, loops, and calls of reference rules, in the order in which they run. */
import { size } from '../../../shape/shape.js';
import type { Shape } from '../../../shape/shape.js';
import { dtypes } from '../../../tensor/dtype.js';
import type { Data, DType } from '../../../tensor/dtype.js';
import { at } from '../../../primitive/primitive.js';
import type { Scan } from '../../../primitive/scan.js';
import type { Operation } from '../../../tensor/tensor.js';
import type { Buffer, Draft, Operand } from '../kernel.js';
import { rowOf } from '../kernels/index.js';
import type { Row } from '../kernels/index.js';
import { folds, isFold } from '../kernels/pointwise/folds.js';
import { operations } from '../kernels/pointwise/operations.js';
import type { PointwiseName } from '../kernels/pointwise/operations.js';
import { Growing, load } from './cluster.js';
import type { KernelUnit } from './cluster.js';
import { simplified } from './simplify.js';
import { termsOf } from './terms.js';
import type { Term, Terms, Value } from './terms.js';
import { densely, isDense } from '../view.js';
import type { View } from '../view.js';

/** What the engine does, one after the other. */
export type Unit =
  | KernelUnit
  | {
      readonly kind: 'reference';
      readonly operation: Operation;
      readonly inputs: readonly Operand[];
      readonly outputs: readonly Operand[];
    }
  | Loop;

/** Units that run several times; each turn is over on all threads before the next begins. */
export interface Loop {
  readonly kind: 'loop';
  readonly id: number;
  readonly length: number;
  readonly body: readonly Unit[];
  /** the buffers that are alive only within a turn: from the first id to before the second */
  readonly inside: readonly [number, number];
}

/** Units, what must be written before they run, and where the results stand. */
export interface Program {
  readonly units: readonly Unit[];
  readonly parameters: readonly Operand[];
  readonly constants: readonly { readonly operand: Operand; readonly data: Data }[];
  readonly outputs: readonly Operand[];
}

/** Where the value of a term is: in memory, nowhere because it is one number, or a node of a cluster that may still grow. */
type Held =
  | { readonly kind: 'operand'; readonly operand: Operand; readonly unit: number }
  | { readonly kind: 'literal'; readonly value: number; readonly shape: Shape; readonly dtype: DType }
  | { readonly kind: 'node'; readonly cluster: Growing; readonly node: number };

/** What the bodies of loops share with what is around them. */
class Shared {
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

class Builder {
  readonly #units: (Unit | Growing)[] = [];
  readonly #held = new Map<number, Held>();
  readonly #shared: Shared;

  constructor(shared: Shared) {
    this.#shared = shared;
  }

  program(terms: Terms): Program {
    const parameters = terms.parameters.map((value) => this.#temporary(value.shape, value.dtype));
    const outputs = this.#open(terms, parameters).map((operand) => this.#dense(operand));
    return { units: this.#finished(), parameters, constants: this.#shared.constants, outputs };
  }

  /** the terms over operands; where their results stand */
  #open({ parameters, constants, terms, outputs }: Terms, inputs: readonly Operand[]): readonly Operand[] {
    parameters.forEach((value, index) => {
      const operand = inputs[index];
      if (operand !== undefined) this.#hold(value, operand, -1);
    });
    for (const value of constants) this.#constant(value);
    for (const term of terms) this.#term(term);
    return outputs.map((value) => this.#operand(value).operand);
  }

  #finished(): readonly Unit[] {
    return this.#units.flatMap((unit): readonly Unit[] => (unit.kind === 'cluster' ? unit.finished() : [unit]));
  }

  #hold(value: Value, operand: Operand, unit: number): void {
    this.#held.set(value.id, { kind: 'operand', operand, unit });
  }

  #temporary(shape: Shape, dtype: DType): Operand {
    return { ...densely(shape), dtype, buffer: this.#shared.buffer(size(shape) * dtypes[dtype].bytes) };
  }

  #constant({ id, shape, dtype, source }: Value): void {
    if (source.kind !== 'constant') return;
    const [first] = source.data;
    if (first !== undefined && source.data.every((x) => Object.is(x, first))) {
      this.#held.set(id, { kind: 'literal', value: first, shape, dtype });
      return;
    }
    const operand = this.#temporary(shape, dtype);
    this.#shared.constants.push({ operand, data: source.data });
    this.#held.set(id, { kind: 'operand', operand, unit: -1 });
  }

  #look({ id }: Value): Held {
    const held = this.#held.get(id);
    if (held === undefined) throw new RangeError('internal: a value is used before it is made');
    return held;
  }

  /** the value in memory, and the unit that makes it */
  #operand(value: Value): { readonly operand: Operand; readonly unit: number } {
    const held = this.#look(value);
    switch (held.kind) {
      case 'operand':
        return held;
      case 'literal':
        return {
          operand: { ...this.#literal(held.value, held.dtype), shape: held.shape, strides: held.shape.map(() => 0) },
          unit: -1,
        };
      case 'node':
        return {
          operand: held.cluster.stored(held.node, (shape, dtype) => this.#temporary(shape, dtype)),
          unit: held.cluster.index,
        };
    }
  }

  #literal(value: number, dtype: DType): Operand {
    const key = `${dtype} ${Object.is(value, -0) ? '-0' : value}`;
    const known = this.#shared.literals.get(key);
    if (known !== undefined) return known;
    const operand = this.#temporary([], dtype);
    this.#shared.literals.set(key, operand);
    this.#shared.constants.push({ operand, data: dtypes[dtype].from([value]) });
    return operand;
  }

  #cluster(shape: Shape, sealed = false): Growing {
    const cluster = new Growing(this.#units.length, shape, sealed);
    this.#units.push(cluster);
    return cluster;
  }

  /** the latest cluster that a node over these inputs may join; it must run after all of them are made */
  #joinable(shape: Shape, inputs: readonly Value[], axes?: readonly number[]): Growing | undefined {
    const held = inputs.map((value) => this.#look(value));
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
  #input(cluster: Growing, value: Value): number {
    const held = this.#look(value);
    if (held.kind === 'node' && held.cluster === cluster) return held.node;
    if (held.kind === 'literal') return cluster.add({ kind: 'literal', dtype: held.dtype, value: held.value });
    const { operand, unit } = this.#operand(value);
    return cluster.add(load(operand), unit);
  }

  /** makes the clusters in which some values grow one, where nothing stands between them */
  #unite(values: readonly Value[]): void {
    const growing = values.flatMap((value) => {
      const held = this.#look(value);
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

  #dense(operand: Operand): Operand {
    if (isDense(operand)) return operand;
    const copy = this.#temporary(operand.shape, operand.dtype);
    this.#copy(operand, copy);
    return copy;
  }

  #copy(from: Operand, to: Operand): void {
    if (size(to.shape) === 0) return;
    const cluster = this.#cluster(to.shape, true);
    cluster.stores.set(cluster.add(load(from)), to);
  }

  readonly #draft: Draft = {
    step: (kernel, inputs, outputs) => {
      this.#units.push({ kind: 'kernel', kernel, inputs, outputs });
    },
    temporary: (shape, dtype) => this.#temporary(shape, dtype),
    dense: (operand) => this.#dense(operand),
  };

  #term(term: Term): void {
    const row = rowOf(term.operation);
    switch (row.kind) {
      case 'view':
        this.#view(term, row);
        return;
      case 'pointwise':
        this.#pointwise(term);
        return;
      case 'count':
        this.#count(term, row);
        return;
      case 'fold':
        this.#fold(term, row.axes(term.operation.attributes));
        return;
      case 'copies':
        this.#copies(term, row);
        return;
      case 'kernels':
        this.#kernels(term, row);
        return;
      case 'loop':
        this.#loop(term);
        return;
      case 'opened':
      case 'reference':
        this.#reference(term);
        return;
    }
  }

  #view({ operation, inputs: [x], outputs: [y] }: Term, row: Extract<Row<object>, { kind: 'view' }>): void {
    if (x === undefined || y === undefined) return;
    const held = this.#look(x);
    if (held.kind === 'literal') {
      this.#held.set(y.id, { ...held, shape: y.shape });
      return;
    }
    // the same elements at the same places stay in their cluster
    if (
      held.kind === 'node' &&
      x.shape.join() === y.shape.join() &&
      operation.name !== 'reverse' &&
      operation.name !== 'transpose'
    ) {
      this.#held.set(y.id, held);
      return;
    }
    const { operand, unit } = this.#operand(x);
    const seen = row.view(operation.attributes, operand);
    if (seen !== undefined) {
      this.#hold(y, { ...operand, ...seen }, unit);
      return;
    }
    const copy = this.#dense(operand);
    this.#hold(y, { ...copy, ...(row.view(operation.attributes, copy) ?? densely(y.shape)) }, this.#units.length - 1);
  }

  #pointwise({ operation, inputs, outputs }: Term): void {
    const [first] = outputs;
    if (first === undefined || !isPointwise(operation.name)) return;
    const { name } = operation;
    const numbers = inputs.flatMap((value) => {
      const held = this.#look(value);
      return held.kind === 'literal'
        ? [{ shape: [], dtype: held.dtype, data: dtypes[held.dtype].from([held.value]) }]
        : [];
    });
    if (numbers.length === inputs.length) {
      const made = operation.evaluate(
        numbers,
        outputs.map(({ dtype }) => ({ shape: [], dtype })),
      );
      outputs.forEach(({ id, shape, dtype }, index) =>
        this.#held.set(id, { kind: 'literal', value: at([...at(made, index)], 0), shape, dtype }),
      );
      return;
    }
    this.#unite(inputs);
    const cluster = this.#joinable(first.shape, inputs) ?? this.#cluster(first.shape);
    const nodes = inputs.map((value) => this.#input(cluster, value));
    outputs.forEach((value, output) => {
      const node = cluster.add({ kind: 'apply', dtype: value.dtype, operation: name, inputs: nodes, output });
      this.#held.set(value.id, { kind: 'node', cluster, node });
    });
  }

  #count({ operation, outputs: [y] }: Term, row: Extract<Row<object>, { kind: 'count' }>): void {
    if (y === undefined) return;
    const cluster = this.#cluster(y.shape);
    const node = cluster.add({ kind: 'count', dtype: y.dtype, axis: row.axis(operation.attributes) });
    this.#held.set(y.id, { kind: 'node', cluster, node });
  }

  #fold({ operation, inputs: [x], outputs: [y] }: Term, given: readonly number[]): void {
    if (x === undefined || y === undefined || !isFold(operation.name)) return;
    const axes = [...given].sort((a, b) => a - b);
    const kept = size(y.shape);
    if (kept === 0 || size(x.shape) === 0) {
      this.#held.set(y.id, {
        kind: 'literal',
        value: folds[operation.name](y.dtype).identity,
        shape: y.shape,
        dtype: y.dtype,
      });
      return;
    }
    const cluster = this.#joinable(x.shape, [x], axes) ?? this.#cluster(x.shape);
    const node = this.#input(cluster, x);
    const operand = this.#temporary(y.shape, y.dtype);
    cluster.fold(node, operation.name, axes, operand);
    this.#hold(y, operand, cluster.index);
  }

  #copies({ operation, inputs, outputs: [y] }: Term, row: Extract<Row<object>, { kind: 'copies' }>): void {
    if (y === undefined) return;
    const output = this.#temporary(y.shape, y.dtype);
    const whole: View = densely(y.shape);
    const background = row.background(operation.attributes);
    const parts = row.copies(
      operation.attributes,
      inputs.map(({ shape }) => shape),
      y.shape,
    );
    const operands = inputs.map((value) => this.#operand(value).operand);
    if (background !== undefined && size(y.shape) > 0)
      this.#copy(
        { ...this.#literal(background, y.dtype), shape: y.shape, strides: y.shape.map(() => 0) },
        { ...output, ...whole },
      );
    for (const { input, from, to } of parts) {
      const operand = operands[input];
      if (operand !== undefined) this.#copy({ ...operand, ...from(operand) }, { ...output, ...to });
    }
    this.#hold(y, output, this.#units.length - 1);
  }

  #kernels({ operation, inputs, outputs }: Term, row: Extract<Row<object>, { kind: 'kernels' }>): void {
    const from = inputs.map((value) => this.#operand(value).operand);
    const to = outputs.map(({ shape, dtype }) => this.#temporary(shape, dtype));
    row.lower(operation.attributes, from, to, this.#draft);
    to.forEach((operand, index) => {
      const value = outputs[index];
      if (value !== undefined) this.#hold(value, operand, this.#units.length - 1);
    });
  }

  /** a loop of the language as one of the plan: carried values in buffers of their own, sequences read and results written in place */
  #loop(term: Term): void {
    const { inputs, outputs, operation } = term;
    const { attributes } = operation;
    if (!isScan(attributes)) return;
    const { body, constants, carried, length, reverse } = attributes;
    const terms = simplified(termsOf(body));
    if (!native(terms)) {
      this.#reference(term);
      return;
    }
    const given = inputs.map((value) => this.#operand(value).operand);
    const made = outputs.map(({ shape, dtype }) => this.#temporary(shape, dtype));
    const [carry, results] = [made.slice(0, carried), made.slice(carried)];
    carry.forEach((operand, index) => {
      const start = given[constants + index];
      if (start !== undefined) this.#copy(start, operand);
    });
    if (length > 0) {
      const id = this.#shared.loop();
      const slice = (operand: Operand): Operand => {
        const [step = 0, ...strides] = operand.strides;
        return {
          ...operand,
          shape: operand.shape.slice(1),
          strides,
          offset: operand.offset + (reverse ? (length - 1) * step : 0),
          moves: [...(operand.moves ?? []), { loop: id, stride: reverse ? -step : step }],
        };
      };
      const first = this.#shared.buffers;
      const inner = new Builder(this.#shared);
      inner.#turn(
        inner.#open(terms, [...given.slice(0, constants), ...carry, ...given.slice(constants + carried).map(slice)]),
        carry,
        results.map(slice),
      );
      this.#units.push({
        kind: 'loop',
        id,
        length,
        body: inner.#finished(),
        inside: [first, this.#shared.buffers],
      });
    }
    made.forEach((operand, index) => {
      const value = outputs[index];
      if (value !== undefined) this.#hold(value, operand, this.#units.length - 1);
    });
  }

  /** the end of a turn: results to their places, and the new carried values in place of the old once nobody reads those */
  #turn(values: readonly Operand[], carry: readonly Operand[], results: readonly Operand[]): void {
    results.forEach((to, index) => {
      const from = values[carry.length + index];
      if (from !== undefined) this.#copy(from, to);
    });
    const old = new Set(carry.map(({ buffer }) => buffer.id));
    const next = values.slice(0, carry.length).map((operand) => {
      if (!old.has(operand.buffer.id)) return operand;
      const kept = this.#temporary(operand.shape, operand.dtype);
      this.#copy(operand, kept);
      return kept;
    });
    carry.forEach((to, index) => {
      const from = next[index];
      if (from !== undefined) this.#copy(from, to);
    });
  }

  #reference({ operation, inputs, outputs }: Term): void {
    const from = inputs.map((value) => this.#dense(this.#operand(value).operand));
    const to = outputs.map(({ shape, dtype }) => this.#temporary(shape, dtype));
    this.#units.push({ kind: 'reference', operation, inputs: from, outputs: to });
    to.forEach((operand, index) => {
      const value = outputs[index];
      if (value !== undefined) this.#hold(value, operand, this.#units.length - 1);
    });
  }
}

const isScan = (attributes: object): attributes is Scan => 'carried' in attributes;

/** whether every term has kernels, so that it can run inside a loop */
const native = ({ terms }: Terms): boolean =>
  terms.every(({ operation }) => {
    const { kind } = rowOf(operation);
    const { attributes } = operation;
    return kind === 'loop' && isScan(attributes) ? native(termsOf(attributes.body)) : kind !== 'reference';
  });

const isPointwise = (name: string): name is PointwiseName => Object.hasOwn(operations, name);

/** The program of some terms. */
export const build = (terms: Terms): Program => new Builder(new Shared()).program(simplified(terms));
