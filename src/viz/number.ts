/** A number for a reader: four significant digits, no trailing zeros; the same in every locale. */
export const readable = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e6 ? String(value) : String(Number(value.toPrecision(4)));

/** A share as a percentage with at most one decimal. */
export const percent = (share: number): string => `${Math.round(share * 1000) / 10}%`;
