/*
 * The tables a child learns: sums and products of two decimal digits, as types. Each row has a string index signature,
 * so that a look-up with digits not yet known has the constraint `string` and not a union of a hundred entries.
 */

/* The last digit of x + 0, x + 1, … x + 9. */
type Plus0 = { [d: string]: string; 0: '0'; 1: '1'; 2: '2'; 3: '3'; 4: '4'; 5: '5'; 6: '6'; 7: '7'; 8: '8'; 9: '9' };
type Plus1 = { [d: string]: string; 0: '1'; 1: '2'; 2: '3'; 3: '4'; 4: '5'; 5: '6'; 6: '7'; 7: '8'; 8: '9'; 9: '0' };
type Plus2 = { [d: string]: string; 0: '2'; 1: '3'; 2: '4'; 3: '5'; 4: '6'; 5: '7'; 6: '8'; 7: '9'; 8: '0'; 9: '1' };
type Plus3 = { [d: string]: string; 0: '3'; 1: '4'; 2: '5'; 3: '6'; 4: '7'; 5: '8'; 6: '9'; 7: '0'; 8: '1'; 9: '2' };
type Plus4 = { [d: string]: string; 0: '4'; 1: '5'; 2: '6'; 3: '7'; 4: '8'; 5: '9'; 6: '0'; 7: '1'; 8: '2'; 9: '3' };
type Plus5 = { [d: string]: string; 0: '5'; 1: '6'; 2: '7'; 3: '8'; 4: '9'; 5: '0'; 6: '1'; 7: '2'; 8: '3'; 9: '4' };
type Plus6 = { [d: string]: string; 0: '6'; 1: '7'; 2: '8'; 3: '9'; 4: '0'; 5: '1'; 6: '2'; 7: '3'; 8: '4'; 9: '5' };
type Plus7 = { [d: string]: string; 0: '7'; 1: '8'; 2: '9'; 3: '0'; 4: '1'; 5: '2'; 6: '3'; 7: '4'; 8: '5'; 9: '6' };
type Plus8 = { [d: string]: string; 0: '8'; 1: '9'; 2: '0'; 3: '1'; 4: '2'; 5: '3'; 6: '4'; 7: '5'; 8: '6'; 9: '7' };
type Plus9 = { [d: string]: string; 0: '9'; 1: '0'; 2: '1'; 3: '2'; 4: '3'; 5: '4'; 6: '5'; 7: '6'; 8: '7'; 9: '8' };

/* The carry of x + n: 1 from the digit 10 − n on. */
type Carry0 = { [d: string]: string; 0: '0'; 1: '0'; 2: '0'; 3: '0'; 4: '0'; 5: '0'; 6: '0'; 7: '0'; 8: '0'; 9: '0' };
type Carry1 = { [d: string]: string; 0: '0'; 1: '0'; 2: '0'; 3: '0'; 4: '0'; 5: '0'; 6: '0'; 7: '0'; 8: '0'; 9: '1' };
type Carry2 = { [d: string]: string; 0: '0'; 1: '0'; 2: '0'; 3: '0'; 4: '0'; 5: '0'; 6: '0'; 7: '0'; 8: '1'; 9: '1' };
type Carry3 = { [d: string]: string; 0: '0'; 1: '0'; 2: '0'; 3: '0'; 4: '0'; 5: '0'; 6: '0'; 7: '1'; 8: '1'; 9: '1' };
type Carry4 = { [d: string]: string; 0: '0'; 1: '0'; 2: '0'; 3: '0'; 4: '0'; 5: '0'; 6: '1'; 7: '1'; 8: '1'; 9: '1' };
type Carry5 = { [d: string]: string; 0: '0'; 1: '0'; 2: '0'; 3: '0'; 4: '0'; 5: '1'; 6: '1'; 7: '1'; 8: '1'; 9: '1' };
type Carry6 = { [d: string]: string; 0: '0'; 1: '0'; 2: '0'; 3: '0'; 4: '1'; 5: '1'; 6: '1'; 7: '1'; 8: '1'; 9: '1' };
type Carry7 = { [d: string]: string; 0: '0'; 1: '0'; 2: '0'; 3: '1'; 4: '1'; 5: '1'; 6: '1'; 7: '1'; 8: '1'; 9: '1' };
type Carry8 = { [d: string]: string; 0: '0'; 1: '0'; 2: '1'; 3: '1'; 4: '1'; 5: '1'; 6: '1'; 7: '1'; 8: '1'; 9: '1' };
type Carry9 = { [d: string]: string; 0: '0'; 1: '1'; 2: '1'; 3: '1'; 4: '1'; 5: '1'; 6: '1'; 7: '1'; 8: '1'; 9: '1' };
type Carry10 = { [d: string]: string; 0: '1'; 1: '1'; 2: '1'; 3: '1'; 4: '1'; 5: '1'; 6: '1'; 7: '1'; 8: '1'; 9: '1' };

