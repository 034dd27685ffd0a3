import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { compute, mean } from 'pullback';
import { formats, fromRaster } from 'pullback/data';
import type { Photograph } from './study.js';

/** The two photographs of the story. */
export const photographs = ['camera', 'astronaut'] as const;

/** A picture in the format PNG as a grey photograph: the mean of its channels. */
export const readPhotograph = (folder: string, name: string): Photograph => {
  const read = formats.png.decode(readFileSync(join(folder, `${name}.png`)));
  if (E.isLeft(read)) throw new Error(`${name}: ${read.left.message}`);
  return compute(mean(fromRaster(read.right), 0));
};
