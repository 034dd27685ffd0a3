/** The tables that ITU-T T.81 recommends, annex K. What is coded is brightness, and two differences of colour. */
const bytes = (hex: string): readonly number[] => (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));

/** position in a block, row by row, of the k-th coefficient, diagonal by diagonal; figure A.6 */
export const zigzag: readonly number[] = Array.from({ length: 64 }, (_, place) => place).sort((a, b) => {
  const [diagonal, other] = [a, b].map((place) => Math.floor(place / 8) + (place % 8));
  return (diagonal ?? 0) - (other ?? 0) || ((diagonal ?? 0) % 2 === 0 ? b - a : a - b);
});

/** Steps of the coefficients at quality 50, row by row; tables K.1 and K.2. */
const steps = {
  brightness: [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
    87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
    72, 92, 95, 98, 112, 100, 103, 99,
  ],
  colour: [
    17,
    18,
    24,
    47,
    99,
    99,
    99,
    99,
    18,
    21,
    26,
    66,
    99,
    99,
    99,
    99,
    24,
    26,
    56,
    99,
    99,
    99,
    99,
    99,
    47,
    66,
    99,
    99,
    99,
    99,
    99,
    99,
    ...Array.from({ length: 32 }, () => 99),
  ],
} as const;

/** What is coded with tables of its own. */
export type Part = keyof typeof steps;

/** The steps at a quality from 1 to 100, as the library of the Independent JPEG Group scales them. */
export const quantisation = (part: Part, quality: number): readonly number[] => {
  const percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  return steps[part].map((step) => Math.min(Math.max(Math.floor((step * percent + 50) / 100), 1), 255));
};

/** A prefix code: how many words of 1 to 16 bits, and what they stand for in order. */
export interface Huffman {
  readonly lengths: readonly number[];
  readonly symbols: readonly number[];
}

/** runs of zeros in the high, bits of the number in the low four bits: what tables K.5 and K.6 end in alike */
const rows = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, k) => from + k);
const tail = (...firsts: readonly number[]): readonly number[] =>
  firsts.flatMap((first) => rows(first, (first & 0xf0) + 10));

const categories = Array.from({ length: 12 }, (_, bits) => bits);

/** Tables K.3 to K.6: a first coefficient is coded as a difference (`dc`), the others with the zeros before them (`ac`). */
export const huffman: { readonly [P in Part]: { readonly dc: Huffman; readonly ac: Huffman } } = {
  brightness: {
    dc: { lengths: bytes('00010501010101010100000000000000'), symbols: categories },
    ac: {
      lengths: bytes('0002010303020403050504040000017d'),
      symbols: [
        ...bytes('01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a'),
        ...tail(0x16, 0x25, 0x34, 0x43, 0x53, 0x63, 0x73, 0x83, 0x92, 0xa2, 0xb2, 0xc2, 0xd2, 0xe1, 0xf1),
      ],
    },
  },
  colour: {
    dc: { lengths: bytes('00030101010101010101010000000000'), symbols: categories },
    ac: {
      lengths: bytes('00020102040403040705040400010277'),
      symbols: [
        ...bytes('000102031104052131061241510761711322328108144291a1b1c109233352f0156272d10a162434e125f1'),
        ...tail(0x17, 0x26, 0x35, 0x43, 0x53, 0x63, 0x73, 0x82, 0x92, 0xa2, 0xb2, 0xc2, 0xd2, 0xe2, 0xf2),
      ],
    },
  },
};

/** A word of a code. */
export interface Word {
  readonly code: number;
  readonly length: number;
}

/** The words of a code by what they stand for: counting up, with a 0 added where they grow; annex C. */
export const words = ({ lengths, symbols }: Huffman): ReadonlyMap<number, Word> => {
  const all = new Map<number, Word>();
  let code = 0;
  lengths.forEach((count, index) => {
    for (let k = 0; k < count; k++) all.set(symbols[all.size] ?? 0, { code: code++, length: index + 1 });
    code *= 2;
  });
  return all;
};
