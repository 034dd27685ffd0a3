import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Options } from './options.js';
import type { Work } from './workloads/index.js';

/** A library on a number of threads, and the command that starts it. */
export interface Runner {
  readonly name: string;
  readonly threads: number;
  readonly command: readonly [program: string, ...args: string[]];
  readonly takes: (work: Work) => boolean;
}

const file = (name: string): string => fileURLToPath(new URL(`peers/${name}`, import.meta.url));
const node = (name: string, ...args: string[]): Runner['command'] => [
  process.execPath,
  ...['--import', 'tsx', file(name), ...args],
];

/** What takes part by way of Python, each under the name of its module and of its script. */
export const pythons = ['torch', 'skimage'] as const;
export type Module = (typeof pythons)[number];

/** The version of a module, or that it cannot take part. */
export const version = (module: Module): string | undefined => {
  try {
    const found = execFileSync('python3', ['-c', `import ${module}; print(${module}.__version__)`], { stdio: 'pipe' });
    return found.toString().trim();
  } catch {
    return undefined;
  }
};

const filters = ({ kind }: Work): boolean => kind === 'image';
const networks = (work: Work): boolean => !filters(work);
const everything = (): boolean => true;

/** All that take part, pullback first. */
export const runners = ({ threads, peers }: Options, has: ReadonlySet<Module>): readonly Runner[] => {
  const each = (
    name: string,
    takes: Runner['takes'],
    command: (count: number) => Runner['command'],
  ): readonly Runner[] => threads.map((count) => ({ name, threads: count, command: command(count), takes }));
  const python = (script: string, count: number): Runner['command'] => ['python3', file(script), String(count)];
  const others = [
    ...(has.has('torch') ? each('pytorch', networks, (count) => python('pytorch.py', count)) : []),
    ...(has.has('skimage')
      ? [{ name: 'scikit-image', threads: 1, command: python('scikit_image.py', 1), takes: filters }]
      : []),
    { name: 'tfjs-wasm', threads: 1, command: node('tfjs.ts', '1', 'wasm'), takes: networks },
    { name: 'tfjs-cpu', threads: 1, command: node('tfjs.ts', '1', 'cpu'), takes: networks },
    { name: 'jax-js', threads: 1, command: node('jax.ts', '1'), takes: networks },
  ];
  return [
    ...each('pullback', everything, (count) => node('pullback.ts', String(count))),
    ...others.filter(({ name }) => peers.test(name)),
  ];
};
