/** What the pages refer to is there, and what is there is referred to. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from '../../src/cli/flags.js';
import { tasks } from '../../src/cli/tasks/index.js';
import { root } from './check.js';
import { texts } from './files.js';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const pages = new Map([...texts('docs', '.md'), ['README.md', readme]]);

/** The targets of the links of a text that are no addresses; brackets in code are no links. */
const links = (text: string): readonly string[] =>
  [...text.replace(/```[^]*?```|`[^`]*`/g, '').matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) => target ?? '');

describe('the pages', () => {
  it.each([...pages])('%s links to files that exist', (path, text) => {
    expect(links(text).filter((target) => !existsSync(join(root, dirname(path), target)))).toEqual([]);
  });

  it('are all in the contents of the book', () => {
    const contents = links(pages.get('docs/README.md') ?? '').map((target) => join('docs', target));
    expect([...pages.keys()].filter((path) => path.startsWith('docs/') && !contents.includes(path))).toEqual([
      'docs/README.md',
    ]);
  });
});

describe('README.md', () => {
  it('names every flag of the command', () => {
    const help = parse(['--help'], tasks);
    const flags = JSON.stringify(help).match(/--[a-z-]+/g) ?? [];
    expect(flags.length).toBeGreaterThan(10);
    expect(flags.filter((flag) => !readme.includes(`\`${flag}\``))).toEqual([]);
  });

  it('names every entry point of the package', () => {
    const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly exports: object };
    const entries = Object.keys(exports)
      .filter((entry) => !entry.endsWith('.json'))
      .map((entry) => entry.replace('.', 'pullback'));
    expect(entries.filter((entry) => !readme.includes(`| \`${entry}\` |`))).toEqual([]);
  });
});
