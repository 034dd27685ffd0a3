import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineChart, type LineChart, type Point } from '../../src/viz/line-chart.js';
import { all, hostile, numbers, texts } from './parse.js';

const chart = (series: LineChart['series'], more: Partial<LineChart> = {}): string =>
  lineChart({ title: 'Loss', x: 'epoch', y: 'loss', series, ...more });

/** The vertices of each stretch of each curve. */
const curves = (svg: string): readonly (readonly (readonly number[])[])[][] =>
  all(svg, 'path').map((path) =>
    (path.getAttribute('d') ?? '')
      .split('M')
      .filter((stretch) => stretch !== '')
      .map((stretch) => stretch.split('L').map((vertex) => vertex.split(',').map(Number))),
  );

const anyNumber = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 1e300, 1e-300),
);
const anyPoint: fc.Arbitrary<Point> = fc.tuple(anyNumber, anyNumber);

describe('lineChart', () => {
  it('draws each series in order and names it in the legend, the axes and the title', () => {
    const line = (k: number): readonly Point[] => [
      [1, k],
      [2, k + 1],
      [3, k],
    ];
    const svg = chart([
      { name: 'train', values: line(0) },
      { name: 'validation', values: line(1) },
    ]);
    expect(texts(svg)).toEqual(expect.arrayContaining(['Loss', 'epoch', 'loss', 'train', 'validation', '1', '2', '3']));
    const [train, validation] = curves(svg).map((parts) => parts.flat());
    expect(train).toHaveLength(3);
    expect(validation?.[0]?.[0]).toBe(train?.[0]?.[0]);
    expect(validation?.[0]?.[1]).toBe(train?.[1]?.[1]);
    expect(train?.[1]?.[1]).toBeLessThan(train?.[0]?.[1] ?? 0);
  });

  it('breaks the line at NaN and infinities and keeps a lone point between two gaps as a dot', () => {
    const heights = [...Array.from({ length: 40 }, () => 1), NaN, 2, Infinity, 3, 3];
    const svg = chart([{ name: 'a', values: heights.map((height, x) => [x, height]) }]);
    expect(curves(svg)[0]?.map((stretch) => stretch.length)).toEqual([40, 1, 2]);
    expect(all(svg, 'circle')).toHaveLength(1);
  });

  it('is well-formed, within its frame and free of NaN for any doubles on either spacing', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyPoint)), fc.constantFrom('linear', 'log'), (lists, spacing) => {
        const svg = chart(
          lists.map((values, index) => ({ name: `s${index}`, values })),
          { spacing },
        );
        expect(svg).not.toMatch(/NaN|Infinity|undefined/);
        for (const [x = NaN, y = NaN] of curves(svg).flat(2)) {
          expect(x >= 0 && x <= 720 && y >= 0 && y <= 400, `(${x}, ${y}) lies in the frame`).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('marks few, distinct, readable places on the axes for any doubles', () => {
    fc.assert(
      fc.property(fc.array(anyPoint, { minLength: 2 }), fc.constantFrom('linear', 'log'), (values, spacing) => {
        const labels = texts(chart([], { series: [{ name: '', values }], spacing }));
        expect(labels.length).toBeLessThan(48);
        for (const one of labels) expect(one.length).toBeLessThan(26);
      }),
    );
  });

  it('says so when there is nothing to draw', () => {
    const nothing = 'no finite values to draw';
    expect(texts(chart([]))).toContain(nothing);
    expect(texts(chart([{ name: 'a', values: [] }]))).toContain(nothing);
    expect(texts(chart([{ name: 'a', values: [[1, NaN]] }]))).toContain(nothing);
    expect(texts(chart([{ name: 'a', values: [[1, -1]] }], { spacing: 'log' }))).toContain(nothing);
    expect(texts(chart([{ name: 'a', values: [[1, 1]] }]))).not.toContain(nothing);
  });

  it('places one point in the middle, and equal heights on one line', () => {
    const one = curves(chart([{ name: 'a', values: [[1, 0.5]] }]))[0]?.[0]?.[0];
    expect(one?.[0]).toBeGreaterThan(300);
    expect(one?.[0]).toBeLessThan(420);
    const flat = curves(
      chart([
        {
          name: 'a',
          values: [
            [0, 7],
            [1, 7],
            [2, 7],
          ],
        },
      ]),
    ).flat(2);
    expect(new Set(flat.map((vertex) => vertex[1])).size).toBe(1);
  });

  it('spaces powers of ten equally on a log axis', () => {
    const values: readonly Point[] = [
      [0, 1e-3],
      [1, 1],
      [2, 1e3],
    ];
    const [a = 0, b = 0, c = 0] = curves(chart([{ name: 'a', values }], { spacing: 'log' }))
      .flat(2)
      .map((v) => v[1]);
    expect(a - b).toBeCloseTo(b - c, 0);
    expect(a - b).toBeGreaterThan(50);
  });

  it('keeps epochs whole and long numbers short', () => {
    const labels = texts(
      chart([
        {
          name: 'a',
          values: [
            [1, 0.5],
            [3, 2.5e9],
          ],
        },
      ]),
    );
    expect(labels).toEqual(expect.arrayContaining(['1', '2', '3', '2.5e9']));
    expect(labels.filter((one) => one === '2')).toHaveLength(1);
  });

  it.each([
    [1, 1 + 2 ** -52],
    [1e16, 1e16 + 2],
    [0, 5e-324],
    [-1e300, 1e300],
  ])('marks distinct places between %d and %d', (a, b) => {
    for (const spacing of ['linear', 'log'] as const) {
      const svg = chart(
        [
          {
            name: 'a',
            values: [
              [a, a],
              [b, b],
            ],
          },
        ],
        { spacing },
      );
      expect(svg).not.toMatch(/NaN|Infinity/);
      const places = all(svg, 'text').map((one) => `${one.getAttribute('x')} ${one.getAttribute('y')}`);
      expect(new Set(places).size).toBe(places.length);
      expect(new Set(texts(svg)).size).toBeGreaterThan(5);
    }
  });

  it('stays small for a hundred thousand steps', () => {
    const values = Array.from({ length: 100_000 }, (_, x): Point => [x, Math.sin(x)]);
    expect(chart([{ name: 'a', values }]).length).toBeLessThan(60_000);
  });

  it('puts a long legend in rows within its width', () => {
    const series = Array.from({ length: 20 }, (_, k) => ({ name: `experiment number ${k}`, values: [] }));
    const svg = chart(series);
    const keys = all(svg, 'line').filter((line) => line.getAttribute('stroke-width') === '3');
    expect(keys).toHaveLength(20);
    expect(new Set(numbers(keys, 'y1')).size).toBeGreaterThan(2);
    expect(Math.max(...numbers(keys, 'x2'))).toBeLessThan(720);
  });

  it('leaves room for the curves under a legend of a hundred names', () => {
    const series = Array.from({ length: 100 }, (_, k) => ({
      name: `run ${k}`,
      values: [
        [0, 0],
        [1, 1],
      ] as const,
    }));
    const svg = chart(series, { height: 300 });
    const [low = 0, high = 0] = curves(svg)[0]?.[0]?.map((vertex) => vertex[1] ?? 0) ?? [];
    expect(low - high).toBeGreaterThan(100);
    expect(low).toBeLessThan(Number(all(svg, 'svg')[0]?.getAttribute('height')));
  });

  it.each(hostile)('shows %j as text', (words) => {
    const svg = lineChart({
      title: words,
      x: words,
      y: words,
      series: [
        {
          name: words,
          values: [
            [0, 0],
            [1, 1],
          ],
        },
      ],
    });
    expect(all(svg, 'script')).toHaveLength(0);
    const names = new Set(all(svg, '*').map((one) => one.tagName));
    expect([...names].sort()).toEqual(['circle', 'g', 'line', 'path', 'rect', 'style', 'svg', 'text', 'title']);
    expect(texts(svg).filter((shown) => shown === words.replace(/[\0\x07\uD800\uFFFF]/g, '\uFFFD'))).toHaveLength(4);
  });

  it('refuses a frame of no size', () => {
    expect(() => chart([], { width: 0 })).toThrow('figure: width and height must be positive, not 0 and 400');
    expect(() => chart([], { height: NaN })).toThrow(RangeError);
  });
});
