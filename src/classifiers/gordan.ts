/** Gordan's alternative, decided exactly: the simplex method in whole numbers of any size. */
import * as E from 'fp-ts/lib/Either.js';
import { at } from '../primitive/primitive.js';

type Vector = readonly bigint[];

const sum = (vectors: readonly Vector[]): Vector =>
  at(vectors, 0).map((_, k) => vectors.reduce((total, vector) => total + at(vector, k), 0n));

const unitVector = (length: number, place: number): Vector => Array.from({ length }, (_, k) => (k === place ? 1n : 0n));

/**
 * For vectors zᵢ, either whole numbers λ ≥ 0, not all 0, with Σ λᵢzᵢ = 0 (left), or a vector w of whole numbers with w·zᵢ > 0 for all i (right); never
 * both. At most one more λ than a vector has numbers differs from 0.
 *
 * Phase one of the simplex method for Σ λᵢzᵢ = 0, Σ λᵢ = 1, λ ≥ 0: it looks for the least sum of what is missing, and its multipliers are w. All
 * numbers of the tableau are whole and have the last pivot as common denominator, so that each division below is exact.
 *
 * Source   Gordan 1873; Edmonds 1967 (whole numbers); Bland 1977 (the first column and row that serve, so that it ends)
 * @example
 * alternative([[1n], [-2n]]) // { _tag: 'Left', left: [ 2n, 1n ] }
 */
export const alternative = (vectors: readonly Vector[]): E.Either<Vector, Vector> => {
  const n = vectors.length;
  const rows = vectors[0] === undefined ? 0 : vectors[0].length + 1;
  const columns = n + rows;
  /* rows: a number of all zᵢ, or 1 for each, then what is missing, then the right side */
  let tableau: readonly Vector[] = Array.from({ length: rows }, (_, r) => [
    ...vectors.map((z) => (r === rows - 1 ? 1n : at(z, r))),
    ...unitVector(rows, r),
    r === rows - 1 ? 1n : 0n,
  ]);
  let basis: readonly number[] = tableau.map((_, r) => n + r);
  /* what the sum of the missing falls by, for one more of each column */
  let gain: Vector = rows === 0 ? [] : sum(tableau).map((total, k) => (k >= n && k < columns ? 0n : total));
  let denominator = 1n;
  for (;;) {
    const enter = gain.findIndex((value, k) => value > 0n && k < n);
    if (enter < 0) break;
    const ratio = (r: number): readonly [bigint, bigint] => [at(at(tableau, r), columns), at(at(tableau, r), enter)];
    const leave = [...basis.keys()]
      .filter((r) => ratio(r)[1] > 0n)
      .reduce((best, r) => {
        const [[a, b], [c, d]] = [ratio(r), ratio(best)];
        const order = a * d - c * b;
        return order < 0n || (order === 0n && at(basis, r) < at(basis, best)) ? r : best;
      });
    const pivotRow = at(tableau, leave);
    const pivot = at(pivotRow, enter);
    const [before, eliminate] = [
      denominator,
      (row: Vector): Vector => row.map((value, k) => (value * pivot - at(row, enter) * at(pivotRow, k)) / before),
    ];
    tableau = tableau.map((row, r) => (r === leave ? row : eliminate(row)));
    gain = eliminate(gain);
    basis = basis.map((column, r) => (r === leave ? enter : column));
    denominator = pivot;
  }
  if (rows > 0 && gain[columns] === 0n)
    return E.left(
      vectors.map((_, i) => {
        const row = basis.indexOf(i);
        return row < 0 ? 0n : at(at(tableau, row), columns);
      }),
    );
  /* the gain of a column of the missing is its multiplier less 1; w is minus the multipliers */
  return E.right(gain.slice(n, columns - 1).map((value) => -(value + denominator)));
};
