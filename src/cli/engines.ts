import { reference } from '../index.js';
import type { Engine } from '../index.js';

/** What computes, by name. */
export const engines = { reference } as const satisfies Readonly<Record<string, Engine>>;

export type EngineName = keyof typeof engines;

/** The engine unless told otherwise. */
export const usual: EngineName = 'reference';
