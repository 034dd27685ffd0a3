/** Prints the table of the denoising story and writes a page with its pictures: npm run figures -- --dir folder/of/photographs */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { slice, toArray } from 'pullback';
import { imageGrid, page } from 'pullback/viz';
import { photographs, readPhotograph } from './photographs.js';
import { table, trials } from './study.js';
import type { Photograph } from './study.js';

const { values } = parseArgs({
  options: { dir: { type: 'string', default: 'photos' }, report: { type: 'string', default: 'report' } },
});

const side = 160;

/** a square of the middle, with what is seen of it */
const captioned = (image: Photograph, caption: string) => {
  const [height, width] = image.shape;
  const [top, left] = [Math.floor((height - side) / 3), Math.floor((width - side) / 2)];
  const part = slice(image, [
    { start: top, end: top + side },
    { start: left, end: left + side },
  ]);
  return { pixels: toArray(part), channels: 1, height: side, width: side, caption } as const;
};

const all = photographs.flatMap((name) => trials(name, readPhotograph(values.dir, name)));
console.log(table(all));
const html = page({
  title: 'Which filter for which noise',
  sections: all.map(({ photograph, noise, clean, noisy, outcomes }) => ({
    heading: `${photograph}: ${noise}`,
    svg: imageGrid({
      images: [
        captioned(clean, 'the photograph'),
        captioned(noisy.image, `noisy\n${noisy.decibels.toFixed(1)} dB`),
        ...outcomes.map(({ filter, setting, decibels, image }) =>
          captioned(image, `${filter}, ${setting}\n${decibels.toFixed(1)} dB`),
        ),
      ],
      columns: 4,
      scale: 1,
    }),
    table: {
      columns: ['filter', 'setting', 'dB'],
      rows: outcomes.map(({ filter, setting, decibels }) => [filter, setting, decibels]),
    },
  })),
});
mkdirSync(values.report, { recursive: true });
writeFileSync(join(values.report, 'denoising.html'), html);
console.log(`\n${join(values.report, 'denoising.html')} holds the pictures`);
