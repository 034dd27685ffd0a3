import { axes, drawHorizontal, drawVertical, drawable, type Axis, type Spacing } from './axis.js';
import { greatest } from './extent.js';
import { figure, margin, top } from './figure.js';
import { label, textWidth } from './label.js';
import { element, join, text, type Markup } from './markup.js';
import { readable } from './number.js';
import { stroke } from './theme.js';
import { thin, type Position } from './thin.js';

/** A point of a curve. */
export type Point = readonly [x: number, y: number];

/** A named curve. */
export interface Series {
  readonly name: string;
  readonly values: readonly Point[];
}

/**
 * The labels of both axes, the curves, and whether heights are spaced linearly (the default) or by powers of ten.
 * A legend of many rows makes the chart higher than `height`.
 */
export interface LineChart {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly Series[];
  readonly spacing?: Spacing;
  readonly width?: number;
  readonly height?: number;
}

/** The longest stretches of points that have a place; between them the line has a gap. */
const stretches = (values: readonly Point[], shown: (point: Point) => boolean): readonly (readonly Point[])[] => {
  const found: Point[][] = [];
  values.forEach((point, index) => {
    const before = values[index - 1];
    if (!shown(point)) return;
    if (before !== undefined && shown(before)) found.at(-1)?.push(point);
    else found.push([point]);
  });
  return found;
};

/** Up to this many points of a curve each get a dot, as does a point between two gaps. */
const fewPoints = 32;

const coordinates = ([x, y]: Position): string => `${x.toFixed(1)},${y.toFixed(1)}`;

const curve = (index: number, series: Series, x: Axis, y: Axis, shown: (point: Point) => boolean): Markup => {
  const parts = stretches(series.values, shown);
  const place = ([px, py]: Point): Position => [x.at(px), y.at(py)];
  const path = parts.map((part) => `M${thin(part.map(place)).map(coordinates).join('L')}`);
  const dotted = series.values.length <= fewPoints ? parts.flat() : parts.filter((part) => part.length === 1).flat();
  const { class: color, ...dash } = stroke(index);
  return element(
    'g',
    { class: color, fill: 'none', stroke: 'currentColor' },
    element('path', {
      d: path.join(''),
      'stroke-width': 2,
      'stroke-linejoin': 'round',
      'stroke-linecap': 'round',
      ...dash,
    }),
    ...dotted.map(([px, py]) =>
      element(
        'circle',
        { cx: x.at(px), cy: y.at(py), r: 2.5, fill: 'currentColor' },
        element('title', {}, text(`${series.name}: ${readable(px)}, ${readable(py)}`)),
      ),
    ),
  );
};

/** The names of the curves in rows from the left, each after a piece of its line; `height` is what they take. */
const legend = (
  series: readonly Series[],
  y: number,
  width: number,
): { readonly height: number; readonly drawing: Markup } => {
  const entry = (name: string): number => Math.min(46 + textWidth(name, 12), width);
  const placed = series.reduce<readonly { readonly x: number; readonly row: number }[]>((before, { name }, index) => {
    const last = before.at(-1) ?? { x: 0, row: 0 };
    const x = index === 0 ? 0 : last.x + entry(series[index - 1]?.name ?? '');
    return [...before, x > 0 && x + entry(name) > width ? { x: 0, row: last.row + 1 } : { x, row: last.row }];
  }, []);
  const drawing = placed.flatMap(({ x, row }, index) => [
    element('line', {
      x1: margin + x,
      x2: margin + x + 20,
      y1: y + 20 * row,
      y2: y + 20 * row,
      stroke: 'currentColor',
      'stroke-width': 3,
      ...stroke(index),
    }),
    label(margin + x + 27, y + 20 * row + 4, series[index]?.name ?? '', { width: width - 46 }),
  ]);
  return { height: placed.length === 0 ? 0 : 20 * ((placed.at(-1)?.row ?? 0) + 1), drawing: join(drawing) };
};

/**
 * Curves over a common x axis, such as training and validation loss by epoch. A point with NaN, an infinity, a magnitude
 * above 1e300, or a height that a log axis lacks is a gap.
 * @example  lineChart({ title: 'Loss', x: 'epoch', y: 'loss', series: [{ name: 'train', values: [[1, 2.3], [2, 0.9]] }] })
 */
export const lineChart = ({
  title,
  x,
  y,
  series,
  spacing = 'linear',
  width = 720,
  height: least = 400,
}: LineChart): Markup => {
  const shown = (point: Point): boolean => drawable.linear(point[0]) && drawable[spacing](point[1]);
  const points = series.flatMap(({ values }) => values.filter(shown));
  const names = legend(series, top(title) + 6, width - 2 * margin);
  const upper = top(title) + names.height + 32;
  const height = Math.max(least, upper + 200);
  const lower = height - margin - 36;
  const heights = axes[spacing]({
    values: points.map((point) => point[1]),
    pixels: [lower, upper],
    count: 6,
    nice: true,
  });
  const left = margin + 8 + greatest(heights.ticks.map((tick) => textWidth(tick.label, 12)));
  const right = width - margin - 8;
  const places = axes.linear({ values: points.map((point) => point[0]), pixels: [left, right], count: 8, nice: false });
  const missing = label((left + right) / 2, (upper + lower) / 2, 'no finite values to draw', {
    role: 'muted',
    size: 14,
    anchor: 'middle',
  });
  return figure(
    { title, width, height },
    names.drawing,
    label(margin, upper - 14, y, { role: 'muted', width: width - 2 * margin }),
    drawVertical(heights, left, right),
    drawHorizontal(places, lower, left, right),
    label(right, lower + 40, x, { role: 'muted', anchor: 'end', width: right - left }),
    ...(points.length === 0 ? [missing] : series.map((one, index) => curve(index, one, places, heights, shown))),
  );
};
