/** What an entry point needs: the checks need no test framework, so that they can be imported where none is installed. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const source = join(import.meta.dirname, '../../src');

/** the packages that a file and all it imports ask for when they run; types are gone by then */
const packagesOf = (file: string, seen = new Set<string>()): ReadonlySet<string> => {
  if (seen.has(file)) return new Set();
  seen.add(file);
  const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true },
  });
  const specifiers = ts.preProcessFile(outputText).importedFiles.map(({ fileName }) => fileName);
  return new Set(
    specifiers.flatMap((specifier) =>
      specifier.startsWith('.')
        ? [...packagesOf(join(dirname(file), specifier.replace(/\.js$/, '.ts')), seen)]
        : [specifier.split('/')[0] ?? ''],
    ),
  );
};

describe('pullback/testing', () => {
  it.each([
    ['testing', ['fp-ts']],
    ['testing/vitest', ['fp-ts']],
    ['testing/fast-check', ['fast-check', 'fp-ts']],
  ])('%s needs %j', (room, packages) => {
    expect([...packagesOf(join(source, room, 'index.ts'))].sort()).toEqual(packages);
  });
});
