/** Outputs in their order, from the phases in which they were computed. */
import { get, i32, seq, set, shuffle32, v128, when } from '../../emit/index.js';
import type { Code } from '../../emit/index.js';
import type { Context } from '../../kernel.js';
import type { Geometry } from './geometry.js';
import type { Layout } from './layout.js';
import { address, each } from './nest.js';
import type { Sights } from './sight.js';

type Index = Code<'i32'>;

/** two vectors lane by lane: the first half of the pairs, and the second */
const zip32 = [
  [0, 4, 1, 5],
  [2, 6, 3, 7],
];
const zip64 = [
  [0, 1, 4, 5],
  [2, 3, 6, 7],
];

/** Writes the outputs of a band. */
export const drain = (
  { scope, scratch }: Context,
  g: Geometry,
  [Z, Y, X]: Sights,
  l: Layout,
  channels: number,
  out: Index,
  band: Index,
): Code<'void'> => {
  const { kind } = g;
  const { bytes } = kind;
  const [to, from] = [scope.local('i32'), scope.local('i32')];
  const lines = l.rows * Y.every;
  const odd = X.phases[1];
  // two phases are brought together a vector of each at a time
  const pairs = X.every === 2 && odd !== undefined ? Math.floor(odd.outputs.count / kind.count) : 0;
  const zipped = kind.count === 4 ? zip32 : zip64;
  const line = (c: Index, y: Index, z: Index): Code<'void'> =>
    seq(
      set(from, address(get(scratch), [i32.const(1), l.stageAt], [c, l.into.channel], [y, l.into.y], [z, l.into.z])),
      set(to, address(out, [c, g.plane * bytes], [y, Y.axis.outputStep * bytes], [z, Z.axis.outputStep * bytes])),
      each(scope, pairs, (v) =>
        seq(
          ...zipped.map((lanes, half) =>
            v128.store(
              address(get(to), [v, 32]),
              shuffle32(
                v128.load(address(get(from), [v, 16])),
                v128.load(address(get(from), [v, 16]), l.into.x),
                lanes,
              ),
              16 * half,
            ),
          ),
        ),
      ),
      ...X.phases.map(({ outputs: { count, first, step } }) => {
        const done = pairs * kind.count;
        return each(scope, count - done, (q) =>
          kind.storeLane(
            address(get(to), [q, step * bytes]),
            kind.loadOne(address(get(from), [q, bytes]), first * l.into.x + done * bytes),
            0,
            (first + done * step) * bytes,
          ),
        );
      }),
    );
  return each(scope, channels, (c) =>
    each(scope, lines, (y) =>
      when(
        i32.ltS(address(y, [band, lines]), i32.const(Y.axis.output)),
        each(scope, Z.axis.output, (z) => line(c, y, z)),
      ),
    ),
  );
};
