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
    const named = (from: string, names: readonly string[]): string =>
      `import type { ${names.join(', ')} } from ${source(from)};\nexport type { ${names.join(', ')} };`;
    const lines = [
      `import { claim } from ${source('equal.js')};`,
      named('equal.js', ['Admits', 'Equal']),
      ...Object.entries(imports).map(([from, names]) => named(`../../src/shape/${from}.js`, [...new Set(names)])),
      'void claim;',
      ...claims,
    ];
    writeFileSync(file, lines.join('\n'));
    return compile([file], compiler);
  } finally {
    rmSync(folder, { recursive: true });
  }
};
