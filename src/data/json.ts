import * as E from 'fp-ts/lib/Either.js';

/** strings and punctuation; everything between them is of no interest here */
const marks = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/g;

/** The first name that occurs twice in one object of a valid JSON text. */
const duplicate = (text: string): string | undefined => {
  const scopes: Set<string>[] = [];
  let previous = '';
  for (const [mark] of text.matchAll(marks)) {
    if (mark === '{' || mark === '[') scopes.push(new Set());
    else if (mark === '}' || mark === ']') scopes.pop();
    else if (mark === ':') {
      const name = String(JSON.parse(previous));
      const scope = scopes.at(-1);
      if (scope?.has(name)) return name;
      scope?.add(name);
    }
    previous = mark;
  }
  return undefined;
};

/** The value of JSON in UTF-8, which must not name a thing twice. A `Left` is what was found instead, as it reads after "got". */
export const parseJson = (bytes: Uint8Array): E.Either<string, unknown> => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    const twice = duplicate(text);
    return twice === undefined ? E.right(value) : E.left(`${JSON.stringify(twice)} twice`);
  } catch (error) {
    return E.left(error instanceof Error ? error.message : String(error));
  }
};
