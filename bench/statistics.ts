/** The middle of some numbers, the mean of the two middle ones where there are two; NaN of none. */
export const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [below, above] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return below === undefined || above === undefined ? NaN : (below + above) / 2;
};

/** The largest |a − b| / |a| over the numbers that both have. */
export const disagreement = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.slice(0, b.length).map((x, index) => Math.abs(x - (b[index] ?? NaN)) / Math.abs(x)));
