import { greatest } from './extent.js';

/** A number for a reader: four significant digits, no trailing zeros; the same in every locale. */
export const readable = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e6 ? String(value) : String(Number(value.toPrecision(4)));

/** A share as a percentage with one decimal. */
export const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** How to write the numbers of one column: with equally many decimals, unless a small one would lose its digits. */
export const aligned = (column: readonly number[]): ((value: number) => string) => {
  const sizes = column.filter((value) => Number.isFinite(value) && value !== 0).map(Math.abs);
  const decimals = 3 - Math.floor(Math.log10(greatest(sizes)));
  const fits = decimals > 0 && decimals <= 6 && sizes.every((size) => size * 10 ** decimals >= 10);
  return fits && !column.every(Number.isInteger) ? (value) => value.toFixed(decimals) : readable;
};
