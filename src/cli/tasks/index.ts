import type { Task } from '../task.js';
import { classify } from './classify/index.js';
import { denoise } from './denoise.js';
import { detect } from './detect/index.js';
import { generate } from './generate/index.js';
import { locate } from './locate/index.js';
import { pretrain } from './pretrain/index.js';
import { segment } from './segment/index.js';
import { spoof } from './spoof.js';
import { transfer } from './transfer/index.js';
import { write } from './write/index.js';

/** What the program can do, by name; the first is done unless told otherwise. */
export const tasks = {
  classify,
  pretrain,
  segment,
  locate,
  detect,
  denoise,
  generate,
  spoof,
  transfer,
  write,
} as const satisfies Readonly<Record<string, Task>>;
