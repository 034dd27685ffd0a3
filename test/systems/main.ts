/** Every network of the table, each in a process of its own: npm run systems -- [names] */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { models } from '../../src/models/index.js';
import type { ModelName } from '../../src/models/index.js';
import { once } from './once.js';

/** what no process may exceed, in GB */
const limit = 8;

const names = Object.keys(models).filter((name): name is ModelName => name in models);
const cells = (...texts: readonly string[]): string =>
  texts.map((text, k) => (k === 0 ? text.padEnd(10) : text.padStart([15, 29][k - 1] ?? 12))).join('');

const [only, ...given] = process.argv.slice(2);
if (only === '--one') {
  const name = names.find((known) => known === given[0]) ?? 'softmax';
  const pixels = models[name].input.slice(1).reduce((product, n) => product * n, 1);
  const { parameters, input, output, forward, step, loss, after } = once(name, pixels > 10_000 ? 1 : 16);
  const memory = process.resourceUsage().maxRSS / 2 ** 20;
  console.log(
    cells(
      ...[name, parameters.toLocaleString('en-US'), `${input.join('×')} → ${output.slice(1).join('×')}`],
      ...[forward, step].map((seconds) => `${seconds.toFixed(2)} s`),
      ...[loss, after].map((value) => value.toFixed(4)),
      `${memory.toFixed(2)} GB`,
    ),
  );
  process.exitCode = Number.isFinite(loss) && Number.isFinite(after) && memory < limit ? 0 : 1;
} else {
  const asked = [only, ...given].flatMap((name) => names.filter((known) => known === name));
  console.log(cells('', 'parameters', 'batch → one result', 'forward', 'step', 'loss', 'after', 'peak memory'));
  const failed = (asked.length === 0 ? names : asked).filter((name) => {
    const { status } = spawnSync(
      process.execPath,
      [...process.execArgv, fileURLToPath(import.meta.url), '--one', name],
      {
        stdio: 'inherit',
      },
    );
    return status !== 0;
  });
  if (failed.length > 0) console.error(`failed: ${failed.join(', ')}`);
  process.exitCode = failed.length;
}
