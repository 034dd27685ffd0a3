/** A derivative, by whichever mode, against differences of the values. */
import { DTypeError } from '../../shape/error.js';
import { constant } from '../../tensor/node.js';
import { read, readAll } from '../../tensor/read.js';
import { dtypes } from '../../tensor/dtype.js';
import type { Data } from '../../tensor/dtype.js';
import type { AnyTensor } from '../../tensor/tensor.js';
import { movable } from './derivative.js';
import { direction } from './direction.js';
import { changed, LawError, place, weighted } from './law.js';
import type { Inner, Report } from './law.js';
import { quotient, vague } from './quotient.js';
import type { Quotient } from './quotient.js';
import { raysOf, raysOfAll } from './rays.js';
import type { Ray, RayOptions } from './rays.js';
import type { Shrinking, Subject } from './subject.js';

/** How a derivative is compared with differences. */
export interface DifferenceOptions extends Shrinking, Partial<RayOptions> {
  readonly seed?: number;
  /** how far they may be apart, in units of the magnitudes of both, of the terms they are sums of, and of 1, or of the function where it is smaller */
  readonly tolerance?: number;
  /** at most this many elements of each input are moved one by one; 0 for directions only, `Infinity` for all of them */
  readonly elements?: number;
  /** along so many random directions each input is moved as a whole, and all inputs together */
  readonly directions?: number;
}

/** What was compared of one input. */
export interface LeafReport {
  /** the input, or "all inputs" for directions that move them together */
  readonly input: string;
  /** along how many directions the derivative was compared, and how many were left out */
  readonly compared: number;
  readonly skipped: number;
  /** how far the two were apart at most, and how far they were allowed to be */
  readonly worst: number;
  readonly tolerance: number;
  /** the shortest step of the differences */
  readonly step: number;
  /** why directions were left out: "element 3: a kink, the slope is 0 on one side and 1 on the other" */
  readonly notes: readonly string[];
}

/** A derivative agrees with differences: what was compared, input by input. */
export interface DifferenceReport extends Report {
  readonly skipped: number;
  readonly leaves: readonly LeafReport[];
}

/** so many elements of each output are looked at alone where a slope is wrong */
const tried = 16;

/** The slope of ⟨w, f⟩ along a direction, by a mode of differentiation. */
export type Slope = (subject: Subject, weights: readonly Data[]) => (ray: Ray) => Inner;

