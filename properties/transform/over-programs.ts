import * as fc from 'fast-check';
import { everyStep, program } from './program.js';
import type { Program } from './program.js';

/** Holds a law against every step alone and against random programs; the seed is for what the law draws itself. */
export const overPrograms = (
  law: (one: Program, seed: number) => void,
  { runs = 25, longest = 6 }: { readonly runs?: number; readonly longest?: number } = {},
): void => {
  everyStep.forEach(law);
  fc.assert(fc.property(program(longest), fc.nat(1000), law), { numRuns: runs });
};
