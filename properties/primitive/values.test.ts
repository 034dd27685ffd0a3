import { describe } from 'vitest';
import {
  directions,
  expectPrecision,
  expectRepeatable,
  expectWellFormed,
  movable,
  pullbackOf,
} from '../../src/testing/laws/index.js';
import type { Subject } from '../../src/testing/arbitrary/index.js';
import { overFloats, overTable } from './over-table.js';

describe('the values have the shape and element type that the shape rule says', () => {
  overTable(({ f, inputs }) => expectWellFormed(f, inputs));
});

describe('the same inputs give the same bits and stay as they are', () => {
  overTable(({ f, inputs }) => expectRepeatable(f, inputs), { runs: 15 });
});

describe('float32 is float64 rounded, in values and in pullbacks', () => {
  overFloats(
    (application, seed) => {
      const [single, double] = [application('float32'), application('float64')];
      expectPrecision([single.f, single.inputs], [double.f, double.inputs]);
      const back = ({ f, inputs }: Subject) =>
        [pullbackOf(f, inputs.length), [...inputs, ...directions(movable(f(inputs)), seed)]] as const;
      expectPrecision(back(single), back(double), 1e-4);
    },
    { runs: 15 },
  );
});
