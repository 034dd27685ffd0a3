import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Compiler } from './budget.js';
import { compileClaims } from './program.js';
import { randomCases } from './random.js';
import { claimOf, forgetfulClaimOf, type Case } from './rules.js';
import { sentences } from './sentences.js';

const runs = 60;
const samples = Object.entries(randomCases).map(
  ([name, arbitrary]) => [name, fc.sample(arbitrary, { seed: 20240607, numRuns: runs })] as const,
);
const cases: readonly Case[] = samples.flatMap(([, sample]) => sample);
const fits = ({ verdict }: Case): boolean => typeof verdict !== 'string';

const spoken: readonly Case[] = sentences.map(([one, verdict]) => ({ ...one, verdict }));
const errors = (claims: readonly string[], compiler: Compiler): readonly string[] =>
  compileClaims({ index: cases.map(({ rule }) => rule) }, claims, compiler).errors;

describe('the two twins of every rule', { timeout: 180_000 }, () => {
  it('are asked about a thousand configurations, of which each rule accepts some and refuses some', () => {
    expect(cases.length).toBeGreaterThanOrEqual(1000);
    for (const [name, sample] of samples) {
      const accepted = sample.filter(fits).length;
      expect(accepted, name).toBeGreaterThanOrEqual(runs / 6);
      if (name !== 'flatten') expect(accepted, name).toBeLessThan(runs);
    }
  });

  it.each<Compiler>([6, 7])(
    'agree, also in what is known when dimensions are forgotten, under TypeScript %i',
    (compiler) => {
      const claims = [...cases.map(claimOf), ...cases.filter(fits).map(forgetfulClaimOf), ...spoken.map(claimOf)];
      expect(errors(claims, compiler)).toEqual([]);
    },
  );

  it('say the same sentences under TypeScript 5', () => {
    expect(errors(spoken.map(claimOf), 5)).toEqual([]);
  });

  it('are seen to differ when a verdict is wrong', () => {
    const wrong = cases.map((one) => ({
      ...one,
      verdict: typeof one.verdict === 'string' ? `${one.verdict}.` : [...one.verdict, 1],
    }));
    const claims = [...wrong.map(claimOf), ...wrong.filter(fits).map(forgetfulClaimOf)];
    expect(errors(claims, 7)).toHaveLength(claims.length);
  });
});
