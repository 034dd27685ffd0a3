import { DOMParser, type Document, type Element } from '@xmldom/xmldom';

/** Parses strictly: anything that is not well-formed XML throws; U+FFFD, which only warns, is put there on purpose. */
export const parse = (source: string): Document =>
  new DOMParser({
    onError: (level, message) => {
      if (!message.includes('replacement character')) throw new Error(`${level}: ${message}`);
    },
  }).parseFromString(source.replace('<!DOCTYPE html>\n', ''), 'application/xml');

/** All elements of a name, in document order. */
export const all = (source: string, name: string): readonly Element[] =>
  Array.from(parse(source).getElementsByTagName(name));

/** The attribute of each element as a number. */
export const numbers = (elements: readonly Element[], attribute: string): readonly number[] =>
  elements.map((element) => Number(element.getAttribute(attribute)));

/** The texts that a reader sees, without tooltips and style sheets. */
export const texts = (source: string): readonly string[] =>
  all(source, 'text').map((element) => element.lastChild?.textContent ?? '');

/** Names, captions and headings that try to break out of their place. */
export const hostile: readonly string[] = [
  '</text><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onload='alert(1)",
  ']]></style></svg><iframe src="javascript:alert(1)">',
  '&lt;script&gt; &#x3C;b&#x3E; &unknown;',
  '<!-- --> <?xml version="9"?> <![CDATA[x',
  'null \u0000, bell \u0007, lone \uD800, end \uFFFF',
];
