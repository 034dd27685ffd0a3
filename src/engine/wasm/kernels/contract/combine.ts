/** Sums of results that were computed in parts. */
import { at } from '../../../../primitive/primitive.js';
import { get, i32, range, seq, set, v128, when } from '../../emit/index.js';
import type { Code } from '../../emit/index.js';
import type { Kernel } from '../../kernel.js';
import { lanes } from '../../lanes.js';
import type { Arithmetic } from '../../lanes.js';
import { address, advance, each, smaller } from '../convolve/nest.js';

const block = 1024;

/** out[i] = Σ parts[p][i], in the order of p */
export const combine = (dtype: Arithmetic, parts: number, length: number): Kernel => ({
  name: 'combine',
  key: `combine ${dtype} ${parts} ${length}`,
  pieces: Math.ceil(length / block),
  scratch: 0,
  flops: (parts - 1) * length,
  body: ({ scope, pointers, from, to }) => {
    const kind = lanes[dtype];
    const [index, end, source, target] = [
      scope.local('i32'),
      scope.local('i32'),
      scope.local('i32'),
      scope.local('i32'),
    ];
    const sum = scope.local('v128');
    const places = set(source, address(get(at(pointers, 0)), [get(index), kind.bytes]));
    const total = (load: (address: Code<'i32'>) => Code<'v128'>): Code<'void'> =>
      seq(
        places,
        set(target, address(get(at(pointers, 1)), [get(index), kind.bytes])),
        set(sum, kind.constant(0)),
        each(scope, parts, () =>
          seq(set(sum, kind.add(get(sum), load(get(source)))), advance(source, length * kind.bytes)),
        ),
      );
    return seq(
      set(index, i32.mul(get(from), i32.const(block))),
      set(end, smaller(scope, i32.mul(get(to), i32.const(block)), i32.const(length))),
      range(
        index,
        get(index),
        i32.sub(get(end), i32.const(kind.count - 1)),
        kind.count,
        seq(
          total((address) => v128.load(address)),
          v128.store(get(target), get(sum)),
        ),
      ),
      when(
        i32.ltS(get(index), get(end)),
        range(index, get(index), get(end), 1, seq(total(kind.loadOne), kind.storeLane(get(target), get(sum), 0))),
      ),
    );
  },
});
