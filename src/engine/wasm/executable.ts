/** Terms become a program that runs in the memory of a machine. */
import type { Plan } from '../../primitive/plan.js';
import { size } from '../../shape/shape.js';
import type { ArrayData } from '../../tensor/array-data.js';
import { dtypes } from '../../tensor/dtype.js';
import type { Data, DType } from '../../tensor/dtype.js';
import type { Operand } from './kernel.js';
import { control } from './machine/index.js';
import type { Machine, Memory } from './machine/index.js';
import { assemble } from './plan/assemble.js';
import type { ModuleUnit, Setting } from './plan/assemble.js';
import { build } from './plan/build.js';
import type { Unit } from './plan/program.js';
import { aligned, place } from './plan/place.js';
import { report, workOf } from './plan/report.js';
import type { Terms } from './plan/terms.js';
import { threading } from './threading.js';

/** A program in place. */
export interface Resident {
  /** the results; nothing where the inputs are not admissible, and the reference rules say why */
  readonly run: (inputs: readonly ArrayData[]) => readonly Data[] | undefined;
  readonly plan: () => Plan;
  readonly profile: (inputs: readonly ArrayData[]) => Plan;
}

/** The arrays through which JavaScript sees the memory. */
const views: { readonly [D in DType]: (memory: Memory, address: number, length: number) => Data } = {
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
  let kernels: ModuleUnit[] | undefined;
  for (const unit of units) {
    if (unit.kind === 'reference') {
      segments.push({ kind: 'reference', unit });
      kernels = undefined;
    } else {
      if (kernels === undefined) segments.push({ kind: 'kernels', units: (kernels = []) });
      kernels.push(unit);
    }
  }
  return segments;
};

/** work below which other threads are left alone: waking them would take longer */
const worthThreads = 200_000;

/** bytes that take longer to write than to know */
const worthKnowing = 16_384;

/** over-reads of the last buffer end here */
const slack = 256;

const scratchOf = (unit: Unit): number =>
  unit.kind === 'loop'
    ? Math.max(0, ...unit.body.map(scratchOf))
    : unit.kind === 'kernel'
      ? aligned(unit.kernel.scratch)
      : 0;

/** whose constants stand in the memory of a machine */
const owners = new WeakMap<Memory, object>();

/** What stands for an array where the array itself must not be kept; a `WeakRef` would keep it until the program next waits for something. */
const identities = new WeakMap<Data, object>();
const identity = (data: Data): object => {
  const known = identities.get(data) ?? {};
  identities.set(data, known);
  return known;
};

/**
 * The program of some terms, with its memory set aside.
 * Errors  MemoryError, before anything is allocated
 */
export const reside = (host: Machine, terms: Terms): Resident => {
  const program = build(terms);
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
      ? {
          ...segment,
          module: host.load(assemble(segment.units, setting)),
          work: segment.units.reduce((sum, unit) => sum + workOf(unit), 0),
          threading: threading(() => performance.now()),
        }
      : segment,
  );

  const write = (operand: Operand, data: Data): void => {
    if (placement.addresses.has(operand.buffer.id) && data.length > 0)
      views[operand.dtype](host.memory, setting.address(operand), data.length).set(data);
  };
  const read = (operand: Operand): Data => {
    const start = setting.address(operand) + operand.offset * dtypes[operand.dtype].bytes;
    return views[operand.dtype](host.memory, start, size(operand.shape)).slice();
  };
  const status = (): Int32Array => new Int32Array(host.memory.buffer, control.status, 1);

  /** the inputs that stand in memory, by parameter; nobody changes an array, so the same array is the same numbers */
  const standing = new Map<Operand, object>();
  const begin = (inputs: readonly ArrayData[]): void => {
    status()[0] = 0;
    if (owners.get(host.memory) !== program) {
      for (const { operand, data } of program.constants) write(operand, data);
      standing.clear();
      owners.set(host.memory, program);
    }
    program.parameters.forEach((operand, index) => {
      const input = inputs[index];
      if (input === undefined) return;
      const worth = operand.buffer.bytes >= worthKnowing && placement.lasting.has(operand.buffer.id);
      if (worth && standing.get(operand) === identity(input.data)) return;
      write(operand, input.data);
      if (worth) standing.set(operand, identity(input.data));
    });
  };
  const call = ({ operation, inputs, outputs }: Extract<Unit, { kind: 'reference' }>): void => {
    const made = operation.evaluate(
      inputs.map((operand) => ({ shape: operand.shape, dtype: operand.dtype, data: read(operand) })),
      outputs,
    );
    outputs.forEach((operand, index) => {
      const data = made[index];
      if (data !== undefined) write(operand, data);
    });
  };
  /** one attempt; fails where the machine has lost threads, and with them the memory */
  const attempt = (inputs: readonly ArrayData[]): boolean => {
    begin(inputs);
    return segments.every((segment) => {
      if (segment.kind === 'kernels')
        return segment.threading.run(segment.work < worthThreads ? 1 : host.threads(), (threads) =>
          host.run(segment.module, threads),
        );
      call(segment.unit);
      return true;
    });
  };
  const run = (inputs: readonly ArrayData[]): readonly Data[] | undefined => {
    while (!attempt(inputs));
    return status()[0] === 0 ? program.outputs.map(read) : undefined;
  };
  const profile = (inputs: readonly ArrayData[]): Plan => {
    run(inputs);
    begin(inputs);
    const times = segments.flatMap((segment) => {
      const works =
        segment.kind === 'reference'
          ? [() => call(segment.unit)]
          : segment.units.map((_, index) => () => segment.module.exports[`step${index}`]?.(0, 1));
      return works.map((work) => {
        const start = performance.now();
        work();
        return performance.now() - start;
      });
    });
    return report(program, placement, 1, times);
  };
  return { run, plan: () => report(program, placement, host.wanted), profile };
};
