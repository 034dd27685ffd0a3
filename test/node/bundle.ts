import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';

/** A program of this folder in one file of JavaScript that Node can run; its path. */
export const bundle = async (name: string, outDir: string): Promise<string> => {
  await build({
    entry: [fileURLToPath(new URL(`${name}.ts`, import.meta.url))],
    outDir,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    outExtension: () => ({ js: '.mjs' }),
    noExternal: [/./],
    banner: {
      js: "import { createRequire as requiring } from 'node:module'; const require = requiring(import.meta.url);",
    },
    silent: true,
    config: false,
  });
  return join(outDir, `${name}.mjs`);
};
