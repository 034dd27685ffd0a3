/** A cluster for four neighbours along one axis, or the first of them: loads, the expression, stores. */
import { at } from '../../../../primitive/primitive.js';
import { dtypes } from '../../../../tensor/dtype.js';
import { get, i32x4, seq } from '../../emit/index.js';
import type { Code, Local } from '../../emit/index.js';
import type { Context } from '../../kernel.js';
import { plus } from '../../lanes.js';
import type { Cluster, Node } from './expression.js';
import { fromInt32, hold, literal, operations } from './operations.js';
import type { Emit } from './operations.js';
import { types, width } from './parts.js';
import type { Parts } from './parts.js';

type Statement = Code<'void'>;

/** Writes the first lanes of a value, `step` bytes apart. */
export const put = (
  dtype: Node['dtype'],
  value: Parts,
  address: Code<'i32'>,
  step: number,
  count: number,
): Statement => {
  const { bytes } = dtypes[dtype];
  if (step === bytes && count === width) return types[dtype].store(address, value);
  return seq(
    ...Array.from({ length: count }, (_, lane) => types[dtype].storeLane(plus(address, lane * step), value, lane)),
  );
};

/** The nodes and stores of a cluster, at pointers that move by so many bytes along the axis. */
export class Vectors {
  readonly #context: Pick<Context, 'module' | 'target' | 'scope'>;
  readonly #cluster: Pick<Cluster, 'nodes' | 'stores'>;
  readonly #pointers: readonly Local<'i32'>[];
  readonly #steps: readonly number[];
  /** loads that one vector serves everywhere along the axis */
  readonly #hoisted = new Map<number, Parts>();

  constructor(
    context: Pick<Context, 'module' | 'target' | 'scope'>,
    cluster: Pick<Cluster, 'nodes' | 'stores'>,
    pointers: readonly Local<'i32'>[],
    steps: readonly number[],
  ) {
    this.#context = context;
    this.#cluster = cluster;
    this.#pointers = pointers;
    this.#steps = steps;
  }

  /** loads what is the same everywhere along the axis, before any of `some` */
  hoisted(): Statement {
    const emit = this.#emitter();
    this.#hoisted.clear();
    let pointer = 0;
    this.#cluster.nodes.forEach((node, index) => {
      if (node.kind !== 'load' && node.kind !== 'count') return;
      if (node.kind === 'load' && this.#step(pointer) === 0)
        this.#hoisted.set(
          index,
          types[node.dtype].splat(get(at(this.#pointers, pointer))).map((vector) => hold(emit, vector)),
        );
      pointer++;
    });
    return seq(...emit.statements);
  }

  /** the first `count` of four elements, `group` times four further on, and the values of the nodes there */
  some(count: number, group = 0): { readonly code: Statement; readonly values: readonly Parts[] } {
    const emit = this.#emitter();
    const { nodes, stores } = this.#cluster;
    const values: Parts[] = [];
    const several = new Map<string, readonly Parts[]>();
    let pointer = 0;
    nodes.forEach((node, index) => {
      values.push(this.#node(node, index, values, several, emit, count, pointer, group));
      if (node.kind === 'load' || node.kind === 'count') pointer++;
    });
    for (const { node } of stores) {
      const address = this.#address(pointer, group);
      emit.statements.push(put(at(nodes, node).dtype, at(values, node), address, this.#step(pointer), count));
      pointer++;
    }
    return { code: seq(...emit.statements), values };
  }

  #emitter(): Emit {
    const { module, target, scope } = this.#context;
    return { module, target, scope, statements: [] };
  }

  #step(pointer: number): number {
    return this.#steps[pointer] ?? 0;
  }

  #address(pointer: number, group: number): Code<'i32'> {
    return plus(get(at(this.#pointers, pointer)), group * width * this.#step(pointer));
  }

  #node(
    node: Node,
    index: number,
    values: readonly Parts[],
    several: Map<string, readonly Parts[]>,
    emit: Emit,
    count: number,
    pointer: number,
    group: number,
  ): Parts {
    const held = (parts: Parts): Parts => parts.map((vector) => hold(emit, vector));
    switch (node.kind) {
      case 'literal':
        return literal(node.dtype, node.value);
      case 'load': {
        const ready = this.#hoisted.get(index);
        if (ready !== undefined) return ready;
        const [step, address, row] = [this.#step(pointer), this.#address(pointer, group), types[node.dtype]];
        if (step === 0) return held(row.splat(address));
        return held(step === dtypes[node.dtype].bytes ? row.load(address) : row.gather(address, step, count));
      }
      case 'count': {
        const step = this.#step(pointer);
        const base = i32x4.splat(this.#address(pointer, group));
        const places = step === 0 ? base : i32x4.add(base, i32x4.of(0, step, 2 * step, 3 * step));
        return held(fromInt32(hold(emit, places), node.dtype));
      }
      case 'apply': {
        const inputs = node.inputs.map((input) => at(values, input));
        const of = at(this.#cluster.nodes, node.inputs.at(-1) ?? 0).dtype;
        if (node.operation !== 'threefry')
          return held(at(operations[node.operation](emit, inputs, of, node.dtype), node.output));
        const key = node.inputs.join();
        const made = several.get(key) ?? operations.threefry(emit, inputs, of, node.dtype);
        several.set(key, made);
        return at(made, node.output);
      }
    }
  }
}
