/** What a kernel is, and how a primitive says which kernels compute it. */
import type { Shape } from '../../shape/shape.js';
import type { DType } from '../../tensor/dtype.js';
import type { Code, Local, Module, Scope } from './emit/index.js';
import type { Target } from './lanes.js';

/** A piece of the engine's memory. The planner decides where it lies, and which others lie there at other times. */
export interface Buffer {
  readonly id: number;
  readonly bytes: number;
}

/** The elements of a buffer that a tensor is made of, each axis with a stride (counted in elements; 0 repeats, negative reverses). */
export interface Layout {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly strides: readonly number[];
}

/** A layout within a buffer: the first element stands `offset` elements after its start. */
export interface Operand extends Layout {
  readonly buffer: Buffer;
  readonly offset: number;
  /** inside loops: by how many elements it moves in each turn of which loop; kernels need not know */
  readonly moves?: readonly Move[];
}

/** How an operand moves with a loop around its step. */
export interface Move {
  readonly loop: number;
  readonly stride: number;
}

/** The results of a kernel that says when they are finished. */
export interface Grid {
  /** the shape under which the parts are boxes */
  readonly shape: Shape;
  /** whether the parts are whole lines, as they stand in memory */
  readonly lines: boolean;
}

/** Part of the results of a kernel: from where to where along each axis of its grid. */
export type Box = readonly (readonly [from: Code<'i32'>, to: Code<'i32'>])[];

/** What the body of a kernel is written in terms of. */
export interface Context {
  readonly module: Module;
  readonly target: Target;
  readonly scope: Scope;
  /** addresses of the first elements of the operands, inputs before outputs */
  readonly pointers: readonly Local<'i32'>[];
  /** the pieces to compute: from, …, to − 1; there is at least one */
  readonly from: Local<'i32'>;
  readonly to: Local<'i32'>;
  /** private memory of the thread, its contents undefined */
  readonly scratch: Local<'i32'>;
  /** address of a word that is 0 until a kernel stores 1 there: the inputs are not admissible, and the reference rule says why */
  readonly status: Code<'i32'>;
  /** what is to be done with a part of the results, by the thread that has completed it */
  readonly finished: (box: Box) => Code<'void'>;
}

/**
 * A loop nest with its sizes, strides and constants built in. It may read up to 64 bytes beyond the ends of its inputs, but never writes beyond its outputs.
 * What a piece computes does not depend on which other pieces the same thread computes, so results do not depend on the number of threads.
 */
export interface Kernel {
  /** what a printed plan calls it */
  readonly name: string;
  /** everything the code depends on: kernels with equal keys are one function */
  readonly key: string;
  /** how many pieces of about equal work it falls into; no two write to the same element */
  readonly pieces: number;
  /** bytes of private memory for each thread */
  readonly scratch: number;
  readonly flops: number;
  /** where the body says of each of its results, once, that it is finished; there is one output then */
  readonly grid?: Grid;
  readonly body: (context: Context) => Code<'void'>;
}

/** The steps of a plan under construction. */
export interface Draft {
  /** appends a kernel; it sees the writes of all steps before it */
  readonly step: (kernel: Kernel, inputs: readonly Operand[], outputs: readonly Operand[]) => void;
  /** a fresh row-major tensor that lives from its first to its last step */
  readonly temporary: (shape: Shape, dtype: DType) => Operand;
  /** the operand itself if it is row-major without gaps, else such a copy */
  readonly dense: (operand: Operand) => Operand;
  /** the sum over the first axis, in its order, is an output */
  readonly sum: (parts: Operand, output: Operand) => void;
}

/** The steps by which a primitive is computed. Outputs are row-major without gaps; inputs may be any layout. */
export type Lowering<A extends object> = (
  attributes: A,
  inputs: readonly Operand[],
  outputs: readonly Operand[],
  draft: Draft,
) => void;
