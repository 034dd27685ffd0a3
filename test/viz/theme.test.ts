import { describe, expect, it } from 'vitest';
import { opacity, reversed } from '../../src/viz/confusion-matrix.js';
import { roles, stroke, style } from '../../src/viz/theme.js';

type Colour = readonly number[];

const colour = (hex: string): Colour => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);

const mix = (below: Colour, above: Colour, share: number): Colour =>
  below.map((value, index) => value * (1 - share) + (above[index] ?? 0) * share);

/** Relative luminance and contrast ratio as WCAG 2.2 defines them. */
const luminance = (rgb: Colour): number =>
  rgb
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
    .reduce((total, value, index) => total + value * ([0.2126, 0.7152, 0.0722][index] ?? 0), 0);

const contrast = (a: Colour, b: Colour): number => {
  const [la, lb] = [luminance(a) + 0.05, luminance(b) + 0.05];
  return Math.max(la, lb) / Math.min(la, lb);
};

const modes = ['light', 'dark'] as const;

describe.each(modes)('the theme on a %s surface', (mode) => {
  const of = (role: keyof typeof roles): Colour => colour(roles[role][mode]);
  const [light = '', dark = ''] = style.split('@media screen and (prefers-color-scheme:dark)');
  const sheet = { light, dark }[mode];

  it.each(['ink', 'muted'] as const)('sets %s text with a contrast of 4.5 or more', (role) => {
    expect(contrast(of(role), of('surface'))).toBeGreaterThanOrEqual(4.5);
  });

  it('draws every series with a contrast of 3 or more, each in a colour of its own', () => {
    const found = [...sheet.matchAll(/\.series-\d\{color:(#[0-9a-f]{6})\}/g)].map((match) => match[1] ?? '');
    expect(new Set(found).size).toBe(8);
    for (const one of found) expect(contrast(colour(one), of('surface'))).toBeGreaterThanOrEqual(3);
  });

  it('sets the number of a confusion-matrix cell of any share with a contrast of 4.3 or more', () => {
    const board = mix(of('surface'), of('grid'), 0.5);
    for (const kind of ['hit', 'miss'] as const)
      for (let share = 0; share <= 1; share += 1 / 64) {
        const cell = mix(board, of(kind), opacity(share));
        expect(contrast(cell, of(share > reversed[kind] ? 'contrast' : 'count'))).toBeGreaterThanOrEqual(4.3);
      }
  });
});

it('tells 24 series apart by colour and dash', () => {
  const strokes = Array.from({ length: 24 }, (_, index) => JSON.stringify(stroke(index)));
  expect(new Set(strokes).size).toBe(24);
});
