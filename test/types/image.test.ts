import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, describe, it } from 'vitest';
import { compile, type Compiler } from './budget.js';

const root = resolve(import.meta.dirname, '../..');

/** Wrong programs, each with the sentence at the argument; at run time the tests in test/image hear the same. */
const wrong = [
  ['i.extend(p.zeros([3]), { top: 1 })', 'extend: expected an image [..., height, width], got [3]'],
  ['i.extend(p.zeros([3, 3]), { top: -1 })', 'extend: top -1 is not a non-negative integer'],
  ['i.extend(p.zeros([3, 3]), { top: 1, up: 1 })', "extend: there is no option 'up'"],
  ['i.correlate(p.zeros([3]), p.zeros([3, 3]))', 'correlate: expected an image [..., height, width], got [3]'],
  ['i.correlate(p.zeros([3, 3]), p.zeros([3]))', 'correlate: expected a kernel [height, width], got [3]'],
  ['i.correlate(p.zeros([3, 3]), p.zeros([0, 2]))', 'correlate: kernel [0, 2] has no elements'],
  [
    "i.correlate(p.zeros([3, 4, 9]), p.zeros([5, 5]), { size: 'valid' })",
    'correlate: kernel [5, 5] is larger than image [4, 9]',
  ],
  ['i.convolve(p.zeros([3, 3]), p.zeros([3, 3]), { normalise: true, mode: 1 })', "convolve: there is no option 'mode'"],
  [
    "i.convolve(p.zeros([3, 3]), p.zeros([3, 3], { dtype: 'float64' }))",
    'convolve: float32 with float64: cast one of them',
  ],
  [
    "i.separable(p.zeros([3, 3]), { vertical: p.zeros([4]) }, { size: 'valid' })",
    'separable: kernel [4, 1] is larger than image [3, 3]',
  ],
  [
    'i.separable(p.zeros([3, 3]), { vertical: p.zeros([3]), vert: p.zeros([4]) })',
    "separable: there is no option 'vert'",
  ],
  ['i.gaussian(p.zeros([3]), { sigma: 1 })', 'gaussian: expected an image [..., height, width], got [3]'],
  ['i.windowSum(p.zeros([3, 3]), { size: 5 })', 'windowSum: kernel [5, 5] is larger than image [3, 3]'],
  ['i.integral(p.zeros([3]))', 'integral: expected an image [..., height, width], got [3]'],
  ['i.resize(p.zeros([3]), { size: [1, 2] })', 'resize: expected an image [..., height, width], got [3]'],
  ['i.resize(p.zeros([3, 3]), { size: [0, 2] })', 'resize: size [0, 2] is not two positive integers'],
  ["i.resize(p.zeros([3, 3]), { size: [3, 2], mode: 'nearest' })", "resize: there is no option 'mode'"],
  ['i.warpAffine(p.zeros([3, 3]), p.zeros([3, 3]))', 'warpAffine: expected a matrix [2, 3], got [3, 3]'],
  ['i.warpAffine(p.zeros([3]), i.rotation(1))', 'warpAffine: expected an image [..., height, width], got [3]'],
  [
    "i.warpAffine(p.zeros([3, 3]), i.rotation(1, { dtype: 'float64' }))",
    'warpAffine: float32 with float64: cast one of them',
  ],
  ['i.matchTemplate(p.zeros([3, 4]), p.zeros([4, 3]))', 'matchTemplate: template [4, 3] is larger than image [3, 4]'],
  [
    "i.matchTemplate(p.zeros([3, 4]), p.zeros([1, 1]), { method: 'ssd', by: 1 })",
    "matchTemplate: there is no option 'by'",
  ],
  ['i.crop(p.zeros([3, 4]), { position: [0, 0], size: [0, 1] })', 'crop: size [0, 1] is not two positive integers'],
  ['i.toGrey(p.zeros([4, 3, 3]))', 'toGrey: expected [..., 3, height, width], got [4, 3, 3]'],
] as const;

describe.each<Compiler>([6, 7])('under TypeScript %i', { timeout: 180_000 }, (compiler) => {
  it('filters and geometry have the types that are claimed of them, and a wrong program is met by its sentence', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pullback-image-'));
    try {
      const file = join(folder, 'wrong.mts');
      const imports = `import * as p from '${root}/src/index.js'; import * as i from '${root}/src/image/index.js'; export { p, i };`;
      writeFileSync(file, [imports, ...wrong.map(([program]) => `${program};`)].join('\n'));
      const { errors } = compile(['test/types/image.ts', 'test/types/geometry.ts', file], compiler);
      const at = new Map(errors.map((error) => [Number(/wrong\.mts\((\d+),/.exec(error)?.[1]) - 2, error]));
      const unsaid = wrong.flatMap(([program, sentence], line) =>
        (at.get(line) ?? '').includes(`"${sentence}"`) ? [] : [`${program}: ${at.get(line) ?? 'compiles'}`],
      );
      expect(unsaid).toEqual([]);
      expect(errors).toHaveLength(wrong.length);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
