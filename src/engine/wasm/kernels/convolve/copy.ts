/** Runs of elements brought side by side. */
import { get, i32, range, seq, set, shuffle32, v128 } from '../../emit/index.js';
import type { Code, Scope } from '../../emit/index.js';
import type { Lanes } from '../../lanes.js';
import { address, advance, each, smaller } from './nest.js';

/** every second element of two vectors */
const even = { 4: [0, 2, 4, 6], 8: [0, 1, 4, 5] };

/**
 * target[i] = source[i · step] for i < count. Reads at most one element beyond the last.
 */
export const copyRun = (
  scope: Scope,
  kind: Lanes,
  source: Code<'i32'>,
  target: Code<'i32'>,
  count: number,
  step: number,
): Code<'void'> => {
  if (count <= 0) return seq();
  const from = scope.local('i32');
  const to = scope.local('i32');
  const index = scope.local('i32');
  const { bytes } = kind;
  const begin = seq(set(from, source), set(to, target));
  if (count < kind.count || (step !== 1 && step !== 2))
    return seq(
      begin,
      each(scope, count, () =>
        seq(kind.storeLane(get(to), kind.loadOne(get(from)), 0), advance(from, step * bytes), advance(to, bytes)),
      ),
    );
  const first = scope.local('i32');
  const place = address(get(from), [get(first), step * bytes]);
  const vector =
    step === 1 ? v128.load(place) : shuffle32(v128.load(place), v128.load(place, 16), bytes === 4 ? even[4] : even[8]);
  return seq(
    begin,
    range(
      index,
      i32.const(0),
      i32.const(count),
      kind.count,
      seq(
        set(first, smaller(scope, get(index), i32.const(count - kind.count))),
        v128.store(address(get(to), [get(first), bytes]), vector),
      ),
    ),
  );
};
