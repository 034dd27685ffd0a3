import { describe } from 'vitest';
import { directions, expectDifferences, movable, pullbackOf } from '../../src/testing/laws/index.js';
import { overTable } from './over-table.js';

describe('the pullback agrees with central differences', () => {
  overTable(({ f, inputs }, seed) => expectDifferences(f, inputs, { seed }), { except: ['stopGradient'] });
});

describe('the pullback of the pullback agrees with central differences of the pullback', () => {
  overTable(
    ({ f, inputs }, seed) => {
      const cotangents = directions(movable(f(inputs)), seed + 2);
      expectDifferences(pullbackOf(f, inputs.length), [...inputs, ...cotangents], {
        seed,
        elements: 12,
        tolerance: 1e-6,
      });
    },
    /* the cotangent of a conversion to float32 is itself float32 */
    { runs: 15, except: ['stopGradient', 'cast'] },
  );
});
