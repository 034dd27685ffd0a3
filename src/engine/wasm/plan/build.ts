/** Terms become units: clusters of elementwise work, kernels, loops, and calls of reference rules, in the order in which they run. */
import { size } from '../../../shape/shape.js';
import { dtypes } from '../../../tensor/dtype.js';
import { at } from '../../../primitive/primitive.js';
import type { Operand } from '../kernel.js';
import { rowOf } from '../kernels/index.js';
import type { Row } from '../kernels/index.js';
import { folds, isFold } from '../kernels/pointwise/folds.js';
import { operations } from '../kernels/pointwise/operations.js';
import type { PointwiseName } from '../kernels/pointwise/operations.js';
import type { Program } from './program.js';
import { simplified } from './simplify.js';
import { isScan, termsOf } from './terms.js';
import type { Term, Terms } from './terms.js';
import { Shared, Values } from './values.js';
import { densely } from '../view.js';
import type { View } from '../view.js';

class Builder {
  readonly #shared: Shared;
  readonly #values: Values;

  constructor(shared: Shared) {
    this.#shared = shared;
    this.#values = new Values(shared);
  }

  program(terms: Terms): Program {
    const parameters = terms.parameters.map((value) => this.#values.temporary(value.shape, value.dtype));
    const outputs = this.#open(terms, parameters).map((operand) => this.#values.dense(operand));
    return { units: this.#values.finished(outputs), parameters, constants: this.#shared.constants, outputs };
  }

  /** the terms over operands; where their results stand */
  #open({ parameters, constants, terms, outputs }: Terms, inputs: readonly Operand[]): readonly Operand[] {
    parameters.forEach((value, index) => {
      const operand = inputs[index];
      if (operand !== undefined) this.#values.hold(value, operand, -1);
    });
    for (const value of constants) this.#values.constant(value);
    for (const term of terms) this.#term(term);
    return outputs.map((value) => this.#values.operand(value).operand);
  }

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
    const held = this.#values.look(x);
    if (held.kind === 'literal') {
      this.#values.set(y, { ...held, shape: y.shape });
      return;
    }
    // the same elements at the same places stay in their cluster
    if (
      held.kind === 'node' &&
      x.shape.join() === y.shape.join() &&
      operation.name !== 'reverse' &&
      operation.name !== 'transpose'
    ) {
      this.#values.set(y, held);
      return;
    }
    const { operand, unit } = this.#values.operand(x);
    const seen = row.view(operation.attributes, operand);
    if (seen !== undefined) {
      this.#values.hold(y, { ...operand, ...seen }, unit);
      return;
    }
    const copy = this.#values.dense(operand);
    this.#values.hold(y, { ...copy, ...(row.view(operation.attributes, copy) ?? densely(y.shape)) });
  }

  #pointwise({ operation, inputs, outputs }: Term): void {
    const [first] = outputs;
    if (first === undefined || !isPointwise(operation.name)) return;
    const { name } = operation;
    const numbers = inputs.flatMap((value) => {
      const held = this.#values.look(value);
      return held.kind === 'literal'
        ? [{ shape: [], dtype: held.dtype, data: dtypes[held.dtype].from([held.value]) }]
        : [];
    });
    if (numbers.length === inputs.length) {
      const made = operation.evaluate(
        numbers,
        outputs.map(({ dtype }) => ({ shape: [], dtype })),
      );
      outputs.forEach((value, index) =>
        this.#values.set(value, { ...value, kind: 'literal', value: at([...at(made, index)], 0) }),
      );
      return;
    }
    this.#values.unite(inputs);
    const cluster = this.#values.joinable(first.shape, inputs) ?? this.#values.cluster(first.shape);
    const nodes = inputs.map((value) => this.#values.input(cluster, value));
    outputs.forEach((value, output) => {
      const node = cluster.add({ kind: 'apply', dtype: value.dtype, operation: name, inputs: nodes, output });
      this.#values.set(value, { kind: 'node', cluster, node });
    });
  }

  #count({ operation, outputs: [y] }: Term, row: Extract<Row<object>, { kind: 'count' }>): void {
    if (y === undefined) return;
    const cluster = this.#values.cluster(y.shape);
    const node = cluster.add({ kind: 'count', dtype: y.dtype, axis: row.axis(operation.attributes) });
    this.#values.set(y, { kind: 'node', cluster, node });
  }

