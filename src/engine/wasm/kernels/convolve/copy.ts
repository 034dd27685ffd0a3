/** Runs of elements brought side by side. */
import { fill, get, i32, range, seq, set, shuffle32, v128, when } from '../../emit/index.js';
import type { Code, Local, Scope } from '../../emit/index.js';
import type { Lanes } from '../../lanes.js';
import type { Geometry } from './geometry.js';
import { address, advance, each, smaller } from './nest.js';

/** every second element of two vectors */
const even = { 4: [0, 2, 4, 6], 8: [0, 1, 4, 5] };

/** so many vectors at most are copied without a loop */
const unrolled = 8;

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
  const vector = (from: Code<'i32'>, offset: number): Code<'v128'> =>
    step === 1
      ? v128.load(from, offset)
      : shuffle32(v128.load(from, offset), v128.load(from, offset + 16), bytes === 4 ? even[4] : even[8]);
  const vectors = Math.ceil(count / kind.count);
  const last = count - kind.count;
  if (vectors <= unrolled)
    return seq(
      begin,
      ...Array.from({ length: vectors }, (_, v) => {
        const first = Math.min(v * kind.count, last) * bytes;
        return v128.store(get(to), vector(get(from), first * step), first);
      }),
    );
  const first = scope.local('i32');
  return seq(
    begin,
    range(
      index,
      i32.const(0),
      i32.const(count),
      kind.count,
      seq(
        set(first, smaller(scope, get(index), i32.const(last))),
        v128.store(address(get(to), [get(first), bytes]), vector(address(get(from), [get(first), step * bytes]), 0)),
      ),
    ),
  );
};

/** A part of a channel with zeros where there are no inputs; those of one remainder modulo `modulus` along the last axis stand side by side. */
export interface Patch {
  readonly kind: Lanes;
  readonly axes: Geometry['axes'];
  /** the input at its beginning, along each axis */
  readonly lowest: readonly [number, number, number];
  readonly planes: number;
  readonly lines: number;
  /** inputs of one remainder in a line, and the remainders that are wanted */
  readonly run: number;
  readonly modulus: number;
  readonly remainders: readonly number[];
  /** whether other lines may have stood there: the zeros must be written again */
  readonly anew: boolean;
}

/** Copies the patch of the channel at `channel`, from `line` lines further on, to `to`, which it advances; what is always zero it leaves as it is. */
export const copyPatch = (
  scope: Scope,
  { kind, axes: [Z, Y, X], lowest, planes, lines, run, modulus, remainders, anew }: Patch,
  channel: Code<'i32'>,
  line: Code<'i32'>,
  to: Local<'i32'>,
): Code<'void'> => {
  const { bytes } = kind;
  const [y, z, from] = [scope.local('i32'), scope.local('i32'), scope.local('i32')];
  const runs = remainders.map((remainder) => {
    const behind = lowest[2] + remainder;
    const skipped = Math.max(0, Math.ceil(-behind / modulus));
    const end = Math.min(run, Math.floor((X.input - 1 - behind) / modulus) + 1);
    return copyRun(
      scope,
      kind,
      address(get(from), [i32.const(behind + skipped * modulus), X.inputStep * bytes]),
      address(get(to), [i32.const(remainder * run + skipped), bytes]),
      end - skipped,
      modulus * X.inputStep,
    );
  });
  const length = run * modulus * bytes;
  return each(scope, planes, (p) =>
    each(scope, lines, (q) =>
      seq(
        set(z, address(i32.const(lowest[0]), [p, 1])),
        set(y, address(i32.const(lowest[1]), [q, 1], [line, 1])),
        when(
          i32.and(i32.ltU(get(z), i32.const(Z.input)), i32.ltU(get(y), i32.const(Y.input))),
          seq(set(from, address(channel, [get(z), Z.inputStep * bytes], [get(y), Y.inputStep * bytes])), ...runs),
          anew ? fill(get(to), i32.const(0), i32.const(length)) : undefined,
        ),
        advance(to, length),
      ),
    ),
  );
};
