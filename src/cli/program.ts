import * as E from 'fp-ts/lib/Either.js';
import { parse } from './flags.js';
import { Refusal } from './refusal.js';
import { run } from './run.js';
import { tasks } from './tasks/index.js';
import type { Terminal } from './terminal.js';

/** The status of a program that was asked for something it cannot do. */
const refused = 2;

/** The program: the words behind its name, where it speaks, and its exit status. */
export const program = async (words: readonly string[], out: Terminal): Promise<number> => {
  const parsed = parse(words, tasks);
  if (E.isLeft(parsed)) {
    out.warn(parsed.left);
    return refused;
  }
  if ('help' in parsed.right) {
    out.print(parsed.right.help);
    return 0;
  }
  try {
    return await run(parsed.right.task, parsed.right.flags, out);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    out.warn(error.message);
    return refused;
  }
};
