import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { compile, instantiations, type Compiler } from './budget.js';
import { declare } from './declarations.js';
import { budgets } from './models/budgets.js';
import { wrong } from './models/wrong.js';

const folder = mkdtempSync(join(tmpdir(), 'pullback-models-'));
beforeAll(() => declare(['index.ts', 'nn/index.ts', 'models/index.ts'], folder), 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** A program against the package, as a file outside the sources. */
const program = (name: string, ...lines: readonly string[]): string => {
  const file = join(folder, `${name}.mts`);
  writeFileSync(file, [...imports(folder, '.js'), ...lines].join('\n'));
  return file;
};
const imports = (from: string, extension: string): readonly string[] => [
  `import type { Tensor } from '${join(from, `index${extension}`)}';`,
  `import * as nn from '${join(from, `nn/index${extension}`)}';`,
  `import * as models from '${join(from, `models/index${extension}`)}';`,
  'export type { Tensor }; export { models }; const { build, model } = nn;',
];

describe.each<Compiler & (6 | 7)>([6, 7])('under TypeScript %i', { timeout: 180_000 }, (compiler) => {
  it('a network costs the checker no more than its budget', () => {
    const base = instantiations([program('base', 'export { build, model };')], compiler);
    const cost = (text: string): number => instantiations([program('net', text, 'export { build };')], compiler) - base;
    const measured = Object.entries(budgets).map(([name, { program: text, limit }]) => ({
      name,
      cost: cost(text),
      limit: limit[compiler],
    }));
    expect(measured.filter(({ cost: n, limit }) => n > limit)).toEqual([]);
  });

  it('what is wrong with a network is a sentence where the network is written', () => {
    const { errors } = compile([program('wrong', ...wrong.map(([text]) => `${text};`))], compiler);
    const sentences = errors.map((error) => /parameter of type '"(.*)"'\.$/.exec(error)?.[1] ?? error);
    expect(sentences).toEqual(wrong.map(([, sentence]) => sentence));
  });
});

it('what is wrong with a network is the same sentence at run time', async () => {
  const file = join(folder, 'wrong-values.ts');
  const thunks = wrong.map(([text]) => `() => ${text},`);
  const [, ...values] = imports(resolve(import.meta.dirname, '../../src'), '.ts');
  writeFileSync(
    file,
    [...values, 'export const thunks = [', ...thunks, '];'].join('\n').replace('export type { Tensor };', ''),
  );
  const { thunks: run } = await vi.importActual<{ readonly thunks: readonly (() => unknown)[] }>(file);
  wrong.forEach(([, sentence], index) => expect(run[index]).toThrow(sentence));
});

it('the declaration of LeNet is short and shows names and shapes', { timeout: 60_000 }, () => {
  const file = program('lenet', 'export const lenet = model([1, 28, 28], models.lenet(10)); export { build };');
  const options = {
    declaration: true,
    emitDeclarationOnly: true,
    strict: true,
    skipLibCheck: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
  };
  ts.createProgram([file], options).emit();
  const text = readFileSync(file.replace('.mts', '.d.mts'), 'utf8').replaceAll(/import\("[^"]*"\)\./g, '');
  const declaration = /lenet: .*?;\n(?=export|declare)/s.exec(text)?.[0] ?? '';
  expect(declaration.length).toBeLessThan(2000);
  expect(declaration.replaceAll(/\s+/g, ' ').replaceAll(', "float32"', '')).toMatch(
    /^lenet: (nn\.)?Model<\[1, 28, 28\], \[10\], \{ readonly conv1: \{ readonly weight: Tensor<\[6, 1, 5, 5\]>; readonly bias: Tensor<\[6\]>; \};/,
  );
});
