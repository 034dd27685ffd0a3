import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { layerNames } from '../../src/testing/arbitrary/layers/index.js';
import { modelsFrom } from '../../src/testing/arbitrary/models.js';
import { laws } from './laws.js';
import type { Law } from './laws.js';
import '../../test/reference.js';

const counts = (report: unknown): report is { readonly compared: number; readonly skipped: number } =>
  typeof report === 'object' && report !== null && 'skipped' in report;

describe.each<[string, Law]>(Object.entries(laws))('%s', (_, { hold, runs }) => {
  const total = { compared: 0, skipped: 0 };

  it.each(layerNames)('%s', (name) => {
    fc.assert(
      fc.property(modelsFrom(name), (network) => {
        const report = hold(network, 0);
        if (!counts(report)) return;
        total.compared += report.compared;
        total.skipped += report.skipped;
      }),
      // each of the hundred layers stands in the networks of the others too
      { numRuns: Math.ceil(runs / 2) },
    );
  });

  /* kinks may excuse a few comparisons, or the law says nothing */
  afterAll(() => expect(total.skipped).toBeLessThanOrEqual(0.01 * total.compared));
});
