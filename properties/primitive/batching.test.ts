import { describe } from 'vitest';
import { batchFlags, directions, expectBatching, movable, pullbackOf } from '../../src/testing/laws/index.js';
import { overTable } from './over-table.js';

describe('a batch is a loop over its examples, whichever inputs are batched', () => {
  overTable(
    ({ f, inputs }, seed) => {
      for (const flags of batchFlags(inputs.length)) expectBatching(f, inputs, flags, seed % 4);
    },
    { runs: 20 },
  );
});

describe('a batch of pullbacks is a loop over them', () => {
  overTable(
    ({ f, inputs }, seed) => {
      const all = [...inputs, ...directions(movable(f(inputs)), seed)];
      const every = batchFlags(all.length);
      const flags = every[seed % every.length];
      if (flags !== undefined) expectBatching(pullbackOf(f, inputs.length), all, flags, (seed >> 8) % 4);
    },
    { runs: 20 },
  );
});
