/** The denoising story on photographs: who wins, and that the book says the same. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { photographs, readPhotograph } from '../../docs/figures/photographs.js';
import { table, trials } from '../../docs/figures/study.js';

const place = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const folder = place('../../../shared/data/photos');

describe.skipIf(!existsSync(folder))('photographs with noise (skipped where there is no ../shared/data/photos)', () => {
  it('the median wins against salt and pepper, non-local means against Gaussian noise', { timeout: 300_000 }, () => {
    const all = photographs.flatMap((name) => trials(name, readPhotograph(folder, name)));
    const winners = all.map(({ outcomes }) => outcomes.reduce((a, b) => (b.decibels > a.decibels ? b : a)).filter);
    expect(winners).toEqual(photographs.flatMap(() => ['median', 'non-local means']));
    for (const { noisy, outcomes } of all)
      for (const { decibels } of outcomes) expect(decibels).toBeGreaterThan(noisy.decibels);
    expect(readFileSync(place('../../docs/denoising.md'), 'utf8')).toContain(table(all));
  });
});
