import { describe, expect, it } from 'vitest';
import { names, table } from '../../properties/primitive/cases.js';
import type { Attributes } from '../../properties/primitive/cases.js';
import type { PrimitiveName } from '../../src/primitive/index.js';
import { mappingOf } from '../../src/testing/arbitrary/index.js';
import type { Mapping } from '../../src/testing/laws/index.js';
import { expectResults } from './expect-results.js';
import { golden } from './golden.js';
import type { Golden } from './golden.js';
import '../reference.js';

const files = [
  'layout',
  'create',
  'arithmetic',
  'elementary',
  'compare',
  'reduce',
  'contract',
  'window',
  'gather',
  'random',
  'axis',
] as const;
const cases = files.map((file) => [file, golden(file)] as const);

const mapping = <N extends PrimitiveName>(name: N, attributes: Attributes[N]): Mapping =>
  mappingOf(table[name], attributes);

const title = ({ primitive, title: about = '', why = '' }: Golden, index: number): string =>
  [`${primitive} ${index}`, about, why].filter((part) => part !== '').join(': ');

describe.each(cases)('%s as JAX and PyTorch compute it', (_, list) => {
  it.each(list.map((one, index) => [title(one, index), one] as const))('%s', (_name, { ours, ...theirs }) => {
    const f = mapping(theirs.primitive, theirs.attributes);
    expectResults(f, { ...theirs, ...ours });
    /* where we differ on purpose, we still do */
    if (ours !== undefined) expect(() => expectResults(f, theirs)).toThrow();
  });
});

it('covers every primitive whose attributes are plain data', () => {
  const covered = new Set(cases.flatMap(([, list]) => list.map(({ primitive }) => primitive)));
  expect(names.filter((name) => !covered.has(name))).toEqual(['checkpoint', 'custom', 'scan']);
});
