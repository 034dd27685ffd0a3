import { writeFile } from 'node:fs/promises';
import { defineConfig, type Options } from 'tsup';
import manifest from './package.json' with { type: 'json' };

/** The rooms named in `exports` are the entry points: `./nn` is built from `src/nn/index.ts`. */
const rooms = Object.keys(manifest.exports).filter((path) => path !== './package.json');
const entry = {
  'cli/main': 'src/cli/main.ts',
  ...Object.fromEntries(rooms.map((path) => [`${path}/index`, `src/${path}/index.ts`])),
};

/** Dependencies that are ES modules only: CommonJS cannot require them on every Node we support, so it carries them along. */
const esModulesOnly = ['d3-scale', 'fast-png'];

/** Splitting in both formats: entry points share their chunks, so there is one `ShapeError` and one engine. */
const build = (format: 'esm' | 'cjs', type: 'module' | 'commonjs'): Options => ({
  entry,
  format,
  outDir: `dist/${format}`,
  outExtension: () => ({ js: '.js' }),
  target: 'es2022',
  platform: 'neutral',
  noExternal: format === 'cjs' ? esModulesOnly : [],
  splitting: true,
  shims: true,
  clean: true,
  onSuccess: () => writeFile(`dist/${format}/package.json`, `{ "type": "${type}" }\n`),
});

export default defineConfig([build('esm', 'module'), build('cjs', 'commonjs')]);
