/** Parts of a matrix in the order in which tiles read them. */
import { at } from '../../../../primitive/primitive.js';
import { doWhile, get, i32, range, seq, set, v128, when } from '../../emit/index.js';
import type { Code, Func, Module } from '../../emit/index.js';
import { lanes } from '../../lanes.js';
import type { Arithmetic } from '../../lanes.js';
import { address, advance, smaller } from '../convolve/nest.js';
import { transposed } from './turn.js';

/** Where the elements stand; steps in bytes. */
export interface Packing {
  readonly dtype: Arithmetic;
  readonly free: number;
  readonly depth: number;
  /** elements side by side in a panel */
  readonly width: number;
  /** from panel to panel */
  readonly panel: number;
}

const parameters = ['i32', 'i32', 'i32', 'i32'] as const;

/**
 * (from, to, count, length): panels[i / width][k][i % width] = from[i][k] for k < `count` and i < `length`, both at least 1.
 * The places of the last panel for which there is no i hold something.
 */
export const pack = (module: Module, { dtype, free, depth, width, panel }: Packing): Func<typeof parameters> =>
  module.func(
    `contract pack ${dtype} ${free} ${depth} ${width} ${panel}`,
    parameters,
    'void',
    (scope, from, to, count, length) => {
      const kind = lanes[dtype];
      const { bytes } = kind;
      const group = Math.min(width, kind.count);
      const [first, target, k] = [scope.local('i32'), scope.local('i32'), scope.local('i32')];
      const places = Array.from({ length: group }, () => scope.local('i32'));
      const one = (): Code<'void'> =>
        seq(
          ...places.flatMap((place, lane) => [
            kind.storeLane(get(target), kind.loadOne(get(place)), 0, lane * bytes),
            advance(place, depth),
          ]),
          advance(target, width * bytes),
        );
      const ahead = (): Code<'void'> =>
        range(
          first,
          i32.const(0),
          get(length),
          width,
          seq(
            set(target, get(to)),
            set(at(places, 0), address(get(from), [get(first), free])),
            set(k, get(count)),
            doWhile(
              seq(
                ...Array.from({ length: width / kind.count }, (_, j) =>
                  v128.store(get(target), v128.load(get(at(places, 0)), j * 16), j * 16),
                ),
                advance(at(places, 0), depth),
                advance(target, width * bytes),
                advance(k, -1),
              ),
              get(k),
            ),
            advance(to, panel),
          ),
        );
      if (free === bytes && width % kind.count === 0) return ahead();
      const rows = places.map(() => scope.local('v128'));
      const squares = (): Code<'void'> => {
        const { code, columns } = transposed(kind, scope, rows.map(get));
        return range(
          k,
          i32.const(0),
          i32.sub(get(count), i32.const(kind.count - 1)),
          kind.count,
          seq(
            ...rows.map((row, lane) => set(row, v128.load(get(at(places, lane))))),
            code,
            ...columns.map((column, index) => v128.store(get(target), column, index * width * bytes)),
            ...places.map((place) => advance(place, 16)),
            advance(target, kind.count * width * bytes),
          ),
        );
      };
      const part = scope.local('i32');
      return range(
        first,
        i32.const(0),
        get(length),
        width,
        seq(
          range(
            part,
            i32.const(0),
            i32.const(width),
            group,
            seq(
              ...places.map((place, lane) =>
                set(
                  place,
                  address(get(from), [
                    smaller(
                      scope,
                      address(get(first), [get(part), 1], [i32.const(lane), 1]),
                      i32.sub(get(length), i32.const(1)),
                    ),
                    free,
                  ]),
                ),
              ),
              set(target, address(get(to), [get(part), bytes])),
              depth === bytes && group === kind.count ? squares() : set(k, i32.const(0)),
              when(i32.ltS(get(k), get(count)), range(k, get(k), get(count), 1, one())),
            ),
          ),
          advance(to, panel),
        ),
      );
    },
  );
