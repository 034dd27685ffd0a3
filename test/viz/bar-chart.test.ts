import { describe, expect, it } from 'vitest';
import { barChart } from '../../src/viz/bar-chart.js';
import { all, numbers, texts } from './parse.js';

const lengths = (svg: string): readonly number[] =>
  numbers(
    all(svg, 'rect').filter((rect) => rect.getAttribute('class') === 'series-0'),
    'width',
  );

describe('barChart', () => {
  it('draws lengths in proportion, from zero, with their names and values', () => {
    const svg = barChart({
      title: 'Classes',
      bars: [
        { label: 'stop', value: 30 },
        { label: '<yield>', value: 10 },
      ],
    });
    const [stop = 0, yielded = 0] = lengths(svg);
    expect(stop / yielded).toBeCloseTo(3, 1);
    expect(texts(svg)).toEqual(['Classes', 'stop', '30', '<yield>', '10']);
  });

  it('draws no bar for what is not finite, for zeros, and for no bars', () => {
    const bars = [NaN, Infinity, 0].map((value) => ({ label: 'a', value }));
    expect(lengths(barChart({ title: '', bars }))).toEqual([0, 0, 0]);
    expect(texts(barChart({ title: '', bars: [] }))).toEqual(['no bars']);
  });

  it('refuses negative lengths', () => {
    const bars = [{ label: 'stop', value: -1 }];
    expect(() => barChart({ title: '', bars })).toThrow(
      new RangeError('barChart: bar "stop" is -1 long; lengths are not negative'),
    );
  });
});
