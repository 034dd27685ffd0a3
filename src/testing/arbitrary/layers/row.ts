/** How to draw a layer that fits an input. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import * as nn from '../../../nn/index.js';
import type { Definition, Item, Layer, Rule } from '../../../nn/index.js';
import { slotsOf } from '../../../nn/variables.js';
import { size } from '../../../shape/index.js';
import type { Shape } from '../../../shape/index.js';

type Exports = typeof nn;
/**
 * The names of the exports that are layers or make layers; a new one without a row below does not compile. What is frozen has a gradient on purpose that
 * is not its slope.
 */
export type LayerName = Exclude<
  {
    [N in keyof Exports]: Exports[N] extends Layer<unknown> | ((...options: never) => Layer<unknown>) ? N : never;
  }[keyof Exports],
  'layer' | 'model' | 'build' | 'withDType' | 'times' | 'frozen' | 'at' | 'setAt' | 'updateAt' | 'updateChosen'
>;

/** Layers of some names changed on purpose: a law has to notice. */
export type Plant = { readonly [N in LayerName]?: (correct: Definition) => Definition };

/** Where a layer stands: the name it gets if it needs one. */
export interface Place {
  readonly name: string;
  readonly plant: Plant;
}

/** A layer and the program that makes it, so that a counterexample can be read and pasted. */
export interface Written {
  readonly text: string;
  readonly layer: Layer<Rule>;
  readonly uses: readonly LayerName[];
  readonly named?: boolean;
}

/** What becomes of a drawn layer where it meets a shape; nothing where it does not fit. Independent of its neighbours, so any of them can be left out. */
export type Plan = (input: Shape, place: Place) => Written | undefined;

export interface Row {
  readonly ranks: readonly number[];
  /** plans; `inner` draws the layers of a block, and is missing where the nesting ends */
  readonly plans: (name: LayerName, inner: Arbitrary<readonly Plan[]>) => Arbitrary<Plan>;
  readonly nests: boolean;
  /** whether it has kinks, where one-sided differences differ */
  readonly kinked?: true;
  /** whether in training an example depends on the others of its batch */
  readonly couples?: true;
  /** whether in training it draws random numbers */
  readonly draws?: true;
}

export const written = (
  name: LayerName,
  args: string | undefined,
  layer: Layer<unknown>,
  place: Place,
  inner: readonly LayerName[] = [],
): Written => ({
  text: args === undefined ? name : `${name}(${args})`,
  layer: nn.layer<Rule>(place.plant[name]?.(layer.definition) ?? layer.definition),
  uses: [name, ...inner],
});

const shown = (args: readonly unknown[]): string =>
  args.map((arg) => JSON.stringify(arg).replaceAll(/"(\w+)":/g, '$1: ')).join(', ');

/** A layer without options. */
export const plain = (layer: Layer<unknown>, ranks: readonly number[]): Row => ({
  ranks,
  nests: false,
  plans: (name) => fc.constant((_, place) => written(name, undefined, layer, place)),
});

/** A layer made from options, which may look at the input. */
export const made = <A extends readonly unknown[], O>(
  make: (...args: A) => Layer<unknown>,
  ranks: readonly number[],
  options: Arbitrary<O>,
  args: (options: O, input: Shape) => readonly [...A],
): Row => ({
  ranks,
  nests: false,
  plans: (name) =>
    options.map((drawn) => (input, place) => {
      const given = args(drawn, input);
      return ranks.includes(input.length) ? written(name, shown(given), make(...given), place) : undefined;
    }),
});

/** A layer made of blocks: what a block may do to the shape, and how blocks become a layer. */
export const nesting = <O>(
  ranks: readonly number[],
  options: Arbitrary<O>,
  accept: Accept,
  combine: (options: O, blocks: (count: number) => readonly Chain[]) => readonly [Layer<unknown>, string, Chain],
): Row => ({
  ranks,
  nests: true,
  plans: (name, inner) =>
    fc.tuple(options, inner).map(([drawn, plans]) => (input, place) => {
      if (!ranks.includes(input.length)) return undefined;
      const blocks = (count: number): readonly Chain[] =>
        Array.from({ length: count }, (_, k) => chain(plans, input, { ...place, name: `${place.name}${k}` }, accept));
      const [layer, text, { uses }] = combine(drawn, blocks);
      return written(name, text, layer, place, uses);
    }),
});

/** Whether a layer may lead from one shape to another inside a block. */
export type Accept = (from: Shape, to: Shape) => boolean;
export const anything: Accept = () => true;

/** Layers one after the other. */
export interface Chain {
  readonly items: readonly Item[];
  readonly texts: readonly string[];
  readonly uses: readonly LayerName[];
  readonly output: Shape;
}

/** The plans that fit, one after the other; those that do not, or make too much of it, are left out. */
export const chain = (plans: readonly Plan[], input: Shape, place: Place, accept: Accept = anything): Chain =>
  plans.reduce<Chain>(
    (done, plan, index) => {
      const name = `${place.name}${String.fromCharCode(97 + index)}`;
      const next = plan(done.output, { ...place, name });
      if (next === undefined) return done;
      const { definition } = next.layer;
      const output = definition.output(done.output);
      if (typeof output === 'string' || size(output) > 64 || !accept(done.output, output)) return done;
      if (slotsOf(definition.parameters(done.output)).reduce((total, { shape }) => total + size(shape), 0) > 120)
        return done;
      const under = definition.leaf || next.named === true;
      return {
        items: [...done.items, under ? { [name]: next.layer } : next.layer],
        texts: [...done.texts, under ? `{ ${name}: ${next.text} }` : next.text],
        uses: [...done.uses, ...next.uses],
        output,
      };
    },
    { items: [], texts: [], uses: [], output: input },
  );

export const block = ({ items, texts }: Chain): readonly [Layer<unknown>, string] => [
  nn.sequential(...items),
  `sequential(${texts.join(', ')})`,
];

export const branches = (
  combine: (...items: readonly Item[]) => Layer<unknown>,
  chains: readonly Chain[],
): readonly [Layer<unknown>, string, Chain] => {
  const blocks = chains.map(block);
  const [first = { items: [], texts: [], uses: [], output: [] }] = chains;
  return [combine(...blocks.map(([layer]) => layer)), blocks.map(([, text]) => text).join(', '), first];
};

export const int = (min: number, max: number): Arbitrary<number> => fc.integer({ min, max });
export const flag = fc.boolean();
export const every = [1, 2, 3, 4];

/** A layer with kinks. */
export const kinked = (row: Row): Row => ({ ...row, kinked: true });
/** A layer that couples the examples of a batch. */
export const coupling = (row: Row): Row => ({ ...row, couples: true });
/** A layer that draws. */
export const drawing = (row: Row): Row => ({ ...row, draws: true });

/** Rows by the names of their layers. */
export type Rows = { readonly [N in LayerName]?: Row };
