/** Runs a lowering by itself: a small planner without reuse of memory, for tests and measurements of kernels. */
import { call, get, i32, module, seq } from '../../src/engine/wasm/emit/index.js';
import type { Draft, Kernel, Layout, Lowering, Operand } from '../../src/engine/wasm/kernel.js';
import { continued } from '../../src/engine/wasm/kernels/pointwise/epilogue.js';
import { Growing } from '../../src/engine/wasm/plan/cluster.js';
import type { Cluster } from '../../src/engine/wasm/kernels/pointwise/expression.js';
import { dtypes } from '../../src/tensor/dtype.js';
import type { DType } from '../../src/tensor/dtype.js';
import { size } from '../../src/shape/shape.js';
import type { Shape } from '../../src/shape/shape.js';
import { at } from '../../src/primitive/primitive.js';
import { load, newMemory } from './webassembly.js';

type Numbers = Float32Array | Float64Array | Int32Array | Uint8Array;

/** A tensor as it lies in memory: the first element stands `offset` elements after the start of the data. */
export interface Placed extends Layout {
  readonly data: Numbers;
  readonly offset: number;
}

export interface Lowered {
  /** calls each step once, or piece by piece from the last to the first */
  readonly run: (pieceByPiece?: boolean) => void;
  readonly results: () => readonly Numbers[];
  readonly kernels: readonly Kernel[];
  readonly bytes: number;
  /** what each step takes */
  readonly clocked: () => readonly number[];
}

/** What a kernel has said is finished: the results at that time, and how often it said so. */
interface Witness {
  readonly result: Operand;
  readonly copy: Operand;
  readonly count: Operand;
}

const witnessing = (shape: Shape, { result, copy, count }: Witness): Cluster => ({
  shape,
  nodes: [
    { kind: 'load', dtype: result.dtype, operand: { ...result, shape, strides: rowMajor(shape) } },
    { kind: 'load', dtype: 'int32', operand: count },
    { kind: 'literal', dtype: 'int32', value: 1 },
    { kind: 'apply', dtype: 'int32', operation: 'add', inputs: [1, 2], output: 0 },
  ],
  stores: [
    { node: 0, operand: copy },
    { node: 3, operand: count },
  ],
  folds: [],
  axes: [],
});

/** how far beyond its inputs a kernel may read */
const slack = 64;

export const rowMajor = (shape: Shape): readonly number[] => shape.map((_, d) => size(shape.slice(d + 1)));

const bytesOf = (dtype: DType): number => dtypes[dtype].zeros(1).BYTES_PER_ELEMENT;

