/** The benchmark: pullback and its peers, in turns, in processes of their own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { described, machine } from './machine.js';
import { help, readOptions, type Options } from './options.js';
import { agreement, agrees, buffers, compilation, heading, memory, timing } from './report.js';
import { pythons, runners, version } from './runners.js';
import { play, type Result } from './tournament.js';
import { workloads } from './workloads/index.js';

const run = async (options: Options): Promise<void> => {
  const versions = pythons.map((module) => [module, version(module)] as const);
  const has = new Set(versions.flatMap(([module, found]) => (found === undefined ? [] : [module])));
  const chosen = workloads.filter(({ name, quick }) => options.only.test(name) && (quick || !options.quick));
  if (chosen.length === 0)
    throw new RangeError(
      `--only: none of ${workloads.map(({ name }) => name).join(', ')} matches ${options.only.source}`,
    );
  const taking = runners(options, has).filter(({ takes }) => chosen.some(({ work }) => takes(work)));
  const told = versions.map(([module, found]) => `${module} ${found ?? 'is skipped: python3 cannot import it'}`);
  console.log(`${described}\n${told.join(', ')}\n`);
  console.log(heading(taking));
  const folder = mkdtempSync(join(tmpdir(), 'pullback-bench-'));
  const results: Result[] = [];
  try {
    for (const group of new Set(chosen.map((workload) => workload.group))) {
      const together = chosen.filter((workload) => workload.group === group);
      for await (const played of play(together, taking, options, folder)) {
        console.log(timing(played));
        for (const { profile } of played) if (profile !== undefined) console.log(`\n${profile}\n`);
        results.push(...played);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const tables = [compilation, memory, buffers].map((table) => table(taking, results));
  for (const lines of [...tables, agreement(results)]) if (lines.length > 0) console.log(`\n${lines.join('\n')}`);
  if (!results.every(agrees)) process.exitCode = 1;
  if (options.json !== undefined)
    writeFileSync(options.json, written({ machine, versions: Object.fromEntries(versions), options, results }));
};

/** JSON, a pattern as its text. */
const written = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (part instanceof RegExp ? part.source : part), 1);

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) console.log(help);
  else await run(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
