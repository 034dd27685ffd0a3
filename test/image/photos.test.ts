/** Photographs, where there are any: read as Pillow reads them, and resized, turned and searched as PyTorch, SciPy and scikit-image do. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cast, divide, fromArray, slice, type Tensor } from '../../src/index.js';
import { formats } from '../../src/data/index.js';
import type { Raster } from '../../src/data/raster.js';
import { crop, matchTemplate, peaks, resize, warpAffine } from '../../src/image/index.js';
import { typed } from '../../src/tensor/tensor.js';
import { value } from '../data/expect.js';
import { expectNumbers, float64, golden } from './geometry.js';

const folder = new URL('../../../shared/data/', import.meta.url);
const present = existsSync(folder);
if (!present) console.info('photographs: skipped, ../shared/data is absent');
const read = (name: string): Raster => value(formats.png.decode(new Uint8Array(readFileSync(new URL(name, folder)))));

describe.skipIf(!present)('photographs', () => {
  it.each(Object.entries(golden.files))('%s is read as Pillow reads it', (name, { shape, sha256 }) => {
    const { channels, height, width, pixels } = read(name);
    expect([channels, height, width]).toEqual(shape);
    expect(createHash('sha256').update(pixels).digest('hex')).toBe(sha256);
  });

  it('are resized, turned and searched as by the others', () => {
    const { file, small, large, matrix, corner, scores } = golden.photo;
    const { height, width, pixels } = read(file);
    const photo: Tensor<[number, number], 'float64'> = divide(
      cast(fromArray(Int32Array.from(pixels), [height, width]), 'float64'),
      255,
    );
    expectNumbers(resize(photo, { size: [10, 13], interpolation: 'bicubic', antialias: true }), small);
    const part = crop(photo, { position: [100, 200], size: [8, 8] });
    expectNumbers(resize(part, { size: [11, 14] }), large);
    const turned = warpAffine(photo, typed<[2, 3], 'float64'>(float64(matrix)), { size: [9, 12], boundary: 'mirror' });
    expectNumbers(turned, corner);
    const every = slice(photo, [{ step: 4 }, { step: 4 }]);
    const template = crop(every, { position: [10, 50], size: [15, 18] });
    const found = matchTemplate(every, template);
    expectNumbers(crop(found, { position: [5, 44], size: [8, 10] }), scores, 1e-10);
    expect(peaks(found, { count: 1 })[0]?.position).toEqual([10, 50]);
  });
});
