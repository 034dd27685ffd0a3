/** A position in pixels. */
export type Position = readonly [x: number, y: number];

/**
 * The same picture from fewer positions: of consecutive ones in one column of pixels only the first, the lowest, the
 * highest and the last stay, in their order.
 * Source  Jugel et al. 2014, "M4: a visualization-oriented time series data aggregation"
 */
export const thin = (positions: readonly Position[]): readonly Position[] => {
  const columns: Position[][] = [];
  positions.forEach((position) => {
    const column = columns.at(-1);
    if (column?.[0] !== undefined && Math.floor(column[0][0]) === Math.floor(position[0])) column.push(position);
    else columns.push([position]);
  });
  return columns.flatMap((column) => {
    if (column.length <= 4) return column;
    const heights = column.map((position) => position[1]);
    const [least, greatest] = heights.reduce(([a, b], y) => [Math.min(a, y), Math.max(b, y)], [Infinity, -Infinity]);
    const kept = new Set([0, heights.indexOf(least), heights.indexOf(greatest), column.length - 1]);
    return column.filter((_, index) => kept.has(index));
  });
};
