import * as E from 'fp-ts/lib/Either.js';
import { Inflate } from 'fflate';
import { crc32 } from './crc32.js';
import { decodeError, excerpt, type DecodeError } from './decode-error.js';
import { inflate } from './inflate.js';

/** signatures and sizes of the three records, PKWARE's APPNOTE 4.3.7, 4.3.12 and 4.3.16 */
const local = { signature: 0x04034b50, bytes: 30 };
const central = { signature: 0x02014b50, bytes: 46 };
const end = { signature: 0x06054b50, bytes: 22 };

const fail = (at: string, expected: string, got: string): E.Either<DecodeError, never> =>
  E.left(decodeError('zip', at, expected, got));

/**
 * The files of a zip archive by name, stored or deflated, that expand to at most `limit` bytes together; checksums are verified.
 * Errors   "zip: weight.npy: expected a name that occurs once, got a second"
 * Source   PKWARE, "APPNOTE.TXT", 6.3
 */
export const unzip = (bytes: Uint8Array, limit: number): E.Either<DecodeError, ReadonlyMap<string, Uint8Array>> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begins = (at: number, record: typeof local): boolean =>
    at >= 0 && at + record.bytes <= bytes.length && view.getUint32(at, true) === record.signature;

  let last = bytes.length - end.bytes;
  while (last >= Math.max(0, bytes.length - end.bytes - 0xffff) && !begins(last, end)) last--;
  if (!begins(last, end))
    return fail(`byte ${bytes.length}`, 'the end of a zip directory', 'none (no zip, or truncated)');

  const files = new Map<string, Uint8Array>();
  let total = 0;
  let at = view.getUint32(last + 16, true);
  for (let left = view.getUint16(last + 10, true); left > 0; left--) {
    if (!begins(at, central)) return fail(`byte ${at}`, 'an entry of the directory', 'something else');
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const [sum, packed, size] = [16, 20, 24].map((field) => view.getUint32(at + field, true));
    const [nameLength = 0, extra = 0, comment = 0] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const header = view.getUint32(at + 42, true);
    const name = new TextDecoder().decode(bytes.slice(at + central.bytes, at + central.bytes + nameLength));
    if (packed === undefined || size === undefined || sum === undefined) return fail(name, 'sizes', 'none');
    if (files.has(name)) return fail(name, 'a name that occurs once', 'a second');
    if (flags & 1) return fail(name, 'a file without a password', 'an encrypted one');
    if (size === 0xffffffff || packed === 0xffffffff) return fail(name, 'a file of less than 4 GiB', 'a zip64 entry');
    total += size;
    if (total > limit) return fail(name, `files of at most ${limit} bytes together`, String(total));
    if (!begins(header, local)) return fail(name, `a local header at byte ${header}`, 'something else');
    const start = header + local.bytes + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
    if (start + packed > bytes.length)
      return fail(name, `${packed} bytes from byte ${start}`, `${bytes.length - start} (the file is truncated)`);
    const content = unpack(method, bytes.subarray(start, start + packed), size);
    if (E.isLeft(content)) return fail(name, `${size} bytes`, content.left);
    if (content.right.length !== size || crc32(content.right) !== sum)
      return fail(name, `${size} bytes with checksum ${sum}`, `${content.right.length} with ${crc32(content.right)}`);
    files.set(name, content.right);
    at += central.bytes + nameLength + extra + comment;
  }
  return E.right(files);
};

/** the two methods of compression in use: stored and deflated */
const unpack = (method: number, bytes: Uint8Array, size: number): E.Either<string, Uint8Array> => {
  if (method === 0) return E.right(bytes);
  return method === 8 ? inflate(bytes, size, (take) => new Inflate(take)) : E.left(`compression ${excerpt(method)}`);
};
