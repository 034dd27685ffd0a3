import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { element, text } from '../../src/viz/markup.js';
import { style } from '../../src/viz/theme.js';
import { hostile, parse } from './parse.js';

const permitted = /[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** What XML can carry of a string: forbidden characters replaced, line ends as the parser reads them. */
const carried = (value: string): string =>
  Array.from(value, (character) => (permitted.test(character) ? character : '\uFFFD'))
    .join('')
    .replace(/\r\n?/g, '\n');

const words = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...hostile));

describe('markup', () => {
  it('gives back any text from an element and, white space aside, from an attribute', () => {
    fc.assert(
      fc.property(words, (value) => {
        const root = parse(element('a', { b: value }, text(value))).documentElement;
        expect(root?.textContent).toBe(carried(value));
        expect(root?.childNodes.length).toBe(carried(value) === '' ? 0 : 1);
        expect(root?.getAttribute('b')?.replace(/\s/g, ' ')).toBe(carried(value).replace(/\s/g, ' '));
      }),
    );
  });

  it('rounds coordinates, leaves out undefined attributes and closes childless elements', () => {
    expect(element('rect', { x: 1 / 3, y: undefined })).toBe('<rect x="0.33"/>');
    expect(element('td', {}, text(''))).toBe('<td></td>');
  });

  it('has a style sheet that reads the same raw in HTML and escaped in XML', () => {
    expect(text(style)).toBe(style);
  });
});
