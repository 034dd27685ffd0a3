/** The innermost loops of a convolution: some channels out, at a list of places, from packed weights and a table of taps. */
import { get, i32, range, seq, set, times, v128, when } from '../../emit/index.js';
import type { Func, Module } from '../../emit/index.js';
import { at } from '../../../../primitive/primitive.js';
import { lanes, plus } from '../../lanes.js';
import type { Arithmetic, Target } from '../../lanes.js';
import { advance } from './nest.js';

/** bytes of an entry of the list of places: where a vector of inputs starts, and where its outputs go */
export const placeBytes = 8;

/** How many vectors of places are computed together, for so many weights side by side: accumulators, inputs and a weight fit 15 registers. */
export const together = (channels: number): number => (channels > 3 ? 2 : channels === 3 ? 3 : 4);

const parameters = ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'] as const;

/**
 * Of the `width` weights side by side the first `channels` are used.
 *
 * (weights, taps, count, places, end, source, target, step): for each place (s, t) and channel i
 * target[t + i·step] = Σ_k weights[k][i] · source[s + taps[k]], a vector at a time.
 * The list of places goes on before its begin with `together` − 1 repetitions, so that its last entries can always be taken together.
 */
export const plane = (
  module: Module,
  target: Target,
  dtype: Arithmetic,
  channels: number,
  width: number,
): Func<typeof parameters> =>
  module.func(
    `convolve plane ${dtype} ${channels} of ${width} ${target.fused}`,
    parameters,
    'void',
    (scope, weights, taps, count, places, end, source, out, step) => {
      const kind = lanes[dtype];
      const wide = together(width);
      const i = Array.from({ length: channels }, (_, index) => index);
      const j = Array.from({ length: wide }, (_, index) => index);
      const sums = i.map(() => j.map(() => scope.local('v128')));
      const inputs = j.map(() => scope.local('v128'));
      const weight = scope.local('v128');
      const starts = j.map(() => scope.local('i32'));
      const a = scope.local('i32');
      const tap = scope.local('i32');
      const offset = scope.local('i32');
      const counter = scope.local('i32');
      const place = scope.local('i32');
      const last = i32.sub(get(end), i32.const(wide * placeBytes));
      return range(
        place,
        get(places),
        get(end),
        wide * placeBytes,
        seq(
          when(i32.gtS(get(place), last), set(place, last)),
          ...starts.map((start, n) => set(start, i32.add(get(source), i32.load(get(place), n * placeBytes)))),
          ...sums.flat().map((sum) => set(sum, kind.constant(0))),
          set(a, plus(get(weights), -width * kind.bytes)),
          set(tap, plus(get(taps), -4)),
          when(
            get(count),
            times(
              counter,
              get(count),
              seq(
                advance(a, width * kind.bytes),
                advance(tap, 4),
                set(offset, i32.load(get(tap))),
                ...inputs.map((input, m) => set(input, v128.load(i32.add(get(at(starts, m)), get(offset))))),
                ...sums.flatMap((row, n) => [
                  set(weight, kind.loadSplat(get(a), n * kind.bytes)),
                  ...row.map((sum, m) => set(sum, kind.multiplyAdd(target, get(weight), get(at(inputs, m)), get(sum)))),
                ]),
              ),
            ),
          ),
          ...starts.map((start, n) => set(start, i32.add(get(out), i32.load(get(place), n * placeBytes + 4)))),
          ...sums.flatMap((row, n) =>
            row.map((sum, m) => {
              const start = at(starts, m);
              const store = v128.store(get(start), get(sum));
              return n + 1 < channels ? seq(store, set(start, i32.add(get(start), get(step)))) : store;
            }),
          ),
        ),
      );
    },
  );
