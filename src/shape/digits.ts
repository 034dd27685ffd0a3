/*
 * The tables a child learns: sums and products of two decimal digits, as types. Each row has a string index signature,
 * so that a look-up with digits not yet known has the constraint `string` and not a union of a hundred entries.
 */

/* The last digit of x + 0, x + 1, … x + 9. */
type P0 = { [d: string]: string; 0: '0'; 1: '1'; 2: '2'; 3: '3'; 4: '4'; 5: '5'; 6: '6'; 7: '7'; 8: '8'; 9: '9' };
type P1 = { [d: string]: string; 0: '1'; 1: '2'; 2: '3'; 3: '4'; 4: '5'; 5: '6'; 6: '7'; 7: '8'; 8: '9'; 9: '0' };
type P2 = { [d: string]: string; 0: '2'; 1: '3'; 2: '4'; 3: '5'; 4: '6'; 5: '7'; 6: '8'; 7: '9'; 8: '0'; 9: '1' };
type P3 = { [d: string]: string; 0: '3'; 1: '4'; 2: '5'; 3: '6'; 4: '7'; 5: '8'; 6: '9'; 7: '0'; 8: '1'; 9: '2' };
type P4 = { [d: string]: string; 0: '4'; 1: '5'; 2: '6'; 3: '7'; 4: '8'; 5: '9'; 6: '0'; 7: '1'; 8: '2'; 9: '3' };
type P5 = { [d: string]: string; 0: '5'; 1: '6'; 2: '7'; 3: '8'; 4: '9'; 5: '0'; 6: '1'; 7: '2'; 8: '3'; 9: '4' };
type P6 = { [d: string]: string; 0: '6'; 1: '7'; 2: '8'; 3: '9'; 4: '0'; 5: '1'; 6: '2'; 7: '3'; 8: '4'; 9: '5' };
type P7 = { [d: string]: string; 0: '7'; 1: '8'; 2: '9'; 3: '0'; 4: '1'; 5: '2'; 6: '3'; 7: '4'; 8: '5'; 9: '6' };
type P8 = { [d: string]: string; 0: '8'; 1: '9'; 2: '0'; 3: '1'; 4: '2'; 5: '3'; 6: '4'; 7: '5'; 8: '6'; 9: '7' };
type P9 = { [d: string]: string; 0: '9'; 1: '0'; 2: '1'; 3: '2'; 4: '3'; 5: '4'; 6: '5'; 7: '6'; 8: '7'; 9: '8' };

/* The carry of x + n: 1 from the digit 10 − n on. */
type C0 = { [d: string]: string; 0: '0'; 1: '0'; 2: '0'; 3: '0'; 4: '0'; 5: '0'; 6: '0'; 7: '0'; 8: '0'; 9: '0' };
type C1 = { [d: string]: string; 0: '0'; 1: '0'; 2: '0'; 3: '0'; 4: '0'; 5: '0'; 6: '0'; 7: '0'; 8: '0'; 9: '1' };
type C2 = { [d: string]: string; 0: '0'; 1: '0'; 2: '0'; 3: '0'; 4: '0'; 5: '0'; 6: '0'; 7: '0'; 8: '1'; 9: '1' };
type C3 = { [d: string]: string; 0: '0'; 1: '0'; 2: '0'; 3: '0'; 4: '0'; 5: '0'; 6: '0'; 7: '1'; 8: '1'; 9: '1' };
type C4 = { [d: string]: string; 0: '0'; 1: '0'; 2: '0'; 3: '0'; 4: '0'; 5: '0'; 6: '1'; 7: '1'; 8: '1'; 9: '1' };
type C5 = { [d: string]: string; 0: '0'; 1: '0'; 2: '0'; 3: '0'; 4: '0'; 5: '1'; 6: '1'; 7: '1'; 8: '1'; 9: '1' };
type C6 = { [d: string]: string; 0: '0'; 1: '0'; 2: '0'; 3: '0'; 4: '1'; 5: '1'; 6: '1'; 7: '1'; 8: '1'; 9: '1' };
type C7 = { [d: string]: string; 0: '0'; 1: '0'; 2: '0'; 3: '1'; 4: '1'; 5: '1'; 6: '1'; 7: '1'; 8: '1'; 9: '1' };
type C8 = { [d: string]: string; 0: '0'; 1: '0'; 2: '1'; 3: '1'; 4: '1'; 5: '1'; 6: '1'; 7: '1'; 8: '1'; 9: '1' };
type C9 = { [d: string]: string; 0: '0'; 1: '1'; 2: '1'; 3: '1'; 4: '1'; 5: '1'; 6: '1'; 7: '1'; 8: '1'; 9: '1' };
type C10 = { [d: string]: string; 0: '1'; 1: '1'; 2: '1'; 3: '1'; 4: '1'; 5: '1'; 6: '1'; 7: '1'; 8: '1'; 9: '1' };

