/**
 * The order that sorts the last axis: equals as they stood, NaN last. A piece is a row.
 * Source  Knuth, The Art of Computer Programming, volume 3: insertion (5.2.1) for short rows, radix sorting from the lowest digit on (5.2.5) for others
 */
import { at } from '../../../primitive/primitive.js';
import { size } from '../../../shape/shape.js';
import { dtypes } from '../../../tensor/dtype.js';
import type { DType } from '../../../tensor/dtype.js';
import {
  block,
  br,
  brIf,
  f32,
  f64,
  fill,
  get,
  i32,
  i64,
  loop,
  range,
  select,
  seq,
  set,
  times,
  v128,
} from '../emit/index.js';
import type { Code, Local, Scope } from '../emit/index.js';
import type { Context, Lowering } from '../kernel.js';
import { plus, scaled } from '../lanes.js';
import { axesOf, merged, offsetAt } from './axes.js';

type Address = Code<'i32'>;

/** up to how many elements insertion is faster */
const short = 32;

/** A natural number that stands for an element in its order, followed by the place of the element. */
interface Entry {
  readonly bytes: number;
  /** where the place begins */
  readonly place: number;
  /** how many bytes of the number are to be looked at, from the lowest on */
  readonly digits: number;
  readonly write: (scope: Scope, entry: Address, element: Address) => Code<'void'>;
  readonly isAbove: (a: Address, b: Address) => Code<'i32'>;
  readonly move: (to: Address, from: Address) => Code<'void'>;
}

const narrow = {
  bytes: 8,
  place: 4,
  digits: 4,
  isAbove: (a: Address, b: Address) => i32.gtU(i32.load(a), i32.load(b)),
  move: (to: Address, from: Address) => i64.store(to, i64.load(from)),
} as const;

// + 0 makes the zeros equal; then the order of floats is that of their bits, those of negative numbers inverted
const entries: { readonly [D in DType]: Entry } = {
  float32: {
    ...narrow,
    write: (scope, entry, element) => {
      const [x, bits] = [scope.local('f32'), scope.local('i32')] as const;
      const inverted = i32.or(i32.shrS(get(bits), i32.const(31)), i32.const(-0x80000000));
      return seq(
        set(x, f32.add(f32.load(element), f32.const(0))),
        set(bits, i32.reinterpret(get(x))),
        i32.store(entry, select(i32.xor(get(bits), inverted), i32.const(-1), f32.eq(get(x), get(x)))),
      );
    },
  },
  float64: {
    bytes: 16,
    place: 8,
    digits: 8,
    isAbove: (a, b) => i64.gtU(i64.load(a), i64.load(b)),
    move: (to, from) => v128.store(to, v128.load(from)),
    write: (scope, entry, element) => {
      const [x, bits] = [scope.local('f64'), scope.local('i64')] as const;
      const inverted = i64.or(i64.shrS(get(bits), i64.const(63n)), i64.const(-(2n ** 63n)));
      return seq(
        set(x, f64.add(f64.load(element), f64.const(0))),
        set(bits, i64.reinterpret(get(x))),
        i64.store(entry, select(i64.xor(get(bits), inverted), i64.const(-1n), f64.eq(get(x), get(x)))),
      );
    },
  },
  int32: {
    ...narrow,
    write: (_, entry, element) => i32.store(entry, i32.xor(i32.load(element), i32.const(-0x80000000))),
  },
  bool: { ...narrow, digits: 1, write: (_, entry, element) => i32.store(entry, i32.load8U(element)) },
};

const move = (pointer: Local<'i32'>, bytes: number): Code<'void'> => set(pointer, plus(get(pointer), bytes));

/** Each entry moves down past those above it. */
const inserted = (scope: Scope, entry: Entry, length: number, from: Local<'i32'>): Code<'void'> => {
  const { bytes } = entry;
  const [next, place, end] = [scope.local('i32'), scope.local('i32'), scope.local('i32')] as const;
  const below = i32.sub(get(place), i32.const(bytes));
  return seq(
    // behind the last entry there is room for one
    set(end, plus(get(from), length * bytes)),
    range(
      next,
      plus(get(from), bytes),
      get(end),
      bytes,
      seq(
        entry.move(get(end), get(next)),
        set(place, get(next)),
        block(
          loop(
            brIf(1, i32.leU(get(place), get(from))),
            brIf(1, i32.eqz(entry.isAbove(below, get(end)))),
            entry.move(get(place), below),
            move(place, -bytes),
            br(0),
          ),
        ),
        entry.move(get(place), get(end)),
      ),
    ),
  );
};

