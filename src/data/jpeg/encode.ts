import { concatenate } from '../inflate.js';
import type { ByteRaster } from '../raster.js';
import { transformed } from './dct.js';
import { huffman, quantisation, words, zigzag, type Huffman, type Part, type Word } from './tables.js';

/** A segment: its marker, its length, its bytes. */
const segment = (marker: number, body: readonly number[]): Uint8Array =>
  Uint8Array.of(0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 0xff, ...body);

/** JFIF 1.1, square pixels, no thumbnail */
const jfif = segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]);

/** Words one after the other. */
interface Bits {
  readonly put: (word: Word) => void;
  /** all bytes, the last filled with ones */
  readonly end: () => Uint8Array;
}

/** bits in bytes; after a byte ff stands a 0, so that it is no marker */
const collected = (): Bits => {
  const bytes: number[] = [];
  let pending = 0;
  let count = 0;
  const put = ({ code, length }: Word): void => {
    pending = (pending << length) | code;
    for (count += length; count >= 8; count -= 8) {
      const byte = (pending >> (count - 8)) & 0xff;
      bytes.push(byte);
      if (byte === 0xff) bytes.push(0);
    }
    pending &= 2 ** count - 1;
  };
  return {
    put,
    end: () => {
      put({ code: 0x7f, length: 7 });
      return Uint8Array.from(bytes);
    },
  };
};

/** One of the components of an image, with what codes it. */
interface Component {
  readonly part: Part;
  readonly plane: Float64Array;
}

/** brightness and two differences of colour; JFIF 1.02 */
const components = ({ channels, pixels }: ByteRaster): readonly Component[] => {
  const area = pixels.length / channels;
  const mix = (red: number, green: number, blue: number, shift: number): Float64Array =>
    Float64Array.from(
      { length: area },
      (_, k) => red * (pixels[k] ?? 0) + green * (pixels[area + k] ?? 0) + blue * (pixels[2 * area + k] ?? 0) + shift,
    );
  if (channels === 1) return [{ part: 'brightness', plane: Float64Array.from(pixels, (value) => value - 128) }];
  return [
    { part: 'brightness', plane: mix(0.299, 0.587, 0.114, -128) },
    { part: 'colour', plane: mix(-0.299 / 1.772, -0.587 / 1.772, 0.5, 0) },
    { part: 'colour', plane: mix(0.5, -0.587 / 1.402, -0.114 / 1.402, 0) },
  ];
};

/** the bits of a number, as many as it needs; a negative one is counted from below */
const magnitude = (value: number): Word => {
  const length = 32 - Math.clz32(Math.abs(value));
  return { length, code: value < 0 ? value + 2 ** length - 1 : value };
};

/** writes the blocks of one component */
const coder = ({ part, plane }: Component, height: number, width: number, quality: number, bits: Bits) => {
  const steps = quantisation(part, quality);
  const [dc, ac] = [words(huffman[part].dc), words(huffman[part].ac)];
  const symbol = (code: ReadonlyMap<number, Word>, value: number): void => {
    const word = code.get(value);
    if (word !== undefined) bits.put(word);
  };
  let before = 0;
  return (top: number, left: number): void => {
    const block = Float64Array.from({ length: 64 }, (_, k) => {
      const [y, x] = [Math.min(top + (k >> 3), height - 1), Math.min(left + (k & 7), width - 1)];
      return plane[y * width + x] ?? 0;
    });
    const spectrum = transformed(block);
    const values = zigzag.map((place) => Math.round((spectrum[place] ?? 0) / (steps[place] ?? 1)));
    const [first = 0, ...rest] = values;
    const difference = magnitude(first - before);
    before = first;
    symbol(dc, difference.length);
    bits.put(difference);
    let zeros = 0;
    for (const value of rest) {
      if (value === 0) {
        zeros += 1;
        continue;
      }
      for (; zeros > 15; zeros -= 16) symbol(ac, 0xf0);
      const word = magnitude(value);
      symbol(ac, zeros * 16 + word.length);
      bits.put(word);
      zeros = 0;
    }
    if (zeros > 0) symbol(ac, 0);
  };
};

const table = (kind: number, { lengths, symbols }: Huffman): Uint8Array =>
  segment(0xc4, [kind, ...lengths, ...symbols]);

/**
 * A baseline JPEG file, by the tables of annex K; colour is kept at full resolution.
 * Source   ITU-T T.81; JFIF 1.02
 */
export const encodeJpeg = (picture: ByteRaster, quality: number): Uint8Array => {
  const { height, width } = picture;
  const all = components(picture);
  const parts: readonly Part[] = all.length === 1 ? ['brightness'] : ['brightness', 'colour'];
  const numbered = all.map(({ part }, k) => ({ id: k + 1, tables: parts.indexOf(part) }));
  const bits = collected();
  const coders = all.map((component) => coder(component, height, width, quality, bits));
  for (let top = 0; top < height; top += 8)
    for (let left = 0; left < width; left += 8) coders.forEach((code) => code(top, left));
  return concatenate([
    Uint8Array.of(0xff, 0xd8),
    jfif,
    ...parts.map((part, k) => {
      const steps = quantisation(part, quality);
      return segment(0xdb, [k, ...zigzag.map((place) => steps[place] ?? 1)]);
    }),
    segment(0xc0, [
      ...[8, height >> 8, height & 0xff, width >> 8, width & 0xff, all.length],
      ...numbered.flatMap(({ id, tables }) => [id, 0x11, tables]),
    ]),
    ...parts.flatMap((part, k) => [table(k, huffman[part].dc), table(16 + k, huffman[part].ac)]),
    segment(0xda, [all.length, ...numbered.flatMap(({ id, tables }) => [id, tables * 17]), 0, 63, 0]),
    bits.end(),
    Uint8Array.of(0xff, 0xd9),
  ]);
};
