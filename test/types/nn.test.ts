import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { compile, instantiations, type Compiler } from './budget.js';

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

const lenet =
  'export const lenet = build([3, 32, 32], { conv1: conv2d({ out: 6, kernel: 5 }) }, relu, maxPool2d(2), { conv2: conv2d({ out: 16, kernel: 5 }) }, relu, maxPool2d(2), flatten, { fc1: linear(120) }, relu, { fc2: linear(84) }, relu, { fc3: linear(10) });';

it('the declaration of LeNet is short and shows names and shapes', { timeout: 60_000 }, () => {
  const file = program('lenet', lenet, used);
  const options = {
    declaration: true,
    emitDeclarationOnly: true,
    strict: true,
    skipLibCheck: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    rootDir: '/',
    outDir: join(folder, 'out'),
  };
  ts.createProgram([file], options).emit();
  const text = readFileSync(join(folder, 'out', file.replace('.mts', '.d.mts')), 'utf8');
  const declaration = /lenet: .*?;\n(?=export|declare)/s.exec(text)?.[0].replaceAll(/import\("[^"]*"\)\./g, '') ?? '';
  expect(declaration.length).toBeLessThan(2000);
  expect(declaration.replaceAll(/\s+/g, ' ')).toMatch(
    /^lenet: nn\.Model<\[3, 32, 32\], \[10\], \{ readonly conv1: \{ readonly weight: Tensor<\[6, 3, 5, 5\], "float32">; readonly bias: Tensor<\[6\], "float32">; \};/,
  );
});

/* Nets as the literature writes them, every block unrolled. */
const nets = [
  lenet,
  'const body = <C extends number, S extends number>(c: C, stride: S) => sequential({ conv1: conv2d({ out: c, kernel: 1 }) }, { bn1: batchNorm() }, relu, { conv2: conv2d({ out: c, kernel: 3, stride, padding: 1 }) }, { bn2: batchNorm() }, relu, { conv3: conv2d({ out: times(4, c), kernel: 1 }) }, { bn3: batchNorm() });',
  'const same = <C extends number>(c: C) => sequential(residual(body(c, 1)), relu);',
  'const down = <C extends number, S extends number>(c: C, stride: S) => sequential(sum(body(c, stride), sequential({ proj: conv2d({ out: times(4, c), kernel: 1, stride }) }, { bnp: batchNorm() })), relu);',
  `export const resnet152 = build([3, 224, 224], { conv1: conv2d({ out: 64, kernel: 7, stride: 2, padding: 3 }) }, { bn1: batchNorm() }, relu, maxPool2d({ kernel: 3, stride: 2, padding: 1 }), ${[
    [64, 3],
    [128, 8],
    [256, 36],
    [512, 3],
  ]
    .map(
      ([c = 0, n = 0], stage) =>
        `{ layer${stage}: sequential({ '0': down(${c}, ${stage === 0 ? 1 : 2}) }, ${Array.from({ length: n - 1 }, (_, k) => `{ '${k + 1}': same(${c}) }`).join(', ')}) }`,
    )
    .join(', ')}, globalAvgPool, { fc: linear(1000) });`,
  'const double = <C extends number>(c: C) => sequential({ conv1: conv2d({ out: c, kernel: 3 }) }, relu, { conv2: conv2d({ out: c, kernel: 3 }) }, relu);',
  'const level = <C extends number, F extends nn.Rule>(c: C, inner: nn.Layer<F>) => sequential({ enc: double(c) }, skipConcat(sequential(maxPool2d(2), { inner }, { up: convTranspose2d({ out: c, kernel: 2, stride: 2 }) })), { dec: double(c) });',
  'export const unet = model([1, 572, 572], sequential({ net: level(64, level(128, level(256, level(512, double(1024))))) }, { head: conv2d({ out: 2, kernel: 1 }) }));',
  'export const shapes: readonly [[1000], [2, 388, 388]] = [resnet152.output, unet.output];',
];
/* Measured, plus a few per cent. A change that needs more has to say why it is worth it. */
const budgets: Readonly<Record<6 | 7, number>> = { 6: 92_000, 7: 97_000 };

describe.each<6 | 7>([6, 7])('under TypeScript %i', { timeout: 180_000 }, (compiler) => {
  it('LeNet, ResNet-152 and U-Net cost the checker no more than they should', () => {
    const base = instantiations([program('base', used)], compiler);
    expect(instantiations([program('nets', ...nets, used)], compiler) - base).toBeLessThanOrEqual(budgets[compiler]);
  });
});
