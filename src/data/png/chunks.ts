import * as E from 'fp-ts/lib/Either.js';
import { crc32 } from '../crc32.js';
import type { DecodeError } from '../decode-error.js';
import { fail } from './fail.js';

const signature = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);

/** A part of a file: four letters, and what they stand before. */
export interface Chunk {
  readonly type: string;
  readonly body: Uint8Array;
  readonly at: number;
}

/** The chunks of a file up to the last, with right checksums. */
export const chunksOf = (bytes: Uint8Array): E.Either<DecodeError, readonly Chunk[]> => {
  if (signature.some((byte, index) => bytes[index] !== byte))
    return fail('byte 0', 'the signature of PNG (89 50 4e 47 0d 0a 1a 0a)', `${bytes.length} bytes of something else`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = 8; chunks.at(-1)?.type !== 'IEND';) {
    const left = bytes.length - at;
    if (left < 12) return fail(`byte ${at}`, 'a chunk', `${left} bytes (the file is truncated)`);
    const length = view.getUint32(at);
    if (length > left - 12)
      return fail(`byte ${at}`, `a chunk of ${length} bytes`, `${left - 12} (the file is truncated)`);
    const named = bytes.subarray(at + 4, at + 8 + length);
    const type = String.fromCharCode(...named.subarray(0, 4));
    const [sum, wanted] = [crc32(named), view.getUint32(at + 8 + length)];
    if (sum !== wanted) return fail(`byte ${at}`, `a chunk with checksum ${wanted}`, `${sum} (the file is damaged)`);
    chunks.push({ type, body: named.subarray(4), at });
    at += 12 + length;
  }
  return E.right(chunks);
};
