import * as fc from 'fast-check';
import { describe, it } from 'vitest';
import type { PrimitiveName } from '../../src/primitive/index.js';
import { applications, names } from './cases.js';
import { laws } from './laws.js';
import type { Law } from './laws.js';
import '../../test/reference.js';

describe.each<[string, Law]>(Object.entries(laws))('%s', (_, { hold, runs, except }) => {
  it.each(names.filter((name: PrimitiveName) => !except.includes(name)))('%s', (name) => {
    fc.assert(fc.property(applications(name), fc.nat(), hold), { numRuns: runs });
  });
});
