import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { compile, type Compilation, type Compiler } from './budget.js';

const source = (path: string): string => JSON.stringify(resolve(import.meta.dirname, path));

/** Types of src/shape, by the files that have them. */
export interface Imports {
  readonly [file: string]: readonly string[];
}

/** What a compiler says of a program of claims, written outside the sources. */
export const compileClaims = (imports: Imports, claims: readonly string[], compiler: Compiler): Compilation => {
  const folder = mkdtempSync(join(tmpdir(), 'pullback-claims-'));
  try {
    const file = join(folder, 'claims.mts');
    const lines = [
      ...Object.entries(imports).map(
        ([from, names]) =>
          `import type { ${[...new Set(names)].join(', ')} } from ${source(`../../src/shape/${from}.js`)};`,
      ),
      `import { claim, type Admits, type Equal } from ${source('equal.js')};`,
      'export type { Admits, Equal };',
      ...claims,
    ];
    writeFileSync(file, lines.join('\n'));
    return compile([file], compiler);
  } finally {
    rmSync(folder, { recursive: true });
  }
};
