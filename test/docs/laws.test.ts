/** The page of laws leads to every table of laws. */
import { expect, it } from 'vitest';
import { texts } from './files.js';

it('every table of laws is on the page of laws', () => {
  const page = texts('docs', 'laws.md').get('docs/laws.md') ?? '';
  const tables = [...texts('properties', '.ts'), ...texts('src/testing', '.ts')].filter(([, text]) =>
    /^export (const \w*([lL]aws|[eE]quations)\b|\{ \w+ as laws \})/m.test(text),
  );
  expect(tables.length).toBeGreaterThan(10);
  expect(tables.map(([path]) => path).filter((path) => !page.includes(`](../${path})`))).toEqual([]);
});
