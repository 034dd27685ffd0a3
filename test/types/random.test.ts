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

const errors = (
  claimed: readonly Case[],
  compiler: Compiler,
  claim: (one: Case, index: number) => string = claimOf,
): readonly string[] => compileClaims({ index: claimed.map(({ rule }) => rule) }, claimed.map(claim), compiler).errors;

describe('the two twins of every rule', () => {
  it('are asked about a thousand configurations, of which each rule accepts some and refuses some', () => {
    expect(cases.length).toBeGreaterThanOrEqual(1000);
    for (const [name, sample] of samples) {
      const accepted = sample.filter(fits).length;
      expect(accepted, name).toBeGreaterThanOrEqual(runs / 6);
      if (name !== 'flatten') expect(accepted, name).toBeLessThan(runs);
    }
  });

  it.each<Compiler>([6, 7])('agree under TypeScript %i', (compiler) => {
    expect(errors(cases, compiler)).toEqual([]);
  });

  it.each<Compiler>([5, 6, 7])('say the same sentences under TypeScript %i', (compiler) => {
    const claimed = sentences.map(([one, verdict]) => ({ ...one, verdict }));
    expect(errors(claimed, compiler)).toEqual([]);
  });

  it.each<Compiler>([6, 7])('agree in what is known when dimensions are forgotten, under TypeScript %i', (compiler) => {
    expect(errors(cases.filter(fits), compiler, forgetfulClaimOf)).toEqual([]);
  });

  it('are seen to differ when a verdict is wrong', () => {
    const wrong = cases.map((one) => ({
      ...one,
      verdict: typeof one.verdict === 'string' ? `${one.verdict}.` : [...one.verdict, 1],
    }));
    expect(errors(wrong, 7)).toHaveLength(wrong.length);
    expect(errors(wrong.filter(fits), 7, forgetfulClaimOf)).toHaveLength(wrong.filter(fits).length);
  });
});
