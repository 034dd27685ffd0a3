/* eslint-disable @typescript-eslint/no-unnecessary-type-parameters -- the parameters are what is compared */

/** Whether two types are the same, not only assignable to each other. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** A compile error where the claim is false. */
export const claim = <Claimed extends true>(claimed?: Claimed): Claimed | undefined => claimed;