/** bytes of the counters of one digit */
const counters = 4 * 256;

/** Digit by digit the entries move to where those of that digit go on; what counted them then tells where that is. */
const distributed = (
  scope: Scope,
  entry: Entry,
  length: number,
  from: Local<'i32'>,
  to: Local<'i32'>,
  counts: Local<'i32'>,
): Code<'void'> => {
  const integer = () => scope.local('i32');
  const [digit, next, counter, end, place, swap] = [
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
  ] as const;
  const counterOf = set(counter, i32.add(get(counts), scaled(i32.load8U(i32.add(get(next), get(digit))), 4)));
  return range(
    digit,
    i32.const(0),
    i32.const(entry.digits),
    1,
    seq(
      set(place, get(to)),
      set(end, plus(get(counts), counters)),
      range(
        counter,
        get(counts),
        get(end),
        4,
        seq(
          set(next, i32.load(get(counter))),
          i32.store(get(counter), get(place)),
          set(place, i32.add(get(place), scaled(get(next), entry.bytes))),
        ),
      ),
      set(end, plus(get(from), length * entry.bytes)),
      range(
        next,
        get(from),
        get(end),
        entry.bytes,
        seq(
          counterOf,
          set(place, i32.load(get(counter))),
          entry.move(get(place), get(next)),
          i32.store(get(counter), plus(get(place), entry.bytes)),
        ),
      ),
      move(counts, counters),
      set(swap, get(from)),
      set(from, get(to)),
      set(to, get(swap)),
    ),
  );
};

const sorted = (
  { scope, scratch }: Context,
  entry: Entry,
  length: number,
  step: number,
  row: Local<'i32'>,
  out: Local<'i32'>,
): Code<'void'> => {
  const integer = () => scope.local('i32');
  const [n, next, element, from, to, counts, digit] = [
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
  ] as const;
  const isShort = length <= short;
  const all = length * entry.bytes;
  const count = (d: number): Code<'void'> =>
    seq(
      set(digit, i32.add(get(counts), scaled(i32.load8U(get(next), d), 4))),
      i32.store(get(digit), i32.add(i32.load(get(digit), d * counters), i32.const(1)), d * counters),
    );
  const written = seq(
    entry.write(scope, get(next), get(element)),
    i32.store(get(next), get(n), entry.place),
    ...(isShort ? [] : [...Array(entry.digits).keys()].map(count)),
    move(next, entry.bytes),
    move(element, step),
  );
  return seq(
    set(from, get(scratch)),
    set(to, plus(get(scratch), all)),
    set(counts, plus(get(scratch), 2 * all)),
    isShort ? seq() : fill(get(counts), i32.const(0), i32.const(entry.digits * counters)),
    set(next, get(from)),
    set(element, get(row)),
    range(n, i32.const(0), i32.const(length), 1, written),
    isShort ? inserted(scope, entry, length, from) : distributed(scope, entry, length, from, to, counts),
    set(next, get(from)),
    set(to, get(out)),
    times(
      n,
      i32.const(length),
      seq(i32.store(get(to), i32.load(get(next), entry.place)), move(next, entry.bytes), move(to, 4)),
    ),
  );
};

export const argSort: Lowering<object> = (_, inputs, outputs, draft) => {
  const [x, y] = [at(inputs, 0), at(outputs, 0)];
  const rank = x.shape.length;
  const length = at(x.shape, rank - 1);
  if (size(y.shape) === 0) return;
  const { bytes } = dtypes[x.dtype];
  const entry = entries[x.dtype];
  const rows = merged(axesOf(x, 0, rank - 1));
  const step = at(x.strides, rank - 1) * bytes;
  draft.step(
    {
      name: 'argSort',
      key: JSON.stringify(['argSort', x.dtype, rows, length, step]),
      pieces: size(y.shape) / length,
      scratch: 2 * length * entry.bytes + entry.digits * counters,
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
            sorted(context, entry, length, step, row, out),
          ),
        );
      },
    },
    [x],
    [y],
  );
};
