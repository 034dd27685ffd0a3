/** One row for each layer of the library: at which ranks it works, and how to draw one that fits an input. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import * as nn from '../../nn/index.js';
import type { Definition, Item, Layer, Rule } from '../../nn/index.js';
import { sin } from '../../ops/index.js';
import { slotsOf } from '../../nn/variables.js';
import { sameShape, size } from '../../shape/index.js';
import type { Shape } from '../../shape/index.js';

type Exports = typeof nn;
/** The names of the exports that are layers or make layers; a new one without a row below does not compile. */
export type LayerName = Exclude<
  {
    [N in keyof Exports]: Exports[N] extends Layer<unknown> | ((...options: never) => Layer<unknown>) ? N : never;
  }[keyof Exports],
  'layer' | 'model' | 'build' | 'withDType' | 'times'
>;

/** Layers of some names changed on purpose: a law has to notice. */
export type Plant = { readonly [N in LayerName]?: (correct: Definition) => Definition };

/** Where a layer stands: the name it gets if it needs one. */
interface Place {
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

interface Row {
  readonly ranks: readonly number[];
  /** plans; `inner` draws the layers of a block, and is missing where the nesting ends */
  readonly plans: (name: LayerName, inner: Arbitrary<readonly Plan[]>) => Arbitrary<Plan>;
  readonly nests: boolean;
}

const written = (
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
const plain = (layer: Layer<unknown>, ranks: readonly number[]): Row => ({
  ranks,
  nests: false,
  plans: (name) => fc.constant((_, place) => written(name, undefined, layer, place)),
});

/** A layer made from options, which may look at the input. */
const made = <A extends readonly unknown[], O>(
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
const nesting = <O>(
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
type Accept = (from: Shape, to: Shape) => boolean;
const anything: Accept = () => true;

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

const block = ({ items, texts }: Chain): readonly [Layer<unknown>, string] => [
  nn.sequential(...items),
  `sequential(${texts.join(', ')})`,
];

const branches = (
  combine: (...items: readonly Item[]) => Layer<unknown>,
  chains: readonly Chain[],
): readonly [Layer<unknown>, string, Chain] => {
  const blocks = chains.map(block);
  const [first = { items: [], texts: [], uses: [], output: [] }] = chains;
  return [combine(...blocks.map(([layer]) => layer)), blocks.map(([, text]) => text).join(', '), first];
};

const int = (min: number, max: number): Arbitrary<number> => fc.integer({ min, max });
const flag = fc.boolean();
const every = [1, 2, 3, 4];

const convolution = fc.record({
  out: int(1, 3),
  kernel: int(1, 3),
  stride: int(1, 2),
  padding: int(0, 2),
  dilation: int(1, 2),
  bias: flag,
});
/** two groups where the channels allow it */
const grouped = <O extends { readonly out: number }>(options: O, two: boolean, [channels = 1]: Shape) => ({
  ...options,
  ...(two && channels % 2 === 0 ? { groups: 2, out: 2 * Math.ceil(options.out / 2) } : {}),
});
const pooling = fc.record({ kernel: int(1, 3), stride: int(1, 2), padding: int(0, 1) });
const pool = ({
  kernel,
  stride,
  padding,
}: {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}) => [{ kernel, stride, padding: Math.min(padding, Math.floor(kernel / 2)) }] as const;

/** the n-th way to order axes */
const ordered = (axes: readonly number[], n: number): readonly number[] => {
  const [first] = axes.slice(n % Math.max(1, axes.length));
  return first === undefined
    ? []
    : [
        first,
        ...ordered(
          axes.filter((axis) => axis !== first),
          Math.floor(n / axes.length),
        ),
      ];
};

const table: { readonly [N in LayerName]: Row } = {
  batchNorm: made(
    nn.batchNorm,
    every,
    fc.record({ momentum: fc.constantFrom(0.1, 0.5), epsilon: fc.constantFrom(0.25, 0.125) }),
    (o) => [o],
  ),
  classToken: made(nn.classToken, [2], fc.constant(null), () => []),
  concat: nesting(
    every,
    int(1, 3),
    (from, to) => sameShape(from.slice(1), to.slice(1)) && from.length === to.length,
    (n, of) => branches(nn.concat, of(n)),
  ),
  conv1d: made(nn.conv1d, [2], fc.tuple(convolution, flag), ([o, two], input) => [grouped(o, two, input)]),
  conv2d: made(nn.conv2d, [3], fc.tuple(convolution, flag), ([o, two], input) => [grouped(o, two, input)]),
  conv3d: made(nn.conv3d, [4], convolution, (o) => [{ ...o, kernel: Math.min(2, o.kernel), dilation: 1 }]),
  convTranspose2d: made(
    nn.convTranspose2d,
    [3],
    fc.tuple(
      fc.record({
        out: int(1, 2),
        kernel: int(1, 3),
        stride: int(1, 2),
        padding: int(0, 1),
        dilation: int(1, 2),
        bias: flag,
      }),
      flag,
      flag,
    ),
    ([o, two, more], input) => [{ ...grouped(o, two, input), outputPadding: more && o.stride > 1 ? 1 : 0 }],
  ),
  dropout: made(nn.dropout, every, fc.constantFrom(0.5, 0.25, 0, 1), (rate) => [rate]),
  elu: made(nn.elu, every, fc.constantFrom(1, 0.5), (alpha) => [alpha]),
  flatten: plain(nn.flatten, every),
  gelu: plain(nn.gelu, every),
  globalAvgPool: plain(nn.globalAvgPool, [2, 3, 4]),
  identity: plain(nn.identity, every),
  layerNorm: made(nn.layerNorm, every, fc.constantFrom(0.25, 0.125), (epsilon) => [{ epsilon }]),
  leakyRelu: made(nn.leakyRelu, every, fc.constantFrom(0.25, 0.01), (slope) => [slope]),
  linear: made(nn.linear, every, fc.tuple(int(1, 4), flag), ([out, bias]) => [out, { bias }]),
  localResponseNorm: made(
    nn.localResponseNorm,
    every,
    fc.record({
      size: int(1, 4),
      alpha: fc.constantFrom(1, 0.5),
      beta: fc.constantFrom(0.75, 1),
      k: fc.constantFrom(1, 2),
    }),
    (o) => [o],
  ),
  maxPool1d: made(nn.maxPool1d, [2], pooling, pool),
  maxPool2d: made(nn.maxPool2d, [3], pooling, pool),
  avgPool1d: made(nn.avgPool1d, [2], pooling, pool),
  avgPool2d: made(nn.avgPool2d, [3], pooling, pool),
  multiHeadAttention: made(nn.multiHeadAttention, [2], int(0, 3), (n, [, width = 1]) => {
    const heads = [1, 2, 3, 4].filter((h) => width % h === 0);
    return [heads[n % heads.length] ?? 1];
  }),
  padChannels: made(nn.padChannels, every, int(0, 2), (more, [channels = 0]) => [channels + more]),
  permute: made(nn.permute, every, int(0, 23), (n, input) => [...ordered([...input.keys()], n)]),
  pointwise: made(
    (operation: string) => nn.pointwise(operation, (x) => sin(x)),
    every,
    fc.constant('sin'),
    (o) => [o],
  ),
  positionEmbedding: made(nn.positionEmbedding, every, fc.constant(null), () => []),
  relu: plain(nn.relu, every),
  repeat: nesting(every, int(0, 3), sameShape, (n, of) => {
    const [only] = of(1);
    if (only === undefined) return branches(nn.sequential, []);
    const [layer, text] = block(only);
    return [nn.repeat(n, nn.layer<Rule>(layer.definition)), `${n}, ${text}`, only];
  }),
  reshape: made(nn.reshape, every, fc.tuple(int(1, 4), flag), ([n, deep], input) => {
    const rows = size(input) % n === 0 ? n : 1;
    return deep ? [rows, -1, 1] : [rows, -1];
  }),
  residual: nesting(every, fc.constant(null), sameShape, (_, of) =>
    branches((...items) => nn.residual(nn.sequential(...items)), of(1)),
  ),
  selectFirst: plain(nn.selectFirst, [2, 3, 4]),
  sequential: nesting(every, fc.constant(null), anything, (_, of) => branches(nn.sequential, of(1))),
  sigmoid: plain(nn.sigmoid, every),
  skipConcat: nesting(
    [3],
    fc.constant(null),
    (from, to) => to.length === 3 && to.slice(1).every((n, k) => n <= (from[k + 1] ?? 0)),
    (_, of) => branches((...items) => nn.skipConcat(nn.sequential(...items)), of(1)),
  ),
  softmax: made(
    (options: { readonly axis: number }) => nn.softmax(options),
    every,
    int(0, 3),
    (n, input) => [{ axis: (n % input.length) - (n % 2) * input.length }],
  ),
  subsample: made(nn.subsample, [3], int(1, 3), (stride) => [stride]),
  sum: nesting(every, int(1, 3), anything, (n, of) => branches(nn.sum, of(n))),
  tanh: plain(nn.tanh, every),
};

export const layerNames: readonly LayerName[] = Object.keys(table).filter((name): name is LayerName => name in table);

/** The layers at which a network has kinks. */
export const kinked: readonly LayerName[] = ['relu', 'leakyRelu', 'elu', 'maxPool1d', 'maxPool2d'];

/** Any layer, nested this deep; at 0 those alone that hold no other. */
const any = (depth: number): Arbitrary<Plan> =>
  fc.oneof(...layerNames.filter((name) => depth > 0 || !table[name].nests).map((name) => plans(name, depth)));
const none: Arbitrary<readonly Plan[]> = fc.constant([]);
const plans = (name: LayerName, depth: number): Arbitrary<Plan> =>
  table[name].plans(name, table[name].nests && depth > 0 ? several(depth - 1, 1, 4) : none);
/** Some layers in a row. */
const several = (depth: number, minLength: number, maxLength: number): Arbitrary<readonly Plan[]> =>
  fc.array(any(depth), { minLength, maxLength });

/** Layers in a row of which the first is of this name. */
export const ledBy = (name: LayerName): Arbitrary<readonly Plan[]> =>
  fc.tuple(plans(name, 2), several(1, 0, 3)).map(([first, rest]) => [first, ...rest]);

/** An input for a layer of this name: few numbers, of a rank at which it works. */
export const inputFor = (name: LayerName): Arbitrary<Shape> => fc.constantFrom(...table[name].ranks).chain(ofRank);
const ofRank = (rank: number): Arbitrary<Shape> =>
  rank === 1
    ? fc.tuple(int(1, 6))
    : rank === 2
      ? fc.tuple(int(1, 4), int(1, 5))
      : fc.tuple(int(1, 3), ...Array.from({ length: rank - 1 }, () => int(1, rank === 3 ? 4 : 3)));
