import type { Carry, High, Low, Nines, Sum } from './digits.js';

/*
 * Arithmetic on number literals, digit by digit, as on paper. Inside, a number is a string of digits with the last digit
 * first, so that carries run with the string. An unknown `number` absorbs; what is not a natural number is `never`.
 */

type Reverse<S extends string, Done extends string = ''> = S extends `${infer a}${infer b}${infer T}`
  ? Reverse<T, `${b}${a}${Done}`>
  : `${S}${Done}`;
type Trim<S extends string> = S extends `0${infer T}` ? (T extends '' ? '0' : Trim<T>) : S;
type Digits<N extends number> = Reverse<`${N}`>;
type Numeral<S extends string> = S extends `${infer N extends number}` ? N : never;

type AddDigits<
  A extends string,
  B extends string,
  C extends string = '0',
  Done extends string = '',
> = A extends `${infer a}${infer A2}`
  ? B extends `${infer b}${infer B2}`
    ? AddDigits<A2, B2, Carry[C][a][b], `${Done}${Sum[C][a][b]}`>
    : C extends '0'
      ? `${Done}${A}`
      : AddDigits<A, '1', '0', Done>
  : B extends ''
    ? C extends '0'
      ? Done
      : `${Done}1`
    : AddDigits<B, '', C, Done>;

/** a − b = a + (9…9 − b) + 1 without the leading 1; when that 1 is missing, b was greater: `false`. */
type SubDigits<
  A extends string,
  B extends string,
  C extends string = '1',
  Done extends string = '',
> = A extends `${infer a}${infer A2}`
  ? B extends `${infer b}${infer B2}`
    ? SubDigits<A2, B2, Carry[C][a][Nines[b]], `${Done}${Sum[C][a][Nines[b]]}`>
    : C extends '1'
      ? `${Done}${A}`
      : SubDigits<A2, '', Carry['0'][a]['9'], `${Done}${Sum['0'][a]['9']}`>
  : B extends ''
    ? C extends '1'
      ? Done
      : false
    : false;

type MulDigit<
  A extends string,
  b extends string,
  C extends string = '0',
  Done extends string = '',
> = A extends `${infer a}${infer A2}`
  ? MulDigit<A2, b, Sum[Carry['0'][Low[a][b]][C]][High[a][b]]['0'], `${Done}${Sum['0'][Low[a][b]][C]}`>
  : C extends '0'
    ? Done
    : `${Done}${C}`;

/** Horner's rule: B has its first digit first. */
type MulDigits<A extends string, B extends string, Done extends string = ''> = B extends `${infer b}${infer B2}`
  ? MulDigits<
      A,
      B2,
      Done extends '' ? MulDigit<A, b> : b extends '0' ? `0${Done}` : AddDigits<`0${Done}`, MulDigit<A, b>>
    >
  : Done;

/** One digit of a quotient: how often B can be taken from the remainder R, and what remains. */
type DivDigit<R extends string, B extends string, Q extends string = '0'> =
  SubDigits<R, B> extends infer Rest extends string ? DivDigit<Rest, B, Sum['1'][Q]['0']> : [Q, R];

/** Long division: N has its first digit first; the result is [quotient, remainder]. */
type DivDigits<
  N extends string,
  B extends string,
  R extends string = '',
  Q extends string = '',
> = N extends `${infer d}${infer N2}`
  ? DivDigit<`${d}${R}`, B> extends [infer q extends string, infer r extends string]
    ? DivDigits<N2, B, r, `${q}${Q}`>
    : never
  : [Q, R];

/** a + b */
export type Add<A extends number, B extends number> = number extends A | B
  ? number
  : A extends 0
    ? B
    : B extends 0
      ? A
      : Numeral<Reverse<AddDigits<Digits<A>, Digits<B>>>>;

/** a − b, `never` below zero */
export type Sub<A extends number, B extends number> = number extends A | B
  ? number
  : B extends 0
    ? A
    : SubDigits<Digits<A>, Digits<B>> extends infer D extends string
      ? Numeral<Trim<Reverse<D>>>
      : never;

/** a · b */
export type Mul<A extends number, B extends number> = number extends A | B
  ? number
  : A extends 0
    ? 0
    : B extends 0
      ? 0
      : A extends 1
        ? B
        : B extends 1
          ? A
          : Numeral<Reverse<MulDigits<Digits<A>, `${B}`>>>;

/** ⌊a / b⌋, `never` for b = 0; strides are mostly 1 and 2, and ⌊a / 2⌋ = ⌊5a / 10⌋ drops a digit */
export type Div<A extends number, B extends number> = number extends A | B
  ? number
  : B extends 0
    ? never
    : B extends 1
      ? A
      : B extends 2
        ? DropDigit<MulDigit<Digits<A>, '5'>>
        : Numeral<Trim<Reverse<DivDigits<`${A}`, Digits<B>>[0]>>>;
type DropDigit<S extends string> = S extends `${string}${infer T}` ? (T extends '' ? 0 : Numeral<Reverse<T>>) : never;

/** a − b⌊a / b⌋, `never` for b = 0 */
export type Mod<A extends number, B extends number> = number extends A | B
  ? number
  : B extends 0
    ? never
    : B extends 1
      ? 0
      : Numeral<Trim<Reverse<DivDigits<`${A}`, Digits<B>>[1]>>>;

/** a ≤ b; `boolean` when either is unknown */
export type Lte<A extends number, B extends number> = number extends A | B
  ? boolean
  : If<SubDigits<Digits<B>, Digits<A>>, true, false>;

/** The greater of a and b */
export type Max<A extends number, B extends number> = number extends A | B
  ? number
  : If<SubDigits<Digits<B>, Digits<A>>, B, A>;

/** The smaller of a and b */
export type Min<A extends number, B extends number> = number extends A | B
  ? number
  : If<SubDigits<Digits<B>, Digits<A>>, A, B>;

/** Distributes, so that `never` stays `never`. */
type If<Found, Then, Else> = Found extends false ? Else : Then;

/** The product of a list; 1 for the empty list */
export type Product<L extends readonly number[], Done extends number = 1> = L extends readonly [
  infer H extends number,
  ...infer T extends readonly number[],
]
  ? Product<T, Mul<Done, H>>
  : number extends L['length']
    ? number
    : Done;

/** The sizes of the positive and the negative part: n = positive − negative */
export type PositivePart<N extends number> = number extends N ? number : `${N}` extends `-${string}` ? 0 : N;
export type NegativePart<N extends number> = number extends N
  ? number
  : `${N}` extends `-${infer M extends number}`
    ? M
    : 0;

/** The numbers of a union that are not integers; not integers ≥ 0; not integers ≥ 1. An unknown `number` passes. */
export type NotInteger<N> = N extends number
  ? `${N}` extends `${bigint}`
    ? never
    : number extends N
      ? never
      : N
  : never;
export type NotNatural<N extends number> = N extends number ? (`${N}` extends `-${string}` ? N : NotInteger<N>) : never;
export type NotPositive<N extends number> = N extends 0 ? N : NotNatural<N>;
