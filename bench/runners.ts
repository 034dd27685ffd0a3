import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Options } from './options.js';

/** A library on a number of threads, and the command that starts it. */
export interface Runner {
  readonly name: string;
  readonly threads: number;
  readonly command: readonly [program: string, ...args: string[]];
}

const file = (name: string): string => fileURLToPath(new URL(`peers/${name}`, import.meta.url));
const node = (name: string, ...args: string[]): Runner['command'] => [
  process.execPath,
  ...['--import', 'tsx', file(name), ...args],
];

/** The version of PyTorch, or why it cannot take part. */
export const pytorch = (): { readonly version: string } | { readonly missing: string } => {
  try {
    const version = execFileSync('python3', ['-c', 'import torch; print(torch.__version__)'], { stdio: 'pipe' });
    return { version: version.toString().trim() };
  } catch {
    return { missing: 'PyTorch is skipped: python3 cannot import torch' };
  }
};

/** All that take part, pullback first. */
export const runners = ({ threads, peers }: Options, withTorch: boolean): readonly Runner[] => {
  const each = (name: string, command: (count: number) => Runner['command']): readonly Runner[] =>
    threads.map((count) => ({ name, threads: count, command: command(count) }));
  const others = [
    ...(withTorch ? each('pytorch', (count) => ['python3', file('pytorch.py'), String(count)]) : []),
    { name: 'tfjs-wasm', threads: 1, command: node('tfjs.ts', '1', 'wasm') },
    { name: 'tfjs-cpu', threads: 1, command: node('tfjs.ts', '1', 'cpu') },
    { name: 'jax-js', threads: 1, command: node('jax.ts', '1') },
  ];
  return [
    ...each('pullback', (count) => node('pullback.ts', String(count))),
    ...others.filter(({ name }) => peers.test(name)),
  ];
};
