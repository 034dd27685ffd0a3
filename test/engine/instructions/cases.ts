/** Many instructions in one module. */
import { it } from 'vitest';
import { module } from '../../../src/engine/wasm/emit/index.js';
import type { Func, Module, ValueType } from '../../../src/engine/wasm/emit/index.js';
import { load, newMemory } from '../webassembly.js';
import type { Exported } from '../webassembly.js';

/** An instruction at work: how it gets into a module, and what holds of it there. */
export interface Case {
  readonly name: string;
  readonly define: (made: Module) => Func<readonly ValueType[], ValueType | 'void'>;
  readonly holds: (run: Exported, buffer: ArrayBuffer) => void;
}

/** the names of rows, as their type has them */
export const keysOf = <K extends string>(rows: Readonly<Record<K, unknown>>): readonly K[] => {
  const keys: K[] = [];
  for (const key in rows) keys.push(key);
  return keys;
};

export const holdAll = (cases: readonly Case[]): void => {
  const made = module({ initial: 1, maximum: 1, shared: false });
  for (const { name, define } of cases) made.expose(name, define(made));
  const memory = newMemory(1);
  const find = load(made.bytes(), memory);
  it.each(cases)('$name', ({ name, holds }) => holds(find(name), memory.buffer));
};
