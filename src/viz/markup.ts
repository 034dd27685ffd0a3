declare const markup: unique symbol;

/** Text that is well-formed XML and HTML alike: only `text`, `element` and `join` make it, so nothing unescaped gets in. */
export type Markup = string & { readonly [markup]: true };

/** The attributes of an element; an undefined one is left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Characters that XML 1.0 forbids even as references: most controls, lone surrogates, two non-characters. */
const forbidden = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Any text as markup: the five special characters as entities, forbidden characters as U+FFFD. */
export const text = (value: string | number): Markup =>
  String(value)
    .replace(forbidden, '\uFFFD')
    .replace(/[&<>"']/g, (character) => entities[character] ?? character) as Markup;

/** Pieces of markup, one after the other. */
export const join = (pieces: readonly Markup[]): Markup => pieces.join('') as Markup;

/** Coordinates are kept to a hundredth of a pixel: files stay small and the same on every machine. */
const attribute = (value: string | number): Markup =>
  text(typeof value === 'number' ? Math.round(value * 100) / 100 : value);

/**
 * An element with its children; without children it closes itself (`<br/>`).
 * @example  element('b', { id: 'x' }, text('1 < 2'))   // <b id="x">1 &lt; 2</b>
 */
export const element = (name: string, attributes: Attributes, ...children: readonly Markup[]): Markup => {
  const pairs = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${attribute(value)}"`],
  );
  const open = `<${name}${pairs.join('')}`;
  return (children.length === 0 ? `${open}/>` : `${open}>${join(children)}</${name}>`) as Markup;
};
