/** The order that sorts the last axis. A piece is a row. */
import { at } from '../../../primitive/primitive.js';
import { size } from '../../../shape/shape.js';
import { dtypes } from '../../../tensor/dtype.js';
import type { DType } from '../../../tensor/dtype.js';
import { block, brIf, br, f32, f64, get, i32, loop, range, select, seq, set, tee } from '../emit/index.js';
import type { Code, Local, Scope, ValueType } from '../emit/index.js';
import type { Context, Lowering } from '../kernel.js';
import { scaled } from '../lanes.js';
import { axesOf, merged, offsetAt } from './axes.js';

type Address = Code<'i32'>;

/** Two numbers under comparison. */
interface Keys {
  readonly loadA: (address: Address) => Code<'void'>;
  readonly loadB: (address: Address) => Code<'void'>;
  /** whether b must stand before a, which came first: NaN stands last */
  readonly swapped: Code<'i32'>;
}

const keys =
  <T extends ValueType>(
    type: T,
    load: (address: Address) => Code<T>,
    swapped: (a: Local<T>, b: Local<T>) => Code<'i32'>,
  ) =>
  (scope: Scope): Keys => {
    const [a, b] = [scope.local(type), scope.local(type)] as const;
    return {
      loadA: (address) => set(a, load(address)),
      loadB: (address) => set(b, load(address)),
      swapped: swapped(a, b),
    };
  };

const keysOf: { readonly [D in DType]: (scope: Scope) => Keys } = {
  // b is a number, and a ≰ b
  float32: keys('f32', f32.load, (a, b) => i32.and(f32.eq(get(b), get(b)), i32.eqz(f32.le(get(a), get(b))))),
  float64: keys('f64', f64.load, (a, b) => i32.and(f64.eq(get(b), get(b)), i32.eqz(f64.le(get(a), get(b))))),
  int32: keys('i32', i32.load, (a, b) => i32.gtS(get(a), get(b))),
  bool: keys('i32', i32.load8U, (a, b) => i32.gtS(get(a), get(b))),
};

/** Merges the sorted runs of places from `from` to `middle` and on to `end` into those from `to` on. */
const merge = (
  scope: Scope,
  dtype: DType,
  step: number,
  row: Local<'i32'>,
  [from, middle, end, to]: readonly [Local<'i32'>, Local<'i32'>, Local<'i32'>, Local<'i32'>],
): Code<'void'> => {
  const { loadA, loadB, swapped } = keysOf[dtype](scope);
  const [other, placeA, placeB, chosen] = [
    scope.local('i32'),
    scope.local('i32'),
    scope.local('i32'),
    scope.local('i32'),
  ] as const;
  const key = (place: Local<'i32'>): Address => i32.add(get(row), scaled(get(place), step));
  const [nextA, nextB] = [
    seq(set(placeA, i32.load(get(from))), loadA(key(placeA))),
    seq(set(placeB, i32.load(get(other))), loadB(key(placeB))),
  ] as const;
  const advance = (pointer: Local<'i32'>, bytes: Code<'i32'>): Code<'void'> =>
    set(pointer, i32.add(get(pointer), bytes));
  const four = i32.const(4);
  const rest = (pointer: Local<'i32'>, stop: Local<'i32'>): Code<'void'> =>
    block(
      loop(
        brIf(1, i32.geS(get(pointer), get(stop))),
        i32.store(get(to), i32.load(get(pointer))),
        advance(pointer, four),
        advance(to, four),
        br(0),
      ),
    );
  return seq(
    set(other, get(middle)),
    block(
      brIf(0, i32.geS(get(middle), get(end))),
      nextA,
      nextB,
      // without branches on the order: both are loaded anew, whichever was taken
      loop(
        i32.store(get(to), select(get(placeB), get(placeA), tee(chosen, swapped))),
        advance(to, four),
        advance(other, i32.mul(get(chosen), four)),
        advance(from, i32.sub(four, i32.mul(get(chosen), four))),
        brIf(1, i32.geS(get(from), get(middle))),
        brIf(1, i32.geS(get(other), get(end))),
        nextA,
        nextB,
        br(0),
      ),
    ),
    rest(from, middle),
    rest(other, end),
  );
};

/** Bottom up: runs of 1, 2, 4, … are merged between the output and the scratch memory, so that the last merge writes the output. */
const sorted = (
  { scope, scratch }: Context,
  dtype: DType,
  length: number,
  step: number,
  row: Local<'i32'>,
  out: Local<'i32'>,
): Code<'void'> => {
  const integer = () => scope.local('i32');
  const [n, source, target, swap, width, start, from, middle, end, to] = [
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
  ] as const;
  const bytes = 4 * length;
  const passes = Math.ceil(Math.log2(length));
  const [first, second] = passes % 2 === 0 ? ([out, scratch] as const) : ([scratch, out] as const);
  const bounded = (offset: Code<'i32'>): Code<'i32'> =>
    i32.add(get(source), select(offset, i32.const(bytes), i32.ltS(offset, i32.const(bytes))));
  const afterFirst = i32.add(get(start), get(width));
  const afterSecond = i32.add(afterFirst, get(width));
  return seq(
    set(source, get(first)),
    set(target, get(second)),
    range(n, i32.const(0), i32.const(length), 1, i32.store(i32.add(get(source), scaled(get(n), 4)), get(n))),
    set(width, i32.const(4)),
    block(
      loop(
        brIf(1, i32.geS(get(width), i32.const(bytes))),
        set(start, i32.const(0)),
        loop(
          set(from, i32.add(get(source), get(start))),
          set(to, i32.add(get(target), get(start))),
          set(middle, bounded(afterFirst)),
          set(end, bounded(afterSecond)),
          merge(scope, dtype, step, row, [from, middle, end, to]),
          set(start, i32.add(get(start), i32.add(get(width), get(width)))),
          brIf(0, i32.ltS(get(start), i32.const(bytes))),
        ),
        set(swap, get(source)),
        set(source, get(target)),
        set(target, get(swap)),
        set(width, i32.add(get(width), get(width))),
        br(0),
      ),
    ),
  );
};

export const argSort: Lowering<object> = (_, inputs, outputs, draft) => {
  const [x, y] = [at(inputs, 0), at(outputs, 0)];
  const rank = x.shape.length;
  const length = at(x.shape, rank - 1);
  if (size(y.shape) === 0) return;
  const { bytes } = dtypes[x.dtype];
  const rows = merged(axesOf(x, 0, rank - 1));
  const step = at(x.strides, rank - 1) * bytes;
  draft.step(
    {
      name: 'argSort',
      key: JSON.stringify(['argSort', x.dtype, rows, length, step]),
      pieces: size(y.shape) / length,
      scratch: 4 * length,
      flops: 0,
      body: (context) => {
        const { scope, pointers, from, to } = context;
        const [n, row, out] = [scope.local('i32'), scope.local('i32'), scope.local('i32')] as const;
        return range(
          n,
          get(from),
          get(to),
          1,
          seq(
            set(row, i32.add(get(at(pointers, 0)), offsetAt(n, rows, bytes))),
            set(out, i32.add(get(at(pointers, 1)), scaled(get(n), 4 * length))),
            sorted(context, x.dtype, length, step, row, out),
          ),
        );
      },
    },
    [x],
    [y],
  );
};
