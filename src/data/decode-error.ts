import type { Errors } from 'io-ts';

/** Why a value from outside was refused. */
export interface DecodeError {
  /** the format that was expected, as in `formats` */
  readonly format: string;
  /** where: a byte offset ("byte 16"), a path inside a header ("conv1.weight.shape") or a file name */
  readonly at: string;
  readonly expected: string;
  /** the whole sentence: "idx: byte 16: expected 60000·28·28 = 47040000 bytes, got 100 (the file is too short)" */
  readonly message: string;
}

/** A refusal, with its sentence made from its parts. */
export const decodeError = (format: string, at: string, expected: string, got: string): DecodeError => ({
  format,
  at,
  expected,
  message: `${format}: ${at}: expected ${expected}, got ${got}`,
});

/** The same refusal, seen from the whole that contains the part: a file, an archive. */
export const within = (part: string, { format, at, expected, message }: DecodeError): DecodeError => ({
  format,
  at: `${part}: ${at}`,
  expected,
  message: `${part}: ${message}`,
});

/** The first complaint of an io-ts codec about the value at `path`. */
export const fromErrors = (format: string, path: string, errors: Errors): DecodeError => {
  const context = errors[0]?.context ?? [];
  const last = context.at(-1);
  const at = [path, ...context.map(({ key }) => key)].filter((key) => key !== '').join('.');
  return decodeError(format, at, last?.type.name ?? 'another value', excerpt(last?.actual));
};

/** A value on one short line, whatever it is. */
export const excerpt = (value: unknown): string => {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};
