/** A word rotated left. The rounds are written out below: a loop over a table of distances takes twice as long. */
const turn = (word: number, distance: number): number => (word << distance) | (word >>> (32 - distance));

/**
 * Threefry-2x32 with twenty rounds: a keyed bijection on pairs of 32-bit words, whose values on the counters 0, 1, 2 … are
 * independent uniform bits. Words go in and come out as numbers in [0, 2³²).
 * Source    Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"
 * @example  threefry2x32(0, 0, 0, 0)   // [0x6b200159, 0x99ba4efe]
 */
export const threefry2x32 = (k0: number, k1: number, x0: number, x1: number): readonly [number, number] => {
  let [first, second, third] = [k0 | 0, k1 | 0, k0 ^ k1 ^ 0x1bd11bda];
  let a = (x0 + first) | 0;
  let b = (x1 + second) | 0;
  for (let group = 1; group <= 5; group++) {
    const odd = group % 2 === 1;
    a = (a + b) | 0;
    b = turn(b, odd ? 13 : 17) ^ a;
    a = (a + b) | 0;
    b = turn(b, odd ? 15 : 29) ^ a;
    a = (a + b) | 0;
    b = turn(b, odd ? 26 : 16) ^ a;
    a = (a + b) | 0;
    b = turn(b, odd ? 6 : 24) ^ a;
    const spent = first;
    first = second;
    second = third;
    third = spent;
    a = (a + first) | 0;
    b = (b + second + group) | 0;
  }
  return [a >>> 0, b >>> 0];
};
