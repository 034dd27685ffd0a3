import { describe } from 'vitest';
import {
  directions,
  expectAdjoint,
  expectLinearPullback,
  movable,
  pullbackOf,
  pushforwardOf,
} from '../../src/testing/laws/index.js';
import { overTable } from './over-table.js';

describe('the pullback is the transpose of the pushforward', () => {
  overTable(({ f, inputs }, seed) => expectAdjoint(f, inputs, seed));
});

describe('the pullback is linear', () => {
  overTable(({ f, inputs }, seed) => expectLinearPullback(f, inputs, seed), { runs: 20 });
});

describe('forward mode over reverse mode is the transpose of reverse over reverse', () => {
  overTable(
    ({ f, inputs }, seed) => {
      expectAdjoint(pullbackOf(f, inputs.length), [...inputs, ...directions(movable(f(inputs)), seed + 2)], seed);
    },
    { runs: 15 },
  );
});

describe('forward mode over forward mode is the transpose of reverse over forward', () => {
  overTable(
    ({ f, inputs }, seed) => {
      expectAdjoint(pushforwardOf(f, inputs.length), [...inputs, ...directions(movable(inputs), seed + 2)], seed);
    },
    { runs: 15 },
  );
});
