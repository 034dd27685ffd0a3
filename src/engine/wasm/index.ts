/**
 * The embedded engine: a graph becomes one WebAssembly module, its buffers placed ahead of time in one memory, its work shared by threads where there are any.
 */
import { evaluation } from '../../primitive/graph.js';
import type { Graph } from '../../primitive/graph.js';
import { plan as printed } from '../../primitive/plan.js';
import type { Engine, Executable } from '../../primitive/engine.js';
import type { Plan, PlanStep } from '../../primitive/plan.js';
import type { ArrayData } from '../../tensor/array-data.js';
import { size } from '../../shape/shape.js';
import { dtypes } from '../../tensor/dtype.js';
import type { Data, DType } from '../../tensor/dtype.js';
import type { Operand } from './kernel.js';
import { control, machine } from './machine/index.js';
import type { Machine, MachineOptions, Memory } from './machine/index.js';
import { assemble } from './plan/assemble.js';
import type { ModuleUnit, Setting } from './plan/assemble.js';
import { build } from './plan/build.js';
import type { Program, Unit } from './plan/build.js';
import { operandsOf, place } from './plan/place.js';
import type { Placement } from './plan/place.js';
import { termsOf } from './plan/terms.js';

export { MemoryError, type MachineOptions } from './machine/index.js';

/** The arrays through which JavaScript sees the memory. */
const views: {
  readonly [D in DType]: (memory: Memory, address: number, length: number) => Data;
} = {
  float32: ({ buffer }, address, length) => new Float32Array(buffer, address, length),
  float64: ({ buffer }, address, length) => new Float64Array(buffer, address, length),
  int32: ({ buffer }, address, length) => new Int32Array(buffer, address, length),
  bool: ({ buffer }, address, length) => new Uint8Array(buffer, address, length),
};

/** units between two calls of reference rules */
type Segment =
  | { readonly kind: 'kernels'; readonly units: readonly ModuleUnit[] }
  | { readonly kind: 'reference'; readonly unit: Extract<Unit, { kind: 'reference' }> };

const segmentsOf = (units: readonly Unit[]): readonly Segment[] => {
  const segments: Segment[] = [];
  for (const unit of units) {
    const last = segments.at(-1);
    if (unit.kind === 'reference') segments.push({ kind: 'reference', unit });
    else if (last?.kind === 'kernels')
      segments[segments.length - 1] = { kind: 'kernels', units: [...last.units, unit] };
    else segments.push({ kind: 'kernels', units: [unit] });
  }
  return segments;
};

/** work below which other threads are left alone: waking them would take longer */
const worthThreads = 200_000;

const described = ({ dtype, shape }: Operand): string => `${dtype}[${shape.join(', ')}]`;

const bytesOf = (operands: readonly Operand[]): number =>
  operands.reduce((sum, { shape, dtype }) => sum + size(shape) * dtypes[dtype].bytes, 0);

/** a line for each kernel; a loop has a line of its own before those of its body, and the clock stands beside the loop */
const stepsOf = (unit: Unit, times: number, milliseconds?: number): readonly PlanStep[] => {
  const clock = milliseconds === undefined ? {} : { milliseconds };
  if (unit.kind === 'loop')
    return [
      { kernel: `${unit.length} turns of`, operands: [], flops: 0, bytes: 0, times, ...clock },
      ...unit.body.flatMap((inner) => stepsOf(inner, times * unit.length)),
    ];
  return [
    {
      kernel: unit.kind === 'kernel' ? unit.kernel.name : `${unit.operation.name} (reference)`,
      operands: [...unit.inputs.map(described), '->', ...unit.outputs.map(described)],
      flops: unit.kind === 'kernel' ? unit.kernel.flops : 0,
      bytes: bytesOf(operandsOf(unit)),
      times,
      ...clock,
    },
  ];
};

const flopsOf = (unit: Unit): number =>
  unit.kind === 'loop'
    ? unit.length * unit.body.reduce((sum, inner) => sum + flopsOf(inner), 0)
    : unit.kind === 'kernel'
      ? unit.kernel.flops
      : 0;

const scratchOf = (unit: Unit): number =>
  unit.kind === 'loop'
    ? Math.max(0, ...unit.body.map(scratchOf))
    : unit.kind === 'kernel'
      ? Math.ceil(unit.kernel.scratch / alignment) * alignment
      : 0;

