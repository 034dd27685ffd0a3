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

/** An empty member pushed after the file: that it is recognised there shows that the file's last member ends with the file. */
const sentinel = gzipSync(new Uint8Array(0), { mtime: 0 });

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
    const members: { readonly from: number; readonly until: number; readonly end: number }[] = [];
    const out = inflate(bytes, limit, (take, total) => {
      const stream = new Gunzip(take);
      stream.onmember = (end) => members.push({ from: members.at(-1)?.until ?? 0, until: total(), end });
      return {
        push: (chunk, final) => {
          stream.push(chunk, false);
          if (final) stream.push(sentinel, true);
        },
      };
    });
    if (E.isLeft(out)) return fail(0, `complete deflated data of at most ${limit} bytes`, out.left);
    if (members.at(-1)?.end !== bytes.length)
      return fail(bytes.length, 'a whole member', 'the end of the file (the file is truncated)');
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (const { from, until, end } of members) {
      const trailer = end - 8;
      const sum = crc32(out.right.subarray(from, until));
      const [wantedSum, wantedLength] = [view.getUint32(trailer, true), view.getUint32(trailer + 4, true)];
      if (sum !== wantedSum || (until - from) % 2 ** 32 !== wantedLength)
        return fail(
          trailer,
          `${wantedLength} bytes with checksum ${wantedSum}`,
          `${until - from} bytes with checksum ${sum} (the file is damaged)`,
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
