/**
 * The book is a test. Every block fenced as `ts` in README.md and docs/*.md is type-checked against the source and run:
 * - the blocks of a page share one scope, in order; a name may be declared again, imports may be repeated;
 * - `// → text` after or below a `console.log` is a line of output, compared verbatim; behind an expression without
 *   `console.log` it is the printed value; where a block states output, it states all of it;
 * - `// error: sentence` behind a statement: it must not compile, and the compiler must say so; in a `ts error` block such
 *   comments may stand anywhere, and nothing of the block is run;
 * - a `ts no-run` block is only type-checked.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pageBlocks } from './block.js';
import { check, root } from './check.js';
import { texts } from './files.js';
import { run } from './run.js';

const pages = new Map(texts('docs', '.md')).set('README.md', readFileSync(join(root, 'README.md'), 'utf8'));

const scripts = [...pages]
  .map(([path, text]) => ({ path, blocks: pageBlocks(text), shared: true, imports: [] }))
  .filter(({ blocks }) => blocks.length > 0);

describe('the pages of the book', () => {
  for (const checked of check(scripts))
    it(checked.script.path, { timeout: 240_000 }, async () => {
      expect(checked.complaints).toEqual([]);
      expect(await run(checked)).toEqual([]);
    });
});
