import * as E from 'fp-ts/lib/Either.js';
import { Gunzip, gzipSync } from 'fflate';
import { crc32 } from './crc32.js';
import { decodeError, type DecodeError } from './decode-error.js';
import type { Format } from './format.js';
import { inflate } from './inflate.js';
import { uint8Array } from './types.js';

/** What decompression may yield unless told otherwise: 1 GiB. */
export const defaultLimit = 2 ** 30;

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** header and trailer of the smallest member */
const smallest = 18;

/**
 * gzip, one member or several, that may expand to at most `limit` bytes; checksums are verified. Written without a time stamp.
 * Source   RFC 1952
 */
export const gzipWithin = (limit: number): Format<Uint8Array> => ({
  name: 'gzip',
  is: uint8Array.is,
  decode: (bytes) => {
    if (!isGzip(bytes) || bytes.length < smallest)
      return fail(0, 'a gzip header (1f 8b), data and a checksum', `${bytes.length} bytes of something else`);
    const members: { readonly from: number; readonly until: number; readonly trailer: number }[] = [];
    const close = (until: number, end: number): void => {
      members.push({ from: members.at(-1)?.until ?? 0, until, trailer: end - 8 });
    };
    const out = inflate(bytes, limit, (take, total) => {
      const stream = new Gunzip(take);
      stream.onmember = (offset) => close(total(), offset);
      return stream;
    });
    if (E.isLeft(out)) return fail(0, `deflated data of at most ${limit} bytes`, out.left);
    close(out.right.length, bytes.length);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (const { from, until, trailer } of members) {
      const sum = crc32(out.right.subarray(from, until));
      const [wantedSum, wantedLength] = [view.getUint32(trailer, true), view.getUint32(trailer + 4, true)];
      if (sum !== wantedSum || (until - from) % 2 ** 32 !== wantedLength)
        return fail(
          trailer,
          `${wantedLength} bytes with checksum ${wantedSum}`,
          `${until - from} bytes with checksum ${sum} (the file is damaged or truncated)`,
        );
    }
    return out;
  },
  encode: (bytes) => gzipSync(bytes, { mtime: 0 }),
});

const fail = (byte: number, expected: string, got: string): E.Either<DecodeError, never> =>
  E.left(decodeError('gzip', `byte ${byte}`, expected, got));

/** The same format, read plain or compressed; written plain. */
export const gzipped = <A>(format: Format<A>, limit = defaultLimit): Format<A> => ({
  ...format,
  decode: (bytes) => {
    if (!isGzip(bytes)) return format.decode(bytes);
    const plain = gzipWithin(limit).decode(bytes);
    return E.isLeft(plain) ? plain : format.decode(plain.right);
  },
});
