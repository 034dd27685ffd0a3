/**
 * Convolution as inner products: vectors of neighbouring taps of the window, each output their sum. For windows longer than what comes out, as in the
 * gradient of a filter, whose window is a whole image. An infinite number may meet the zeros around an image, or those that fill the vectors of a window, and
 * give NaN, where the rule has no such product.
 */
import { call, fill, get, i32, range, seq, set } from '../../emit/index.js';
import type { Code } from '../../emit/index.js';
import type { Box, Context, Draft, Kernel, Operand } from '../../kernel.js';
import { at } from '../../../../primitive/primitive.js';
import { copyPatch } from './copy.js';
import { divided } from './division.js';
import type { Division } from './division.js';
import { exchanged } from './exchange.js';
import { divisor, flops, taps } from './geometry.js';
import type { Geometry } from './geometry.js';
import { address, advance, each, smaller } from './nest.js';
import { placeBytes, products } from './products.js';
import { isRuns, runs } from './runs.js';
import type { Runs } from './runs.js';

type Index = Code<'i32'>;

/** Bytes between results of neighbouring images and of neighbouring outputs, and whether places are counted from the end. */
interface Into {
  readonly image: number;
  readonly output: number;
  readonly reversed: boolean;
}

const kernel = (g: Geometry, d: Division, r: Runs, into: Into): Kernel => {
  const { kind, images, groups, depth, outputs, axes, plane } = g;
  const { bytes, count } = kind;
  const [Z, Y, X] = axes;
  const { from, patch } = d;
  const vectors = Math.ceil(X.kernel / count);
  const units = depth * d.bands;
  const result = images * groups * outputs * plane * bytes;

  const body = ({
    scope,
    pointers,
    scratch,
    module,
    target,
    from: firstPiece,
    to: lastPiece,
    finished,
  }: Context): Code<'void'> => {
    const [input, window, output] = [at(pointers, 0), at(pointers, 1), at(pointers, 2)];
    const i = () => scope.local('i32');
    const [piece, part, chunk, group, channels, out, pointer] = [i(), i(), i(), i(), i(), i(), i()];
    const [unit, lastUnit, turn, band, here, source, first, to, block] = [i(), i(), i(), i(), i(), i(), i(), i(), i()];
    const [c, k] = [i(), i()];
    const span = (first: Index, length: Index): Box[number] => [first, i32.add(first, length)];
    const inScratch = (offset: number): Index => address(get(scratch), [i32.const(1), offset]);

    const steps = seq(
      set(pointer, get(scratch)),
      each(scope, Z.kernel, (z) =>
        each(scope, d.lines, (y) =>
          each(scope, vectors, (v) =>
            seq(
              i32.store(
                get(pointer),
                address(i32.const(0), [z, Z.dilation * from.z], [y, Y.dilation * from.y], [v, 16]),
              ),
              advance(pointer, 4),
            ),
          ),
        ),
      ),
    );

    const along = (o: Index): Index =>
      patch === undefined || X.dilation === 1
        ? i32.mul(o, i32.const(X.stride * bytes))
        : i32.mul(
            address(i32.divU(i32.mul(o, i32.const(X.stride)), i32.const(X.dilation)), [
              i32.remU(i32.mul(o, i32.const(X.stride)), i32.const(X.dilation)),
              patch.run,
            ]),
            i32.const(bytes),
          );
    const index = i();
    const places = seq(
      set(pointer, inScratch(d.placesAt)),
      range(
        c,
        i32.const(0),
        get(channels),
        1,
        seq(
          set(index, address(i32.const(into.reversed ? (plane - 1) * bytes : 0), [get(c), into.image])),
          each(scope, Z.output, (z) =>
            each(scope, Y.output, (y) =>
              each(scope, X.output, (x) =>
                seq(
                  i32.store(
                    get(pointer),
                    address(along(x), [get(c), from.image], [z, Z.stride * from.z], [y, Y.stride * from.y]),
                  ),
                  i32.store(get(pointer), get(index), 4),
                  advance(index, into.reversed ? -bytes : bytes),
                  advance(pointer, placeBytes),
                ),
              ),
            ),
          ),
        ),
      ),
      ...Array.from({ length: d.wide - 1 }, (_, n) =>
        seq(
          i32.store(get(pointer), i32.load(i32.sub(get(pointer), i32.const(placeBytes))), n * placeBytes),
          i32.store(get(pointer), i32.load(i32.sub(get(pointer), i32.const(placeBytes)), 4), n * placeBytes + 4),
        ),
      ),
    );

    const compute = (rows: number): Code<'void'> =>
      call(
        products(module, target, g.dtype, rows, d.wide, r.row, into.output),
        address(
          get(window),
          [get(group), outputs * r.row],
          [get(block), d.width * r.row],
          [get(turn), r.turn],
          [get(band), d.lines * vectors * 16],
        ),
        i32.const(r.turn),
        get(source),
        i32.const(from.turn),
        get(scratch),
        i32.mul(
          smaller(scope, i32.sub(i32.const(Y.kernel), i32.mul(get(band), i32.const(d.lines))), i32.const(d.lines)),
          i32.const(Z.kernel * vectors),
        ),
        get(here),
        inScratch(d.placesAt),
        get(pointer),
        address(get(out), [get(block), d.width * into.output]),
      );
    const whole = Math.floor(outputs / d.width);
    const remainder = outputs % d.width;

    const begin = address(
      get(input),
      [get(chunk), d.chunk * g.imageStep * bytes],
      [address(get(turn), [get(group), depth]), g.channelStep * bytes],
    );
    const load =
      patch === undefined
        ? set(
            source,
            address(
              begin,
              [i32.const(-Z.low), from.z],
              [i32.const(-Y.low), from.y],
              [i32.const(-X.low), bytes],
              [get(band), d.lines * Y.dilation * from.y],
            ),
          )
        : seq(
            set(source, inScratch(d.patchAt)),
            range(
              c,
              i32.const(0),
              get(channels),
              1,
              seq(
                set(to, address(get(source), [get(c), from.image])),
                set(first, address(begin, [get(c), g.imageStep * bytes])),
                range(
                  k,
                  i32.const(0),
                  get(here),
                  1,
                  seq(
                    copyPatch(scope, patch, get(first), i32.mul(get(band), i32.const(d.lines * Y.dilation)), to),
                    advance(first, g.channelStep * bytes),
                  ),
                ),
              ),
            ),
          );

    return seq(
      steps,
      patch === undefined ? seq() : fill(inScratch(d.patchAt), i32.const(0), i32.const(d.scratch - d.patchAt)),
      range(
        piece,
        get(firstPiece),
        get(lastPiece),
        1,
        seq(
          set(part, i32.remU(get(piece), i32.const(d.parts))),
          set(chunk, i32.divU(get(piece), i32.const(d.parts))),
          set(group, i32.divU(get(chunk), i32.const(d.chunks))),
          set(chunk, i32.remU(get(chunk), i32.const(d.chunks))),
          set(
            channels,
            smaller(scope, i32.sub(i32.const(images), i32.mul(get(chunk), i32.const(d.chunk))), i32.const(d.chunk)),
          ),
          set(
            out,
            address(
              get(output),
              [get(part), result],
              [get(chunk), d.chunk * into.image],
              [get(group), outputs * into.output],
            ),
          ),
          into.reversed
            ? each(scope, outputs, (o) =>
                fill(address(get(out), [o, into.output]), i32.const(0), i32.mul(get(channels), i32.const(into.image))),
              )
            : range(
                c,
                i32.const(0),
                get(channels),
                1,
                fill(address(get(out), [get(c), into.image]), i32.const(0), i32.const(outputs * into.output)),
              ),
          places,
          set(lastUnit, i32.divU(i32.mul(i32.add(get(part), i32.const(1)), i32.const(units)), i32.const(d.parts))),
          range(
            unit,
            i32.divU(i32.mul(get(part), i32.const(units)), i32.const(d.parts)),
            get(lastUnit),
            d.turns,
            seq(
              set(turn, i32.divU(get(unit), i32.const(d.bands))),
              set(band, i32.remU(get(unit), i32.const(d.bands))),
              set(here, smaller(scope, i32.sub(get(lastUnit), get(unit)), i32.const(d.turns))),
              load,
              range(block, i32.const(0), i32.const(whole), 1, compute(d.width)),
              remainder === 0 ? seq() : seq(set(block, i32.const(whole)), compute(remainder)),
            ),
          ),
          finished([
            span(i32.mul(get(chunk), i32.const(d.chunk)), get(channels)),
            span(i32.mul(get(group), i32.const(outputs)), i32.const(outputs)),
            span(i32.const(0), i32.const(plane)),
          ]),
        ),
      ),
    );
  };

  return {
    name: 'convolve inner',
    key: `convolve inner ${JSON.stringify([g, r, d.parts, into])}`,
    pieces: groups * d.chunks * d.parts,
    scratch: d.scratch,
    flops: flops(g),
    ...(d.parts === 1 && !into.reversed ? { grid: { shape: [images, groups * outputs, plane], lines: true } } : {}),
    body,
  };
};

