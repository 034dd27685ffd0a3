/**
 * What a user gets: packs the built package, installs the tarball in an empty folder, and from there imports every entry point as
 * an ES module and as CommonJS, asks the command for help, and compiles a consumer under each supported TypeScript and module resolution.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import manifest from '../../package.json' with { type: 'json' };

const root = fileURLToPath(new URL('../../', import.meta.url));
const consumer = mkdtempSync(join(tmpdir(), 'pullback-consumer-'));

const compilers = { '5.9': 'typescript-5', '6': 'typescript', '7': 'typescript-7' };
const resolutions = {
  nodenext: { files: ['esm.mts', 'cjs.cts'], module: 'nodenext' },
  bundler: { files: ['esm.mts'], module: 'esnext' },
};

const run = (what: string, command: string, ...parameters: readonly string[]): string => {
  try {
    const output = execFileSync(command, parameters, { cwd: consumer, encoding: 'utf8' });
    console.log(`passed: ${what}`);
    return output;
  } catch (error) {
    console.error(`failed: ${what}`);
    if (error instanceof Error && 'stdout' in error) console.error(error.stdout);
    throw error;
  }
};

try {
  cpSync(join(root, 'test/package/consumer'), consumer, { recursive: true });
  writeFileSync(join(consumer, 'package.json'), '{ "private": true }\n');
  const tarball = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', consumer], {
    cwd: root,
    encoding: 'utf8',
  }).trim();
  const install = (...names: readonly string[]) =>
    run(`install ${names.join(', ')}`, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', ...names);
  const entries = Object.keys(manifest.exports)
    .filter((path) => !path.endsWith('.json'))
    .map((path) => path.replace('.', manifest.name));

  install(`./${tarball}`);
  const alone = entries.filter((entry) => !entry.endsWith('/fast-check'));
  run('without the optional peers, every entry point but one as an ES module', 'node', 'entries.mjs', ...alone);
  run('without the optional peers, every entry point but one as CommonJS', 'node', 'entries.cjs', ...alone);

  install(...Object.entries(manifest.peerDependencies).map(([name, range]) => `${name}@${range}`), '@types/node@20');
  run('every entry point as an ES module', 'node', 'entries.mjs', ...entries);
  run('every entry point as CommonJS', 'node', 'entries.cjs', ...entries);
  run('the ES module consumer', 'node', 'consumer.mjs');
  run('the CommonJS consumer', 'node', 'consumer.cjs');
  run('the command', 'npx', '--no-install', 'pullback', '--help');

  const typed = entries.filter((entry) => !entry.endsWith('/vitest'));
  const imports = typed.map((entry, i) => `import * as entry${i} from '${entry}';`).join('\n');
  const types = `${imports}\nexport const entries: readonly object[] = [${typed.map((_, i) => `entry${i}`).join(', ')}];\n`;
  writeFileSync(join(consumer, 'esm.mts'), types);
  writeFileSync(join(consumer, 'cjs.cts'), types);
  for (const [resolution, { files, module }] of Object.entries(resolutions))
    for (const [version, compiler] of Object.entries(compilers)) {
      const project = `tsconfig.${resolution}.json`;
      const compilerOptions = {
        module,
        moduleResolution: resolution,
        target: 'es2022',
        strict: true,
        noEmit: true,
        types: [],
      };
      const tsc = join(root, 'node_modules', compiler, 'bin/tsc');
      const check = (what: string, options: object, ...sources: readonly string[]): void => {
        writeFileSync(join(consumer, project), JSON.stringify({ compilerOptions: options, files: sources }));
        run(`${what} under TypeScript ${version}, ${resolution}`, 'node', tsc, '-p', project);
      };
      check('a consumer', compilerOptions, ...files, 'consumer.mts');
      // vitest's own declarations ask for packages that it makes optional
      check('the matchers', { ...compilerOptions, types: ['node'], skipLibCheck: true }, 'matchers.mts');
    }
} finally {
  rmSync(consumer, { recursive: true, force: true });
}
