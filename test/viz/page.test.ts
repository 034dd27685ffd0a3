import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aligned } from '../../src/viz/number.js';
import { barChart, imageGrid, lineChart, page, type Page } from '../../src/viz/index.js';
import { all, hostile } from './parse.js';

/** One page with every kind of place for text, all of them filled with `words`. */
const pageOf = (words: string): Page => ({
  title: words,
  sections: [
    {
      heading: words,
      text: words,
      svg: lineChart({ title: words, x: words, y: words, series: [{ name: words, values: [[0, 1]] }] }),
      table: { columns: [words, 'n'], rows: [[words, 1]] },
    },
    { heading: words, svg: barChart({ title: words, bars: [{ label: words, value: 1 }] }) },
    { heading: words, svg: imageGrid({ images: [{ pixels: [1], channels: 1, height: 1, width: 1, caption: words }] }) },
  ],
});

const skeleton = (html: string): readonly string[] =>
  all(html, '*').map((one) => `${one.tagName} ${Array.from(one.attributes, ({ name }) => name).join()}`);

describe('page', () => {
  it('has the same elements and attributes whatever the words are', () => {
    const harmless = skeleton(page(pageOf('x')));
    const anyWords = fc
      .oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', minLength: 1 }))
      .map((words) => `x${words.replace(/\s+/g, '_').slice(0, 9)}`);
    fc.assert(
      fc.property(anyWords, (words) => {
        expect(skeleton(page(pageOf(words)))).toEqual(harmless);
      }),
      { numRuns: 20 },
    );
  });

  it.each(hostile)('shows %j as text', (words) => {
    const html = page(pageOf(words));
    for (const name of ['script', 'img', 'iframe', 'b']) expect(all(html, name)).toHaveLength(0);
    expect(all(html, 'h1')[0]?.textContent).toBe(words.replace(/[\0\x07\uD800\uFFFF]/g, '\uFFFD'));
  });

  it('refers to nothing outside itself', () => {
    const html = page(pageOf('x'));
    expect(html.replace(/xmlns="[^"]*"/g, '')).not.toMatch(/https?:|url\(|@import|<link|<script/);
    for (const image of all(html, 'image')) expect(image.getAttribute('href')).toMatch(/^data:image\/png;base64,/);
  });

  it('is the same each time', () => {
    expect(page(pageOf('x'))).toBe(page(pageOf('x')));
  });

  it('prints the numbers of a table in columns and the paragraphs of a text', () => {
    const table = {
      columns: ['epoch', 'loss', 'note'],
      rows: [
        [1, 2.25, 'first'],
        [2, 0.75, ''],
        [3, NaN, 'diverged'],
      ],
    };
    const html = page({ title: 'Run', sections: [{ heading: 'Loss', text: 'One.\n\nTwo.\n\n', table }] });
    expect(all(html, 'p').map((one) => one.textContent)).toEqual(['One.', 'Two.']);
    expect(all(html, 'th').map((one) => `${one.getAttribute('class') ?? ''} ${one.textContent}`)).toEqual([
      'number epoch',
      'number loss',
      ' note',
    ]);
    expect(all(html, 'td').map((one) => one.textContent)).toEqual([
      '1',
      '2.250',
      'first',
      '2',
      '0.750',
      '',
      '3',
      'NaN',
      'diverged',
    ]);
  });

  it('stands without sections and without rows', () => {
    expect(all(page({ title: 'Empty', sections: [] }), 'section')).toHaveLength(0);
    const table = { columns: ['a'], rows: [] };
    expect(all(page({ title: '', sections: [{ heading: '', table }] }), 'td')).toHaveLength(0);
  });

  it('says which row does not fit its table', () => {
    const table = { columns: ['a', 'b'], rows: [[1]] };
    expect(() => page({ title: '', sections: [{ heading: '', table }] })).toThrow(
      new RangeError('page: row 0 of the table has 1 cells for 2 columns'),
    );
  });
});

describe('aligned', () => {
  const write = (column: readonly number[]): readonly string[] => column.map(aligned(column));

  it('gives a column equally many decimals, unless small numbers would lose their digits', () => {
    expect(write([2.25, 0.5, 0])).toEqual(['2.250', '0.500', '0.000']);
    expect(write([1, 20, 300])).toEqual(['1', '20', '300']);
    expect(write([0.1, 0.00001])).toEqual(['0.1', '0.00001']);
    expect(write([1234567.8, 1e300, -Infinity])).toEqual(['1235000', '1e+300', '-Infinity']);
    expect(write([])).toEqual([]);
  });
});
