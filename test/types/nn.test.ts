import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compile, type Compiler } from './budget.js';

const folder = mkdtempSync(join(tmpdir(), 'pullback-nets-'));
afterAll(() => rmSync(folder, { recursive: true }));
const nn = JSON.stringify(resolve(import.meta.dirname, '../../src/nn/index.js'));

/** A program that imports the layers, as a file outside the sources. */
const program = (name: string, ...lines: readonly string[]): string => {
  const file = join(folder, `${name}.mts`);
  writeFileSync(
    file,
    [`import * as nn from ${nn};`, `const { ${names.join(', ')} } = nn;`, ...lines, 'export { nn };'].join('\n'),
  );
  return file;
};
const names = [
  'batchNorm',
  'build',
  'concat',
  'conv2d',
  'convTranspose2d',
  'flatten',
  'globalAvgPool',
  'linear',
  'maxPool2d',
  'model',
  'relu',
  'residual',
  'sequential',
  'skipConcat',
  'sum',
  'times',
];
const used = `export const all = { ${names.join(', ')} };`;

/** Wrong programs, each with the column at which the sentence stands. */
const wrong = [
  [
    'model([3, 5, 5], sequential({ conv1: conv2d({ out: 6, kernel: 7 }) }, relu));',
    18,
    'conv1: conv2d: kernel 7 is larger than padded input 5',
  ],
  [
    'build([1, 28, 28], { conv1: conv2d({ out: 6, kernel: 5 }) }, maxPool2d(2), { conv2: conv2d({ out: 16, kernel: 17 }) }, relu);',
    76,
    'conv2: conv2d: kernel 17 is larger than padded input 12',
  ],
  [
    'build([3, 8, 8], relu, residual({ c: conv2d({ out: 4, kernel: 1 }) }), flatten);',
    24,
    'residual: the block maps [3, 8, 8] to [4, 8, 8]; the two must be equal',
  ],
  [
    'build([3, 8, 8], conv2d({ out: 4, kernel: 1 }), flatten);',
    18,
    'conv2d: a layer with tensors needs a name: { name: conv2d(…) }',
  ],
  [
    'model([3, 8, 8], sequential({ a: linear(2) }, { b: sequential({ c: linear(2) }, { c: linear(2) }) }));',
    18,
    "b: sequential: the name 'c' occurs twice",
  ],
  [
    'build([8], relu, { embed: nn.embedding({ count: 5, width: 3 }) });',
    18,
    'sequential: a layer that takes int32 must come first',
  ],
  ['nn.embedding({ count: 5, width: 3, size: 4 });', 36, "embedding: there is no option 'size'"],
  ['model([3, 0.5], relu);', 7, 'model: [3, 0.5] is not a shape'],
  ['conv2d({ out: 6, kernel: 5, strid: 2 });', 29, "conv2d: there is no option 'strid'"],
  ['linear(3, { bais: false });', 13, "linear: there is no option 'bais'"],
] as const;

describe.each<Compiler>([5, 6, 7])('under TypeScript %i', { timeout: 180_000 }, (compiler) => {
  it('models have their shapes, and what is wrong with a net is a sentence where the net, layer or option is written', () => {
    const { errors } = compile(['test/types/nn.ts', program('wrong', ...wrong.map(([line]) => line), used)], compiler);
    expect(errors).toHaveLength(wrong.length);
    wrong.forEach(([, column, sentence], index) => {
      expect(errors[index]).toContain(`(${index + 3},${column}): `);
      expect(errors[index]).toMatch(/is not assignable to (parameter of )?type '"/);
      expect(errors[index]).toContain(`type '"${sentence}"'.`);
    });
  });
});
