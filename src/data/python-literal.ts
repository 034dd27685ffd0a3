import * as O from 'fp-ts/lib/Option.js';

const tokens = /\s+|'[^'\\]*'|"[^"\\]*"|\b(?:True|False|None)\b|-?\d+L?|[()[\]{}:,]/g;

const json: ReadonlyMap<string, string> = new Map([
  ['(', '['],
  [')', ']'],
  ['True', 'true'],
  ['False', 'false'],
  ['None', 'null'],
]);

/**
 * The value of a Python literal made of dictionaries, lists, tuples, strings without escapes, whole numbers, True, False and None:
 * its tokens are those of JSON in other clothes.
 * @example  pythonLiteral("{'shape': (2, 3,), }")   // { _tag: 'Some', value: { shape: [2, 3] } }
 */
export const pythonLiteral = (text: string): O.Option<unknown> => {
  const found = text.match(tokens) ?? [];
  if (found.join('') !== text) return O.none;
  const solid = found.filter((token) => token.trim() !== '');
  const translated = solid.map((token, index) => {
    if (token === ',' && [')', ']', '}'].includes(solid[index + 1] ?? '')) return '';
    if (token.startsWith("'")) return JSON.stringify(token.slice(1, -1));
    return json.get(token) ?? token.replace(/^(-?\d+)L$/, '$1');
  });
  return O.tryCatch((): unknown => JSON.parse(translated.join('')));
};
