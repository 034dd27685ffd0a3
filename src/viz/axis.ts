import { scaleLinear, scaleLog } from 'd3-scale';
import { extent, greatest } from './extent.js';
import { label } from './label.js';
import { element, join, type Markup } from './markup.js';

/** How values are spread along an axis. */
export type Spacing = 'linear' | 'log';

/** A position for each value, and the values worth marking with their labels. */
export interface Axis {
  readonly at: (value: number) => number;
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
}

/** What to draw along an axis: all its values, the pixels it covers, about how many ticks; `nice` rounds its ends. */
interface Extent {
  readonly values: readonly number[];
  readonly pixels: readonly [number, number];
  readonly count: number;
  readonly nice: boolean;
}

/** Magnitudes whose differences and ratios are safe in float64; values beyond are not drawn. */
const [smallest, largest] = [1e-300, 1e300];

/** Whether a value has a place on an axis of this spacing. */
export const drawable: Readonly<Record<Spacing, (value: number) => boolean>> = {
  linear: (value) => Math.abs(value) <= largest,
  log: (value) => value >= smallest && value <= largest,
};

/** The ends of an axis, with room on both sides of values too close to tell apart. */
const ends = (
  values: readonly number[],
  room: (value: number) => readonly [number, number],
): readonly [number, number] => {
  const [low, high] = extent(values) ?? [0.1, 1];
  return high - low > Math.max(smallest, 1e-12 * Math.max(Math.abs(low), Math.abs(high))) ? [low, high] : room(low);
};

/** Ticks with their labels in short: `e6` for `e+6`, no tick where the format leaves the label out. */
const labelled = (values: readonly number[], format: (value: number) => string): Axis['ticks'] =>
  values
    .map((value) => ({ value, label: value === 0 ? '0' : format(value).replace('e+', 'e') }))
    .filter((tick) => tick.label !== '');

/** Exponents where plain digits would be long, and no ticks between whole numbers where all values are whole. */
const linear = ({ values, pixels, count, nice }: Extent): Axis => {
  const room = (value: number): readonly [number, number] => {
    const half = Math.abs(value) > smallest ? Math.abs(value) / 2 : 1;
    return [value - half, value + half];
  };
  const scale = scaleLinear(values.length === 0 ? [0, 1] : ends(values, room), pixels);
  if (nice) scale.nice(count);
  const whole = values.every(Number.isInteger);
  const ticks = scale.ticks(count).filter((tick) => !whole || Number.isInteger(tick));
  const size = greatest(ticks.map(Math.abs));
  const exponents = size >= 1e6 || (size > 0 && size < 1e-3);
  return { at: scale, ticks: labelled(ticks, scale.tickFormat(count, exponents ? '~e' : whole ? ',.0f' : undefined)) };
};

const log = ({ values, pixels, count, nice }: Extent): Axis => {
  const scale = scaleLog(
    ends(values, (value) => [value / 2, value * 2]),
    pixels,
  );
  if (nice) scale.nice();
  return { at: scale, ticks: labelled(scale.ticks(count), scale.tickFormat(count, ',~g')) };
};

/** An axis of each spacing. */
export const axes: Readonly<Record<Spacing, (extent: Extent) => Axis>> = { linear, log };

/** Horizontal grid lines from `left` to `right`, each with its label to the left. */
export const drawVertical = (axis: Axis, left: number, right: number): Markup =>
  join(
    axis.ticks.flatMap((tick) => [
      element('line', {
        x1: left,
        x2: right,
        y1: axis.at(tick.value),
        y2: axis.at(tick.value),
        class: 'grid',
        stroke: 'currentColor',
      }),
      label(left - 8, axis.at(tick.value) + 4, tick.label, { role: 'muted', anchor: 'end' }),
    ]),
  );

/** A base line at height `y` from `left` to `right` with tick marks and labels below. */
export const drawHorizontal = (axis: Axis, y: number, left: number, right: number): Markup =>
  join([
    element('line', { x1: left, x2: right, y1: y, y2: y, class: 'axis', stroke: 'currentColor' }),
    ...axis.ticks.flatMap((tick) => [
      element('line', {
        x1: axis.at(tick.value),
        x2: axis.at(tick.value),
        y1: y,
        y2: y + 5,
        class: 'axis',
        stroke: 'currentColor',
      }),
      label(axis.at(tick.value), y + 19, tick.label, { role: 'muted', anchor: 'middle' }),
    ]),
  ]);
