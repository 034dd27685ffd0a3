/** Special functions that JavaScript lacks, in float64. */

const twoOverRootPi = 2 / Math.sqrt(Math.PI);

/** where erf is read off its complement: below, the series is short; above, the fraction is */
const border = 1.25;

/** erf x = 2/√π e^(−x²) Σₙ 2ⁿx²ⁿ⁺¹/(1·3·…·(2n+1)), all terms of one sign. Source: Abramowitz & Stegun 7.1.6. */
const series = (x: number): number => {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return twoOverRootPi * Math.exp(-x * x) * sum;
};

/** erfc x = e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 3⁄2/(x + …)))) for x > 0. Source: Abramowitz & Stegun 7.1.14. */
const complement = (x: number): number => {
  let fraction = 0;
  for (let k = Math.ceil(20 + 160 / (x * x)); k >= 1; k--) fraction = k / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
};

/** erf x = 2/√π ∫₀ˣ e^(−t²) dt, within 4 units of the last place. */
export const errorFunction = (x: number): number => {
  const a = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (a > 6) return Math.sign(x);
  return a < border ? series(x) : Math.sign(x) * (1 - complement(a));
};

/**
 * erf⁻¹: a start by a formula of Winitzki, then Halley's steps x ← x − e/(1 + x e) with e = (erf x − y)/erf′ x. Beyond the border e is taken from
 * erfc, which keeps its digits where erf is close to 1.
 * Within 8 units of the last place. Domain −1 … 1, ±∞ at the ends, NaN outside.
 */
export const erfInverse = (y: number): number => {
  const goal = Math.abs(y);
  if (Number.isNaN(y) || goal > 1) return NaN;
  if (goal === 1) return y * Infinity;
  if (goal === 0) return y;
  const log = Math.log1p(-goal * goal);
  const a = 0.147;
  const b = 2 / (Math.PI * a) + log / 2;
  let x = Math.sqrt(Math.sqrt(b * b - log / a) - b);
  for (let step = 0; step < 4; step++) {
    const slope = twoOverRootPi * Math.exp(-x * x);
    const error = (x < border ? series(x) - goal : 1 - goal - complement(x)) / slope;
    x -= error / (1 + x * error);
  }
  return Math.sign(y) * x;
};
