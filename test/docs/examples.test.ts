/**
 * Every `@example` in a doc comment of the source is type-checked and run. It stands alone and needs no imports: it sees what
 * its file, the entry point of its room, `pullback` and `pullback/nn` export. A comment behind an expression is its value (as printed, or as
 * a literal) or its type; `// error: sentence` means that the statement does not compile.
 */
import { describe, expect, it } from 'vitest';
import { exampleBlocks } from './block.js';
import { check, exampleScripts } from './check.js';
import { texts } from './files.js';
import { run } from './run.js';

const examples = new Map(
  [...texts('src', '.ts')]
    .map(([path, text]) => [path, exampleBlocks(text)] as const)
    .filter(([, blocks]) => blocks.length > 0),
);

describe('the examples in doc comments', () => {
  for (const checked of check(exampleScripts(examples)))
    it(checked.script.path, { timeout: 120_000 }, async () => {
      expect(checked.complaints).toEqual([]);
      expect(await run(checked)).toEqual([]);
    });
});