/** Vector operations for each output: those of its taps, and those that fold a vector. */
const cost = ({ kind, depth, axes: [Z, Y, X] }: Geometry): number =>
  depth * Z.kernel * Y.kernel * Math.ceil(X.kernel / kind.count) + 8;

/** the same where vectors run along the outputs */
const costAlongOutputs = ({ kind, depth, axes }: Geometry): number => {
  const { output, stride, spacing } = axes[2];
  const length = Math.ceil((output * divisor(stride, spacing)) / spacing);
  return (axes.reduce((product, axis) => product * taps(axis), depth) * Math.ceil(length / kind.count)) / length;
};

/** Undefined where another kernel is better or this one cannot. */
export const inner = (draft: Draft, asked: Geometry): ((x: Operand, w: Operand, z: Operand) => void) | undefined => {
  const spaced = asked.axes.some(({ spacing }) => spacing !== 1);
  if (spaced && (asked.groups > 1 || asked.axes.some(({ dilation }) => dilation !== 1))) return undefined;
  const g = spaced ? exchanged(asked) : asked;
  if (g.depth === 0 || g.axes.some(({ kernel }) => kernel === 0) || cost(g) >= costAlongOutputs(asked))
    return undefined;
  const inPlace = isRuns(g);
  const d = divided(g, inPlace);
  if (d.scratch > 1 << 26) return undefined;
  const [one, all] = [g.plane * g.kind.bytes, asked.groups * asked.outputs * g.plane * g.kind.bytes];
  const into = spaced ? { image: one, output: all, reversed: true } : { image: all, output: one, reversed: false };
  return (x, w, z) => {
    const [input, weights] = spaced ? [w, x] : [x, w];
    const [operand, r] = runs(draft, g, weights, inPlace);
    if (d.parts === 1) {
      draft.step(kernel(g, d, r, into), [input, operand], [z]);
      return;
    }
    const sums = draft.temporary([d.parts, ...z.shape], g.dtype);
    draft.step(kernel(g, d, r, into), [input, operand], [sums]);
    draft.sum(sums, z);
  };
};
