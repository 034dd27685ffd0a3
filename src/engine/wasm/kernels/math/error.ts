/** erf x = 2/√π ∫₀ˣ e^(−t²) dt. */
import type { Float } from '../../../../tensor/dtype.js';
import { v128 } from '../../emit/index.js';
import { exponential, powerOfTwo } from './exponential.js';
import { choose, unary } from './real.js';

interface Coefficients {
  /** |x| from which erf x is 1 */
  readonly end: number;
  /** of (erf x)/x − 1 in x², |x| ≤ 1: relative error 2⁻²⁹, 2⁻⁵⁷ */
  readonly near: readonly number[];
  /** of e^(x²) erfc x in 1/(x + 2), 1 ≤ x: error 2⁻³⁴, 2⁻⁵⁵ of 1 after the product with e^(−x²) */
  readonly far: readonly number[];
}

const coefficients: { readonly [D in Float]: Coefficients } = {
  float32: {
    end: 4,
    near: [0.12837916591, -0.3761262713, 0.112836001, -0.0268544404, 0.00518952627, -0.000802075175, 7.88879185e-5],
    far: [0.001811465367, 0.51959421887, 1.58586059835, -0.51099516063, 10.17874667798, -7.38002854842],
  },
  float64: {
    end: 6,
    near: [
      ...[0.12837916709551256, -0.3761263890318355, 0.11283791670945244, -0.026866170643274543],
      ...[0.005223977607409181, -0.0008548325988989935, 0.00012055295298778745, -1.4924744236255016e-5],
      ...[1.644751229658422e-6, -1.6209133903801963e-7, 1.3722791312495357e-8, -7.800837839165187e-10],
    ],
    far: [
      ...[2.9498874234500254e-5, 0.5629053030548544, 1.1536052491043751, 1.6807479493571484],
      ...[5.062007089417141, -8.905413869355456, 40.01498666469871, -95.33879128140602],
      ...[79.03784400854167, 33.19137648993216, -97.87319988960702, 48.240437764696324],
    ],
  },
};

/** x + x·P(x²) near 0, else ±(1 − e^(−x²)·Q(1/(|x| + 2))) */
export const erf = unary('erf', (real, x) => {
  const { keep, abs, add, sub, mul, div, lt, neg, pmin, multiplyAdd, polynomial, type } = real;
  const { end, near, far } = coefficients[type];
  const one = real.const(1);
  const a = keep(pmin(abs(x), real.const(end)));
  const square = keep(mul(a, a));
  const { n, r, tail } = exponential(real, keep(neg(square)));
  const t = keep(div(one, add(a, real.const(2))));
  const gauss = mul(add(one, add(r, tail)), powerOfTwo(real, n));
  const outer = keep(sub(one, mul(gauss, polynomial(t, far))));
  const inner = keep(multiplyAdd(x, polynomial(square, near), x));
  return choose(lt(a, one), inner, v128.or(outer, v128.and(x, real.sign)));
});
