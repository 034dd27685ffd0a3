import { gzipSync } from 'fflate';
import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../src/data/crc32.js';
import { gzipWithin } from '../../src/data/gzip.js';
import { inflate } from '../../src/data/inflate.js';
import { ascii, patched, sentence, value } from './expect.js';

const letters = 'the cat sat on the mat. '.repeat(400);
const text = ascii(letters);
const gzip = gzipWithin(2 ** 20);
const file = gzipSync(text);

describe('gzip', () => {
  it('reads and writes', () => {
    expect(value(gzip.decode(file))).toEqual(text);
    expect(value(gzip.decode(gzip.encode(text)))).toEqual(text);
    expect(value(gzip.decode(gzip.encode(new Uint8Array(0))))).toEqual(new Uint8Array(0));
  });

  it('writes the same bytes whenever it is called', () => {
    expect([...gzip.encode(text).subarray(4, 8)]).toEqual([0, 0, 0, 0]);
  });

  it('reads several members as one', () => {
    const members = [text, ascii('dog'), new Uint8Array(0), text].map((part) => gzipSync(part));
    expect(value(gzip.decode(Uint8Array.from(members.flatMap((member) => [...member]))))).toEqual(
      ascii(`${letters}dog${letters}`),
    );
  });

  it('reads members that begin anywhere in what is pushed at a time', () => {
    const noise = Uint8Array.from({ length: 30_000 }, (_, index) => (index * index * 7919) >> 5);
    const cut = [0, 16_380, 16_384, 20_000, 30_000];
    const parts = cut.slice(1).map((end, index) => noise.subarray(cut[index], end));
    const joined = Buffer.concat(parts.map((part) => gzipSync(part, { level: 0 })));
    expect(Buffer.from(value(gzip.decode(joined))).equals(noise)).toBe(true);
  });

  it('reads a header with a name', () => {
    expect(value(gzip.decode(gzipSync(text, { filename: 'cat.txt' })))).toEqual(text);
  });

  it.each([
    ['nothing', new Uint8Array(0), 'gzip: byte 0: expected a gzip header (1f 8b), data and a checksum, got 0 bytes'],
    ['text', text, 'gzip: byte 0: expected a gzip header (1f 8b), data and a checksum, got 9600 bytes of'],
    [
      'half a file',
      file.slice(0, file.length / 2),
      'gzip: byte 0: expected complete deflated data of at most 1048576 bytes, got',
    ],
    ['a lost checksum', file.slice(0, -8), 'gzip: byte'],
    [
      'a changed checksum',
      patched(file, file.length - 8, [0]),
      `gzip: byte ${file.length - 8}: expected 9600 bytes with checksum`,
    ],
    ['a changed length', patched(file, file.length - 4, [1]), `gzip: byte ${file.length - 8}: expected 9473 bytes`],
    ['rubbish at the end', Uint8Array.of(...file, 1, 2, 3, 4, 5), 'gzip: byte'],
    ['one byte at the end', Uint8Array.of(...file, 1), 'gzip: byte'],
    [
      'a damaged member before a good one',
      Uint8Array.of(...patched(file, file.length - 5, [0]), ...file),
      `gzip: byte ${file.length - 8}: expected`,
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(sentence(gzip.decode(bytes)).slice(0, message.length)).toBe(message);
  });

  it('refuses a file that lost any number of bytes', () => {
    const whole = gzipSync(text.subarray(0, 60), { level: 0 });
    for (let length = 0; length < whole.length; length++)
      expect(E.isLeft(gzip.decode(whole.subarray(0, length)))).toBe(true);
  });

  it('stops at the limit', () => {
    const bomb = gzipSync(new Uint8Array(2 ** 24));
    expect(sentence(gzip.decode(bomb))).toBe(
      'gzip: byte 0: expected complete deflated data of at most 1048576 bytes, got more than 1048576 bytes',
    );
    expect(sentence(gzipWithin(text.length - 1).decode(file))).toMatch(/got more than 9599 bytes$/);
    expect(value(gzipWithin(text.length).decode(file))).toEqual(text);
  });
});

describe('inflate', () => {
  it('pushes no more once the limit is passed', () => {
    let pushed = 0;
    const result = inflate(new Uint8Array(2 ** 20), 2500, (take) => ({
      push: () => {
        pushed++;
        take(new Uint8Array(1000));
      },
    }));
    expect(result).toEqual(E.left('more than 2500 bytes'));
    expect(pushed).toBe(3);
  });
});

describe('crc32', () => {
  it('is that of the standard', () => {
    expect(crc32(ascii('123456789'))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array(0))).toBe(0);
  });
});
