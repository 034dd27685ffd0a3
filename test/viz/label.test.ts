import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fit, label, textWidth, wrap } from '../../src/viz/label.js';
import { parse } from './parse.js';

describe('fit', () => {
  it('gives text no wider than asked, and the same text where that is wide enough', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 10, max: 300 }), (value, width) => {
        const shown = fit(value, width, 12);
        expect(textWidth(shown, 12)).toBeLessThanOrEqual(width);
        expect(shown === value).toBe(textWidth(value, 12) <= width);
      }),
    );
  });

  it('cuts no character in half', () => {
    expect(fit('🛑🛑🛑🛑', 40, 12)).toBe('🛑🛑…');
  });
});

describe('wrap', () => {
  it('breaks at spaces and line ends, and cuts what the last line cannot hold', () => {
    expect(wrap('speed limit 30\n→ yield', 100, 12, 3)).toEqual(['speed limit 30', '→ yield']);
    expect(wrap('speed limit 30', 60, 12, 3)).toEqual(['speed', 'limit 30']);
    expect(wrap('one two three four', 40, 12, 2)).toEqual(['one', 'two…']);
    expect(wrap(' \n ', 40, 12, 2)).toEqual([]);
  });

  it('gives at most so many lines, each within the width, and loses no word where none is cut', () => {
    const sentences = fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 12 });
    fc.assert(
      fc.property(
        sentences,
        fc.integer({ min: 60, max: 200 }),
        fc.integer({ min: 1, max: 5 }),
        (words, width, count) => {
          const lines = wrap(words.join(' '), width, 12, count);
          expect(lines.length).toBeLessThanOrEqual(count);
          for (const line of lines) expect(textWidth(line, 12)).toBeLessThanOrEqual(width);
          if (!lines.join().includes('…')) expect(lines.join(' ')).toBe(words.join(' '));
        },
      ),
    );
  });
});

it('keeps the whole of a label that had to be cut as a tooltip', () => {
  const root = parse(label(0, 0, 'a very long name', { width: 50 })).documentElement;
  expect(root?.getElementsByTagName('title')[0]?.textContent).toBe('a very long name');
  expect(root?.lastChild?.textContent).toBe('a very…');
});
