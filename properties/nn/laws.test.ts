import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { layerNames } from './layers.js';
import { laws } from './laws.js';
import type { Law } from './laws.js';
import { networks } from './network.js';
import '../../test/reference.js';

describe.each<[string, Law]>(Object.entries(laws))('%s', (_, { hold, runs }) => {
  const total = { compared: 0, skipped: 0 };

  it.each(layerNames)('%s', (name) => {
    fc.assert(
      fc.property(networks(name), (network) => {
        const { compared, skipped } = hold(network) ?? { compared: 0, skipped: 0 };
        total.compared += compared;
        total.skipped += skipped;
      }),
      { numRuns: runs },
    );
  });

  /* kinks may excuse a few comparisons, or the law says nothing */
  afterAll(() => expect(total.skipped).toBeLessThanOrEqual(0.01 * total.compared));
});
