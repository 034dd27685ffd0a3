/**
 * Convolution over a copy of the inputs that a band of outputs sees, zeros around it: there each tap is a fixed distance away, and outputs that meet
 * the same taps are neighbours in vectors. A spacing divides the outputs into phases, each with some of the taps. An infinite weight may meet the zeros
 * beside a line and give NaN, where the rule has no such product.
 */
import { call, fill, get, i32, range, seq, set, when } from '../../emit/index.js';
import type { Code } from '../../emit/index.js';
import type { Box, Context, Draft, Kernel, Operand } from '../../kernel.js';
import { at } from '../../../../primitive/primitive.js';
import { plus } from '../../lanes.js';
import { copyPatch } from './copy.js';
import type { Patch } from './copy.js';
import { drain } from './drain.js';
import { divisor, flops } from './geometry.js';
import type { Geometry } from './geometry.js';
import { layout } from './layout.js';
import type { Layout, Share } from './layout.js';
import { eachRun } from './lines.js';
import { address, each, smaller } from './nest.js';
import { panels } from './panels.js';
import { placeBytes, plane } from './plane.js';
import { sight } from './sight.js';
import type { Sights } from './sight.js';
import { tables } from './tables.js';

type Index = Code<'i32'>;

/** The inputs that a band sees, those of one remainder modulo the stride side by side. */
const copy = (
  { scope, scratch }: Context,
  g: Geometry,
  [Z, Y, X]: Sights,
  l: Layout,
  first: Index,
  band: Index,
): Code<'void'> => {
  const to = scope.local('i32');
  const patch: Patch = {
    kind: g.kind,
    axes: g.axes,
    lowest: [Z.lowest, Y.lowest, X.lowest],
    planes: l.planes,
    lines: l.lines,
    run: l.run,
    modulus: X.stride,
    remainders: [
      ...new Set(
        X.phases.flatMap(({ sources: { first, count, step } }) =>
          Array.from({ length: count }, (_, i) => (first + i * step - X.lowest) % X.stride),
        ),
      ),
    ],
    anew: l.bands > 1,
  };
  const line = i32.mul(band, i32.const(l.rows * Y.stride));
  return each(scope, g.depth, (c) =>
    seq(
      set(to, address(get(scratch), [i32.const(1), l.copyAt], [c, l.from.channel])),
      copyPatch(scope, patch, address(first, [c, g.channelStep * g.kind.bytes]), line, to),
    ),
  );
};

