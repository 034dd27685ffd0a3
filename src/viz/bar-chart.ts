import { greatest } from './extent.js';
import { figure, margin, top } from './figure.js';
import { label, textWidth } from './label.js';
import { element, text, type Markup } from './markup.js';
import { readable } from './number.js';

/** A labelled amount, such as a class and how many examples it has. */
export interface Bar {
  readonly label: string;
  readonly value: number;
}

/** The bars from top to bottom. */
export interface BarChart {
  readonly title: string;
  readonly bars: readonly Bar[];
  readonly width?: number;
}

const thickness = 22;

/**
 * Horizontal bars from zero with their values, such as class frequencies; a value that is not finite has no bar.
 * Errors  "barChart: bar \"stop\" is -1 long; lengths are not negative"
 */
export const barChart = ({ title, bars, width = 560 }: BarChart): Markup => {
  const negative = bars.find(({ value }) => value < 0);
  if (negative !== undefined)
    throw new RangeError(`barChart: bar "${negative.label}" is ${negative.value} long; lengths are not negative`);
  const widest = (words: readonly string[]): number => greatest(words.map((word) => textWidth(word, 12)));
  const names = Math.min(200, widest(bars.map((bar) => bar.label)));
  const left = margin + names + 10;
  const room = width - left - margin - 8 - widest(bars.map((bar) => readable(bar.value)));
  const longest = greatest(bars.map(({ value }) => value));
  const drawn = bars.flatMap((bar, index) => {
    const y = top(title) + index * thickness;
    const length = Number.isFinite(bar.value) && longest > 0 ? (bar.value / longest) * room : 0;
    return [
      label(left - 10, y + 15, bar.label, { anchor: 'end', width: names }),
      element(
        'rect',
        { x: left, y: y + 3, width: length, height: thickness - 6, rx: 2, class: 'series-0', fill: 'currentColor' },
        element('title', {}, text(`${bar.label}: ${readable(bar.value)}`)),
      ),
      label(left + length + 8, y + 15, readable(bar.value), { role: 'muted' }),
    ];
  });
  const empty = label(margin, top(title) + 16, 'no bars', { role: 'muted' });
  return figure(
    { title, width, height: top(title) + Math.max(1, bars.length) * thickness + margin },
    ...(bars.length === 0 ? [empty] : drawn),
  );
};