/* The last digit of x × 2, … x × 9 (x × 0 and x × 1 are rows above). */
type L2 = { [d: string]: string; 0: '0'; 1: '2'; 2: '4'; 3: '6'; 4: '8'; 5: '0'; 6: '2'; 7: '4'; 8: '6'; 9: '8' };
type L3 = { [d: string]: string; 0: '0'; 1: '3'; 2: '6'; 3: '9'; 4: '2'; 5: '5'; 6: '8'; 7: '1'; 8: '4'; 9: '7' };
type L4 = { [d: string]: string; 0: '0'; 1: '4'; 2: '8'; 3: '2'; 4: '6'; 5: '0'; 6: '4'; 7: '8'; 8: '2'; 9: '6' };
type L5 = { [d: string]: string; 0: '0'; 1: '5'; 2: '0'; 3: '5'; 4: '0'; 5: '5'; 6: '0'; 7: '5'; 8: '0'; 9: '5' };
type L6 = { [d: string]: string; 0: '0'; 1: '6'; 2: '2'; 3: '8'; 4: '4'; 5: '0'; 6: '6'; 7: '2'; 8: '8'; 9: '4' };
type L7 = { [d: string]: string; 0: '0'; 1: '7'; 2: '4'; 3: '1'; 4: '8'; 5: '5'; 6: '2'; 7: '9'; 8: '6'; 9: '3' };
type L8 = { [d: string]: string; 0: '0'; 1: '8'; 2: '6'; 3: '4'; 4: '2'; 5: '0'; 6: '8'; 7: '6'; 8: '4'; 9: '2' };
type L9 = { [d: string]: string; 0: '0'; 1: '9'; 2: '8'; 3: '7'; 4: '6'; 5: '5'; 6: '4'; 7: '3'; 8: '2'; 9: '1' };

/* The first digit of x × 3, … x × 9 (lower ones are rows above). */
type H3 = { [d: string]: string; 0: '0'; 1: '0'; 2: '0'; 3: '0'; 4: '1'; 5: '1'; 6: '1'; 7: '2'; 8: '2'; 9: '2' };
type H4 = { [d: string]: string; 0: '0'; 1: '0'; 2: '0'; 3: '1'; 4: '1'; 5: '2'; 6: '2'; 7: '2'; 8: '3'; 9: '3' };
type H5 = { [d: string]: string; 0: '0'; 1: '0'; 2: '1'; 3: '1'; 4: '2'; 5: '2'; 6: '3'; 7: '3'; 8: '4'; 9: '4' };
type H6 = { [d: string]: string; 0: '0'; 1: '0'; 2: '1'; 3: '1'; 4: '2'; 5: '3'; 6: '3'; 7: '4'; 8: '4'; 9: '5' };
type H7 = { [d: string]: string; 0: '0'; 1: '0'; 2: '1'; 3: '2'; 4: '2'; 5: '3'; 6: '4'; 7: '4'; 8: '5'; 9: '6' };
type H8 = { [d: string]: string; 0: '0'; 1: '0'; 2: '1'; 3: '2'; 4: '3'; 5: '4'; 6: '4'; 7: '5'; 8: '6'; 9: '7' };
type H9 = { [d: string]: string; 0: '0'; 1: '0'; 2: '1'; 3: '2'; 4: '3'; 5: '4'; 6: '5'; 7: '6'; 8: '7'; 9: '8' };

/** 9 − x, with which a subtraction is an addition. */
export type Nines = {
  [d: string]: string;
  0: '9';
  1: '8';
  2: '7';
  3: '6';
  4: '5';
  5: '4';
  6: '3';
  7: '2';
  8: '1';
  9: '0';
};

type Row = { [digit: string]: string };
type Table = { [digit: string]: Row };
type SumWith0 = { [d: string]: Row; 0: P0; 1: P1; 2: P2; 3: P3; 4: P4; 5: P5; 6: P6; 7: P7; 8: P8; 9: P9 };
type CarryWith0 = { [d: string]: Row; 0: C0; 1: C1; 2: C2; 3: C3; 4: C4; 5: C5; 6: C6; 7: C7; 8: C8; 9: C9 };
type SumWith1 = { [d: string]: Row; 0: P1; 1: P2; 2: P3; 3: P4; 4: P5; 5: P6; 6: P7; 7: P8; 8: P9; 9: P0 };
type CarryWith1 = { [d: string]: Row; 0: C1; 1: C2; 2: C3; 3: C4; 4: C5; 5: C6; 6: C7; 7: C8; 8: C9; 9: C10 };
/** `Low[x][y]` and `High[x][y]` are the last and the first digit of x · y. */
export type Low = { [d: string]: Row; 0: C0; 1: P0; 2: L2; 3: L3; 4: L4; 5: L5; 6: L6; 7: L7; 8: L8; 9: L9 };
export type High = { [d: string]: Row; 0: C0; 1: C0; 2: C5; 3: H3; 4: H4; 5: H5; 6: H6; 7: H7; 8: H8; 9: H9 };

/** `Sum[c][x][y]` is the last digit of x + y + c. */
export type Sum = { [carry: string]: Table; 0: SumWith0; 1: SumWith1 };
/** `Carry[c][x][y]` is the carry of x + y + c. */
export type Carry = { [carry: string]: Table; 0: CarryWith0; 1: CarryWith1 };