  #fold({ operation, inputs: [x], outputs: [y] }: Term, given: readonly number[]): void {
    if (x === undefined || y === undefined || !isFold(operation.name)) return;
    const axes = [...given].sort((a, b) => a - b);
    const kept = size(y.shape);
    if (kept === 0 || size(x.shape) === 0) {
      this.#values.set(y, {
        kind: 'literal',
        value: folds[operation.name](y.dtype).identity,
        shape: y.shape,
        dtype: y.dtype,
      });
      return;
    }
    const cluster = this.#values.joinable(x.shape, [x], axes) ?? this.#values.cluster(x.shape);
    const node = this.#values.input(cluster, x);
    const operand = this.#values.temporary(y.shape, y.dtype);
    cluster.fold(node, operation.name, axes, operand);
    this.#values.hold(y, operand, cluster.index);
  }

  #copies({ operation, inputs, outputs: [y] }: Term, row: Extract<Row<object>, { kind: 'copies' }>): void {
    if (y === undefined) return;
    const output = this.#values.temporary(y.shape, y.dtype);
    const whole: View = densely(y.shape);
    const background = row.background(operation.attributes);
    const parts = row.copies(
      operation.attributes,
      inputs.map(({ shape }) => shape),
      y.shape,
    );
    const operands = inputs.map((value) => this.#values.operand(value).operand);
    if (background !== undefined && size(y.shape) > 0)
      this.#values.copy(
        { ...this.#values.literal(background, y.dtype), shape: y.shape, strides: y.shape.map(() => 0) },
        { ...output, ...whole },
      );
    for (const { input, from, to } of parts) {
      const operand = operands[input];
      if (operand !== undefined) this.#values.copy({ ...operand, ...from(operand) }, { ...output, ...to });
    }
    this.#values.hold(y, output);
  }

  #kernels({ operation, inputs, outputs }: Term, row: Extract<Row<object>, { kind: 'kernels' }>): void {
    const from = inputs.map((value) => this.#values.operand(value).operand);
    const to = outputs.map(({ shape, dtype }) => this.#values.temporary(shape, dtype));
    row.lower(operation.attributes, from, to, this.#values.draft);
    outputs.forEach((value, index) => this.#values.hold(value, at(to, index)));
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
    const given = inputs.map((value) => this.#values.operand(value).operand);
    const made = outputs.map(({ shape, dtype }) => this.#values.temporary(shape, dtype));
    const [carry, results] = [made.slice(0, carried), made.slice(carried)];
    carry.forEach((operand, index) => {
      const start = given[constants + index];
      if (start !== undefined) this.#values.copy(start, operand);
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
      this.#values.push({
        kind: 'loop',
        id,
        length,
        body: inner.#values.finished([]),
        inside: [first, this.#shared.buffers],
      });
    }
    outputs.forEach((value, index) => this.#values.hold(value, at(made, index)));
  }

  /** the end of a turn: results to their places, and the new carried values in place of the old once nobody reads those */
  #turn(values: readonly Operand[], carry: readonly Operand[], results: readonly Operand[]): void {
    results.forEach((to, index) => {
      const from = values[carry.length + index];
      if (from !== undefined) this.#values.copy(from, to);
    });
    const old = new Set(carry.map(({ buffer }) => buffer.id));
    const next = values.slice(0, carry.length).map((operand) => {
      if (!old.has(operand.buffer.id)) return operand;
      const kept = this.#values.temporary(operand.shape, operand.dtype);
      this.#values.copy(operand, kept);
      return kept;
    });
    carry.forEach((to, index) => {
      const from = next[index];
      if (from !== undefined) this.#values.copy(from, to);
    });
  }

  #reference({ operation, inputs, outputs }: Term): void {
    const from = inputs.map((value) => this.#values.dense(this.#values.operand(value).operand));
    const to = outputs.map(({ shape, dtype }) => this.#values.temporary(shape, dtype));
    this.#values.push({ kind: 'reference', operation, inputs: from, outputs: to });
    outputs.forEach((value, index) => this.#values.hold(value, at(to, index)));
  }
}

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
