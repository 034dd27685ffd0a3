import * as fc from 'fast-check';
import { describe, it } from 'vitest';
import { applications, names } from './cases.js';
import { exceptions, laws, unexcused } from './laws.js';
import type { Law, LawName } from './laws.js';
import '../../test/reference.js';

describe.each<[string, Law]>(Object.entries(laws))('%s', (law, { hold, runs }) => {
  const except = exceptions[law as LawName] ?? [];

  it.each(names.filter((name) => !except.includes(name)))('%s', (name) => {
    fc.assert(fc.property(applications(name), fc.nat(), unexcused(hold)), { numRuns: runs });
  });
});
