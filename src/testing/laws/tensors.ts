import { isFloat } from '../../primitive/body.js';
import type { Data } from '../../tensor/dtype.js';
import { readAll } from '../../tensor/read.js';
import { named } from '../../tree/index.js';
import { exact, expectTensors } from './bound.js';
import { checked, distance, expectSpec, LawError, place, shown } from './law.js';
import type { Report } from './law.js';

/** How far apart floats may be: in units in the last place, or in units of the larger of 1 and their magnitudes. */
export type Closeness = { readonly ulp: number } | { readonly tolerance: number };

/**
 * Two tensors, or two trees of tensors, are the same: names, shapes, element types, and every number with its sign; NaN is the same as NaN.
 *
 * Errors   a `LawError`: "equal: the tensor, element 1 is 2, expected 3"
 * @example
 * expectEqualTensors(add(tensor([1, 2]), 1), tensor([2, 3])).compared // 2
 */
export const expectEqualTensors = (found: unknown, expected: unknown): Report => {
  const pairs = paired('equal', found, expected);
  return expectTensors(
    'equal',
    pairs.map(({ what, left }) => [what, left]),
    pairs.map(({ right }) => right),
    exact,
  );
};

/** {@link expectEqualTensors}, as a value: the error, or the report. */
export const checkEqualTensors = checked(expectEqualTensors);

/**
 * Two tensors, or two trees of tensors, are the same up to rounding; integers and booleans are the same. A unit in the last place is the distance of a float
 * from the next; NaN is close to NaN alone.
 *
 * Errors   a `LawError`: "close: the tensor, element 1 is 2, expected 3: 4194304 units in the last place, 2 are allowed"
 * @example
 * expectCloseTensors(divide(tensor([1]), 3), tensor([0.33333334]), { ulp: 1 }).compared // 1
 */
export const expectCloseTensors = (found: unknown, expected: unknown, how: Closeness): Report => {
  const allowed = 'ulp' in how ? how.ulp : how.tolerance;
  const [apart, unit] = 'ulp' in how ? ([units, ' units in the last place'] as const) : ([relative, ''] as const);
  const pairs = paired('close', found, expected);
  const [left, right] = [readAll(pairs.map((pair) => pair.left)), readAll(pairs.map((pair) => pair.right))];
  let [worst, compared] = [0, 0];
  pairs.forEach(({ what, left: tensor }, k) => {
    const [a, b] = [left[k], right[k]];
    if (a === undefined || b === undefined) return;
    const distances = isFloat(tensor) ? apart(a, b) : relative(a, b);
    distances.forEach((by, i) => {
      if (!(by <= (isFloat(tensor) ? allowed : 0)))
        throw new LawError(
          `close: ${what}, ${place(tensor.shape, i)} is ${shown(a[i] ?? 0)}, expected ${shown(b[i] ?? 0)}: ${by}${unit}, ${allowed} are allowed`,
        );
      worst = Math.max(worst, by);
    });
    compared += distances.length;
  });
  return { law: 'close', compared, worst, tolerance: allowed };
};

/** {@link expectCloseTensors}, as a value: the error, or the report. */
export const checkCloseTensors = checked(expectCloseTensors);

const paired = (law: string, found: unknown, expected: unknown) => {
  const [left, right] = [named(found, law), named(expected, law)];
  const paths = (side: typeof left): string => side.map(([path]) => path || '(one tensor)').join(', ') || '(nothing)';
  if (paths(left) !== paths(right)) throw new LawError(`${law}: a tree of ${paths(left)}, expected ${paths(right)}`);
  return left.flatMap(([path, tensor], k) => {
    const other = right[k]?.[1];
    if (other === undefined) return [];
    const what = path === '' ? 'the tensor' : path;
    expectSpec(law, what, tensor, other);
    return [{ what, left: tensor, right: other }];
  });
};

const relative = (a: Data, b: Data): readonly number[] => Array.from(a, (x, i) => distance(x, b[i] ?? 0));

/* the bits of floats of one sign, read as integers, are in the order of the floats */
const units = (a: Data, b: Data): readonly number[] =>
  Array.from(a, (x, i) => {
    const y = b[i] ?? 0;
    if (Object.is(x, y) || x === y) return 0;
    return Number.isNaN(x) || Number.isNaN(y) ? Infinity : Math.abs(Number(rank(a, x) - rank(a, y)));
  });

const rank = (like: Data, x: number): bigint => {
  const single = like instanceof Float32Array;
  const magnitude = single
    ? BigInt(new Uint32Array(Float32Array.of(Math.abs(x)).buffer)[0] ?? 0)
    : (new BigUint64Array(Float64Array.of(Math.abs(x)).buffer)[0] ?? 0n);
  return x < 0 ? -magnitude : magnitude;
};