const planOf = (
  { units, parameters, outputs }: Program,
  { bytes, bound }: Placement,
  threads: number,
  times?: readonly number[],
): Plan =>
  printed({
    engine: 'wasm',
    steps: units.flatMap((unit, index) => stepsOf(unit, 1, times?.[index])),
    bytes: {
      inputs: bytesOf(parameters.flatMap((operand) => operand ?? [])),
      outputs: bytesOf(outputs),
      peak: bytes,
      bound,
    },
    flops: units.reduce((sum, unit) => sum + flopsOf(unit), 0),
    threads,
  });

const alignment = 64;

/** over-reads of the last buffer end here */
const slack = 256;

const compiled = (host: Machine, graph: Graph): Executable => {
  const program = build(termsOf(graph));
  const placement = place(program);
  const { units } = program;
  const scratchBytes = Math.max(0, ...units.map(scratchOf));
  const base = control.bytes;
  const setting: Setting = {
    target: host.target,
    memory: host.memoryType,
    address: ({ buffer }) => base + (placement.addresses.get(buffer.id) ?? 0),
    scratch: { base: base + placement.bytes, bytes: scratchBytes },
  };
  host.reserve(base + placement.bytes + scratchBytes * host.wanted + slack);
  const segments = segmentsOf(units).map((segment) =>
    segment.kind === 'kernels'
      ? { ...segment, program: host.load(assemble(segment.units, setting)), work: workOf(segment.units) }
      : segment,
  );
  const slow = evaluation(graph);

  const write = ({ operand, data }: { readonly operand: Operand; readonly data: Data }): void => {
    if (placement.addresses.has(operand.buffer.id) && data.length > 0)
      views[operand.dtype](host.memory, setting.address(operand), data.length).set(data);
  };
  const read = (operand: Operand): Data => {
    const { bytes } = dtypes[operand.dtype];
    return views[operand.dtype](
      host.memory,
      setting.address(operand) + operand.offset * bytes,
      size(operand.shape),
    ).slice();
  };
  const status = (): Int32Array => new Int32Array(host.memory.buffer, control.status, 1);
  const begin = (inputs: readonly ArrayData[]): void => {
    status()[0] = 0;
    program.constants.forEach(write);
    program.parameters.forEach((operand, index) => {
      const input = inputs[index];
      if (operand !== undefined && input !== undefined) write({ operand, data: input.data });
    });
  };
  const call = ({ operation, inputs, outputs }: Extract<Unit, { kind: 'reference' }>): void => {
    const made = operation.evaluate(
      inputs.map((operand) => ({ shape: operand.shape, dtype: operand.dtype, data: read(operand) })),
      outputs,
    );
    outputs.forEach((operand, index) => {
      const data = made[index];
      if (data !== undefined) write({ operand, data });
    });
  };

  const run = (inputs: readonly ArrayData[]): readonly Data[] => {
    begin(inputs);
    for (const segment of segments) {
      if (segment.kind === 'reference') call(segment.unit);
      else host.run(segment.program, segment.work < worthThreads ? 1 : host.threads());
    }
    if (status()[0] !== 0) return slow(inputs);
    return program.outputs.map(read);
  };
  const plan = planOf(program, placement, host.wanted);
  const profile = (inputs: readonly ArrayData[]): Plan => {
    run(inputs);
    begin(inputs);
    const times: number[] = [];
    const timed = (work: () => void): void => {
      const start = performance.now();
      work();
      times.push(performance.now() - start);
    };
    for (const segment of segments) {
      if (segment.kind === 'reference') timed(() => call(segment.unit));
      else
        segment.units.forEach((_, index) => {
          const step = segment.program.exports[`step${index}`];
          timed(() => {
            if (typeof step === 'function') Reflect.apply(step, undefined, [0, 1]);
          });
        });
    }
    return planOf(program, placement, 1, times);
  };
  return Object.assign(run, { plan, profile });
};

const workOf = (units: readonly ModuleUnit[]): number =>
  units.reduce(
    (sum, unit) => sum + flopsOf(unit) / 4 + (bytesOf(operandsOf(unit)) / 4) * (unit.kind === 'loop' ? unit.length : 1),
    0,
  );

/** The embedded engine. */
export const wasm = (options: MachineOptions = {}): Engine => {
  const made: { host?: Machine } = {};
  const host = (): Machine => (made.host ??= machine(options));
  return { name: 'wasm', compile: (graph) => compiled(host(), graph) };
};
