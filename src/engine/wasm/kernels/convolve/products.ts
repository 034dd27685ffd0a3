/** The innermost loops of scalar products: runs of a window against runs of the input, a vector of neighbours at a time. */
import { doWhile, get, i32, range, seq, set, tee, times, v128 } from '../../emit/index.js';
import type { Func, Module } from '../../emit/index.js';
import { at } from '../../../../primitive/primitive.js';
import { folded, lanes, plus } from '../../lanes.js';
import type { Arithmetic, Target } from '../../lanes.js';
import { advance } from './nest.js';

/** bytes of an entry of the list of places: where the input of an output starts, and where the output goes */
export const placeBytes = 8;

/** How many places are computed together with so many rows: accumulators, inputs and a run fit 15 registers. */
export const together = (rows: number): number => (rows === 3 ? 3 : rows > 3 ? 2 : 4);

const parameters = ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'] as const;

/**
 * (runs, runTurn, source, sourceTurn, steps, count, turns, places, end, target): for each place (s, t) and row i < `rows`
 * target[t + i·targetRow] += Σ_turn Σ_k runs[turn, i·runRow + k] · source[turn, s + steps[k]], k counting vectors.
 * The number of places is a multiple of `wide`; those taken together are written after all of them are read, so the last may be repeated.
 */
export const products = (
  module: Module,
  target: Target,
  dtype: Arithmetic,
  rows: number,
  wide: number,
  runRow: number,
  targetRow: number,
): Func<typeof parameters> =>
  module.func(
    `convolve products ${dtype} ${rows} by ${wide}, ${runRow} ${targetRow} ${target.fused}`,
    parameters,
    'void',
    (scope, runs, runTurn, source, sourceTurn, steps, count, turns, places, end, out) => {
      const kind = lanes[dtype];
      const i = Array.from({ length: rows }, (_, index) => index);
      const j = Array.from({ length: wide }, (_, index) => index);
      const sums = i.map(() => j.map(() => scope.local('v128')));
      const inputs = j.map(() => scope.local('v128'));
      const run = scope.local('v128');
      const starts = j.map(() => scope.local('i32'));
      const [place, a, first, step] = [scope.local('i32'), scope.local('i32'), scope.local('i32'), scope.local('i32')];
      const [turn, counter, offset] = [scope.local('i32'), scope.local('i32'), scope.local('i32')];
      return range(
        place,
        get(places),
        get(end),
        wide * placeBytes,
        seq(
          ...starts.map((start, m) => set(start, i32.add(get(source), i32.load(get(place), m * placeBytes)))),
          ...sums.flat().map((sum) => set(sum, kind.constant(0))),
          set(first, plus(get(runs), -16)),
          set(turn, get(turns)),
          doWhile(
            seq(
              set(a, get(first)),
              set(step, plus(get(steps), -4)),
              times(
                counter,
                get(count),
                seq(
                  advance(a, 16),
                  advance(step, 4),
                  set(offset, i32.load(get(step))),
                  ...inputs.map((input, m) => set(input, v128.load(i32.add(get(at(starts, m)), get(offset))))),
                  ...sums.flatMap((row, n) => [
                    set(run, v128.load(get(a), n * runRow)),
                    ...row.map((sum, m) => set(sum, kind.multiplyAdd(target, get(run), get(at(inputs, m)), get(sum)))),
                  ]),
                ),
              ),
              set(first, i32.add(get(first), get(runTurn))),
              ...starts.map((start) => set(start, i32.add(get(start), get(sourceTurn)))),
            ),
            tee(turn, i32.sub(get(turn), i32.const(1))),
          ),
          ...starts.map((start, m) => set(start, i32.add(get(out), i32.load(get(place), m * placeBytes + 4)))),
          ...sums.flatMap((row, n) => [
            ...row.map((sum, m) =>
              set(sum, kind.add(folded(kind, scope, get(sum)), kind.loadOne(get(at(starts, m)), n * targetRow))),
            ),
            ...row.map((sum, m) => kind.storeLane(get(at(starts, m)), get(sum), 0, n * targetRow)),
          ]),
        ),
      );
    },
  );
