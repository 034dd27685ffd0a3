import { equal, log, multiply, negate, where } from '../../ops/index.js';
import type { Values } from '../values.js';

/** −log p */
export const surprise = (p: Values): Values => negate(log(p));

/** w·f(p) where w ≠ 0, and 0 where w = 0, were f(p) infinite */
export const weighted = (w: Values, p: Values, f: (p: Values) => Values, safe: number): Values => {
  const absent = equal(w, 0);
  return where(absent, 0, multiply(w, f(where(absent, safe, p))));
};
