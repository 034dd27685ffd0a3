/** WebAssembly as values: a piece of code knows the type of what it leaves on the stack, so that the compiler checks what we emit. */

/** The types of WebAssembly's values. */
export type ValueType = 'i32' | 'i64' | 'f32' | 'f64' | 'v128';

/** Instructions that leave one value of type T on the stack, or nothing. */
export interface Code<out T extends ValueType | 'void' = ValueType | 'void'> {
  readonly type: T;
  readonly parts: readonly (number | Code)[];
}

/** A variable of a function. */
export interface Local<out T extends ValueType = ValueType> {
  readonly type: T;
  readonly index: number;
}

/** A piece of code from bytes and other pieces. */
export const code = <T extends ValueType | 'void'>(type: T, parts: readonly (number | Code)[]): Code<T> => ({
  type,
  parts,
});

/** n ≥ 0 in LEB128. */
export const unsigned = (n: number): readonly number[] => {
  const bytes: number[] = [];
  for (let rest = n; ;) {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    if (rest === 0) return [...bytes, low];
    bytes.push(low | 128);
  }
};

/** A 64-bit integer in signed LEB128. */
export const signed = (n: bigint): readonly number[] => {
  const bytes: number[] = [];
  for (let rest = n; ;) {
    const low = Number(rest & 127n);
    rest >>= 7n;
    if ((rest === 0n && (low & 64) === 0) || (rest === -1n && (low & 64) !== 0)) return [...bytes, low];
    bytes.push(low | 128);
  }
};

/** Appends the bytes of some code. */
export const write = (piece: Code, out: number[]): void => {
  for (const part of piece.parts) {
    if (typeof part === 'number') out.push(part);
    else write(part, out);
  }
};
