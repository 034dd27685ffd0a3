import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from '../../src/cli/program.js';

/** an empty folder */
export const folder = (): string => mkdtempSync(join(tmpdir(), 'pullback-cli-'));

/** what the program said and how it ended */
export interface Said {
  readonly status: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

/** runs the program in this process */
export const cli = async (...words: readonly string[]): Promise<Said> => {
  const [out, err]: [string[], string[]] = [[], []];
  const status = await program(words, {
    print: (line) => out.push(line),
    warn: (line) => err.push(line),
    interactive: false,
  });
  return { status, out, err };
};

/** a run of a second or two */
export const small = ['--limit', '32', '--test-limit', '16', '--epochs', '2', '--batch', '8'] as const;

/** the object in the last line, without what no two runs have in common */
export const result = ({ out }: Said): Readonly<Record<string, unknown>> => {
  const { seconds, ...rest } = JSON.parse(out.at(-1) ?? '') as Record<string, unknown>;
  if (!(typeof seconds === 'number' && seconds > 0)) throw new Error('no time in the last line');
  return rest;
};
