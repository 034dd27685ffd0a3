/** The rotation distances of the twenty rounds, repeating with period eight. Source: Salmon et al. 2011, table 2. */
const rotations = [13, 15, 26, 6, 17, 29, 16, 24] as const;

/**
 * Threefry-2x32 with twenty rounds: a keyed bijection on pairs of 32-bit words, whose values on the counters 0, 1, 2 … are
 * independent uniform bits. Words go in and come out as numbers in [0, 2³²).
 * Source    Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"
 * @example  threefry2x32(0, 0, 0, 0)   // [0x6b200159, 0x99ba4efe]
 */
export const threefry2x32 = (k0: number, k1: number, x0: number, x1: number): readonly [number, number] => {
  const schedule = [k0, k1, k0 ^ k1 ^ 0x1bd11bda] as const;
  let a = (x0 + k0) | 0;
  let b = (x1 + k1) | 0;
  for (let group = 0; group < 5; group++) {
    for (let round = 0; round < 4; round++) {
      const distance = rotations[(4 * group + round) % 8] ?? 0;
      a = (a + b) | 0;
      b = ((b << distance) | (b >>> (32 - distance))) ^ a;
    }
    a = (a + (schedule[(group + 1) % 3] ?? 0)) | 0;
    b = (b + (schedule[(group + 2) % 3] ?? 0) + group + 1) | 0;
  }
  return [a >>> 0, b >>> 0];
};
