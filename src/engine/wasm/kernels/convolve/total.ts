/** Partial sums added in their order. */
import { get, i32, range, seq, set, v128 } from '../../emit/index.js';
import type { Code } from '../../emit/index.js';
import type { Kernel } from '../../kernel.js';
import { at } from '../../../../primitive/primitive.js';
import { lanes } from '../../lanes.js';
import type { Arithmetic } from '../../lanes.js';
import { address, smaller } from './nest.js';

/** elements of a piece */
const piece = 4096;

/** z[i] = Σ_p x[p, i] */
export const total = (dtype: Arithmetic, parts: number, length: number): Kernel => ({
  name: 'sum of parts',
  key: `sum of parts ${dtype} ${parts} ${length}`,
  pieces: Math.ceil(length / piece),
  scratch: 0,
  flops: parts * length,
  body: ({ scope, pointers, from, to }) => {
    const kind = lanes[dtype];
    const { bytes, count } = kind;
    const [x, z] = [at(pointers, 0), at(pointers, 1)];
    const index = scope.local('i32');
    const sum = scope.local('v128');
    const place = address(get(x), [get(index), bytes]);
    const add = (load: (address: Code<'i32'>, offset?: number) => Code<'v128'>): Code<'void'> =>
      seq(
        set(sum, load(place)),
        ...Array.from({ length: parts - 1 }, (_, p) =>
          set(sum, kind.add(get(sum), load(place, (p + 1) * length * bytes))),
        ),
      );
    const target = address(get(z), [get(index), bytes]);
    const whole = Math.floor(length / count) * count;
    const first = i32.mul(get(from), i32.const(piece));
    const end = (limit: number): Code<'i32'> => smaller(scope, i32.mul(get(to), i32.const(piece)), i32.const(limit));
    return seq(
      range(index, first, end(whole), count, seq(add(v128.load), v128.store(target, get(sum)))),
      range(
        index,
        i32.sub(end(length), i32.const(length - whole)),
        end(length),
        1,
        seq(add(kind.loadOne), kind.storeLane(target, get(sum), 0)),
      ),
    );
  },
});
