import * as fc from 'fast-check';
import { it } from 'vitest';
import type { PrimitiveName } from '../../src/primitive/index.js';
import type { Subject } from '../../src/testing/arbitrary/index.js';
import { applications, names } from './cases.js';
import type { Application } from './cases.js';
import '../../test/reference.js';

/** A law about one application of a primitive; the seed is for what the law draws itself. */
export type Law = (subject: Subject, seed: number) => void;

interface Options {
  readonly runs?: number;
  readonly except?: readonly PrimitiveName[];
}

/** States a law of every primitive, over random attributes and inputs, which the law may ask for in either float. */
export const overFloats = (
  law: (application: Application, seed: number) => void,
  { runs = 40, except = [] }: Options = {},
): void => {
  it.each(names.filter((name) => !except.includes(name)))('%s', (name) => {
    fc.assert(fc.property(applications(name), fc.nat(), law), { numRuns: runs });
  });
};

/** States a law of every primitive, over random attributes and inputs in float64. */
export const overTable = (law: Law, options?: Options): void =>
  overFloats((application, seed) => law(application('float64'), seed), options);
