import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { decodeError, fromErrors } from '../data/decode-error.js';
import type { DecodeError } from '../data/decode-error.js';
import type { Format } from '../data/format.js';
import { parseJson } from '../data/json.js';
import { measuresOf } from './epochs.js';
import type { Measures, Moment } from './epochs.js';

/** What an experiment was started with: the seed, the versions, every setting. */
export type Settings = Readonly<Record<string, string | number | boolean>>;

/** One line of the record of an experiment. */
export type Line =
  | { readonly kind: 'begin'; readonly settings: Settings }
  | {
      readonly kind: 'step';
      readonly step: number;
      readonly epoch: number;
      readonly rate: number;
      readonly measures: Measures;
    }
  | {
      readonly kind: 'epoch';
      readonly epoch: number;
      readonly step: number;
      readonly rate: number;
      readonly best: boolean;
      readonly training: Measures;
      readonly validation: Measures;
    }
  | { readonly kind: 'resume'; readonly step: number; readonly epoch: number }
  | { readonly kind: 'end'; readonly step: number; readonly reason: string };

const numerals: ReadonlyMap<unknown, number> = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
  ['-0', -0],
]);
/** JSON has no name for numbers that are not finite, and no sign for zero */
const number = new t.Type<number, number | string>(
  'a number',
  t.number.is,
  (input, context) => {
    const value = typeof input === 'number' ? input : numerals.get(input);
    return value === undefined ? t.failure(input, context) : t.success(value);
  },
  (value) => (Object.is(value, -0) ? '-0' : Number.isFinite(value) ? value : String(value)),
);
const measures = t.record(t.string, number);
const line: t.Type<Line, object> = t.union(
  [
    t.strict({ kind: t.literal('begin'), settings: t.record(t.string, t.union([t.string, number, t.boolean])) }),
    t.strict({ kind: t.literal('step'), step: t.number, epoch: t.number, rate: number, measures }),
    t.strict({
      kind: t.literal('epoch'),
      epoch: t.number,
      step: t.number,
      rate: number,
      best: t.boolean,
      training: measures,
      validation: measures,
    }),
    t.strict({ kind: t.literal('resume'), step: t.number, epoch: t.number }),
    t.strict({ kind: t.literal('end'), step: t.number, reason: t.string }),
  ],
  'a line of a record',
);

/**
 * The record of an experiment as JSON lines, to which a run only ever appends. A last line without its end, which a program that was killed leaves,
 * is not read.
 *
 * Errors   "record: line 3: expected a line of a record, got {"kind":"stop"}"
 * @example
 * const bytes = record.encode([{ kind: 'resume', step: 7, epoch: 1 }, { kind: 'end', step: 7, reason: 'done' }]);
 * record.decode(bytes.subarray(0, 60)) // { _tag: 'Right', right: [{ kind: 'resume', step: 7, epoch: 1 }] }
 */
export const record: Format<readonly Line[]> = {
  name: 'record',
  is: t.readonlyArray(line).is,
  decode: (bytes) => {
    const lines: Line[] = [];
    for (let at = 0, end = bytes.indexOf(newline); end >= 0; at = end + 1, end = bytes.indexOf(newline, at)) {
      const decoded = lineFrom(bytes.slice(at, end), lines.length + 1);
      if (E.isLeft(decoded)) return decoded;
      lines.push(decoded.right);
    }
    return E.right(lines);
  },
  encode: (lines) => new TextEncoder().encode(lines.map((one) => `${JSON.stringify(line.encode(one))}\n`).join('')),
};
const newline = 0x0a;

const lineFrom = (bytes: Uint8Array, place: number): E.Either<DecodeError, Line> => {
  const at = `line ${place}`;
  const json = parseJson(bytes);
  if (E.isLeft(json)) return E.left(decodeError('record', at, 'JSON', json.left));
  const decoded = line.decode(json.right);
  return E.isLeft(decoded) ? E.left(whole(at, json.right)) : decoded;
};
const whole = (at: string, value: unknown): DecodeError =>
  fromErrors('record', at, [{ value, context: [{ key: '', type: line, actual: value }] }]);

/** What the record says of a moment of a course. */
export const lineOf = <P, S, M extends string, V extends string>(moment: Moment<P, S, M, V>): Line => {
  if (moment.kind === 'epoch') {
    const { epoch, step, rate, best, training, validation } = moment.record;
    return { kind: 'epoch', epoch, step, rate, best, training, validation };
  }
  const { epoch, step, rate } = moment.record;
  return { kind: 'step', step, epoch, rate, measures: measuresOf(moment.record) };
};

/**
 * The record without what was done twice: what an experiment that was killed did behind its last checkpoint, it does again.
 *
 * Law      the story of an experiment that was killed and resumed is that of one that was not
 * @example
 * const step = (step: number) => ({ kind: 'step', step, epoch: 0, rate: 1, measures: {} }) as const;
 * story([step(1), step(2), { kind: 'resume', step: 1, epoch: 0 }, step(2)]).length // 2
 */
export const story = (lines: readonly Line[]): readonly Line[] =>
  lines.reduce<readonly Line[]>((told, next) => {
    if (next.kind !== 'resume') return [...told, next];
    return told.filter(
      (one) =>
        one.kind === 'begin' ||
        (one.kind === 'step' ? one.step <= next.step : one.kind === 'epoch' && one.epoch <= next.epoch),
    );
  }, []);
