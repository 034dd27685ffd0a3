/** The part of the WebAssembly JavaScript interface that the machine needs: TypeScript declares it with the whole of the DOM or not at all. */
import type { MemoryType } from '../emit/index.js';

export interface Memory {
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
  /** the number of pages before */
  readonly grow: (pages: number) => number;
}

/** Functions of numbers: what our modules export. */
export type Exports = Readonly<Record<string, (...parameters: readonly number[]) => number>>;

/** A module as the platform holds it. */
export interface Compiled {
  readonly [Symbol.toStringTag]: string;
}

declare const WebAssembly: {
  readonly Memory: new (type: MemoryType) => Memory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => Compiled;
  readonly Instance: new (
    module: Compiled,
    imports: { readonly engine: { readonly memory: Memory } },
  ) => { readonly exports: Exports };
  readonly validate: (bytes: Uint8Array<ArrayBuffer>) => boolean;
};

/** The bytes in a page of linear memory. */
export const page = 65_536;

export const validate = (bytes: Uint8Array<ArrayBuffer>): boolean => WebAssembly.validate(bytes);

export const compile = (bytes: Uint8Array<ArrayBuffer>): Compiled => new WebAssembly.Module(bytes);

export const instantiate = (module: Compiled, memory: Memory): Exports =>
  new WebAssembly.Instance(module, { engine: { memory } }).exports;

/** Errors  RangeError where the platform refuses */
export const newMemory = (type: MemoryType): Memory => new WebAssembly.Memory(type);
