import type { Task } from '../task.js';
import { classify } from './classify/index.js';
import { segment } from './segment/index.js';

/** What the program can do, by name; the first is done unless told otherwise. */
export const tasks = {
  classify,
  segment,
} as const satisfies Readonly<Record<string, Task>>;
