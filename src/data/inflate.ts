import * as E from 'fp-ts/lib/Either.js';

/** A decompressor: what is pushed in comes out in pieces. */
interface Stream {
  readonly push: (chunk: Uint8Array, final: boolean) => void;
}

/** Bytes pushed at a time: deflate expands by at most 1032, so this bounds what can come out beyond the limit to 17 MB. */
const step = 2 ** 14;

/** Runs a decompressor up to `limit` bytes of output. A `Left` is what went wrong, as it reads after "got". */
export const inflate = (
  bytes: Uint8Array,
  limit: number,
  open: (take: (piece: Uint8Array) => void, total: () => number) => Stream,
): E.Either<string, Uint8Array> => {
  const pieces: Uint8Array[] = [];
  let total = 0;
  const stream = open(
    (piece) => {
      pieces.push(piece);
      total += piece.length;
    },
    () => total,
  );
  try {
    for (let at = 0; at < bytes.length && total <= limit; at += step)
      stream.push(bytes.subarray(at, at + step), at + step >= bytes.length);
  } catch (error) {
    return E.left(error instanceof Error ? error.message : String(error));
  }
  return total > limit ? E.left(`more than ${limit} bytes`) : E.right(concatenate(pieces));
};

/** The parts one after the other. */
export const concatenate = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};
