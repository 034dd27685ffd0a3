import type { Mul } from '../shape/index.js';

/** a · b, with its value in the type: the channels of a block that widens by a factor. */
export function times<A extends number, B extends number>(a: A, b: B): Mul<A, B> & number;
export function times(a: number, b: number): number {
  return a * b;
}
