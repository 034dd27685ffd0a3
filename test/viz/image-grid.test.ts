import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { imageGrid, type Captioned } from '../../src/viz/image-grid.js';
import { all, hostile, numbers, texts } from './parse.js';

const square = (size: number, value: number, caption?: string): Captioned => ({
  pixels: new Float32Array(size * size).fill(value),
  channels: 1,
  height: size,
  width: size,
  ...(caption === undefined ? {} : { caption }),
});

const pictures = (svg: string) =>
  all(svg, 'image').map((image) =>
    decode(Buffer.from((image.getAttribute('href') ?? '').split(',')[1] ?? '', 'base64')),
  );

describe('imageGrid', () => {
  it('places the images row by row, magnified by the scale', () => {
    const svg = imageGrid({ images: [0, 0.2, 0.4, 0.6, 0.8].map((value) => square(4, value)), columns: 3, scale: 10 });
    const images = all(svg, 'image');
    expect(numbers(images, 'width')).toEqual([40, 40, 40, 40, 40]);
    const [xs, ys] = [numbers(images, 'x'), numbers(images, 'y')];
    expect([xs[3], xs[4]]).toEqual([xs[0], xs[1]]);
    expect(new Set(xs).size).toBe(3);
    expect([ys[0], ys[0], ys[3]]).toEqual([ys[1], ys[2], ys[4]]);
    expect((ys[3] ?? 0) - (ys[0] ?? 0)).toBeGreaterThan(40);
    expect(pictures(svg).map((picture) => picture.data[0])).toEqual([0, 51, 102, 153, 204]);
  });

  it('normalises each image by itself, as the grid says or as the image says', () => {
    const ramp = (top: number): Captioned => ({ pixels: [-top, 0, top], channels: 1, height: 1, width: 3 });
    const svg = imageGrid({
      images: [ramp(1), ramp(100), { ...ramp(1), normalise: 'unit' }],
      normalise: 'symmetric',
      scale: 1,
    });
    expect(pictures(svg).map((picture) => Array.from(picture.data))).toEqual([
      [0, 128, 255],
      [0, 128, 255],
      [0, 0, 255],
    ]);
  });

  it('writes captions below, broken at line ends', () => {
    const svg = imageGrid({ images: [square(2, 1, 'stop\n→ yield'), square(2, 0)], title: 'Mistakes' });
    expect(texts(svg)).toEqual(['Mistakes', 'stop', '→ yield']);
    const [image] = all(svg, 'image');
    const bottom = Number(image?.getAttribute('y')) + Number(image?.getAttribute('height'));
    expect(numbers(all(svg, 'text'), 'y')[1]).toBeGreaterThan(bottom);
  });

  it('keeps everything within the frame', () => {
    const svg = imageGrid({ images: Array.from({ length: 7 }, (_, k) => square(k + 1, 0.5, 'a b\nc d\ne f\ng h')) });
    const [root] = all(svg, 'svg');
    const [width, height] = [Number(root?.getAttribute('width')), Number(root?.getAttribute('height'))];
    for (const image of all(svg, 'image')) {
      const [x = 0, y = 0, w = 0, h = 0] = ['x', 'y', 'width', 'height'].map((name) =>
        Number(image.getAttribute(name)),
      );
      expect(x >= 0 && y >= 0 && x + w <= width && y + h <= height).toBe(true);
    }
    expect(Math.max(...numbers(all(svg, 'text'), 'y'))).toBeLessThan(height);
  });

  it('says so when there is no image, and names what does not fit', () => {
    expect(texts(imageGrid({ images: [] }))).toEqual(['no images']);
    expect(() => imageGrid({ images: [], columns: 0 })).toThrow('imageGrid: columns must be a positive integer, not 0');
    expect(() => imageGrid({ images: [], scale: NaN })).toThrow('imageGrid: scale must be positive, not NaN');
    expect(() => imageGrid({ images: [{ ...square(2, 0), width: 3 }] })).toThrow('has 6 pixels, not 4');
  });

  it.each(hostile)('shows the caption %j as text', (caption) => {
    const svg = imageGrid({ images: [square(2, 0, caption)] });
    expect([...new Set(all(svg, '*').map((one) => one.tagName))].sort()).toEqual([
      'image',
      'rect',
      'style',
      'svg',
      'text',
      'title',
    ]);
  });
});
