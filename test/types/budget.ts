import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** The compilers that the types are held to. */
export const compilers = { 5: 'typescript-5', 6: 'typescript', 7: 'typescript-7' } as const;
export type Compiler = keyof typeof compilers;

export interface Compilation {
  readonly errors: readonly string[];
  /** Exact, and the same on every machine. */
  readonly instantiations: number;
  readonly seconds: number;
}

/** What a compiler says of some files of this repository (or absolute paths), under the repository's options. */
export const compile = (files: readonly string[], compiler: Compiler): Compilation => {
  const folder = mkdtempSync(join(tmpdir(), 'pullback-types-'));
  try {
    const config = {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: { types: ['node'], typeRoots: [join(root, 'node_modules/@types')], incremental: false },
      files: files.map((file) => resolve(root, file)),
      include: [],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const program = join(root, 'node_modules', compilers[compiler], 'bin/tsc');
    const run = spawnSync(process.execPath, [program, '-p', folder, '--extendedDiagnostics', '--pretty', 'false'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    const figure = (name: string): number => Number(new RegExp(`^${name}:\\s*([\\d.]+)`, 'm').exec(run.stdout)?.[1]);
    return {
      errors: run.stdout.split('\n').filter((line) => line.includes('error TS')),
      instantiations: figure('Instantiations'),
      seconds: figure('Total time'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** The number of type instantiations of a program that compiles; its errors are thrown. */
export const instantiations = (files: readonly string[], compiler: Compiler): number => {
  const { errors, instantiations: count } = compile(files, compiler);
  if (errors.length > 0) throw new Error(errors.slice(0, 20).join('\n'));
  return count;
};
