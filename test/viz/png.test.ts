import { decode } from 'fast-png';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataUri, magnified, png, type Image } from '../../src/viz/png.js';

const pixelsOf = (image: Image): readonly number[] => Array.from(decode(png(image)).data);

const grey = (pixels: readonly number[], more: Partial<Image> = {}): Image => ({
  pixels,
  channels: 1,
  height: 1,
  width: pixels.length,
  ...more,
});

const images = fc
  .record({
    channels: fc.constantFrom<1 | 3>(1, 3),
    height: fc.integer({ min: 1, max: 5 }),
    width: fc.integer({ min: 1, max: 5 }),
  })
  .chain(({ channels, height, width }) => {
    const length = channels * height * width;
    return fc
      .array(fc.integer({ min: 0, max: 255 }), { minLength: length, maxLength: length })
      .map((bytes) => ({ bytes, channels, height, width }));
  });

describe('png', () => {
  it('reads planes [channels, height, width] and writes the same bytes as interleaved pixels', () => {
    fc.assert(
      fc.property(images, ({ bytes, ...shape }) => {
        const decoded = decode(png({ ...shape, pixels: Float32Array.from(bytes, (byte) => byte / 255) }));
        expect([decoded.channels, decoded.height, decoded.width]).toEqual(Object.values(shape));
        const area = shape.height * shape.width;
        bytes.forEach((byte, index) => {
          const [channel, pixel] = [Math.floor(index / area), index % area];
          expect(decoded.data[pixel * shape.channels + channel]).toBe(byte);
        });
      }),
    );
  });

  it('clips to black and white what is beyond the range', () => {
    expect(pixelsOf(grey([-1, 0, 0.5, 1, 2, -Infinity, Infinity]))).toEqual([0, 0, 128, 255, 255, 0, 255]);
  });

  it('normalises by extent or symmetrically about zero', () => {
    expect(pixelsOf(grey([-1, 0, 3], { normalise: 'extent' }))).toEqual([0, 64, 255]);
    expect(pixelsOf(grey([-2, 0, 4], { normalise: 'symmetric' }))).toEqual([64, 128, 255]);
    expect(pixelsOf(grey([-1.7e308, 0, 1.7e308], { normalise: 'extent' }))).toEqual([0, 128, 255]);
  });

  it.each(['extent', 'symmetric'] as const)(
    'shows an image of one value in mid-grey or as its sign (%s)',
    (normalise) => {
      expect(pixelsOf(grey([0, 0], { normalise }))).toEqual([128, 128]);
      expect(pixelsOf(grey([5], { normalise }))).toEqual([normalise === 'extent' ? 128 : 255]);
    },
  );

  it('makes NaN pixels transparent and the others opaque', () => {
    expect(pixelsOf(grey([NaN, 1]))).toEqual([0, 0, 255, 255]);
    const rgb: Image = { pixels: [1, 1, 0, NaN, 0, 0], channels: 3, height: 1, width: 2 };
    expect(pixelsOf(rgb)).toEqual([255, 0, 0, 255, 0, 0, 0, 0]);
  });

  it('says which sizes do not match', () => {
    expect(() => png(grey([1, 2, 3], { height: 2, width: 2 }))).toThrow(
      new RangeError('png: an image of shape [1, 2, 2] has 4 pixels, not 3'),
    );
    expect(() => png(grey([1, 1], { channels: 2 as 1, width: 1 }))).toThrow('png: an image has 1 or 3 channels, not 2');
    expect(() => png(grey([], { width: 0 }))).toThrow('png: height and width must be positive integers, not 1 and 0');
    expect(() => png(grey([1], { width: 0.5, height: 2 }))).toThrow(RangeError);
  });
});

it('carries the same bytes in a data address', () => {
  const image = grey([0, 0.25, 1]);
  const [head, body = ''] = dataUri(image).split(',');
  expect(head).toBe('data:image/png;base64');
  expect(new Uint8Array(Buffer.from(body, 'base64'))).toEqual(png(image));
});

it('magnifies every pixel to a square', () => {
  const image: Image = { pixels: [1, 2, 3, 4, 5, 6], channels: 3, height: 1, width: 2 };
  const { pixels, height, width } = magnified(image, 2);
  expect([height, width]).toEqual([2, 4]);
  expect(Array.from(pixels)).toEqual([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4, 5, 5, 6, 6, 5, 5, 6, 6]);
});
