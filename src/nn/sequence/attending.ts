import { slice } from '../../ops/index.js';
import { dimension, isNatural, show } from '../../shape/index.js';
import type { Lte, NotPositive, Shape, Show, Sub } from '../../shape/index.js';
import { duplicate, type Duplicate } from '../combine/parallel.js';
import { inside, type Context, type Mask } from '../context.js';
import { composite, join, type Definition } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import { define, taking, type Item, type RuleOf } from '../named.js';
import type { Composite, EntriesOf, OutputOf, Rule, TakesIds } from '../rule.js';
import type { Values } from '../values.js';

/** The rule of `attending`. */
export interface Attending<S extends number, E extends Rule, D extends Rule> extends Composite {
  readonly Out: Parted<this['In'], S> extends infer P
    ? P extends readonly [infer Source, infer Target]
      ? OutputOf<E, Source> extends infer M
        ? M extends Shape
          ? [E['Names'] & D['Names']] extends [never]
            ? OutputOf<D, Target>
            : Duplicate<E['Names'] & D['Names'], 'attending'>
          : M
        : never
      : P
    : never;
  readonly Takes: E extends TakesIds ? 'int32' : undefined;
  readonly Entries: Parted<this['In'], S> extends readonly [infer Source, infer Target]
    ? EntriesOf<E, Source> | EntriesOf<D, Target>
    : never;
  readonly Names: E['Names'] | D['Names'];
}
/** The shapes of the source and the target, or the sentence that says why there are none. */
type Parted<X, S extends number> = [NotPositive<S>] extends [never]
  ? X extends readonly [infer N extends number, ...infer Rest extends Shape]
    ? Lte<N, S> extends true
      ? Short<X, S>
      : [[S, ...Rest], [Sub<N, S>, ...Rest]]
    : Short<X, S>
  : `attending: a source of ${S} rows is none`;
type Short<X, S extends number> = `attending: ${X extends Shape ? Show<X> : never} has no rows after a source of ${S}`;

const parted = (input: Shape, source: number): readonly [Shape, Shape] | string => {
  if (!isNatural(source) || source === 0) return `attending: a source of ${source} rows is none`;
  const [rows = 0, ...rest] = input;
  return rows <= source
    ? `attending: ${show(input)} has no rows after a source of ${source}`
    : [
        [source, ...rest],
        [rows - source, ...rest],
      ];
};

/**
 * Two sequences in one, a source and a target after it: an encoder reads the source, a decoder the target, and its `crossAttention`s and
 * `decoderBlock`s attend to what the encoder made: y = decoder(x_S…, encoder(x_0 … x_{S−1})).
 * Shape       [S + T, ...] → the decoder's of [T, ...], the encoder's of [S, ...] being its memory [M, D]
 * Parameters  those of the encoder and of the decoder
 * Errors      "attending: [5, 4] has no rows after a source of 5", "attending: the name 'block' occurs twice", those of both
 * Source      Vaswani et al. 2017, figure 1; deck row S12
 * @example
 * attending(8, { encode: encoderBlock({ heads: 2, hidden: 16 }) }, { decode: decoderBlock({ heads: 2, hidden: 16 }) })
 */
export const attending = <const S extends number, E extends Item, D extends Item>(
  source: S,
  encoder: E,
  decoder: D,
): Layer<Attending<S, RuleOf<E>, RuleOf<D>>> => layer(both(source, define(encoder), define(decoder)));

const both = (source: number, encoder: Definition, decoder: Definition): Definition => {
  const items = [encoder, decoder];
  const shapes = (input: Shape): readonly Shape[] => {
    const parts = parted(input, source);
    return typeof parts === 'string' ? [] : parts;
  };
  const whole = composite(
    'attending',
    items,
    shapes,
    (input) => {
      const parts = parted(input, source);
      if (typeof parts === 'string') return parts;
      const memory = encoder.output(parts[0]);
      return typeof memory === 'string' ? memory : (duplicate(items, 1, 'attending') ?? decoder.output(parts[1]));
    },
    (variables, x, context) => {
      const rows = dimension(x.shape, 0);
      const [first, second] = [
        { start: 0, end: source },
        { start: source, end: rows },
      ];
      const [memory, before] = encoder.apply(variables, part(x, first), within(context, 0, first));
      const { mask } = within(context, 0, first);
      const remembered = mask === undefined ? { rows: memory } : { rows: memory, mask };
      const [y, after] = decoder.apply(variables, part(x, second), {
        ...within(context, 1, second),
        memory: remembered,
      });
      return [y, join([before, after])];
    },
  );
  return { ...whole, ...taking(encoder) };
};

interface Range {
  readonly start: number;
  readonly end: number;
}
const part = (x: Values, range: Range): Values => slice(x, [range]);

/** the context of a part: its random numbers and its mask are its own */
const within = (context: Context, place: number, range: Range): Context => {
  const { mask, ...rest } = inside(context, place);
  return mask === undefined ? rest : { ...rest, mask: partOf(mask, range) };
};
const partOf = (mask: Mask, range: Range): Mask => slice(mask, [range]);
