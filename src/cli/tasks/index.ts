import type { Task } from '../task.js';
import { classify } from './classify/index.js';

/** What the program can do, by name; the first is done unless told otherwise. */
export const tasks = {
  classify,
} as const satisfies Readonly<Record<string, Task>>;
