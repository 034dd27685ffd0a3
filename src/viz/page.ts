import { element, join, text, type Markup } from './markup.js';
import { aligned } from './number.js';
import { fonts, roles, type Role } from './theme.js';

/** Numbers and words in rows under named columns. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** A part of a page: a heading, paragraphs (parted by empty lines), a figure made by this module, a table beside it. */
export interface Section {
  readonly heading: string;
  readonly text?: string;
  readonly svg?: Markup;
  readonly table?: Table;
}

/** A title and the sections below it. */
export interface Page {
  readonly title: string;
  readonly sections: readonly Section[];
}

/** A cell with a number is set to the right, as is the heading of a column that holds one. */
const cell = (name: 'td' | 'th', value: string, numeric: boolean): Markup =>
  element(name, { class: numeric ? 'number' : undefined }, text(value));

const table = ({ columns, rows }: Table): Markup => {
  rows.forEach((row, index) => {
    if (row.length !== columns.length)
      throw new RangeError(`page: row ${index} of the table has ${row.length} cells for ${columns.length} columns`);
  });
  const numbers = columns.map((_, index) => rows.map((row) => row[index]).filter((value) => typeof value === 'number'));
  const formats = numbers.map(aligned);
  const head = columns.map((column, index) => cell('th', column, (numbers[index]?.length ?? 0) > 0));
  const body = rows.map((row) =>
    row.map((value, index) =>
      typeof value === 'number' ? cell('td', formats[index]?.(value) ?? '', true) : cell('td', value, false),
    ),
  );
  return element(
    'div',
    { class: 'table' },
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, ...head)),
      element('tbody', {}, text(''), ...body.map((cells) => element('tr', {}, ...cells))),
    ),
  );
};

const section = (part: Section): Markup => {
  const paragraphs = (part.text ?? '').split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '');
  const beside = [
    ...(part.svg === undefined ? [] : [element('figure', {}, part.svg)]),
    ...(part.table === undefined ? [] : [table(part.table)]),
  ];
  return element(
    'section',
    {},
    element('h2', {}, text(part.heading)),
    ...paragraphs.map((paragraph) => element('p', {}, text(paragraph.trim()))),
    ...(beside.length === 0 ? [] : [element('div', { class: 'beside' }, ...beside)]),
  );
};

const variables = (mode: 'light' | 'dark', names: readonly Role[]): string =>
  `:root{${names.map((name) => `--${name}:${roles[name][mode]}`).join(';')}}`;

const used: readonly Role[] = ['surface', 'ink', 'muted', 'axis', 'grid', 'hit'];

const style = `
${variables('light', used)}
@media screen and (prefers-color-scheme:dark){${variables('dark', used)}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:76rem;padding:clamp(1rem,4vw,3.5rem);background:var(--surface);color:var(--ink);font:1rem/1.6 ${fonts};-webkit-text-size-adjust:100%}
h1{font-size:clamp(1.7rem,4vw,2.4rem);line-height:1.15;letter-spacing:-.02em;margin:0 0 2.5rem;text-wrap:balance}
h2{font-size:1.3rem;line-height:1.3;letter-spacing:-.01em;margin:0 0 .6rem}
h1,h2,p,td,th{overflow-wrap:anywhere}
p{max-width:42rem;margin:0 0 1rem;white-space:pre-line}
section{border-top:1px solid var(--grid);padding:1.8rem 0 2.2rem}
.beside{display:flex;flex-wrap:wrap;gap:1.5rem 2.5rem;align-items:flex-start;margin-top:1rem}
figure{margin:0;flex:0 1 auto;min-width:0;max-width:100%}
figure svg{display:block;max-width:100%;height:auto}
.table{flex:1 1 16rem;min-width:0;max-width:100%;max-height:30rem;overflow:auto}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums;min-width:min(100%,16rem)}
th{position:sticky;top:0;background:var(--surface);color:var(--muted);font-weight:500;text-align:left;box-shadow:inset 0 -1px var(--axis)}
td,th{padding:.35rem 1.4rem .35rem 0;vertical-align:top}
td{border-bottom:1px solid var(--grid)}
.number{text-align:right;white-space:nowrap}
@media (min-width:60rem){figure{margin-left:-20px}}
@media print{body{padding:0;max-width:none}section{break-inside:avoid}.table{max-height:none;overflow:visible}}
`;

/**
 * One HTML page that needs no other file: headings, paragraphs, figures and, beside each, its numbers as a table.
 * All text is escaped, and figures are `Markup`, which only the functions of this module make.
 * Errors  "page: row 0 of the table has 1 cells for 2 columns"
 */
export const page = ({ title, sections }: Page): string => {
  const head = element(
    'head',
    {},
    element('meta', { charset: 'utf-8' }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('meta', { name: 'color-scheme', content: 'light dark' }),
    element('title', {}, text(title)),
    element('style', {}, text(style)),
  );
  const body = element('body', {}, element('h1', {}, text(title)), element('main', {}, join(sections.map(section))));
  return `<!DOCTYPE html>\n${element('html', { lang: 'en', xmlns: 'http://www.w3.org/1999/xhtml' }, head, body)}\n`;
};
