/** Weights in the order in which micro-kernels read them. */
import { get, i32, range, seq, set } from '../../emit/index.js';
import type { Code } from '../../emit/index.js';
import type { Draft, Kernel, Operand } from '../../kernel.js';
import { plus } from '../../lanes.js';
import { at } from '../../../../primitive/primitive.js';
import type { Axis, Geometry } from './geometry.js';
import { address, advance, each, smaller } from './nest.js';
import type { Progression } from './sight.js';

/** Taps along each of the three axes. */
export type Taps = readonly [Progression, Progression, Progression];

/** [group · block][phase][y, channel, z, x][width]: `width` outputs side by side, the last one repeated where there are no more. */
const packing = (g: Geometry, w: Operand, width: number, phases: readonly Taps[]): Kernel => {
  const { kind, groups, outputs, depth } = g;
  const blocks = Math.ceil(outputs / width);
  return {
    name: 'pack weights',
    key: `pack ${JSON.stringify([g.dtype, groups, outputs, depth, w.strides, width, phases])}`,
    pieces: groups * blocks,
    scratch: 0,
    flops: 0,
    body: ({ scope, pointers, from, to }) => {
      const [source, target] = [at(pointers, 0), at(pointers, 1)];
      const piece = scope.local('i32');
      const out = scope.local('i32');
      const offset = scope.local('i32');
      const rows = Array.from({ length: width }, () => scope.local('i32'));
      const { bytes } = kind;
      const first = scope.local('i32');
      const output = (lane: number) => plus(smaller(scope, get(first), i32.const(outputs - 1 - lane)), lane);
      const [Z, Y, X] = g.axes;
      const tap = ({ first, step }: Progression, { kernelStep }: Axis, index: Code<'i32'>): Code<'i32'> =>
        i32.mul(address(i32.const(first), [index, step]), i32.const(kernelStep * bytes));
      const panel = width * bytes * depth * phases.reduce((sum, taps) => sum + count(taps), 0);
      return range(
        piece,
        get(from),
        get(to),
        1,
        seq(
          set(out, address(get(target), [get(piece), panel])),
          set(first, i32.mul(i32.remU(get(piece), i32.const(blocks)), i32.const(width))),
          ...rows.map((pointer, lane) =>
            set(
              pointer,
              address(
                get(source),
                [i32.divU(get(piece), i32.const(blocks)), outputs * g.weightOutputStep * bytes],
                [output(lane), g.weightOutputStep * bytes],
              ),
            ),
          ),
          ...phases.map(([z, y, x]) =>
            each(scope, y.count, (j) =>
              each(scope, depth, (c) =>
                each(scope, z.count, (k) =>
                  each(scope, x.count, (i) =>
                    seq(
                      set(
                        offset,
                        address(tap(z, Z, k), [tap(y, Y, j), 1], [tap(x, X, i), 1], [c, g.weightDepthStep * bytes]),
                      ),
                      ...rows.map((pointer, lane) =>
                        kind.storeLane(get(out), kind.loadOne(i32.add(get(pointer), get(offset))), 0, lane * bytes),
                      ),
                      advance(out, width * bytes),
                    ),
                  ),
                ),
              ),
            ),
          ),
        ),
      );
    },
  };
};

/** how many taps there are */
export const count = (taps: Taps): number => taps.reduce((product, { count }) => product * count, 1);

/** Packs the weights by a step of its own. */
export const panels = (draft: Draft, g: Geometry, w: Operand, width: number, phases: readonly Taps[]): Operand => {
  const taps = phases.reduce((sum, taps) => sum + count(taps), 0);
  const packed = draft.temporary([g.groups, Math.ceil(g.outputs / width), g.depth * taps, width], g.dtype);
  draft.step(packing(g, w, width, phases), [w], [packed]);
  return packed;
};
