/** Any convolution: for each output every tap that meets the input, several output channels at a time. */
import { get, i32, range, seq, set, v128, when } from '../../emit/index.js';
import type { Code, Local } from '../../emit/index.js';
import type { Draft, Kernel, Operand } from '../../kernel.js';
import { at } from '../../../../primitive/primitive.js';
import { extent, flops, single } from './geometry.js';
import type { Axis, Geometry } from './geometry.js';
import { plus } from '../../lanes.js';
import { address, advance, each, smaller } from './nest.js';
import { panels } from './panels.js';

const kernel = (g: Geometry): Kernel => {
  const { kind, groups, outputs, depth, axes } = g;
  const { bytes } = kind;
  const blocks = Math.ceil(outputs / kind.count);
  const [Z, Y, X] = axes;
  const kernelPlane = axes.reduce((product, axis) => product * axis.kernel, 1);
  return {
    name: 'convolve any',
    key: `convolve any ${JSON.stringify(g)}`,
    pieces: g.images * groups * blocks,
    scratch: 0,
    flops: flops(g),
    grid: { shape: [g.images, groups * outputs, g.plane], lines: true },
    body: ({ scope, target, pointers, from, to, finished }) => {
      const [input, panel, result] = [at(pointers, 0), at(pointers, 1), at(pointers, 2)];
      const piece = scope.local('i32');
      const block = scope.local('i32');
      const group = scope.local('i32');
      const image = scope.local('i32');
      const a = scope.local('i32');
      const sum = scope.local('v128');
      const first = scope.local('i32');
      const out = scope.local('i32');

      // in the order of the packed weights; the channels are taps of an axis of their own
      const channels: Axis = { ...single, input: depth, kernel: depth, inputStep: g.channelStep };
      const order = [Y, channels, Z, X];

      /* the taps of axis d and all after it, for the input that starts at `base` */
      const taps = (d: number, base: Local<'i32'>, places: readonly Code<'i32'>[]): Code<'void'> => {
        const axis = order[d];
        if (axis === undefined)
          return set(sum, kind.multiplyAdd(target, kind.loadSplat(get(base)), v128.load(get(a)), get(sum)));
        const place = scope.local('i32');
        const tap = scope.local('i32');
        const inner = scope.local('i32');
        const { spacing, kernel, low, stride, dilation, inputStep } = axis;
        const within = i32.ltU(get(place), i32.const(extent(axis)));
        const meets = spacing === 1 ? within : i32.and(within, i32.eqz(i32.remU(get(place), i32.const(spacing))));
        const index = spacing === 1 ? get(place) : i32.divU(get(place), i32.const(spacing));
        const rest = order.slice(d + 1).reduce((product, { kernel }) => product * kernel, 1) * 16;
        const last = d === order.length - 1;
        return seq(
          set(place, address(i32.const(-low), [at(places, d), stride])),
          range(
            tap,
            i32.const(0),
            i32.const(kernel),
            1,
            seq(
              when(
                meets,
                seq(set(inner, address(get(base), [index, inputStep * bytes])), taps(d + 1, inner, places)),
                last ? undefined : advance(a, rest),
              ),
              last ? advance(a, rest) : seq(),
              advance(place, dilation),
            ),
          ),
        );
      };

      const base = scope.local('i32');
      const store = (lane: number, p: readonly Code<'i32'>[]): Code<'void'> => {
        const write = kind.storeLane(
          address(get(out), ...p.map((index, d) => [index, at(axes, d).outputStep * bytes] as const)),
          get(sum),
          lane,
          lane * g.plane * bytes,
        );
        return outputs % kind.count === 0 ? write : when(i32.ltS(get(first), i32.const(outputs - lane)), write);
      };
      const one = (z: Code<'i32'>, y: Code<'i32'>, x: Code<'i32'>): Code<'void'> =>
        seq(
          set(sum, kind.constant(0)),
          set(a, address(get(panel), [i32.remU(get(piece), i32.const(groups * blocks)), depth * kernelPlane * 16])),
          set(
            base,
            address(get(input), [get(image), g.imageStep * bytes], [get(group), depth * g.channelStep * bytes]),
          ),
          taps(0, base, [y, i32.const(0), z, x]),
          ...Array.from({ length: Math.min(kind.count, outputs) }, (_, lane) => store(lane, [z, y, x])),
        );
      const channel = address(get(first), [get(group), outputs]);
      return range(
        piece,
        get(from),
        get(to),
        1,
        seq(
          set(block, i32.remU(get(piece), i32.const(blocks))),
          set(group, i32.remU(i32.divU(get(piece), i32.const(blocks)), i32.const(groups))),
          set(image, i32.divU(get(piece), i32.const(blocks * groups))),
          set(first, i32.mul(get(block), i32.const(kind.count))),
          set(
            out,
            address(
              get(result),
              [get(image), groups * outputs * g.plane * bytes],
              [get(group), outputs * g.plane * bytes],
              [get(first), g.plane * bytes],
            ),
          ),
          each(scope, Z.output, (i) => each(scope, Y.output, (j) => each(scope, X.output, (k) => one(i, j, k)))),
          finished([
            [get(image), plus(get(image), 1)],
            [channel, i32.add(channel, smaller(scope, i32.sub(i32.const(outputs), get(first)), i32.const(kind.count)))],
            [i32.const(0), i32.const(g.plane)],
          ]),
        ),
      );
    },
  };
};

/** Correct for all attributes, sizes and layouts. */
export const universal = (draft: Draft, g: Geometry, x: Operand, w: Operand, z: Operand): void => {
  const [Z, Y, X] = g.axes;
  const all = ({ kernel }: { readonly kernel: number }) => ({ count: kernel, first: 0, step: 1 });
  draft.step(kernel(g), [x, panels(draft, g, w, g.kind.count, [[all(Z), all(Y), all(X)]])], [z]);
};
