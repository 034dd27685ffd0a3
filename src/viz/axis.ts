import { scaleLinear, scaleLog } from 'd3-scale';
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

/** Beyond this magnitude the length of an axis could overflow: such values are not drawn. */
const largest = 1e307;

/** Whether a value has a place on an axis of this spacing. */
export const drawable: Readonly<Record<Spacing, (value: number) => boolean>> = {
  linear: (value) => Math.abs(value) <= largest,
  log: (value) => value > 0 && value <= largest,
};

const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity);
const greatest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);

/** The ends of the axis; one value alone gets room on both sides, no value the unit interval. */
const ends = (
  values: readonly number[],
  alone: (value: number) => readonly [number, number],
): readonly [number, number] => {
  const [low, high] = [least(values), greatest(values)];
  return low < high ? [low, high] : low === high ? alone(low) : [0.1, 1];
};

/** Exponents where plain digits would be long, and no ticks between whole numbers where all values are whole. */
const linear = ({ values, pixels, count, nice }: Extent): Axis => {
  const [low, high] =
    values.length === 0
      ? [0, 1]
      : ends(values, (value) => [value - (Math.abs(value) / 2 || 1), value + (Math.abs(value) / 2 || 1)]);
  const scale = scaleLinear([low, high], pixels);
  if (nice) scale.nice(count);
  const whole = values.every(Number.isInteger);
  const ticks = scale.ticks(count).filter((tick) => !whole || Number.isInteger(tick));
  const magnitude = greatest(ticks.map(Math.abs));
  const format =
    magnitude >= 1e6 || (magnitude > 0 && magnitude < 1e-3)
      ? scale.tickFormat(count, '~e')
      : scale.tickFormat(count, whole ? ',.0f' : undefined);
  return {
    at: (value) => scale(value),
    ticks: ticks.map((value) => ({ value, label: format(value).replace('e+', 'e') })),
  };
};

const log = ({ values, pixels, count, nice }: Extent): Axis => {
  const scale = scaleLog(
    ends(values, (value) => [value / 2, value * 2]),
    pixels,
  );
  if (nice) scale.nice();
  const format = scale.tickFormat(count, '~g');
  const ticks = scale.ticks(count).map((value) => ({ value, label: format(value).replace('e+', 'e') }));
  return { at: (value) => scale(value), ticks: ticks.filter((tick) => tick.label !== '') };
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
