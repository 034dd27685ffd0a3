/* eslint-disable @typescript-eslint/no-unnecessary-type-parameters -- the parameters are what is compared */

import type { SameShape, Shape } from '../../src/shape/index.js';

/** Whether two types are the same, not only assignable to each other. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Whether a verdict is a shape of the same rank that agrees in all it knows. */
export type Admits<R, S extends Shape> = R extends Shape
  ? R['length'] extends S['length']
    ? SameShape<R, S>
    : false
  : false;

/** A compile error where the claim is false. */
export const claim = <Claimed extends true>(claimed?: Claimed): Claimed | undefined => claimed;
