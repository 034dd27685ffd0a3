import * as ops from '../../ops/index.js';
import { pure } from '../definition.js';
import type { Values } from '../values.js';
import { layer, type Layer } from '../layer.js';
import type { Pure } from '../rule.js';

/** The rule of what keeps the shape. */
export interface Pointwise<Op extends string> extends Pure {
  readonly Out: this['In'];
  readonly Operation: Op;
}

/** A layer y = f(x) that keeps the shape, from its name and f. */
export const pointwise = <Op extends string>(operation: Op, f: (x: Values) => Values): Layer<Pointwise<Op>> =>
  layer(pure(operation, (input) => input, f));

/** y = x: the branch of a `sum` that is the input itself. */
export const identity = pointwise('identity', (x) => x);

/** y = max(0, x). Source: Nair and Hinton 2010. */
export const relu = pointwise('relu', (x) => ops.relu(x));

/** y = x where x > 0, slope · x elsewhere. Source: Maas et al. 2013. */
export const leakyRelu = (slope = 0.01): Layer<Pointwise<'leakyRelu'>> =>
  pointwise('leakyRelu', (x) => ops.leakyRelu(x, { slope }));

/** y = x where x > 0, α(eˣ − 1) elsewhere. Source: Clevert et al. 2016. */
export const elu = (alpha = 1): Layer<Pointwise<'elu'>> => pointwise('elu', (x) => ops.elu(x, { alpha }));

/** ELU with two constants that keep mean 0 and variance 1 from layer to layer, with `lecunNormal` weights and `alphaDropout`. Source: Klambauer et al. 2017. */
export const selu = pointwise('selu', (x) => ops.selu(x));

/** y = x where x > 0, α(eˣᐟᵅ − 1) elsewhere, α > 0. Source: Barron 2017. */
export const celu = (alpha = 1): Layer<Pointwise<'celu'>> => {
  if (!(alpha > 0 && alpha < Infinity)) throw new RangeError(`celu: expected an alpha above 0, got ${alpha}`);
  return pointwise('celu', (x) => ops.celu(x, { alpha }));
};

/** y = 1 / (1 + e⁻ˣ). */
export const sigmoid = pointwise('sigmoid', (x) => ops.sigmoid(x));

/** y = tanh x. */
export const tanh = pointwise('tanh', (x) => ops.tanh(x));

/** y = x · Φ(x), Φ the distribution function of the normal distribution. Source: Hendrycks and Gimpel 2016. */
export const gelu = pointwise('gelu', (x) => ops.gelu(x));

/** GELU with Φ approximated by a tanh, as the weights of GPT-2 and BERT expect it; within 5e-4 of `gelu`. Source: Hendrycks and Gimpel 2016. */
export const geluTanh = pointwise('geluTanh', (x) => ops.gelu(x, { approximate: 'tanh' }));

/** y = x · σ(x), also called swish. Source: Elfwing et al. 2017. */
export const silu = pointwise('silu', (x) => ops.silu(x));

/** y = x · tanh(ln(1 + eˣ)). Source: Misra 2019. */
export const mish = pointwise('mish', (x) => ops.mish(x));

/** y = ln(1 + eˣ). Source: Dugas et al. 2001. */
export const softplus = pointwise('softplus', (x) => ops.softplus(x));

/** y = 1 where x ≥ 0, else 0; no gradient passes it. Source: McCulloch and Pitts 1943. */
export const step = pointwise('step', (x) => ops.step(x));

/** y = min(max(0, x), 6). Source: Krizhevsky 2010. */
export const relu6 = pointwise('relu6', (x) => ops.relu6(x));

/** y = min(max(−1, x), 1). Source: Collobert 2004. */
export const hardTanh = pointwise('hardTanh', (x) => ops.hardTanh(x));

/** y = x/6 + ½ between −3 and 3, 0 before and 1 after. Source: Howard et al. 2019. */
export const hardSigmoid = pointwise('hardSigmoid', (x) => ops.hardSigmoid(x));

/** y = x · hardSigmoid(x). Source: Howard et al. 2019. */
export const hardSwish = pointwise('hardSwish', (x) => ops.hardSwish(x));
