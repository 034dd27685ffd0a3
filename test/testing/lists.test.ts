import * as fc from 'fast-check';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import {
  add,
  cos,
  diff,
  multiply,
  reshape,
  scalar,
  sin,
  stopGradient,
  type Diff,
  type Shape,
  type Tensor,
} from '../../src/index.js';
import {
  initializers,
  layer,
  linear,
  pointwise,
  relu,
  sequential,
  stateless,
  values,
  type Definition,
  type Values,
} from '../../src/nn/index.js';
import { adam, chain, momentum, scale, sgd, type Optimizer } from '../../src/optim/index.js';
import { plus, times } from '../../src/primitive/arithmetic.js';
import { sin as sine } from '../../src/primitive/elementary.js';
import { like } from '../../src/primitive/create.js';
import type { Primitive } from '../../src/primitive/primitive.js';
import { map } from '../../src/tree/index.js';
import {
  float64s,
  lawsOfDiff,
  lawsOfLayer,
  lawsOfOptimizer,
  lawsOfPrimitive,
  leaf,
  legible,
  type NamedLaw,
} from '../../src/testing/fast-check/index.js';
import '../reference.js';

/** The sentences of the laws that do not hold. */
const broken = (laws: readonly NamedLaw[]): readonly string[] =>
  laws.filter(({ check }) => isLeft(check())).map(({ name }) => name);

const quick = { numRuns: 12, seed: 5 };

describe('lawsOfDiff', () => {
  type Pair = Tensor<[2], 'float64'>;
  const points = float64s([2]);
  const product: Diff<{ readonly x: Pair; readonly y: Pair }, Pair> = ({ x, y }) => [
    multiply(x, y),
    (dz) => ({ x: multiply(dz, y), y: multiply(dz, x) }),
  ];

  it('hold of a right one, traced or written, of trees too', () => {
    expect(
      broken(
        lawsOfDiff(
          diff((x: Pair) => multiply(sin(x), x)),
          points,
          quick,
        ),
      ),
    ).toEqual([]);
    expect(broken(lawsOfDiff(product, fc.record({ x: points, y: points }), quick))).toEqual([]);
  });

  let calls = 0;
  it.each<[string, Diff<Pair, Pair>, readonly string[]]>([
    ['a flipped sign', (x) => [cos(x), (dy) => multiply(dy, sin(x))], ['the pullback agrees with central differences']],
    [
      'a pullback that is not linear',
      (x) => [x, (dy) => multiply(dy, dy)],
      ['the pullback agrees with central differences', 'the pullback is linear'],
    ],
    [
      'a state that leaks',
      (x) => [add(x, scalar(calls++, 'float64')), (dy) => dy],
      ['the same argument gives the same value and the same pullback'],
    ],
  ])('report %s', (_, f, laws) => {
    expect(broken(lawsOfDiff(f, points, quick))).toEqual(expect.arrayContaining([...laws]));
  });

  it('report a cotangent of another shape by its name', () => {
    const f = ((x: Pair) => [x, (dy: Pair) => reshape(dy, [2, 1])]) as unknown as Diff<Pair, Pair>;
    const [first] = lawsOfDiff(f, points, quick);
    const result = first?.check();
    expect(result && isLeft(result) && result.left.message).toMatch(
      /^cotangent: float64 \[2, 1\], expected float64 \[2\]\nin \[0, ?0\]\nagain with \{ seed: 5, path: '.*' \}$/,
    );
    expect(() => first?.expect()).toThrow('cotangent: float64 [2, 1]');
  });
});

