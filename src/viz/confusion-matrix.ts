import { greatest } from './extent.js';
import { figure, margin, top } from './figure.js';
import { label, textWidth } from './label.js';
import { element, join, text, type Markup } from './markup.js';
import { percent, readable } from './number.js';

/** How often each class was taken for each: `counts[i][j]` examples of true class i were predicted to be class j. */
export interface ConfusionMatrix {
  readonly labels: readonly string[];
  readonly counts: readonly (readonly number[])[];
  readonly title?: string;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

const check = ({ labels, counts }: ConfusionMatrix): void => {
  if (counts.length !== labels.length)
    throw new RangeError(`confusionMatrix: ${labels.length} labels need as many rows of counts, not ${counts.length}`);
  counts.forEach((row, index) => {
    if (row.length !== labels.length)
      throw new RangeError(
        `confusionMatrix: row ${index} of the counts has ${row.length} columns, not ${labels.length}`,
      );
    const wrong = row.find((count) => !(Number.isFinite(count) && count >= 0));
    if (wrong !== undefined)
      throw new RangeError(`confusionMatrix: row ${index} holds ${wrong}; a count is finite and not negative`);
  });
};

/** How opaque a cell is: in proportion to its share of the row, and never so faint as to be taken for empty. */
export const opacity = (share: number): number => 0.08 + 0.92 * share;

/** Above this share the colour of a cell is so dark that its number is white. */
export const reversed = { hit: 0.82, miss: 0.96 } as const;

/** An empty board of n × n squares with its upper left corner at (x, y). */
const board = (x: number, y: number, n: number, cell: number): Markup => {
  const inner = Array.from({ length: Math.max(0, n - 1) }, (_, index) => (index + 1) * cell);
  const lines = inner.map((at) => `M${x},${y + at}h${n * cell}M${x + at},${y}v${n * cell}`);
  const square = { x, y, width: n * cell, height: n * cell, rx: 4, class: 'grid', fill: 'currentColor' };
  return join([
    element('rect', { ...square, 'fill-opacity': 0.5 }),
    element('path', { d: lines.join(''), class: 'surface', stroke: 'currentColor', 'stroke-width': 2 }),
  ]);
};

/** The share of all examples on the diagonal, in words. */
const accuracy = (counts: readonly (readonly number[])[]): string => {
  const correct = sum(counts.map((row, index) => row[index] ?? 0));
  const all = sum(counts.map(sum));
  return all === 0 ? 'no examples' : `${readable(correct)} of ${readable(all)} correct (${percent(correct / all)})`;
};

/**
 * A table of counts, true classes down and predicted classes across; a cell is the more opaque the greater its share of
 * the row: blue on the diagonal, orange off it. The recall of each class (its diagonal share) stands at the right.
 * Shape   counts [n, n] for n labels
 * Errors  "confusionMatrix: row 0 of the counts has 3 columns, not 2"
 */
export const confusionMatrix = (matrix: ConfusionMatrix): Markup => {
  check(matrix);
  const { labels, counts, title = 'Confusion matrix' } = matrix;
  const longest = greatest(counts.flat().map((count) => readable(count).length));
  const cell = Math.max(labels.length > 20 ? 24 : labels.length > 10 ? 34 : 48, longest * 7 + 8);
  const size = Math.min(13, cell / 2.4);
  const nameWidth = Math.min(160, Math.max(36, greatest(labels.map((name) => textWidth(name, 12)))));
  const flat = labels.every((name) => textWidth(name, 12) <= cell - 6);
  const left = margin + nameWidth + 12;
  const upper = top(title) + 52 + (flat ? 16 : nameWidth * 0.75 + 8);
  const span = cell * labels.length;
  const columnName = (name: string, column: number): Markup => {
    const [x, y] = [left + (column + 0.5) * cell, upper - 8];
    return flat
      ? label(x, y, name, { anchor: 'middle' })
      : label(x + 4, y, name, { width: nameWidth, attributes: { transform: `rotate(-45 ${x + 4} ${y})` } });
  };
  const box = (count: number, row: number, column: number, total: number): Markup => {
    const share = count / total;
    const kind = row === column ? 'hit' : 'miss';
    const [x, y] = [left + column * cell, upper + row * cell];
    const words = `true ${labels[row] ?? ''}, predicted ${labels[column] ?? ''}: ${readable(count)} (${percent(share)})`;
    return element(
      'g',
      {},
      element('title', {}, text(words)),
      element('rect', {
        x: x + 1,
        y: y + 1,
        width: cell - 2,
        height: cell - 2,
        rx: 3,
        class: kind,
        fill: 'currentColor',
        'fill-opacity': opacity(share),
      }),
      label(x + cell / 2, y + cell / 2 + size * 0.36, readable(count), {
        anchor: 'middle',
        size,
        role: share > reversed[kind] ? 'contrast' : 'count',
      }),
    );
  };
  const rowOf = (row: readonly number[], index: number): readonly Markup[] => {
    const total = sum(row);
    const y = upper + (index + 0.5) * cell + 4;
    return [
      label(left - 10, y, labels[index] ?? '', { anchor: 'end', width: nameWidth }),
      ...row.flatMap((count, column) => (count === 0 ? [] : [box(count, index, column, total)])),
      ...(total === 0 ? [] : [label(left + span + 10, y, percent((row[index] ?? 0) / total), { role: 'muted' })]),
    ];
  };
  const right = left + span + 64;
  return figure(
    { title, width: Math.max(right + (flat ? 0 : nameWidth * 0.75 - 40), 320), height: upper + span + margin },
    label(margin, top(title) + 4, accuracy(counts), { role: 'muted', size: 13 }),
    label(margin, upper - 8, 'true ↓', { role: 'muted' }),
    label(left, top(title) + 32, 'predicted →', { role: 'muted' }),
    label(left + span + 10, upper - 8, 'recall', { role: 'muted' }),
    ...labels.map(columnName),
    board(left, upper, labels.length, cell),
    ...counts.flatMap(rowOf),
  );
};
