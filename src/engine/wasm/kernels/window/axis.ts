/** One axis of sliding windows: where they lie within the input, and where they are cut off. */
import type { Window } from '../../../../shape/window.js';
import { get, i32, select, seq, set } from '../../emit/index.js';
import type { Code, Local, Scope } from '../../emit/index.js';

export interface WindowAxis extends Window {
  readonly input: number;
  readonly output: number;
  /** elements between neighbours of the input */
  readonly step: number;
  /** by how much the places of neighbours differ */
  readonly place: number;
}

/** The outputs from … to − 1 of those whose windows lie within the input. */
export interface Inside {
  readonly from: number;
  readonly to: number;
}

export const inside = ({ kernel, stride, dilation, low, input, output }: WindowAxis): Inside => {
  const from = Math.min(output, Math.max(0, Math.ceil(low / stride)));
  const last = Math.floor((input - 1 + low - dilation * (kernel - 1)) / stride);
  return { from, to: Math.max(from, Math.min(output, last + 1)) };
};

export const isWhole = (axis: WindowAxis): boolean => {
  const { from, to } = inside(axis);
  return from === 0 && to === axis.output;
};

/** The elements of one window along an axis. */
export interface Taps {
  /** sets the other two */
  readonly find: Code<'void'>;
  /** the coordinate of the first */
  readonly first: Local<'i32'>;
  /** how many there are, −n for none */
  readonly count: number | Local<'i32'>;
}

const ceilDivide = (n: Code<'i32'>, d: number): Code<'i32'> =>
  d === 1 ? n : i32.divS(i32.add(n, i32.const(d - 1)), i32.const(d));

/** The window of an output: all of it where no window of the axis is cut off. */
export const taps = (scope: Scope, axis: WindowAxis, output: Code<'i32'>): Taps => {
  const { kernel, stride, dilation, low, input } = axis;
  const first = scope.local('i32');
  const start = set(first, i32.sub(i32.mul(output, i32.const(stride)), i32.const(low)));
  if (isWhole(axis)) return { find: start, first, count: kernel };
  const skipped = scope.local('i32');
  const count = scope.local('i32');
  const [none, whole] = [i32.const(0), i32.const(kernel)];
  return {
    // max(0, ⌈−start / d⌉) elements lie before the input, and the last is element min(k, ⌈(w − start) / d⌉) − 1
    find: seq(
      start,
      set(skipped, select(none, ceilDivide(i32.sub(none, get(first)), dilation), i32.geS(get(first), none))),
      set(count, ceilDivide(i32.sub(i32.const(input), get(first)), dilation)),
      set(count, i32.sub(select(whole, get(count), i32.gtS(get(count), whole)), get(skipped))),
      set(first, i32.add(get(first), i32.mul(get(skipped), i32.const(dilation)))),
    ),
    first,
    count,
  };
};
