/** Linear memory that grows up to a limit. */
import type { MemoryType } from '../emit/index.js';
import { control } from './control.js';
import { MemoryError } from './memory-error.js';
import { newMemory, page, type Memory } from './webassembly.js';

const mostPages = 65_535;

/** A memory of at most `limit` bytes, or of half as much, … where the platform refuses to set so many addresses aside. */
export const linear = (
  limit: number | undefined,
  shared: boolean,
): { readonly type: MemoryType; readonly memory: Memory } => {
  const asked = limit === undefined ? mostPages : Math.min(mostPages, Math.max(1, Math.floor(limit / page)));
  for (let maximum = asked; ; maximum = Math.ceil(maximum / 2)) {
    const type = { initial: Math.ceil(control.bytes / page), maximum, shared };
    try {
      return { type, memory: newMemory(type) };
    } catch (refusal) {
      if (maximum === 1) throw refusal;
    }
  }
};

/**
 * Makes the addresses 0, …, bytes − 1 valid.
 * Errors  MemoryError beyond the limit, or where the platform has no more
 */
export const growTo = (memory: Memory, { maximum }: MemoryType, bytes: number): void => {
  const missing = Math.ceil(bytes / page) - memory.buffer.byteLength / page;
  if (missing <= 0) return;
  if (bytes > maximum * page) throw new MemoryError(bytes, maximum * page);
  try {
    memory.grow(missing);
  } catch {
    throw new MemoryError(bytes, memory.buffer.byteLength);
  }
};
