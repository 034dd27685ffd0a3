import { reference, wasm } from '../index.js';
import type { Engine, MachineOptions } from '../index.js';

/** What computes, by name. */
export const engines = {
  wasm,
  reference: () => reference,
} as const satisfies Readonly<Record<string, (options: MachineOptions) => Engine>>;

export type EngineName = keyof typeof engines;

/** The engine unless told otherwise. */
export const usual: EngineName = 'wasm';