describe('lawsOfLayer', () => {
  const inputs = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }));
  /** y_c = γ_c x_c */
  const scaling = stateless(
    'scaling',
    (input) => (input.length > 0 ? input : 'scaling: expected at least one axis'),
    (input) => ({ weight: { shape: input.slice(0, 1), initializer: initializers.ones } }),
    (params, x) => {
      const weight = values(params, 'weight');
      return multiply(x, reshape(weight, [...weight.shape, ...x.shape.slice(1).map(() => 1)]));
    },
  );
  const changed = (by: Partial<Definition>) => layer({ ...scaling, ...by });

  it('hold of a layer of one’s own, and of those of the library', () => {
    expect(broken(lawsOfLayer(layer(scaling), inputs, { ...quick, smooth: true }))).toEqual([]);
    expect(broken(lawsOfLayer(sequential({ fc: linear(2) }, relu), inputs, { numRuns: 4 }))).toEqual([]);
  });

  it.each<[string, Partial<Definition>, string]>([
    [
      'a declared shape that is not made',
      { output: (input) => [...input, 1] },
      'each layer makes the shape that it declares',
    ],
    [
      'a gradient that is lost',
      {
        apply: ({ params, state }, x, context) =>
          scaling.apply({ params: map(params, (w) => stopGradient(w as Values)), state }, x, context),
      },
      'the gradient agrees with differences, with signs, in every parameter and in the input',
    ],
  ])('report %s', (_, by, law) => {
    expect(broken(lawsOfLayer(changed(by), inputs, quick))).toContain(law);
  });

  it('report a kink where a layer is said to be smooth', () => {
    const kinked = pointwise('kinked', (x: Values) => multiply(x, 0));
    expect(broken(lawsOfLayer(kinked, inputs, { ...quick, smooth: true }))).toEqual([]);
  });
});

describe('lawsOfOptimizer', () => {
  it('hold of rules that keep what they claim', () => {
    expect(broken(lawsOfOptimizer(chain(momentum(0.5), scale(0.1)), { linear: true, still: true }, quick))).toEqual([]);
    expect(broken(lawsOfOptimizer(adam({ rate: 0.1 }), { still: true }, quick))).toEqual([]);
  });

  let calls = 0;
  it.each<[string, Optimizer, string]>([
    [
      'a rule that claims too much',
      sgd({ rate: 0.1, weightDecay: 0.5 }),
      'linear in the gradients, where its formula is',
    ],
    [
      'a factor that grows unseen',
      { ...scale(1), update: (g, state) => [map(g, (x) => times(x, like(x, 1 + calls++))), state] },
      'the same compiled',
    ],
    [
      'an offset',
      { ...scale(1), update: (g, state) => [map(g, (x) => plus(x, like(x, 1))), state] },
      'a zero gradient at the start leaves the parameters',
    ],
  ])('report %s', (_, rule, law) => {
    expect(broken(lawsOfOptimizer(rule, { linear: true, still: true }, quick))).toContain(law);
  });
});

describe('lawsOfPrimitive', () => {
  const cases = fc
    .constantFrom<Shape>([2], [1, 3], [])
    .chain((shape) => leaf('float', shape))
    .map((x) => legible(() => ({}), [x]));

  it('hold of a right one, all of them unless some are left out', () => {
    const laws = lawsOfPrimitive(sine, cases, quick);
    expect(broken(laws)).toEqual([]);
    expect(laws.length).toBe(11);
    expect(lawsOfPrimitive(sine, cases, { except: ['the pullback is linear'] }).length).toBe(10);
  });

  it('report a sign, with the smallest case and the way back to it', () => {
    const wrong: Primitive<object> = {
      ...sine,
      vjp: (...all) => sine.jvp(all[0], all[1], all[2]).map((x) => x && times(x, like(x, -1))),
    };
    const laws = lawsOfPrimitive(wrong, cases, quick);
    const result = laws.find(({ name }) => name === 'the pullback agrees with central differences')?.check();
    expect(result && isLeft(result) && result.left.message.replace(/path: '.*'/, "path: '…'")).toMatchInlineSnapshot(`
      "gradient: input 0, element 0: the gradient of output 0, element 0 is -1, the difference quotient is 1
      for [tensor([0, 0], { dtype: 'float64' })]
      in {"attributes":{},"inputs":[{"dtype":"float","shape":[2],"data":[0,0]}]}
      again with { seed: 5, path: '…' }"
    `);
    expect(broken(laws)).not.toContain('the pullback is linear');
    expect(laws.some(({ check }) => isRight(check()))).toBe(true);
  });
});