const kernel = (g: Geometry, sights: Sights, l: Layout): Kernel => {
  const { groups, outputs } = g;
  const { bytes } = g.kind;
  const [Z, Y, X] = sights;
  const splits = Math.ceil(l.blocks / l.perPiece);

  const body = (context: Context): Code<'void'> => {
    const { scope, pointers, scratch, module, target, finished } = context;
    const [input, panel, output] = [at(pointers, 0), at(pointers, 1), at(pointers, 2)];
    const piece = scope.local('i32');
    const image = scope.local('i32');
    const group = scope.local('i32');
    const band = scope.local('i32');
    const block = scope.local('i32');
    const last = scope.local('i32');
    const source = scope.local('i32');
    const out = scope.local('i32');
    const lines = scope.local('i32');
    const inScratch = (offset: number): Index => address(get(scratch), [i32.const(1), offset]);
    const first = address(get(input), [get(image), g.imageStep * bytes], [get(group), g.depth * g.channelStep * bytes]);

    const compute = (channels: number): Code<'void'> => {
      const func = plane(module, target, g.dtype, channels, l.width);
      const share = ({ z, y, vectors, taps, tapsAt, placesAt, weightsBefore }: Share): Code<'void'> => {
        const line = z.outputs.count * vectors;
        const places = inScratch(placesAt + (l.wide - 1) * placeBytes);
        const weights = address(
          get(panel),
          [address(get(block), [get(group), l.blocks]), l.weights * l.width * bytes],
          [i32.const(weightsBefore), l.width * bytes],
        );
        const left = i32.sub(i32.const(y.outputs.count), i32.mul(get(band), i32.const(l.rows)));
        return seq(
          set(lines, smaller(scope, left, i32.const(l.rows))),
          eachRun(
            scope,
            Y,
            y,
            l.wide / divisor(line, l.wide),
            address(i32.const(0), [get(band), l.rows]),
            lines,
            (run) =>
              call(
                func,
                address(weights, [run.tap, (taps / y.taps.count) * l.width * bytes]),
                address(inScratch(tapsAt), [run.tap, (taps / y.taps.count) * 4]),
                i32.mul(run.taps, i32.const(taps / y.taps.count)),
                address(places, [run.first, line * placeBytes]),
                address(places, [run.end, line * placeBytes]),
                get(source),
                l.staged ? inScratch(l.stageAt) : get(out),
                i32.const(l.into.channel),
              ),
          ),
        );
      };
      return seq(
        ...l.shares.map(share),
        l.staged ? drain(context, g, sights, l, channels, get(out), get(band)) : seq(),
      );
    };

    /* the part with some number of what is cut into parts of a length */
    const span = (base: Index, part: Index, length: number, end: number): Box[number] => [
      address(base, [part, length]),
      i32.add(base, smaller(scope, i32.mul(plus(part, 1), i32.const(length)), i32.const(end))),
    ];
    const remainder = outputs % l.width;
    return seq(
      tables(context, g, sights, l),
      l.copied ? fill(inScratch(l.copyAt), i32.const(0), i32.const(l.copyBytes)) : seq(),
      range(
        piece,
        get(context.from),
        get(context.to),
        1,
        seq(
          set(band, i32.divU(get(piece), i32.const(splits))),
          set(group, i32.divU(get(band), i32.const(l.bands))),
          set(band, i32.remU(get(band), i32.const(l.bands))),
          set(image, i32.divU(get(group), i32.const(groups))),
          set(group, i32.remU(get(group), i32.const(groups))),
          set(block, i32.mul(i32.remU(get(piece), i32.const(splits)), i32.const(l.perPiece))),
          set(last, smaller(scope, plus(get(block), l.perPiece), i32.const(l.blocks))),
          l.copied
            ? seq(copy(context, g, sights, l, first, get(band)), set(source, inScratch(l.copyAt)))
            : set(
                source,
                address(
                  first,
                  [i32.const(Z.lowest), l.from.z],
                  [i32.const(Y.lowest), l.from.y],
                  [i32.const(X.lowest), l.from.x],
                  [get(band), l.rows * Y.stride * l.from.y],
                ),
              ),
          range(
            block,
            get(block),
            get(last),
            1,
            seq(
              set(
                out,
                address(
                  get(output),
                  [address(get(group), [get(image), groups]), outputs * g.plane * bytes],
                  [get(block), l.width * g.plane * bytes],
                  [get(band), l.rows * Y.every * Y.axis.outputStep * bytes],
                ),
              ),
              remainder === 0
                ? compute(l.width)
                : when(i32.eq(get(block), i32.const(l.blocks - 1)), compute(remainder), compute(l.width)),
              finished([
                [get(image), plus(get(image), 1)],
                span(i32.mul(get(group), i32.const(outputs)), get(block), l.width, outputs),
                [i32.const(0), i32.const(Z.axis.output)],
                span(i32.const(0), get(band), l.rows * Y.every * X.axis.output, Y.axis.output * X.axis.output),
              ]),
            ),
          ),
        ),
      ),
    );
  };

  return {
    name: 'convolve',
    key: `convolve ${JSON.stringify(g)}`,
    pieces: g.images * groups * l.bands * splits,
    scratch: l.bytes,
    flops: flops(g),
    grid: { shape: [g.images, groups * outputs, Z.axis.output, Y.axis.output * X.axis.output], lines: true },
    body,
  };
};

/** Undefined where another kernel is better or this one cannot. */
export const direct = (draft: Draft, g: Geometry): ((x: Operand, w: Operand, z: Operand) => void) | undefined => {
  const [Z, Y, X] = [sight(g.axes[0]), sight(g.axes[1]), sight(g.axes[2])];
  if (Z === undefined || Y === undefined || X === undefined) return undefined;
  const sights = [Z, Y, X] as const;
  const l = layout(g, sights);
  if (l.shares.length > 16 || l.bytes > 1 << 26 || l.weights === 0) return undefined;
  const taps = l.shares.map(({ z, y, x }) => [z.taps, y.taps, x.taps] as const);
  return (x, w, z) => {
    draft.step(kernel(g, sights, l), [x, panels(draft, g, w, l.width, taps)], [z]);
  };
};