export const lowered = <A extends object>(
  lowering: Lowering<A>,
  attributes: A,
  inputs: readonly Placed[],
  outputs: readonly { readonly shape: Shape; readonly dtype: DType }[],
  fused: boolean,
  // what stands in the bytes of outputs and temporaries at first
  before = 0,
): Lowered => {
  let top = 1024;
  const place = (bytes: number): number => {
    const address = top;
    top += (bytes + slack + 63) & ~63;
    return address;
  };
  const addresses = new Map<number, number>();
  const ends: number[] = [];
  const buffer = (bytes: number) => {
    const id = addresses.size;
    const address = place(bytes);
    addresses.set(id, address);
    ends.push(address + bytes);
    return { id, bytes };
  };
  const fresh = (shape: Shape, dtype: DType): Operand => ({
    shape,
    dtype,
    strides: rowMajor(shape),
    offset: 0,
    buffer: buffer(size(shape) * bytesOf(dtype)),
  });
  const steps: { readonly kernel: Kernel; readonly operands: readonly Operand[] }[] = [];
  const kernels: Kernel[] = [];
  const witnesses: Witness[] = [];
  const draft: Draft = {
    step: (kernel, ins, outs) => {
      kernels.push(kernel);
      const [result] = outs;
      if (kernel.grid === undefined || result === undefined) {
        steps.push({ kernel, operands: [...ins, ...outs] });
        return;
      }
      const { shape } = kernel.grid;
      const witness = { result, copy: fresh(shape, result.dtype), count: fresh(shape, 'int32') };
      const operands = [...ins, result, witness.copy, witness.count];
      const [z, copy, count] = [ins.length, ins.length + 1, ins.length + 2] as const;
      const own = [...ins.keys(), z];
      steps.push({ kernel: continued(kernel, witnessing(shape, witness), own, [z, count, copy, count]), operands });
      witnesses.push(witness);
    },
    temporary: fresh,
    dense: () => {
      throw new Error('not here');
    },
    sum: (parts, output) => {
      const cluster = new Growing(0, output.shape, false);
      cluster.stores.set(cluster.sum(parts, 0), output);
      cluster.finished().forEach(({ kernel, inputs: ins, outputs: outs }) => draft.step(kernel, ins, outs));
    },
  };
  const ins = inputs.map(({ data, ...layout }) => ({ ...layout, buffer: buffer(data.byteLength) }));
  const inputsEnd = top;
  const outs = outputs.map(({ shape, dtype }) => fresh(shape, dtype));
  lowering(attributes, ins, outs, draft);

  const scratchBytes = Math.max(64, ...steps.map(({ kernel }) => kernel.scratch));
  const scratch = place(scratchBytes);
  ends.push(scratch + scratchBytes);
  const pages = Math.ceil(top / 65536) + 1;
  const memory = newMemory(pages);
  const target = { fused };
  const made = module({ initial: pages, maximum: pages, shared: false });
  steps.forEach(({ kernel, operands }, index) => {
    const parameters: readonly 'i32'[] = [...operands, 0, 0, 0].map(() => 'i32');
    const func = made.func(kernel.key, parameters, 'void', (scope, ...locals) =>
      kernel.body({
        module: made,
        target,
        scope,
        pointers: locals.slice(0, operands.length),
        from: at(locals, operands.length),
        to: at(locals, operands.length + 1),
        scratch: at(locals, operands.length + 2),
        status: i32.const(64),
        finished: () => seq(),
      }),
    );
    const outer = made.func(`run ${index}`, parameters, 'void', (_, ...locals) => seq(call(func, ...locals.map(get))));
    made.expose(`${index}`, outer);
  });
  const bytes = made.bytes();
  const find = load(bytes, memory);
  // no kernel writes behind a buffer
  const behind = (): readonly Uint8Array[] => ends.map((end) => new Uint8Array(memory.buffer, end, slack));
  behind().forEach((bytes) => bytes.fill(0xff));
  inputs.forEach(({ data }, i) => {
    new Uint8Array(memory.buffer).set(
      new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
      addresses.get(at(ins, i).buffer.id) ?? 0,
    );
  });
  const call1 = (index: number, from: number, to: number): void => {
    const { operands } = at(steps, index);
    const pointers = operands.map(
      ({ buffer: { id }, offset, dtype }) => (addresses.get(id) ?? 0) + offset * bytesOf(dtype),
    );
    find(`${index}`)(...pointers, from, to, scratch);
  };
  return {
    kernels,
    bytes: bytes.length,
    run: (pieceByPiece = false) => {
      new Uint8Array(memory.buffer).fill(before, inputsEnd, scratch);
      behind().forEach((bytes) => bytes.fill(0xff));
      steps.forEach(({ kernel }, index) => {
        if (!pieceByPiece) {
          call1(index, 0, kernel.pieces);
          return;
        }
        for (let piece = kernel.pieces - 1; piece >= 0; piece--) {
          new Uint8Array(memory.buffer).fill(0xff, scratch, scratch + scratchBytes);
          call1(index, piece, piece + 1);
        }
      });
      for (const { result, copy, count } of witnesses) {
        const bytesAt = ({ buffer: { id, bytes } }: Operand) => Buffer.from(memory.buffer, addresses.get(id), bytes);
        const once = Int32Array.from({ length: size(count.shape) }, () => ((before * 0x01010101) | 0) + 1);
        if (!bytesAt(copy).equals(bytesAt(result))) throw new Error('said to be finished before it was');
        if (!bytesAt(count).equals(Buffer.from(once.buffer))) throw new Error('said to be finished not once');
      }
      if (behind().some((bytes) => bytes.some((byte) => byte !== 0xff))) throw new Error('written behind a buffer');
    },
    clocked: () =>
      steps.map(({ kernel }, index) => {
        const start = performance.now();
        call1(index, 0, kernel.pieces);
        return performance.now() - start;
      }),
    results: () =>
      outs.map(({ shape, dtype, buffer: { id } }) => {
        const zeros = dtypes[dtype].zeros(size(shape));
        new Uint8Array(zeros.buffer).set(new Uint8Array(memory.buffer, addresses.get(id), zeros.byteLength));
        return zeros;
      }),
  };
};
