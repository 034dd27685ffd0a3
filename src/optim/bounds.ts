/** Options that make no sense, refused by one sentence each. */

const refuse = (rule: string, name: string, wanted: string, value: number): never => {
  throw new RangeError(`${rule}: ${name} must be ${wanted}, not ${value}`);
};

/** n = 1, 2, … */
export const whole = (rule: string, name: string, value: number): number =>
  Number.isSafeInteger(value) && value > 0 ? value : refuse(rule, name, 'a whole number above 0', value);

/** x > 0 */
export const positive = (rule: string, name: string, value: number): number =>
  value > 0 ? value : refuse(rule, name, 'above 0', value);

/** 0 ≤ x < ∞ */
export const notNegative = (rule: string, name: string, value: number): number =>
  value >= 0 && value < Infinity ? value : refuse(rule, name, 'a finite number from 0', value);

/** 0 ≤ β < 1: how much of an average stays */
export const share = (rule: string, name: string, value: number): number =>
  value >= 0 && value < 1 ? value : refuse(rule, name, 'from 0 to below 1', value);
