import { dirname } from 'node:path';
import { key } from '../random/index.js';
import { engines, usual } from './engines.js';
import type { Flags } from './flags.js';
import { makeFolder } from './folder.js';
import { listen } from './interrupt.js';
import { Interrupted } from './keep.js';
import { awaited } from './refusal.js';
import { writeReport } from './report.js';
import type { Task } from './task.js';
import { duration } from './terminal.js';
import type { Terminal } from './terminal.js';

/** The status of a program that Ctrl-C has ended. */
const interruptedStatus = 130;

/**
 * Does a task as the flags say, writes its report, and returns the exit status.
 *
 * Errors   a `Refusal`, whose sentence says what to change
 */
export const run = async (task: Task, flags: Flags, terminal: Terminal): Promise<number> => {
  const began = performance.now();
  const { print } = terminal;
  const interrupt = listen();
  const engine = engines[flags.engine ?? usual]({ threads: flags.threads });
  const seed = flags.seed ?? 1;
  const report = flags.report ?? 'report';
  try {
    await awaited(makeFolder(report));
    if (flags.save !== undefined) await awaited(makeFolder(dirname(flags.save)));
    const quick = flags.quick === true;
    const findings = await task.run({ flags, terminal, interrupt, engine, key: key(seed), quick, report });
    const seconds = (performance.now() - began) / 1000;
    const text = [...findings.text, `${duration(seconds)} on the ${engine.name} engine`];
    text.forEach(print);
    const [first, ...rest] = findings.chapters;
    const chapters =
      first === undefined
        ? []
        : [
            { ...first, text: [text.join('\n'), first.text].filter((part) => part !== undefined).join('\n\n') },
            ...rest,
          ];
    print(`report: ${await awaited(writeReport(report, { ...findings, chapters }))}`);
    if (flags.json === true) print(JSON.stringify({ ...findings.result, seconds, engine: engine.name, seed }));
    return 0;
  } catch (error) {
    if (error instanceof Interrupted) return interruptedStatus;
    throw error;
  } finally {
    interrupt.release();
  }
};
