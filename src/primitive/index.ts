import { axisIndex, axisSum } from './axis.js';
import { add, divide, multiply, negate, subtract } from './arithmetic.js';
import { broadcast, sum } from './broadcast.js';
import * as compare from './compare.js';
import { dotGeneral } from './contract.js';
import { checkpointed, custom } from './control.js';
import { convolution } from './convolution.js';
import { cast, iota, stopGradient } from './create.js';
import * as elementary from './elementary.js';
import { argSort, gather, scatterAdd } from './gather.js';
import { reshape, reverse, transpose } from './layout.js';
import { threefry } from './random.js';
import { argMax, argMin, max, min, product } from './reduce.js';
import { scan } from './scan.js';
import { concatenate, pad, slice } from './slice.js';
import { windowArgMax, windowMax, windowSum } from './window.js';

const { equal, notEqual, less, lessEqual, greater, greaterEqual, and, or, xor, not, shiftLeft, shiftRight, isFinite } =
  compare;
const { select, maximum, minimum, sign, abs, floor, ceil, round, remainder } = compare;
const { exp, expm1, log, log1p, sqrt, rsqrt, sin, cos, tanh, sigmoid, erf, erfInv, power } = elementary;

/** Every primitive of the language, by name and in families: what a law quantifies over, and what an engine must have a kernel for. */
export const primitives = {
  ...{ reshape, transpose, reverse, broadcast, sum, slice, pad, concatenate },
  ...{ iota, cast, stopGradient },
  ...{ add, subtract, multiply, divide, negate },
  ...{ equal, notEqual, less, lessEqual, greater, greaterEqual, and, or, xor, not, shiftLeft, shiftRight, isFinite },
  ...{ select, maximum, minimum, sign, abs, floor, ceil, round, remainder },
  ...{ exp, expm1, log, log1p, sqrt, rsqrt, sin, cos, tanh, sigmoid, erf, erfInv, power },
  ...{ product, max, min, argMax, argMin },
  ...{ dotGeneral, convolution, windowSum, windowMax, windowArgMax },
  ...{ gather, scatterAdd, argSort },
  ...{ threefry, axisSum, axisIndex },
  ...{ checkpoint: checkpointed, custom, scan },
};

/** The name of a primitive. */
export type PrimitiveName = keyof typeof primitives;
