/** Filters of crops of photographs against SciPy and scikit-image, in float64. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import { formats } from '../../src/data/index.js';
import { cast, divide, fromArray, item, slice, sum, toArray } from '../../src/index.js';
import type { Tensor } from '../../src/index.js';
import { bilateral, close, median, open, rank } from '../../src/image/index.js';

interface Golden {
  readonly photograph: string;
  readonly top: number;
  readonly left: number;
  readonly sum: number;
  readonly op: 'median' | 'rank' | 'open' | 'close' | 'bilateral';
  readonly options: { readonly size: number; readonly rank: number; readonly sigma: number; readonly tau: number };
  readonly value: readonly number[];
}

const cases = JSON.parse(
  readFileSync(new URL('../golden/image/crops.json', import.meta.url), 'utf8'),
) as readonly Golden[];
const folder = fileURLToPath(new URL('../../../shared/data/photos', import.meta.url));
type Crop = Tensor<[number, number, number], 'float64'>;
const filters: Readonly<Record<Golden['op'], (x: Crop, options: Golden['options']) => Crop>> = {
  median: (x, options) => median(x, options),
  rank: (x, options) => rank(x, options),
  open: (x, options) => open(x, options),
  close: (x, options) => close(x, options),
  bilateral: (x, options) => bilateral(x, options),
};

describe.skipIf(!existsSync(folder))('crops of photographs (skipped where there is no ../shared/data/photos)', () => {
  it.each(cases.map((golden) => [`${golden.photograph} ${golden.op} ${JSON.stringify(golden.options)}`, golden]))(
    '%s',
    (_, { photograph, top, left, sum: bytes, op, options, value }) => {
      const read = formats.png.decode(readFileSync(`${folder}/${photograph}.png`));
      if (E.isLeft(read)) throw new Error(read.left.message);
      const { channels, height, width, pixels } = read.right;
      const whole = fromArray(Int32Array.from(pixels), [channels, height, width]);
      const crop = slice(whole, [null, { start: top, end: top + 16 }, { start: left, end: left + 16 }]);
      expect(item(sum(crop)), 'the crop is the one that was filtered').toBe(bytes);
      const found = toArray(filters[op](divide(cast(crop, 'float64'), 255), options));
      expect(found.length).toBe(value.length);
      expect(Math.max(...value.map((expected, k) => Math.abs((found[k] ?? NaN) - expected)))).toBeLessThan(1e-6);
    },
  );
});
