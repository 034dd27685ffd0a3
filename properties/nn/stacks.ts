/** What a network of several layers does not see, and how far a stack of convolutions sees. */
import * as fc from 'fast-check';
import * as nn from '../../src/nn/index.js';
import { read } from '../../src/tensor/read.js';
import { vjp } from '../../src/transform/index.js';
import { equal, int, law, numbers, ordered, same, whole } from '../law.js';
import type { Law, Numbers } from '../law.js';
import { known, output } from './subjects.js';
import type { Layers, Window } from './subjects.js';

/** a plain network of two layers, and an order of its hidden units */
const mlp = fc.record({ n: int(1, 3), inputs: int(1, 4), hidden: int(2, 5), outputs: int(1, 3) }).chain((sizes) =>
  fc.record({
    x: whole([sizes.n, sizes.inputs]),
    first: fc.record({ weight: whole([sizes.hidden, sizes.inputs]), bias: whole([sizes.hidden]) }),
    second: fc.record({ weight: whole([sizes.outputs, sizes.hidden]), bias: whole([sizes.outputs]) }),
    cotangent: whole([sizes.n, sizes.outputs]),
    order: fc.shuffledSubarray([...Array(sizes.hidden).keys()], { minLength: sizes.hidden, maxLength: sizes.hidden }),
  }),
);

const stacks = fc.record({
  windows: fc.array(fc.record({ kernel: int(1, 4), stride: int(1, 2), dilation: int(1, 2) }), {
    minLength: 1,
    maxLength: 3,
  }),
  plain: fc.boolean(),
  more: int(0, 3),
});

/** how far the elements that are not zero reach along an axis of a plane */
const reach = (plane: Numbers, axis: 0 | 1): number => {
  const [, , , width = 1] = plane.shape;
  const seen = Array.from(read(plane)).flatMap((value, i) =>
    value === 0 ? [] : [axis === 0 ? Math.floor(i / width) : i % width],
  );
  return Math.max(...seen) - Math.min(...seen) + 1;
};

export const laws = {
  'hidden units in another order are the same network, and its gradients are in that order': law(
    () => mlp,
    ({ linear, relu }: Layers, { x, first, second, cotangent, order }) => {
      const [hidden, outputs] = [order.length, second.bias.shape[0] ?? 1];
      const net = nn.sequential({ first: known(linear(hidden)) }, known(relu), { second: known(linear(outputs)) });
      const f = (params: { readonly first: typeof first; readonly second: typeof second }): Numbers =>
        output(net, { params }, x);
      const turned = (params: Parameters<typeof f>[0]): Parameters<typeof f>[0] => ({
        first: { weight: ordered(params.first.weight, order), bias: ordered(params.first.bias, order) },
        second: { ...params.second, weight: ordered(params.second.weight, order, 1) },
      });
      const [[y, pullback], [z, back]] = [vjp(f, { first, second }), vjp(f, turned({ first, second }))];
      same('y', z, y);
      const [found, wanted] = [back(cotangent), turned(pullback(cotangent))];
      same('the gradient of W₁', found.first.weight, wanted.first.weight);
      same('the gradient of b₁', found.first.bias, wanted.first.bias);
      same('the gradient of W₂', found.second.weight, wanted.second.weight);
    },
  ),

  'the receptive field of L convolutions of size K is 1 + L(K − 1), as the pullback measures it': law(
    () => stacks,
    ({ conv2d: convolution }: Layers, { windows, plain, more }) => {
      const stack: readonly Window[] = plain
        ? windows.map(() => ({ kernel: windows[0]?.kernel ?? 1, stride: 1, dilation: 1 }))
        : windows;
      /* each layer adds (K − 1)·d steps, as wide as the strides before it have made them */
      const { field } = stack.reduce(
        ({ field: seen, step }, { kernel, stride, dilation }) => ({
          field: seen + (kernel - 1) * dilation * step,
          step: step * stride,
        }),
        { field: 1, step: 1 },
      );
      if (plain) equal('1 + L(K − 1)', field, 1 + stack.length * ((stack[0]?.kernel ?? 1) - 1));
      const net = nn.sequential(
        ...stack.map((window, i) => ({ [`conv${i}`]: known(convolution({ out: 1, bias: false, ...window })) })),
      );
      const params = Object.fromEntries(
        stack.map(({ kernel }, i) => [
          `conv${i}`,
          { weight: numbers(Array<number>(kernel * kernel).fill(1), [1, 1, kernel, kernel]) },
        ]),
      );
      const side = field + more;
      const x = numbers(Array<number>(side * side).fill(0), [1, 1, side, side]);
      const [y, pullback] = vjp((v: Numbers) => output(net, { params }, v), x);
      const places = read(y).length;
      const one = numbers(
        Array.from({ length: places }, (_, i) => Number(i === places - 1)),
        y.shape,
      );
      const sent = pullback(one);
      equal('the rows that are seen', reach(sent, 0), field);
      equal('the columns that are seen', reach(sent, 1), field);
    },
    60,
  ),
} satisfies Readonly<Record<string, Law<Layers>>>;

/** The sentence of a law. */
export type LawName = keyof typeof laws;
