/** Elementary functions of a real number, element by element. */
import * as elementary from '../primitive/elementary.js';
import type { Float } from '../tensor/dtype.js';
import { unary } from './elementwise.js';

/**
 * eˣ.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ·y
 * @example
 * exp(tensor([0, 1])) // [1, 2.71828]
 */
export const exp = unary<Float>(elementary.exp);

/**
 * eˣ − 1, exact near 0.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ·(y + 1)
 * @example
 * expm1(tensor([0, 1e-10])) // [0, 1e-10]
 */
export const expm1 = unary<Float>(elementary.expm1);

/**
 * ln x; NaN below 0.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ/x
 * @example
 * log(tensor([1, 10])) // [0, 2.30259]
 */
export const log = unary<Float>(elementary.log);

/**
 * ln(1 + x), exact near 0.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ/(1 + x)
 * @example
 * log1p(tensor([0, 1e-10])) // [0, 1e-10]
 */
export const log1p = unary<Float>(elementary.log1p);

/**
 * √x; NaN below 0.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ/2y
 * @example
 * sqrt(tensor([4, 2])) // [2, 1.41421]
 */
export const sqrt = unary<Float>(elementary.sqrt);

/**
 * 1/√x.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = −ȳ·y/2x
 * @example
 * rsqrt(tensor([4, 2])) // [0.5, 0.707107]
 */
export const rsqrt = unary<Float>(elementary.rsqrt);

/**
 * sin x.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ·cos x
 * @example
 * sin(tensor([0, 1])) // [0, 0.841471]
 */
export const sin = unary<Float>(elementary.sin);

/**
 * cos x.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = −ȳ·sin x
 * @example
 * cos(tensor([0, 1])) // [1, 0.540302]
 */
export const cos = unary<Float>(elementary.cos);

/**
 * tanh x.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ·(1 − y²)
 * @example
 * tanh(tensor([0, 1])) // [0, 0.761594]
 */
export const tanh = unary<Float>(elementary.tanh);

/**
 * σ(x) = 1/(1 + e⁻ˣ).
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ·y·(1 − y)
 * Source    deck rows N1, N4
 * @example
 * sigmoid(tensor([0, 1000])) // [0.5, 1]
 */
export const sigmoid = unary<Float>(elementary.sigmoid);

/**
 * erf x = 2/√π ∫₀ˣ e^(−t²) dt.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ·2/√π·e^(−x²)
 * @example
 * erf(tensor([0, 1])) // [0, 0.842701]
 */
export const erf = unary<Float>(elementary.erf);

/**
 * The x with erf x = y.
 *
 * Shape     [...s] → [...s]
 * Gradient  ȳ of the result times √π/2·e^(x²)
 * @example
 * erfInv(tensor([0, 0.5])) // [0, 0.476936]
 */
export const erfInv = unary<Float>(elementary.erfInv);
