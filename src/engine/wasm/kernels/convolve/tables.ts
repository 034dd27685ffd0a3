/** What a direct convolution looks up: the distances of the taps, and the places of the outputs. */
import { get, i32, seq, set } from '../../emit/index.js';
import type { Code } from '../../emit/index.js';
import type { Context } from '../../kernel.js';
import type { Geometry } from './geometry.js';
import type { Layout, Share } from './layout.js';
import { address, advance, each, smaller } from './nest.js';
import { placeBytes } from './plane.js';
import type { Phase, Sight, Sights } from './sight.js';

type Index = Code<'i32'>;

/** Writes the tables of each share. */
export const tables = ({ scope, scratch }: Context, g: Geometry, [Z, Y, X]: Sights, l: Layout): Code<'void'> => {
  const { bytes, count } = g.kind;
  const pointer = scope.local('i32');
  const source = ({ lowest }: Sight, { sources }: Phase, index: Index): Index =>
    address(i32.const(sources.first - lowest), [index, sources.step]);
  const along = (place: Index): Index =>
    X.stride === 1
      ? i32.mul(place, i32.const(bytes))
      : i32.mul(
          address(i32.divU(place, i32.const(X.stride)), [i32.remU(place, i32.const(X.stride)), l.run]),
          i32.const(bytes),
        );
  const taps = ({ z, y, x, tapsAt }: Share): Code<'void'> =>
    seq(
      set(pointer, address(get(scratch), [i32.const(1), tapsAt])),
      each(scope, y.taps.count, (j) =>
        each(scope, g.depth, (c) =>
          each(scope, z.taps.count, (k) =>
            each(scope, x.taps.count, (i) =>
              seq(
                i32.store(
                  get(pointer),
                  address(
                    along(source(X, x, i)),
                    [source(Y, y, j), l.from.y],
                    [source(Z, z, k), l.from.z],
                    [c, l.from.channel],
                  ),
                ),
                advance(pointer, 4),
              ),
            ),
          ),
        ),
      ),
    );
  const place = ({ z, y, x }: Share, q: Index, p: Index, v: Index): Code<'void'> => {
    const first = i32.mul(v, i32.const(count));
    const start = l.staged ? first : smaller(scope, first, i32.const(x.outputs.count - count));
    const target = i32.const(y.outputs.first * l.into.y + z.outputs.first * l.into.z + x.outputs.first * l.into.x);
    return seq(
      i32.store(
        get(pointer),
        address(i32.const(0), [q, Y.stride * l.from.y], [p, Z.stride * l.from.z], [start, bytes]),
      ),
      i32.store(get(pointer), address(target, [q, Y.every * l.into.y], [p, Z.every * l.into.z], [start, bytes]), 4),
      advance(pointer, placeBytes),
    );
  };
  const zero = i32.const(0);
  return seq(
    ...l.shares.flatMap((share) => [
      taps(share),
      set(pointer, address(get(scratch), [i32.const(1), share.placesAt])),
      ...Array.from({ length: l.wide - 1 }, () => place(share, zero, zero, zero)),
      each(scope, l.rows, (q) =>
        each(scope, share.z.outputs.count, (p) => each(scope, share.vectors, (v) => place(share, q, p, v))),
      ),
    ]),
  );
};
