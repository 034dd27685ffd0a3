import * as E from 'fp-ts/lib/Either.js';
import { show } from '../../shape/shape.js';
import type { Shape } from '../../shape/shape.js';
import type { OptionNames } from '../../shape/options.js';
import type { Counterexample } from './counterexample.js';
import { holds } from './evidence.js';
import type { Evidence, Holds } from './evidence.js';
import { compared, equivariant } from './law.js';
import type { Shifts, Symmetry } from './law.js';
import { proofOf } from './linear.js';
import { subjectOf } from './operator.js';
import type { Images, Operator, Spaces, Subject } from './operator.js';
import { basisCases, randomCases } from './cases.js';
import { searchNames, searchOf } from './options.js';
import type { Search, SearchOptions } from './options.js';
import { check } from './search.js';
import { expectShift } from './shift.js';
import type { Shift } from './shift.js';

/** Which shifts, and how to look for counterexamples. */
export interface ShiftOptions extends SearchOptions {
  /** round the torus, or of windows of a larger image; `circular` unless said otherwise */
  readonly shifts?: Shifts;
  /** interior: how many rows and columns on each side of the output may depend on what the operator puts around the image; 0 unless said otherwise */
  readonly margin?: number;
}

/** What an operator should be equivariant to. */
export interface EquivariantOptions extends ShiftOptions {
  /** the shift of the image */
  readonly input: Shift;
  /** the shift of what the operator makes of it; that of the image unless said otherwise */
  readonly output?: Shift;
}

/** Shift-invariance, up to a stride. */
export interface InvariantOptions extends ShiftOptions {
  /** the image moves by multiples of this, the output by as many steps of 1; 1 unless said otherwise */
  readonly stride?: number;
}

export const shiftNames: OptionNames<ShiftOptions> = { ...searchNames, shifts: true, margin: true };
const equivariantNames: OptionNames<EquivariantOptions> = { ...shiftNames, input: true, output: true };
const invariantNames: OptionNames<InvariantOptions> = { ...shiftNames, stride: true };

const shiftsNamed: Readonly<Record<Shifts, true>> = { circular: true, interior: true };

/** The group of shifts and the margin, with their defaults, checked. */
const groupOf = (operation: string, { shifts = 'circular', margin = 0 }: ShiftOptions) => {
  if (!(shifts in shiftsNamed))
    throw new RangeError(`${operation}: expected circular or interior shifts, got ${shifts}`);
  if (!Number.isSafeInteger(margin) || margin < 0)
    throw new RangeError(`${operation}: expected a margin that is a whole number from 0, got ${margin}`);
  return { shifts, margin: shifts === 'interior' ? margin : 0 };
};

/** Down by one and to the right by one, which generate all shifts; for a stride, of the output. */
export const generators = (operation: string, options: InvariantOptions): readonly Symmetry[] => {
  const { stride = 1 } = options;
  if (!Number.isSafeInteger(stride) || stride < 1)
    throw new RangeError(`${operation}: expected a stride that is a whole number from 1, got ${stride}`);
  const group = groupOf(operation, options);
  return [
    { ...group, input: [stride, 0], output: [1, 0] },
    { ...group, input: [0, stride], output: [0, 1] },
  ];
};

const comparable = (spaces: Spaces, symmetries: readonly Symmetry[]): boolean =>
  symmetries.some((symmetry) => compared(spaces, symmetry).every((n) => n > 0));

/** Whether the operator of a subject has some symmetries. */
export const symmetric = (
  operation: string,
  subject: Subject,
  symmetries: readonly Symmetry[],
  search: Search,
): E.Either<Counterexample, Evidence> => {
  const spaces = subject.spaces.filter((space) => comparable(space, symmetries));
  if (spaces.length === 0)
    throw new RangeError(
      `${operation}: inside a margin of ${symmetries[0]?.margin ?? 0}, an output of ${show(subject.largest.output)} has nothing to compare after a shift`,
    );
  const proof = proofOf({ ...subject, spaces });
  let tried = 0;
  for (const space of spaces)
    for (const law of symmetries.map((symmetry) => equivariant(space, symmetry))) {
      const basis = basisCases(law);
      const cases = E.isRight(proof) ? [basis] : [basis, randomCases(law, search)];
      const found = check(law, subject.operator, cases, search);
      if (E.isLeft(found)) return found;
      tried += found.right;
    }
  return E.right(
    E.isRight(proof)
      ? { by: 'proof', reason: `${proof.right}; and the shift law holds on a basis, ${tried} images` }
      : { by: 'tests', cases: tried, reason: proof.left },
  );
};

/**
 * Whether F(T x) = U F(x), where T shifts the image and U what the operator makes of it.
 *
 * For a linear operator the law is linear in x, so the images of a basis decide it. For others it is tried on these and on random images.
 *
 * Errors   a `ShapeError`, `DTypeError` or `RangeError` for images, values or options that are none
 * Source   deck row I9; Cohen & Welling 2016
 * @example
 * const halved = (x: Image<[1, 4]>) => slice(x, [null, { step: 2 }]);
 * isEquivariant(halved, [1, 4], { input: [0, 2], output: [0, 1] })._tag // 'Right'
 */
export const isEquivariant = <S extends Shape>(
  operator: Operator<S>,
  images: Images<S>,
  options: EquivariantOptions,
): E.Either<Counterexample, Holds> => {
  const search = searchOf('isEquivariant', options, equivariantNames);
  const input = expectShift('isEquivariant', options.input);
  const output = expectShift('isEquivariant', options.output ?? input);
  const symmetry = { ...groupOf('isEquivariant', options), input, output };
  const found = symmetric('isEquivariant', subjectOf('isEquivariant', operator, images), [symmetry], search);
  return E.isLeft(found)
    ? found
    : E.right(
        holds(`F turns the ${symmetry.shifts} shift by ${show(input)} into the shift by ${show(output)}`, found.right),
      );
};

const invariance = ({ shifts = 'circular', stride = 1 }: InvariantOptions): string =>
  stride === 1
    ? `F commutes with ${shifts} shifts`
    : `F turns ${shifts} shifts by multiples of ${stride} into shifts by as many steps of 1`;

/**
 * Whether F(T x) = T F(x) for all shifts T: those by one row and by one column generate the others.
 *
 * `circular` shifts move the image round a torus. `interior` shifts move a window over a larger image, and compare what both outputs show of it,
 * `margin` away from their borders: a 3 × 3 filter that keeps the size of the image has margin 1, one that returns the valid part has margin 0.
 *
 * Errors   a `ShapeError`, `DTypeError` or `RangeError` for images, values or options that are none;
 *          "isShiftInvariant: inside a margin of 1, an output of [2, 2] has nothing to compare after a shift"
 * Source   deck row I9
 * @example
 * isShiftInvariant((x: Image<[number, number]>) => abs(x), { upTo: [3, 3] })._tag // 'Right'
 */
export const isShiftInvariant = <S extends Shape>(
  operator: Operator<S>,
  images: Images<S>,
  options: InvariantOptions = {},
): E.Either<Counterexample, Holds> => {
  const search = searchOf('isShiftInvariant', options, invariantNames);
  const symmetries = generators('isShiftInvariant', options);
  const found = symmetric('isShiftInvariant', subjectOf('isShiftInvariant', operator, images), symmetries, search);
  return E.isLeft(found) ? found : E.right(holds(invariance(options), found.right));
};
