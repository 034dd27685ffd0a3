import { dtypes } from '../../tensor/dtype.js';
import type { AnyModel } from '../model.js';
import type { SummaryRow } from './rows.js';

export const grouped = (n: number): string => n.toLocaleString('en-US');

export const readable = (bytes: number): string => {
  const power = Math.min(4, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return power === 0
    ? `${bytes} bytes`
    : `${(bytes / 1000 ** power).toFixed(1)} ${['', 'kB', 'MB', 'GB', 'TB'][power] ?? ''}`;
};

/** The widths of the columns of some lines. */
export const widthsOf = (lines: readonly (readonly string[])[]): readonly number[] =>
  (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));

/** What the rows of a model add up to. */
export interface Totals {
  readonly parameters: number;
  readonly frozen: number;
  readonly remembered: number;
  readonly multiplyAdds: number;
  readonly bytesEach: number;
}
export const totalsOf = ({ dtype }: AnyModel, rows: readonly SummaryRow[]): Totals => {
  const total = (of: (row: SummaryRow) => number): number => rows.reduce((sum, row) => sum + of(row), 0);
  return {
    parameters: total((row) => row.parameters),
    frozen: total((row) => (row.frozen ? row.parameters : 0)),
    remembered: total((row) => row.remembered),
    multiplyAdds: total((row) => row.multiplyAdds),
    bytesEach: dtypes[dtype].bytes,
  };
};
