/** Every network of the curriculum, each in a process of its own: npm run systems -- [names] */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { size } from '../../src/shape/index.js';
import { once } from './once.js';
import { systems } from './systems.js';

/** what no process may exceed, in GB */
const limit = 8;

const cells = (row: string, name: string, ...others: readonly string[]): string =>
  [row.padEnd(5), name.padEnd(12), ...others.map((text, k) => text.padStart([14, 30][k] ?? 11))].join('');

const report = (name: string): void => {
  const system = systems.get(name);
  if (system === undefined) throw new Error(`there is no system ${name}`);
  const { parameters, input, output, forward, step, loss, after } = once(system, (x) => (size(x) > 10_000 ? 1 : 16));
  const memory = process.resourceUsage().maxRSS / 2 ** 20;
  console.log(
    cells(
      ...([system.row, name] as const),
      ...[parameters.toLocaleString('en-US'), `${input.join('×')} → ${output.slice(1).join('×')}`],
      ...[forward, step].map((seconds) => `${seconds.toFixed(2)} s`),
      ...[loss, after].map((value) => value.toFixed(4)),
      `${memory.toFixed(2)} GB`,
    ),
  );
  process.exitCode = Number.isFinite(loss) && Number.isFinite(after) && memory < limit ? 0 : 1;
};

const all = (names: readonly string[]): void => {
  console.log(cells('', '', 'parameters', 'batch → one result', 'forward', 'step', 'loss', 'after', 'memory'));
  const self = fileURLToPath(import.meta.url);
  const failed = names.filter(
    (name) =>
      spawnSync(process.execPath, [...process.execArgv, self, '--one', name], { stdio: 'inherit' }).status !== 0,
  );
  if (failed.length > 0) console.error(`failed: ${failed.join(', ')}`);
  process.exitCode = failed.length;
};

const [first, ...given] = process.argv.slice(2);
if (first === '--one') given.forEach(report);
else all(first === undefined ? [...systems.keys()] : [first, ...given]);
