/** What tests use of the JavaScript interface of WebAssembly: no library of the project's configuration declares it. */
import type { MemoryType } from '../../src/engine/wasm/emit/index.js';

export type Value = number | bigint;
export type Exported = (...parameters: readonly Value[]) => Value;

interface Memory {
  readonly buffer: ArrayBuffer;
}

declare const WebAssembly: {
  readonly Memory: new (type: MemoryType) => Memory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, Exported>> };
  readonly validate: (bytes: Uint8Array<ArrayBuffer>) => boolean;
};

export const validate = (bytes: Uint8Array<ArrayBuffer>): boolean => WebAssembly.validate(bytes);

export const newMemory = (initial: number, maximum = initial, shared = false): Memory =>
  new WebAssembly.Memory({ initial, maximum, shared });

/** The functions that a module exposes. */
export const load = (bytes: Uint8Array<ArrayBuffer>, memory: Memory): ((name: string) => Exported) => {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { engine: { memory } });
  return (name) => {
    const found = exports[name];
    if (found === undefined) throw new Error(`no function ${name}`);
    return found;
  };
};
