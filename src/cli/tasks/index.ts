import type { Task } from '../task.js';
import { classify } from './classify/index.js';
import { detect } from './detect/index.js';
import { locate } from './locate/index.js';
import { segment } from './segment/index.js';
import { spoof } from './spoof.js';

/** What the program can do, by name; the first is done unless told otherwise. */
export const tasks = {
  classify,
  segment,
  locate,
  detect,
  spoof,
} as const satisfies Readonly<Record<string, Task>>;
