import { describe, expect, it } from 'vitest';
import { exampleBlocks, pageBlocks } from './block.js';
import { check, exampleScripts } from './check.js';
import { run } from './run.js';

const fence = '```';

/** A page whose paragraphs are blocks: the first line of each is the info string of its fence. */
const page = (...blocks: readonly string[]): string =>
  ['# A page', ...blocks.flatMap((block) => ['', `${fence}${block}`, fence])].join('\n');

const complaints = async (markdown: string): Promise<readonly string[]> => {
  const [checked] = check([{ path: 'docs/page.md', blocks: pageBlocks(markdown), shared: true, imports: [] }]);
  if (checked === undefined) throw new Error('there is one script');
  return checked.complaints.length > 0 ? checked.complaints : run(checked);
};

const exampleComplaints = async (source: string): Promise<readonly string[]> => {
  const [script] = exampleScripts(new Map([['src/primitive/threefry.ts', exampleBlocks(source)]]));
  const [checked] = script ? check([script]) : [];
  if (checked === undefined) throw new Error('there is one script');
  return checked.complaints.length > 0 ? checked.complaints : run(checked);
};

describe('a page', () => {
  it('with blocks that share a scope and print what they say is in order', async () => {
    expect(
      await complaints(
        page(
          "ts\nimport { format } from 'node:util';\nconst a: number = 1;\nconsole.log(format('%d', a)); // → 1",
          "ts\nimport { format } from 'node:util';\nconst b = await Promise.resolve(a + 1);\nconsole.log(b);\n// → 2",
          "ts\nconst a = 'again';\nconsole.log(a + b, '\\n x'); // nothing compared\n// → again2 \n// →  x".replace(
            ' // nothing compared',
            '',
          ),
          'ts no-run\nthrow new Error(a);',
          'sh\nnpm start',
          'ts\nb + 1; // → 3\nconsole.log([b, a]); // [2, "again"]',
        ),
      ),
    ).toEqual([]);
  });

  it('with a wrong output is found at its line', async () => {
    expect(await complaints(page('ts\nconsole.log(1 + 1); // → 3'))).toEqual([
      'docs/page.md:4: expected "3", printed "2"',
    ]);
    expect(await complaints(page('ts\nconsole.log(1 + 1); // 3'))).toEqual([
      'docs/page.md:4: expected "3", printed "2"',
    ]);
  });

  it('compares spaces, missing lines and surplus lines', async () => {
    expect(await complaints(page("ts\nconsole.log('a  b'); // → a b"))).toHaveLength(1);
    expect(await complaints(page("ts\nconsole.log('a');\n// → a\n// → b"))).toEqual([
      'docs/page.md:6: expected "b", printed nothing',
    ]);
    expect(await complaints(page("ts\nconsole.log('a\\nb');\n// → a"))).toEqual([
      'docs/page.md:4: printed "b" besides what is expected',
    ]);
  });

  it('with a type error is found at its line', async () => {
    expect(await complaints(page('ts\nconst a = 1;', 'ts\n\nconst b: string = a;\nwhoIsThis;'))).toEqual([
      "docs/page.md:9: Type 'number' is not assignable to type 'string'.",
      "docs/page.md:10: Cannot find name 'whoIsThis'.",
    ]);
  });

  it('with a block that throws names the block', async () => {
    await expect(complaints(page('ts\n1;', "ts\nthrow new Error('ouch');"))).rejects.toThrow(
      'docs/page.md:8: this block throws Error: ouch',
    );
  });

  it('may show what does not compile, if the compiler says so', async () => {
    const bad = 'const a: string = 1; // error: ';
    expect(await complaints(page(`ts error\n${bad}Type 'number' is not assignable`, 'ts\nconst a = 1;'))).toEqual([]);
    expect(await complaints(page(`ts\n${bad}Type 'number' is not assignable`))).toEqual([]);
    expect(await complaints(page(`ts error\n${bad}Type 'boolean'`))).toEqual([
      "docs/page.md:4: Type 'number' is not assignable to type 'string'.",
      'docs/page.md:4: the compiler does not say "Type \'boolean\'"',
    ]);
    expect(await complaints(page("ts error\nconst a = 1; // error: Type 'number'"))).toHaveLength(1);
    expect(await complaints(page('ts error\nconst a = 1;'))).toHaveLength(1);
  });

  it('with an open fence is refused', () => {
    expect(() => pageBlocks('text\n```ts\nconst a = 1;')).toThrow('line 2: this block has no end');
  });
});

describe('an example in a doc comment', () => {
  const documented = (...lines: readonly string[]): string =>
    ['const x = 1;', '/**', ' * Says something.', ...lines.map((line) => ` * ${line}`), ' */', 'export {};'].join('\n');
  const call = 'threefry2x32(0, 0, 0, 0)';

  it('sees the exports of its file, and its comment is the value or the type', async () => {
    expect(
      await exampleComplaints(
        documented(
          `@example ${call}   // [0x6b200159, 0x99ba4efe]`,
          '@example',
          '```ts',
          "import { threefry2x32 } from './threefry.js';",
          `${call} // readonly [number, number]`,
          `String(${call}[0]) // '1797259609'`,
          `String(${call}[0]) // 1797259609`,
          "'[ [10,  2],\\n [ 3,  4] ]' // [[10, 2], [3, 4]]",
          "threefry2x32('0') // error: Expected 4 arguments",
          '```',
          '@returns bits',
        ),
      ),
    ).toEqual([]);
    expect(await exampleComplaints(`/** @example ${call} // [0x6b200159, 0x99ba4efe] */`)).toEqual([]);
  });

  it('with a wrong value, a wrong type or an unknown name is found at its line', async () => {
    expect(await exampleComplaints(documented(`@example ${call} // [1, 2]`))).toEqual([
      'src/primitive/threefry.ts:4: expected "[1, 2]", printed "[ 1797259609, 2579123966 ]" of type readonly [number, number]',
    ]);
    expect(await exampleComplaints(documented('@example', `${call} // readonly number[]`))).toHaveLength(1);
    expect(await exampleComplaints(documented('@example', 'const a = 1;', '@example', 'a;'))).toEqual([
      "src/primitive/threefry.ts:7: Cannot find name 'a'.",
    ]);
  });
});
