/** The least and the greatest finite value, if there is one. */
export const extent = (values: ArrayLike<number>): readonly [least: number, greatest: number] | undefined => {
  let least = Infinity;
  let greatest = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  return least <= greatest ? [least, greatest] : undefined;
};

/** The greatest of sizes; of none, 0. */
export const greatest = (sizes: ArrayLike<number>): number => extent(sizes)?.[1] ?? 0;
