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
  const peers = Object.entries(manifest.peerDependencies).map(([name, range]) => `${name}@${range}`);
  run('install', 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', `./${tarball}`, ...peers);

  const entries = Object.keys(manifest.exports)
    .filter((path) => !path.endsWith('.json'))
    .map((path) => path.replace('.', manifest.name));
  run('every entry point as an ES module', 'node', 'entries.mjs', ...entries);
  run('every entry point as CommonJS', 'node', 'entries.cjs', ...entries);
  run('the ES module consumer', 'node', 'consumer.mjs');
  run('the CommonJS consumer', 'node', 'consumer.cjs');
  run('the command', 'npx', '--no-install', 'pullback', '--help');

  const imports = entries.map((entry, i) => `import * as entry${i} from '${entry}';`).join('\n');
  const types = `${imports}\nexport const entries: readonly object[] = [${entries.map((_, i) => `entry${i}`).join(', ')}];\n`;
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
      writeFileSync(join(consumer, project), JSON.stringify({ compilerOptions, files: [...files, 'consumer.mts'] }));
      const tsc = join(root, 'node_modules', compiler, 'bin/tsc');
      run(`a consumer under TypeScript ${version}, ${resolution}`, 'node', tsc, '-p', project);
    }
} finally {
  rmSync(consumer, { recursive: true, force: true });
}
