/** A program as people read it: a line for each kernel, and the memory it takes. */
import type { Plan, PlanStep } from '../../../primitive/plan.js';
import { plan } from '../../../primitive/plan.js';
import { size } from '../../../shape/shape.js';
import { dtypes } from '../../../tensor/dtype.js';
import type { Operand } from '../kernel.js';
import { operandsOf } from './program.js';
import type { Program, Unit } from './program.js';
import type { Placement } from './place.js';

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

/** How much there is to do, in additions or words moved: about four to a nanosecond. */
export const workOf = (unit: Unit): number =>
  unit.kind === 'loop'
    ? unit.length * unit.body.reduce((sum, inner) => sum + workOf(inner), 0)
    : flopsOf(unit) / 4 + bytesOf(operandsOf(unit)) / 4;

/** The plan of a program; with the time of each unit, if it has run. */
export const report = (
  { units, parameters, outputs }: Program,
  { bytes, bound }: Placement,
  threads: number,
  milliseconds: readonly number[] = [],
): Plan =>
  plan({
    engine: 'wasm',
    steps: units.flatMap((unit, index) => stepsOf(unit, 1, milliseconds[index])),
    bytes: {
      inputs: bytesOf(parameters),
      outputs: bytesOf(outputs),
      peak: bytes,
      bound,
    },
    flops: units.reduce((sum, unit) => sum + flopsOf(unit), 0),
    threads,
  });