/** Holds the slopes of a function against differences; `noun` is what a sentence calls them. */
export const compareDifferences = (
  law: string,
  noun: string,
  slope: Slope,
  subject: Subject,
  { seed = 0, tolerance = 1e-7, elements = 48, directions = 1 }: DifferenceOptions,
): DifferenceReport => {
  const { f, inputs, names, outputName } = subject;
  const short = inputs.findIndex(({ dtype }) => dtype === 'float32');
  if (short >= 0) throw new DTypeError(`${law}: ${names[short] ?? ''} is float32, expected float64`);
  const computed = f(inputs);
  const outputs = movable(computed);
  const places = computed.flatMap(({ dtype }, k) => (dtypes[dtype].float ? [k] : []));
  const values = readAll(outputs);
  const lengths = values.map(({ length }) => length);
  const count = total(lengths);
  const finite = values.every((data) => data.every((x) => Number.isFinite(x)));

  /* the slopes of ⟨w, f⟩ along rays, by both ways */
  const under = (weights: readonly Data[]): ((ray: Ray) => Comparison) => {
    const { magnitude } = weighted(values, weights);
    const along = slope(subject, weights);
    return (ray) => {
      const moved = (step: number): Inner => {
        const tensors = f(inputs.map((input, index) => shifted(input, ray.moves.get(index), step)));
        return changed(readAll(movable(tensors)), values, weights);
      };
      return comparison(
        quotient(moved, magnitude, firstStep(inputs, ray), tolerance / 10),
        along(ray),
        tolerance,
        finite,
      );
    };
  };
  /* a weight for each output element, 0 where it is not finite; a single number needs none */
  const compare = under(
    outputs.map((output, k) =>
      direction(output, seed, k).map((w, i) => (Number.isFinite(values[k]?.[i]) ? (count === 1 ? 1 : w) : 0)),
    ),
  );
  /* of which output element the slope is wrong, where that is one of the first */
  const culprit = (ray: Ray, result: Comparison): readonly [of: string, Comparison] => {
    if (count === 1) return ['', result];
    for (const [k, { shape }] of outputs.entries())
      for (let i = 0; i < Math.min(lengths[k] ?? 0, tried); i++) {
        if (!Number.isFinite(values[k]?.[i])) continue;
        const unit = outputs.map((other, n) =>
          dtypes[other.dtype].zeros(lengths[n] ?? 0).fill(1, n === k ? i : Infinity, i + 1),
        );
        const alone = under(unit)(ray);
        if (alone.verdict === 'wrong') return [` of ${outputName(places[k] ?? k)}, ${place(shape, i)}`, alone];
      }
    return [' of ⟨w, f⟩', result];
  };
  const report = (input: string, rays: readonly Ray[]): LeafReport => {
    const results = rays.map((ray) => {
      const result = compare(ray);
      if (result.verdict === 'wrong') {
        const [of, { found, quotient: expected }] = culprit(ray, result);
        throw new LawError(
          `${law}: ${input}, ${ray.what}: ${noun}${of} is ${found}, the difference quotient is ${expected.slope}`,
        );
      }
      return { ...result, what: ray.what };
    });
    const compared = results.filter(({ verdict }) => verdict === 'right');
    return {
      input,
      compared: compared.length,
      skipped: results.length - compared.length,
      worst: Math.max(0, ...compared.map(({ apart }) => apart)),
      tolerance: Math.max(tolerance, ...compared.map(({ allowed }) => allowed)),
      step: Math.min(...compared.map(({ quotient: { step } }) => step)),
      notes: results.filter(({ verdict }) => verdict === 'skipped').map((result) => `${result.what}: ${note(result)}`),
    };
  };

  const options = { seed, elements, directions };
  const leaves = [
    ...inputs.map((input, index) => report(names[index] ?? '', raysOf(input, index, options))),
    report('all inputs', raysOfAll(inputs, options)),
  ].filter(({ compared, skipped }) => compared + skipped > 0);
  const [compared, skipped] = [total(leaves.map((leaf) => leaf.compared)), total(leaves.map((leaf) => leaf.skipped))];
  const [first] = leaves;
  if (first !== undefined && compared === 0)
    throw new LawError(`${law}: nothing can be compared: ${first.input}, ${first.notes[0] ?? ''}`);
  return {
    law,
    compared,
    skipped,
    worst: Math.max(0, ...leaves.map(({ worst }) => worst)),
    tolerance: Math.max(tolerance, ...leaves.map((leaf) => leaf.tolerance)),
    leaves,
  };
};

interface Comparison {
  readonly verdict: 'right' | 'wrong' | 'skipped';
  readonly found: number;
  readonly quotient: Quotient;
  /** how far the two are apart and may be, in units of the larger of their magnitudes and the unit */
  readonly apart: number;
  readonly allowed: number;
}

const comparison = (q: Quotient, { sum: found, magnitude }: Inner, tolerance: number, finite: boolean): Comparison => {
  const units = Math.max(Number.isFinite(found) ? Math.abs(found) : 0, Math.abs(q.slope), q.unit);
  const error = q.error / units;
  /* each term has an error of its own, also where they cancel */
  const terms = Number.isFinite(magnitude) ? (tolerance * magnitude) / units : 0;
  const [apart, allowed] = [Math.abs(found - q.slope) / units, Math.max(tolerance, 4 * error, terms)];
  /* where an output is infinite, its weight 0 may have met an infinite derivative on the way */
  const excused = !finite && !Number.isFinite(found);
  const skipped = q.kink !== undefined || error > vague || excused;
  return { verdict: skipped ? 'skipped' : apart <= allowed ? 'right' : 'wrong', found, quotient: q, apart, allowed };
};

const note = ({ found, quotient: { kink, error } }: Comparison): string =>
  kink !== undefined
    ? `a kink, the slope is ${kink[0]} on one side and ${kink[1]} on the other`
    : error === Infinity || Number.isFinite(found)
      ? `differences say nothing, their error is ${error}`
      : `the derivative is ${found}, where an output is not finite`;

/** 2⁻⁸ of the largest number that moves, or of 1: a power of two, so that x ± h is exact for numbers of few bits */
const firstStep = (inputs: readonly AnyTensor[], { moves }: Ray): number => {
  const numbers = inputs.flatMap((input, index) => (moves.has(index) ? [...read(input)] : []));
  const largest = numbers.reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 1);
  return 2 ** (Math.ceil(Math.log2(largest)) - 8);
};

const shifted = (input: AnyTensor, by: Data | undefined, step: number): AnyTensor =>
  by === undefined
    ? input
    : constant(
        input,
        read(input).map((x, i) => x + step * (by[i] ?? 0)),
      );

const total = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0);
