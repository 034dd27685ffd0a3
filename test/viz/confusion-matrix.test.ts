import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confusionMatrix } from '../../src/viz/confusion-matrix.js';
import { all, hostile, texts } from './parse.js';

const opacities = (svg: string): readonly string[] =>
  all(svg, 'rect')
    .filter((rect) => ['hit', 'miss'].includes(rect.getAttribute('class') ?? ''))
    .map((rect) => `${rect.getAttribute('class')} ${rect.getAttribute('fill-opacity')}`);

const matrices = fc
  .integer({ min: 1, max: 6 })
  .chain((n) => fc.array(fc.array(fc.nat(50), { minLength: n, maxLength: n }), { minLength: n, maxLength: n }));

const names = (n: number): readonly string[] => Array.from({ length: n }, (_, index) => `class ${index}`);

describe('confusionMatrix', () => {
  it('shows the counts, the accuracy, and the recall of each class', () => {
    const svg = confusionMatrix({
      labels: ['cat', 'dog'],
      counts: [
        [90, 10],
        [5, 15],
      ],
    });
    expect(texts(svg)).toEqual(expect.arrayContaining(['cat', 'dog', '90', '10', '5', '15', '90.0%', '75.0%']));
    expect(texts(svg)).toContain('105 of 120 correct (87.5%)');
    expect(opacities(svg)).toEqual(['hit 0.91', 'miss 0.17', 'miss 0.31', 'hit 0.77']);
  });

  it('puts true classes down and predicted classes across', () => {
    const svg = confusionMatrix({
      labels: ['a', 'b'],
      counts: [
        [0, 7],
        [0, 0],
      ],
    });
    const cell = all(svg, 'g').map((group) => group.textContent);
    expect(cell).toEqual(['true a, predicted b: 7 (100.0%)7']);
    const at = (shown: string, attribute: string): number[] =>
      all(svg, 'text')
        .filter((one) => one.lastChild?.textContent === shown)
        .map((one) => Number(one.getAttribute(attribute)));
    expect(at('7', 'x')).toEqual([at('b', 'x')[0]]);
    expect(Math.abs((at('7', 'y')[0] ?? 0) - (at('a', 'y')[1] ?? 99))).toBeLessThan(3);
  });

  it('colours by the share of the row: a row counted k times over looks the same', () => {
    fc.assert(
      fc.property(matrices, fc.integer({ min: 2, max: 9 }), (counts, k) => {
        const more = counts.map((row, index) => (index === 0 ? row.map((count) => count * k) : row));
        const labels = names(counts.length);
        expect(opacities(confusionMatrix({ labels, counts: more }))).toEqual(
          opacities(confusionMatrix({ labels, counts })),
        );
      }),
    );
  });

  it('leaves empty cells and rows without examples empty', () => {
    const svg = confusionMatrix({
      labels: names(3),
      counts: [
        [1, 0, 0],
        [0, 0, 0],
        [0, 0, 1],
      ],
    });
    expect(opacities(svg)).toHaveLength(2);
    expect(svg).not.toMatch(/NaN|Infinity/);
    expect(texts(confusionMatrix({ labels: [], counts: [] }))).toContain('no examples');
  });

  it.each(hostile)('shows the class %j as text', (name) => {
    const svg = confusionMatrix({
      labels: [name, 'b'],
      counts: [
        [1, 2],
        [3, 4],
      ],
    });
    const tags = new Set(all(svg, '*').map((one) => one.tagName));
    expect([...tags].sort()).toEqual(['g', 'path', 'rect', 'style', 'svg', 'text', 'title']);
  });

  it('says which sizes do not match', () => {
    const labels = ['a', 'b'];
    const of = (counts: readonly (readonly number[])[]) => () => confusionMatrix({ labels, counts });
    expect(of([[1, 2]])).toThrow(new RangeError('confusionMatrix: 2 labels need as many rows of counts, not 1'));
    expect(
      of([
        [1, 2, 3],
        [1, 2],
      ]),
    ).toThrow('confusionMatrix: row 0 of the counts has 3 columns, not 2');
    expect(
      of([
        [1, 2],
        [NaN, 2],
      ]),
    ).toThrow('confusionMatrix: row 1 holds NaN; a count is finite and not negative');
    expect(
      of([
        [1, 2],
        [3, -1],
      ]),
    ).toThrow(RangeError);
  });
});
