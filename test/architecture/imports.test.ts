import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { circles, violations } from './imports.js';
import { allowed, engineParts, enginePartOf, packages, rooms } from './rooms.js';

const source = fileURLToPath(new URL('../../src/', import.meta.url));
const tree = new Map(
  readdirSync(source, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => [file, readFileSync(source + file, 'utf8')]),
);

describe('the rooms of the house', () => {
  it('import downwards, never in a circle', () => {
    expect(violations(tree, allowed, packages)).toEqual([]);
  });

  it('allow no circle among themselves', () => {
    expect(circles(new Map(rooms.map((room) => [room, allowed[room].filter((other) => other !== room)])))).toEqual([]);
  });
});

describe('the parts of the embedded engine', () => {
  const within = (files: ReadonlyMap<string, string>) => violations(files, engineParts, {}, enginePartOf);

  it('import downwards, never in a circle', () => {
    const folder = 'engine/wasm/';
    const parts = [...tree].filter(([file]) => file.startsWith(folder));
    expect(parts.length).toBeGreaterThan(0);
    expect(within(new Map(parts.map(([file, text]) => [file.slice(folder.length), text])))).toEqual([]);
  });

  it('are told when they do not', () => {
    const files = new Map([
      ['emit/code.ts', "import '../lanes.js';"],
      ['kernels/sort.ts', "import '../../../shape/shape.js'; import '../plan/build.js'; import '../view.js';"],
      ['lanes.ts', "import './emit/index.js'; import 'fast-check';"],
      ['attic/box.ts', ''],
      ['index.ts', "import './plan/build.js';"],
    ]);
    expect(within(files)).toEqual([
      'attic is no room of the house: give it a row in the table',
      'emit/code.ts imports lanes.ts: emit may not import lanes',
      'kernels/sort.ts imports plan/build.ts: kernels may not import plan',
      'lanes.ts: lanes may not import fast-check',
    ]);
  });
});

describe('the check itself', () => {
  const house = (files: Readonly<Record<string, string>>) =>
    violations(new Map(Object.entries(files)), allowed, packages);

  it('accepts a house in order', () => {
    expect(
      house({
        'shape/shape.ts': 'export type Shape = readonly number[];',
        'tensor/tensor.ts': "import type { Shape } from '../shape/shape.js';",
        'engine/engine.ts': "import './wasm/emit.js';",
        'engine/wasm/emit.ts': '',
        'index.ts': "export * from './tensor/tensor.js'; import './engine/engine.js';",
      }),
    ).toEqual([]);
  });

  it.each([
    ['an import', "import { relu } from '../ops/relu.js';"],
    ['an import for its effect', "import '../ops/relu.js';"],
    ['an import of a type', "import type { Relu } from '../ops/relu.js';"],
    ['a re-export', "export * from '../ops/relu.js';"],
    ['a type in place', "export type A = import('../ops/relu.js').Relu;"],
    ['a dynamic import', "export const later = () => import('../ops/relu.js');"],
  ])('finds %s that goes up', (_, text) => {
    expect(house({ 'shape/a.ts': text, 'ops/relu.ts': '' })).toEqual([
      'shape/a.ts imports ops/relu.ts: shape may not import ops',
    ]);
  });

  it('finds the language reaching for an engine', () => {
    expect(house({ 'nn/a.ts': "import '../engine/b.js';", 'engine/b.ts': '' })).toHaveLength(1);
  });

  it('finds a circle within a room, even of types', () => {
    const files = {
      'shape/a.ts': "import type { B } from './b.js';",
      'shape/b.ts': "import type { C } from './c.js';",
      'shape/c.ts': "import type { B } from './b.js'; import './d.js';",
      'shape/d.ts': "import './d.js';",
    };
    expect(house(files)).toEqual(['a circle of imports: shape/d.ts', 'a circle of imports: shape/b.ts, shape/c.ts']);
  });

  it('finds a folder without a row and a vague name', () => {
    expect(house({ 'attic/a.ts': '', 'shape/utils.ts': '' })).toEqual([
      'attic is no room of the house: give it a row in the table',
      'shape/utils.ts says nothing about its content: name the idea',
    ]);
  });

  it.each([
    ['fs', 'node'],
    ['node:fs/promises', 'node'],
    ['fast-check', 'fast-check'],
    ['@scope/name/deep.js', '@scope/name'],
  ])('finds the package %s where it does not belong', (specifier, name) => {
    expect(house({ 'shape/a.ts': `export const later = () => import('${specifier}');` })).toEqual([
      `shape/a.ts: shape may not import ${name}`,
    ]);
    expect(house({ 'node/a.ts': "import 'node:fs';", 'data/b.ts': "import 'fp-ts/lib/Either.js';" })).toEqual([]);
  });

  it('reads no import out of strings and comments', () => {
    expect(house({ 'shape/a.ts': "// import '../ops/b.js'\nexport const s = \"import '../ops/c.js'\";" })).toEqual([]);
  });
});
