/** Elementary functions on vectors: each entry gives the function of a module that computes it, made where it is first asked for. */
import { divide, remainder } from './division.js';
import { erf } from './error.js';
import { exp, expm1, sigmoid, tanh } from './exponential.js';
import { erfInv } from './inverse.js';
import { log, log1p } from './logarithm.js';
import { power } from './power.js';
import { rsqrt, sqrt } from './root.js';
import { cos, sin } from './trigonometry.js';

export type { Binary, Elementary, Unary } from './real.js';

export const elementary = {
  ...{ exp, expm1, log, log1p, rsqrt, sigmoid, sqrt, tanh },
  ...{ sin, cos, erf, erfInv, power, divide, remainder },
};
