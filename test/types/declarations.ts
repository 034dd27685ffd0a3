import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** Writes the declarations of entry points of src below a folder: what an installed package consists of for the checker. */
export const declare = (entries: readonly string[], folder: string): void => {
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      rootDir: join(root, 'src'),
      outDir: folder,
      typeRoots: [join(root, 'node_modules/@types')],
      noEmit: false,
      noCheck: true,
      declaration: true,
      emitDeclarationOnly: true,
    },
    files: entries.map((entry) => join(root, 'src', entry)),
    include: [],
  };
  const file = join(folder, 'tsconfig.json');
  writeFileSync(file, JSON.stringify(config));
  const run = spawnSync(process.execPath, [join(root, 'node_modules/typescript-7/bin/tsc'), '-p', file], {
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(run.stdout);
};
