import fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compile, type Compiler } from './budget.js';
import { randomCases } from './random.js';
import { claimOf, type Case } from './rules.js';
import { sentences } from './sentences.js';

const runs = 60;
const seed = 20240607;
const cases: readonly Case[] = Object.values(randomCases).flatMap((arbitrary) =>
  fc.sample(arbitrary, { seed, numRuns: runs }),
);
const fits = ({ verdict }: Case): boolean => typeof verdict !== 'string';

const folder = mkdtempSync(join(tmpdir(), 'pullback-claims-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A program that claims the verdicts of some cases, as a file outside the sources. */
const program = (name: string, claimed: readonly Case[]): string => {
  const file = join(folder, `${name}.mts`);
  const source = (path: string): string => JSON.stringify(resolve(import.meta.dirname, path));
  const lines = [
    `import type { ${[...new Set(claimed.map(({ rule }) => rule))].join(', ')} } from ${source('../../src/shape/index.js')};`,
    `import { claim, type Equal } from ${source('./equal.js')};`,
    ...claimed.map(claimOf),
  ];
  writeFileSync(file, lines.join('\n'));
  return file;
};

describe('the two twins of every rule', () => {
  it('are asked about enough configurations, of which each rule accepts some and refuses some', () => {
    expect(cases.length).toBeGreaterThanOrEqual(1000);
    for (const [name, arbitrary] of Object.entries(randomCases)) {
      const accepted = fc.sample(arbitrary, { seed, numRuns: runs }).filter(fits).length;
      expect(accepted, name).toBeGreaterThanOrEqual(runs / 6);
      if (name !== 'flatten') expect(accepted, name).toBeLessThan(runs);
    }
  });

  it.each<Compiler>([6, 7])('agree under TypeScript %i', (compiler) => {
    expect(compile([program('random', cases)], compiler).errors).toEqual([]);
  });

  it.each<Compiler>([5, 6, 7])('say the same sentences under TypeScript %i', (compiler) => {
    const claimed = sentences.map(([one, verdict]) => ({ ...one, verdict }));
    expect(compile([program('sentences', claimed)], compiler).errors).toEqual([]);
  });

  it('are seen to differ when a verdict is wrong', () => {
    const wrong = cases.map((one) => ({
      ...one,
      verdict: typeof one.verdict === 'string' ? `${one.verdict}.` : [...one.verdict, 1],
    }));
    expect(compile([program('wrong', wrong)], 7).errors).toHaveLength(wrong.length);
  });
});
