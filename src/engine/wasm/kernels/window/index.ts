/**
 * Sliding windows. A piece is a line of outputs along the last axis. Where windows lie within the input, a vector of them moves together; where
 * they are cut off, one at a time.
 */
import { at } from '../../../../primitive/primitive.js';
import type { Windows } from '../../../../primitive/window.js';
import { size } from '../../../../shape/shape.js';
import { get, i32, range, select, seq, set } from '../../emit/index.js';
import type { Code } from '../../emit/index.js';
import type { Context, Lowering, Operand } from '../../kernel.js';
import { plus, scaled } from '../../lanes.js';
import { axesOf, coordinates, merged, total } from '../axes.js';
import type { Axis } from '../axes.js';
import { elements } from '../elements.js';
import { inside, isWhole, taps } from './axis.js';
import type { Taps, WindowAxis } from './axis.js';
import { largest, placeOfLargest, sum } from './fold.js';
import type { FoldOf } from './fold.js';
import { takeApart, takeOne, takePairs, walk } from './walk.js';
import type { Cursor, Leaf, Path } from './walk.js';

/** up to how many elements of a window are written out one after the other */
const unrollable = 9;

const axesWith = ({ windows }: Windows, x: Operand, y: Operand): readonly WindowAxis[] => {
  const lead = x.shape.length - windows.length;
  return windows.map((window, d) => ({
    ...window,
    input: at(x.shape, lead + d),
    output: at(y.shape, lead + d),
    step: at(x.strides, lead + d),
    place: size(x.shape.slice(lead + d + 1)),
  }));
};

/** a window of a single element, for those who slide along no axis */
const still: WindowAxis = {
  kernel: 1,
  stride: 1,
  dilation: 1,
  low: 0,
  high: 0,
  input: 1,
  output: 1,
  step: 0,
  place: 0,
};

const line = (
  { scope, pointers, from, to }: Context,
  operand: Operand,
  foldOf: FoldOf,
  pages: readonly Axis[],
  outer: readonly WindowAxis[],
  last: WindowAxis,
): Code<'void'> => {
  const kind = elements[operand.dtype];
  const fold = foldOf(kind, scope);
  const integer = () => scope.local('i32');
  const [row, origin, rowPlace, target, e, o, pointer] = [
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
  ] as const;
  const place = fold.placed ? scope.local('v128') : undefined;
  const cursor: Cursor = { pointer, place, offset: 0, shift: 0, order: 'first' };
  const bytes = (axis: WindowAxis): number => axis.step * kind.bytes;

  const where = coordinates(row, [...pages.map((page) => page.size), ...outer.map(({ output }) => output)]);
  const lines = outer.map((axis, d) => taps(scope, axis, at(where, pages.length + d)));
  const few = [...outer, last].reduce((all, { kernel }) => all * kernel, 1) <= unrollable;
  const path = (axis: WindowAxis, count: Taps['count'], unrolled: boolean): Path => ({
    count,
    unrolled,
    bytes: axis.dilation * bytes(axis),
    place: axis.dilation * axis.place,
  });
  const outerPaths = outer.map((axis, d) => path(axis, at(lines, d).count, few));
  const between = (axes: readonly WindowAxis[], unit: (axis: WindowAxis) => number): readonly Code<'i32'>[] =>
    axes.map((axis, d) => scaled(get(at(lines, d).first), unit(axis)));

  /** all windows of which one is at hand, from its first element on */
  const stand = (first: Code<'i32'>, lanes: number): Code<'void'> =>
    seq(
      fold.begin,
      set(pointer, i32.add(get(origin), scaled(first, bytes(last)))),
      place === undefined
        ? seq()
        : set(place, kind.places.add(kind.places.splat(i32.add(get(rowPlace), first)), kind.places.apart(lanes))),
    );
  const result = i32.add(get(target), scaled(get(o), fold.bytes));

  const middle = inside(last);
  const vectors = kind.count > 1 && middle.to - middle.from >= kind.count;
  const apart = last.stride * last.step;
  const leaf: Leaf =
    apart === 2 && last.dilation * last.step === 1 && last.kernel <= unrollable
      ? takePairs(scope, kind, fold, last.kernel)
      : (start) =>
          walk(scope, kind, [path(last, last.kernel, last.kernel <= unrollable)], start, takeApart(kind, fold, apart));
  const end = i32.const(middle.to - kind.count);
  const together = range(
    e,
    i32.const(middle.from),
    i32.const(middle.to),
    kind.count,
    seq(
      // the last vector may overlap the one before it
      set(o, select(end, get(e), i32.gtS(get(e), end))),
      stand(plus(scaled(get(o), last.stride), -last.low), last.stride),
      walk(scope, kind, outerPaths, cursor, leaf),
      fold.store(result),
    ),
  );

  const skipped = vectors ? middle.to - middle.from : 0;
  const window = taps(scope, last, get(o));
  const lastPath = path(last, window.count, few && isWhole(last));
  const single = range(
    e,
    i32.const(0),
    i32.const(last.output - skipped),
    1,
    seq(
      set(
        o,
        skipped === 0
          ? get(e)
          : select(i32.add(get(e), i32.const(skipped)), get(e), i32.geS(get(e), i32.const(middle.from))),
      ),
      window.find,
      stand(get(window.first), 0),
      walk(scope, kind, [...outerPaths, lastPath], cursor, takeOne(kind, fold)),
      fold.storeOne(result),
    ),
  );

  return range(
    row,
    get(from),
    get(to),
    1,
    seq(
      ...lines.map(({ find }) => find),
      set(
        origin,
        total([
          get(at(pointers, 0)),
          ...pages.map(({ step }, d) => scaled(at(where, d), step * kind.bytes)),
          ...between(outer, bytes),
        ]),
      ),
      fold.placed ? set(rowPlace, total(between(outer, (axis) => axis.place))) : seq(),
      set(target, i32.add(get(at(pointers, 1)), scaled(get(row), last.output * fold.bytes))),
      vectors ? together : seq(),
      skipped < last.output ? single : seq(),
    ),
  );
};

const lowering =
  (name: string, foldOf: FoldOf): Lowering<Windows> =>
  (attributes, inputs, outputs, draft) => {
    const [x, y] = [at(inputs, 0), at(outputs, 0)];
    if (size(y.shape) === 0) return;
    const windows = axesWith(attributes, x, y);
    const pages = merged(axesOf(x, 0, x.shape.length - windows.length));
    const last = windows.at(-1) ?? still;
    draft.step(
      {
        name,
        key: JSON.stringify([name, x.dtype, pages, windows]),
        pieces: size(y.shape) / last.output,
        scratch: 0,
        flops: [y.shape, windows.map(({ kernel }) => kernel)].reduce((n, lengths) => n * size(lengths), 1),
        body: (context) => line(context, x, foldOf, pages, windows.slice(0, -1), last),
      },
      [x],
      [y],
    );
  };

export const windowSum = lowering('windowSum', sum);
export const windowMax = lowering('windowMax', largest);
export const windowArgMax = lowering('windowArgMax', placeOfLargest);