/* The last digit of x × 2, … x × 9 (x × 0 and x × 1 are rows above). */
type Low2 = { [d: string]: string; 0: '0'; 1: '2'; 2: '4'; 3: '6'; 4: '8'; 5: '0'; 6: '2'; 7: '4'; 8: '6'; 9: '8' };
type Low3 = { [d: string]: string; 0: '0'; 1: '3'; 2: '6'; 3: '9'; 4: '2'; 5: '5'; 6: '8'; 7: '1'; 8: '4'; 9: '7' };
type Low4 = { [d: string]: string; 0: '0'; 1: '4'; 2: '8'; 3: '2'; 4: '6'; 5: '0'; 6: '4'; 7: '8'; 8: '2'; 9: '6' };
type Low5 = { [d: string]: string; 0: '0'; 1: '5'; 2: '0'; 3: '5'; 4: '0'; 5: '5'; 6: '0'; 7: '5'; 8: '0'; 9: '5' };
type Low6 = { [d: string]: string; 0: '0'; 1: '6'; 2: '2'; 3: '8'; 4: '4'; 5: '0'; 6: '6'; 7: '2'; 8: '8'; 9: '4' };
type Low7 = { [d: string]: string; 0: '0'; 1: '7'; 2: '4'; 3: '1'; 4: '8'; 5: '5'; 6: '2'; 7: '9'; 8: '6'; 9: '3' };
type Low8 = { [d: string]: string; 0: '0'; 1: '8'; 2: '6'; 3: '4'; 4: '2'; 5: '0'; 6: '8'; 7: '6'; 8: '4'; 9: '2' };
type Low9 = { [d: string]: string; 0: '0'; 1: '9'; 2: '8'; 3: '7'; 4: '6'; 5: '5'; 6: '4'; 7: '3'; 8: '2'; 9: '1' };

/* The first digit of x × 3, … x × 9 (lower ones are rows above). */
type High3 = { [d: string]: string; 0: '0'; 1: '0'; 2: '0'; 3: '0'; 4: '1'; 5: '1'; 6: '1'; 7: '2'; 8: '2'; 9: '2' };
type High4 = { [d: string]: string; 0: '0'; 1: '0'; 2: '0'; 3: '1'; 4: '1'; 5: '2'; 6: '2'; 7: '2'; 8: '3'; 9: '3' };
type High5 = { [d: string]: string; 0: '0'; 1: '0'; 2: '1'; 3: '1'; 4: '2'; 5: '2'; 6: '3'; 7: '3'; 8: '4'; 9: '4' };
type High6 = { [d: string]: string; 0: '0'; 1: '0'; 2: '1'; 3: '1'; 4: '2'; 5: '3'; 6: '3'; 7: '4'; 8: '4'; 9: '5' };
type High7 = { [d: string]: string; 0: '0'; 1: '0'; 2: '1'; 3: '2'; 4: '2'; 5: '3'; 6: '4'; 7: '4'; 8: '5'; 9: '6' };
type High8 = { [d: string]: string; 0: '0'; 1: '0'; 2: '1'; 3: '2'; 4: '3'; 5: '4'; 6: '4'; 7: '5'; 8: '6'; 9: '7' };
type High9 = { [d: string]: string; 0: '0'; 1: '0'; 2: '1'; 3: '2'; 4: '3'; 5: '4'; 6: '5'; 7: '6'; 8: '7'; 9: '8' };

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
type SumWith0 = {
  [d: string]: Row;
  0: Plus0;
  1: Plus1;
  2: Plus2;
  3: Plus3;
  4: Plus4;
  5: Plus5;
  6: Plus6;
  7: Plus7;
  8: Plus8;
  9: Plus9;
};
type CarryWith0 = {
  [d: string]: Row;
  0: Carry0;
  1: Carry1;
  2: Carry2;
  3: Carry3;
  4: Carry4;
  5: Carry5;
  6: Carry6;
  7: Carry7;
  8: Carry8;
  9: Carry9;
};
type SumWith1 = {
  [d: string]: Row;
  0: Plus1;
  1: Plus2;
  2: Plus3;
  3: Plus4;
  4: Plus5;
  5: Plus6;
  6: Plus7;
  7: Plus8;
  8: Plus9;
  9: Plus0;
};
type CarryWith1 = {
  [d: string]: Row;
  0: Carry1;
  1: Carry2;
  2: Carry3;
  3: Carry4;
  4: Carry5;
  5: Carry6;
  6: Carry7;
  7: Carry8;
  8: Carry9;
  9: Carry10;
};
/** `Low[x][y]` and `High[x][y]` are the last and the first digit of x · y. */
export type Low = {
  [d: string]: Row;
  0: Carry0;
  1: Plus0;
  2: Low2;
  3: Low3;
  4: Low4;
  5: Low5;
  6: Low6;
  7: Low7;
  8: Low8;
  9: Low9;
};
export type High = {
  [d: string]: Row;
  0: Carry0;
  1: Carry0;
  2: Carry5;
  3: High3;
  4: High4;
  5: High5;
  6: High6;
  7: High7;
  8: High8;
  9: High9;
};

/** `Sum[c][x][y]` is the last digit of x + y + c. */
export type Sum = { [carry: string]: Table; 0: SumWith0; 1: SumWith1 };
/** `Carry[c][x][y]` is the carry of x + y + c. */
export type Carry = { [carry: string]: Table; 0: CarryWith0; 1: CarryWith1 };
