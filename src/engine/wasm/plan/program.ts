/** What the engine does, step by step: what the planner makes of a graph. */
import type { Data } from '../../../tensor/dtype.js';
import type { Operation } from '../../../tensor/tensor.js';
import type { Kernel, Operand } from '../kernel.js';
import type { Cluster } from '../kernels/pointwise/expression.js';

/** A kernel and what it works on. */
export interface KernelUnit {
  readonly kind: 'kernel';
  readonly kernel: Kernel;
  readonly inputs: readonly Operand[];
  readonly outputs: readonly Operand[];
  /** what it computes, where others may compute it instead */
  readonly cluster?: Cluster;
}

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

const ends =
  (side: 'inputs' | 'outputs') =>
  (unit: Unit): readonly Operand[] =>
    unit.kind === 'loop' ? unit.body.flatMap(ends(side)) : unit[side];

/** What a unit reads, those of a loop's body included. */
export const inputsOf = ends('inputs');

/** What a unit writes. */
export const outputsOf = ends('outputs');

export const operandsOf = (unit: Unit): readonly Operand[] => [...inputsOf(unit), ...outputsOf(unit)];
