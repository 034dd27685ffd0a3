/** Sequence, choice and repetition. */
import { code, unsigned } from './code.js';
import type { Code, Local, ValueType } from './code.js';
import { get, i32, set, tee } from './instructions.js';

const empty = 0x40;

/** One after the other. */
export const seq = (...pieces: readonly Code<'void'>[]): Code<'void'> => code('void', pieces);

/** `body`, which `br(n)` inside leaves. */
export const block = (...body: readonly Code<'void'>[]): Code<'void'> => code('void', [0x02, empty, ...body, 0x0b]);

/** `body`, which `br(n)` inside begins anew. */
export const loop = (...body: readonly Code<'void'>[]): Code<'void'> => code('void', [0x03, empty, ...body, 0x0b]);

/** Jumps to the n-th enclosing block or loop, counted from inside; `when` counts as one. */
export const br = (depth: number): Code<'void'> => code('void', [0x0c, ...unsigned(depth)]);

export const brIf = (depth: number, condition: Code<'i32'>): Code<'void'> =>
  code('void', [condition, 0x0d, ...unsigned(depth)]);

/** Leaves the function. */
export const leave = (value?: Code<ValueType>): Code<'void'> =>
  code('void', value === undefined ? [0x0f] : [value, 0x0f]);

export const drop = (value: Code<ValueType>): Code<'void'> => code('void', [value, 0x1a]);

export const when = (condition: Code<'i32'>, then: Code<'void'>, otherwise?: Code<'void'>): Code<'void'> =>
  code('void', [condition, 0x04, empty, then, ...(otherwise === undefined ? [] : [0x05, otherwise]), 0x0b]);

/** do body while (condition) */
export const doWhile = (body: Code<'void'>, condition: Code<'i32'>): Code<'void'> => loop(body, brIf(0, condition));

/** Runs `body` `count` ≥ 1 times, counting a variable down to 0: the shape of a loop that compilers like best. */
export const times = (counter: Local<'i32'>, count: Code<'i32'>, body: Code<'void'>): Code<'void'> =>
  seq(set(counter, count), doWhile(body, tee(counter, i32.sub(get(counter), i32.const(1)))));

/** for (v = from; v < to; v += step) body */
export const range = (
  v: Local<'i32'>,
  from: Code<'i32'>,
  to: Code<'i32'>,
  step: number,
  body: Code<'void'>,
): Code<'void'> =>
  seq(set(v, from), when(i32.ltS(get(v), to), doWhile(body, i32.ltS(tee(v, i32.add(get(v), i32.const(step))), to))));
