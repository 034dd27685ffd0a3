/** How far to go along a line. */

/** A function and its slope at a distance along a line. */
export interface Probe {
  readonly at: number;
  readonly value: number;
  readonly slope: number;
}

/** What a search demands, and when it gives up. */
export interface WolfeOptions {
  /** c₁ of the sufficient decrease φ(t) ≤ φ(0) + c₁tφ′(0); 10⁻⁴ */
  readonly decrease?: number;
  /** c₂ of the curvature condition |φ′(t)| ≤ −c₂φ′(0); 0.9 */
  readonly curvature?: number;
  /** an interval shorter than this is not divided further; 10⁻⁹ */
  readonly shortest?: number;
  /** probes at most; 25 */
  readonly probes?: number;
}

/** where the cubic through two probes has its minimum, within bounds; their middle where it has none */
const minimumBetween = (a: Probe, b: Probe, low: number, high: number): number => {
  const [left, right] = a.at <= b.at ? [a, b] : [b, a];
  const d1 = left.slope + right.slope - (3 * (left.value - right.value)) / (left.at - right.at);
  const d2 = Math.sqrt(d1 ** 2 - left.slope * right.slope);
  const share = (right.slope + d2 - d1) / (right.slope - left.slope + 2 * d2);
  const found = right.at - (right.at - left.at) * share;
  return Number.isFinite(found) ? Math.min(Math.max(found, low), high) : (low + high) / 2;
};

const byValue = <T extends Probe>(a: T, b: T): readonly [low: T, high: T] => (a.value <= b.value ? [a, b] : [b, a]);

/**
 * A probe that fulfils the strong Wolfe conditions, φ(t) ≤ φ(0) + c₁tφ′(0) and |φ′(t)| ≤ −c₂φ′(0): from a first guess the interval grows until it holds
 * such a t, then shrinks around it, both by cubic interpolation. The best probe so far where it gives up. A value that is not finite is too far.
 *
 * Source   Nocedal and Wright 2006, algorithms 3.5 and 3.6, with the interpolation of Schmidt's minFunc that PyTorch uses
 */
export const strongWolfe = <T extends Probe>(
  probe: (at: number) => T,
  start: T,
  guess: number,
  { decrease = 1e-4, curvature = 0.9, shortest = 1e-9, probes = 25 }: WolfeOptions = {},
): T => {
  const tooHigh = (one: T): boolean => !(one.value <= start.value + decrease * one.at * start.slope);
  const flat = (one: T): boolean => Math.abs(one.slope) <= -curvature * start.slope;

  let [before, now, done] = [start, probe(guess), 1];
  while (!tooHigh(now) && !(done > 1 && now.value >= before.value) && !(now.slope >= 0)) {
    if (flat(now) || done >= probes) return now;
    const further = minimumBetween(before, now, now.at + 0.01 * (now.at - before.at), now.at * 10);
    [before, now, done] = [now, probe(further), done + 1];
  }
  if (!tooHigh(now) && flat(now)) return now;

  let [low, high] = byValue(before, now);
  let nearEnd = false;
  while (done < probes && Math.abs(high.at - low.at) >= shortest) {
    const [left, right] = [Math.min(low.at, high.at), Math.max(low.at, high.at)];
    const margin = 0.1 * (right - left);
    const wanted = minimumBetween(low, high, left, right);
    const close = Math.min(right - wanted, wanted - left) < margin;
    /* twice in a row close to an end, or at it: a tenth away from there, or the interval might not shrink */
    const moved: boolean = close && (nearEnd || wanted >= right || wanted <= left);
    nearEnd = close && !moved;
    const next = probe(!moved ? wanted : right - wanted < wanted - left ? right - margin : left + margin);
    done++;
    if (tooHigh(next) || next.value >= low.value) [low, high] = byValue(low, next);
    else if (flat(next)) return next;
    else [low, high] = [next, next.slope * (high.at - low.at) >= 0 ? low : high];
  }
  return low;
};
