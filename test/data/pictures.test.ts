import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { zlibSync } from 'fflate';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { crc32 } from '../../src/data/crc32.js';
import { jpegWith } from '../../src/data/jpeg.js';
import { png, pngWithin } from '../../src/data/png.js';
import { fromRaster, toRaster, type Raster } from '../../src/data/raster.js';
import { tensor, toArray } from '../../src/tensor/literal.js';
import { ascii, patched, sentence, value } from './expect.js';
import '../reference.js';

interface Golden {
  readonly file: string;
  readonly shape: readonly [number, number, number];
  readonly pixels: readonly number[];
}
/** see pictures.py there */
const golden = JSON.parse(readFileSync(new URL('../golden/data/pictures.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, Golden>
>;
const fileOf = (name: string): Uint8Array => new Uint8Array(Buffer.from(golden[name]?.file ?? '', 'base64'));
const named = (wanted: boolean): readonly string[] =>
  Object.keys(golden).filter((name) => name.startsWith('JPEG') === wanted);
const jpeg = jpegWith();

const sizesOf = ({ channels, height, width }: Raster): readonly number[] => [channels, height, width];

describe('png', () => {
  it.each(named(false))('reads %s', (name) => {
    const picture = value(png.decode(fileOf(name)));
    expect(sizesOf(picture)).toEqual(golden[name]?.shape);
    expect([...picture.pixels]).toEqual(golden[name]?.pixels);
    expect(png.decode(png.encode(picture))).toEqual(E.right(picture));
  });

  const chunk = (type: string, body: Uint8Array): Uint8Array => {
    const bytes = new Uint8Array(12 + body.length);
    bytes.set(ascii(type), 4);
    bytes.set(body, 8);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, body.length);
    view.setUint32(8 + body.length, crc32(bytes.subarray(4, 8 + body.length)));
    return bytes;
  };
  const header = (width: number, height: number, ...rest: readonly number[]): Uint8Array => {
    const body = new Uint8Array(13);
    new DataView(body.buffer).setUint32(0, width);
    new DataView(body.buffer).setUint32(4, height);
    body.set(rest, 8);
    return chunk('IHDR', body);
  };
  const file = (...chunks: readonly Uint8Array[]): Uint8Array =>
    Uint8Array.from([
      137,
      80,
      78,
      71,
      13,
      10,
      26,
      10,
      ...chunks.flatMap((bytes) => [...bytes]),
      ...chunk('IEND', new Uint8Array()),
    ]);
  const data = (...bytes: readonly number[]): Uint8Array => chunk('IDAT', zlibSync(Uint8Array.from(bytes)));
  const dot = file(header(1, 1, 8, 0, 0, 0, 0), data(0, 7));
  const palette = (...bytes: readonly number[]): Uint8Array => chunk('PLTE', Uint8Array.from(bytes));

  it('reads a pixel, and what stands beside the image or after it makes no difference', () => {
    const expected = E.right({ channels: 1, height: 1, width: 1, pixels: Uint8Array.of(7) });
    expect(png.decode(dot)).toEqual(expected);
    expect(png.decode(Uint8Array.of(...dot, 1, 2, 3))).toEqual(expected);
    expect(png.decode(file(header(1, 1, 8, 0, 0, 0, 0), chunk('teXt', ascii('hello')), data(0, 7)))).toEqual(expected);
  });

  it.each<[string, Uint8Array, string]>([
    [
      'nothing',
      new Uint8Array(),
      'png: byte 0: expected the signature of PNG (89 50 4e 47 0d 0a 1a 0a), got 0 bytes of something else',
    ],
    ['half a chunk', dot.subarray(0, 40), 'png: byte 33: expected a chunk, got 7 bytes (the file is truncated)'],
    [
      'a chunk that lost its end',
      dot.subarray(0, -20),
      `png: byte 33: expected a chunk of 10 bytes, got 2 (the file is truncated)`,
    ],
    [
      'a changed byte',
      patched(dot, 19, [2]),
      expect.stringMatching(
        /^png: byte 8: expected a chunk with checksum \d+, got \d+ \(the file is damaged\)$/,
      ) as string,
    ],
    ['no header', file(data(0, 7)), 'png: byte 8: expected a header of 13 bytes, got 10 bytes of IDAT'],
    [
      '3 bits',
      file(header(1, 1, 3, 0, 0, 0, 0)),
      'png: byte 24: expected a bit depth and a colour type that go together, got 3 and 0',
    ],
    [
      'a palette of 16 bits',
      file(header(1, 1, 16, 3, 0, 0, 0)),
      'png: byte 24: expected a bit depth and a colour type that go together, got 16 and 3',
    ],
    [
      'an order of rows that does not exist',
      file(header(1, 1, 8, 0, 0, 0, 2)),
      'png: byte 26: expected compression 0, filter 0, interlace 0 or 1, got 0, 0, 2',
    ],
    [
      'no pixels',
      file(header(0, 1, 8, 0, 0, 0, 0)),
      'png: byte 16: expected at least one pixel and at most 1073741824 bytes, got 1·0 pixels',
    ],
    [
      'too many',
      file(header(65536, 65536, 8, 0, 0, 0, 0)),
      'png: byte 16: expected at least one pixel and at most 1073741824 bytes, got 65536·65536 pixels',
    ],
    [
      'more than its data can hold',
      file(header(16384, 16384, 8, 0, 0, 0, 0), data(0)),
      'png: IDAT: expected data that can hold 268451840 bytes, got 9 (the image is too large for it)',
    ],
    ['too little data', file(header(2, 1, 8, 0, 0, 0, 0), data(0, 7)), 'png: IDAT: expected 3 bytes, got 2'],
    [
      'too much',
      file(header(1, 1, 8, 0, 0, 0, 0), data(...Array.from({ length: 90000 }, () => 0))),
      'png: IDAT: expected complete deflated data of 2 bytes, got more than 2 bytes',
    ],
    [
      'data of another kind',
      file(header(1, 1, 8, 0, 0, 0, 0), chunk('IDAT', Uint8Array.of(1, 2, 3, 4))),
      'png: IDAT: expected complete deflated data of 2 bytes, got invalid zlib data',
    ],
    [
      'a fifth filter',
      file(header(1, 1, 8, 0, 0, 0, 0), data(5, 7)),
      'png: row 0: expected a filter from 0 to 4, got another',
    ],
    ['no palette', file(header(1, 1, 8, 3, 0, 0, 0), data(0, 0)), 'png: PLTE: expected a palette, got none'],
    [
      'half a colour',
      file(header(1, 1, 8, 3, 0, 0, 0), palette(1, 2), data(0, 0)),
      'png: PLTE: expected 1 to 256 colours of 3 bytes, got 2 bytes',
    ],
    [
      'a colour that is not there',
      file(header(1, 1, 8, 3, 0, 0, 0), palette(1, 2, 3), data(0, 1)),
      'png: image data: expected colours 0 to 0 of the palette, got 1',
    ],
    [
      'more transparency than colours',
      file(header(1, 1, 8, 3, 0, 0, 0), palette(1, 2, 3), chunk('tRNS', Uint8Array.of(1, 2)), data(0, 0)),
      'png: tRNS: expected at most 1 bytes, got 2',
    ],
    [
      'half a hidden colour',
      file(header(1, 1, 8, 2, 0, 0, 0), chunk('tRNS', Uint8Array.of(1, 2)), data(0, 1, 2, 3)),
      'png: tRNS: expected 6 bytes, got 2',
    ],
    [
      'a chunk that must be understood',
      file(header(1, 1, 8, 0, 0, 0, 0), chunk('ABCD', new Uint8Array()), data(0, 7)),
      'png: byte 33: expected a chunk of a known type, or one that may be left out, got ABCD',
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(sentence(png.decode(bytes))).toEqual(message);
  });

  it('keeps to the limit it is given', () => {
    const picture: Raster = { channels: 1, height: 10, width: 10, pixels: new Uint8Array(100) };
    expect(sentence(pngWithin(399).decode(png.encode(picture)))).toContain('at most 399 bytes, got 10·10 pixels');
    expect(pngWithin(400).decode(png.encode(picture))).toEqual(E.right(picture));
  });

  it('never throws, whatever stands in the chunks, and refuses every beginning of a file', () => {
    const files = named(false).map(fileOf);
    for (const bytes of files)
      for (let end = 0; end < bytes.length; end++) expect(E.isLeft(png.decode(bytes.subarray(0, end)))).toBe(true);
    /* a byte changed, and the checksum that belongs to it */
    const repaired = (bytes: Uint8Array): Uint8Array => {
      const out = bytes.slice();
      const view = new DataView(out.buffer);
      for (let at = 8; at + 12 <= out.length;) {
        const end = at + 8 + view.getUint32(at);
        if (end + 4 > out.length) break;
        view.setUint32(end, crc32(out.subarray(at + 4, end)));
        at = end + 4;
      }
      return out;
    };
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.nat(), fc.nat(255), (bytes, at, byte) => {
        const result = png.decode(repaired(patched(bytes, at % bytes.length, [byte])));
        if (E.isRight(result)) expect(png.is(result.right)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it.each<[string, unknown]>([
    ['no pixels', { channels: 1, height: 0, width: 0, pixels: new Uint8Array() }],
    ['five channels', { channels: 5, height: 1, width: 1, pixels: new Uint8Array(5) }],
    ['floats', { channels: 1, height: 1, width: 1, pixels: new Float32Array(1) }],
    ['too few pixels', { channels: 1, height: 1, width: 2, pixels: new Uint8Array(1) }],
  ])('does not write %s', (_, picture) => {
    expect(() => png.encode(picture as Raster)).toThrow(RangeError);
  });
});

describe('jpeg', () => {
  const difference = (a: ArrayLike<number>, b: ArrayLike<number>): { readonly most: number; readonly mean: number } => {
    const all = Array.from({ length: a.length }, (_, k) => Math.abs((a[k] ?? NaN) - (b[k] ?? NaN)));
    return { most: Math.max(...all), mean: all.reduce((sum, x) => sum + x, 0) / all.length };
  };

  it.each(named(true).filter((name) => !name.includes('print')))('reads %s as Pillow does', (name) => {
    const picture = value(jpeg.decode(fileOf(name)));
    expect(sizesOf(picture)).toEqual(golden[name]?.shape);
    const { most, mean } = difference(picture.pixels, golden[name]?.pixels ?? []);
    /* where colour has half the resolution Pillow interpolates it, this decoder repeats it */
    const [allowed, average] = name.includes('half') ? [36, 6.5] : [3, 0.6];
    expect(most).toBeLessThanOrEqual(allowed);
    expect(mean).toBeLessThan(average);
  });

  it('refuses colours for print', () => {
    expect(sentence(jpeg.decode(fileOf('JPEG for print')))).toMatch(
      /^jpeg: byte \d+: expected 1 or 3 components \(grey or colour\), got 4$/,
    );
  });

  const wave = (channels: 1 | 3, height: number, width: number) => ({
    channels,
    height,
    width,
    pixels: Uint8Array.from(
      { length: channels * height * width },
      (_, k) => 128 + 90 * Math.sin((k % width) / 3 + Math.floor(k / width) / 5),
    ),
  });

  it.each([
    [1, 100, 1],
    [1, 95, 3],
    [1, 50, 12],
    [3, 100, 3],
    [3, 95, 9],
    [3, 50, 25],
  ] as const)('writes %i channels at quality %i with errors of at most %i', (channels, quality, allowed) => {
    const picture = wave(channels, 21, 30);
    const format = jpegWith({ quality });
    const read = value(format.decode(format.encode(picture)));
    expect(sizesOf(read)).toEqual(sizesOf(picture));
    expect(difference(read.pixels, picture.pixels).most).toBeLessThanOrEqual(allowed);
  });

  it('is smaller at a lower quality', () => {
    const sizes = [100, 90, 50, 10, 1].map((quality) => jpegWith({ quality }).encode(wave(3, 64, 64)).length);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  });

  it('refuses every beginning of a file, and never throws on a changed one', () => {
    const files = named(true).map(fileOf);
    for (const bytes of files)
      for (let end = 0; end < bytes.length; end++) expect(E.isLeft(jpeg.decode(bytes.subarray(0, end)))).toBe(true);
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.nat(), fc.nat(255), (bytes, at, byte) => {
        const result = jpeg.decode(patched(bytes, at % bytes.length, [byte]));
        if (E.isRight(result)) expect(jpeg.is(result.right)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  const grey = fileOf('JPEG grey');
  const frame = grey.findIndex((byte, at) => byte === 0xff && grey[at + 1] === 0xc0);
  it.each<[string, Uint8Array, string]>([
    [
      'a png',
      png.encode(wave(1, 2, 2)),
      'jpeg: byte 0: expected the beginning of a JPEG file (ff d8), got 71 bytes of something else',
    ],
    ['12 bits', patched(grey, frame + 4, [12]), `jpeg: byte ${frame + 4}: expected 8 bits a number, got 12`],
    ['no rows', patched(grey, frame + 5, [0, 0]), `jpeg: byte ${frame + 5}: expected at least one pixel, got 0·21`],
    [
      'arithmetic codes',
      patched(grey, frame + 1, [0xc9]),
      `jpeg: byte ${frame}: expected a baseline or progressive image, got ff c9`,
    ],
    [
      'an image larger than its data',
      patched(grey, frame + 5, [255, 255, 255, 255]),
      `jpeg: size: expected at most 134217728 bytes, got 3·65535·65535`,
    ],
    [
      'a smaller one than the limit',
      patched(grey, frame + 5, [16, 0, 16, 0]),
      `jpeg: size: expected at most ${8 * grey.length} blocks in ${grey.length} bytes, got 262144`,
    ],
    ['no image', Uint8Array.of(0xff, 0xd8, 0xff, 0xd9), 'jpeg: byte 4: expected an image, got none'],
  ])('refuses %s', (_, bytes, message) => {
    expect(sentence(jpeg.decode(bytes))).toBe(message);
  });

  it('refuses a quality that is none, and pictures it cannot hold', () => {
    for (const quality of [0, 101, 1.5, NaN])
      expect(() => jpegWith({ quality })).toThrow(`jpeg: quality ${quality} is not a whole number from 1 to 100`);
    for (const picture of [
      { channels: 4, height: 1, width: 1, pixels: new Uint8Array(4) },
      { channels: 1, height: 1, width: 1, pixels: new Uint16Array(1) },
      { channels: 1, height: 65536, width: 1, pixels: new Uint8Array(65536) },
      { channels: 1, height: 2, width: 2, pixels: new Uint8Array(3) },
    ])
      expect(() => jpeg.encode(picture as never)).toThrow(RangeError);
  });
});

describe('a page without Buffer', () => {
  afterEach(() => vi.unstubAllGlobals());
  it('reads and writes pictures', () => {
    const files = [fileOf('JPEG colour'), fileOf('JPEG progressive')];
    vi.stubGlobal('Buffer', undefined);
    for (const bytes of files) {
      const picture = value(jpeg.decode(bytes));
      expect(E.isRight(jpeg.decode(jpeg.encode(picture)))).toBe(true);
      expect(png.decode(png.encode(picture))).toEqual(E.right(picture));
    }
  });
});

describe('pictures and tensors', () => {
  it('have the same numbers, from 0 to 1', () => {
    const bytes: Raster = { channels: 3, height: 1, width: 2, pixels: Uint8Array.of(0, 255, 51, 102, 153, 204) };
    expect(fromRaster(bytes).shape).toEqual([3, 1, 2]);
    expect([...toArray(fromRaster(bytes))]).toEqual([0, 1, 0.2, 0.4, 0.6, 0.8].map(Math.fround));
    expect(toRaster(fromRaster(bytes))).toEqual(bytes);
    const pairs: Raster = { channels: 1, height: 1, width: 3, pixels: Uint16Array.of(0, 257, 65535) };
    expect(toRaster(fromRaster(pairs), { bits: 16 })).toEqual(pairs);
    expect([...toRaster(fromRaster(pairs)).pixels]).toEqual([0, 1, 255]);
  });

  it('that are too bright are white; a matrix is grey', () => {
    expect(toRaster(tensor([[-1, 2, 0.5]]))).toEqual({
      channels: 1,
      height: 1,
      width: 3,
      pixels: Uint8Array.of(0, 255, 128),
    });
  });

  it('that are no pictures are refused', () => {
    expect(() => toRaster(tensor([[NaN]]))).toThrow('toRaster: NaN has no brightness');
    expect(() => toRaster(tensor([[[1]], [[1]], [[1]], [[1]], [[1]]]))).toThrow(
      'toRaster: [5, 1, 1] is no picture of 1 to 4 channels',
    );
    expect(() => toRaster(tensor([1]) as never)).toThrow('toRaster: [1] is no picture of 1 to 4 channels');
    expect(() => toRaster(tensor([[1]]), { bits: 12 as 8 })).toThrow('toRaster: 12 bits are neither 8 nor 16');
  });
});
