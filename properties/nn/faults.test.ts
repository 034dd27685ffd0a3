/** A law counts only once it has been seen to fail: every law reports layers with a planted fault. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Definition, Values } from '../../src/nn/index.js';
import {
  add,
  axisIndex,
  axisMean,
  axisSize,
  cast,
  concat,
  divide,
  flip,
  multiply,
  pad,
  permute,
  slice,
  stopGradient,
  subtract,
} from '../../src/ops/index.js';
import { branch } from '../../src/nn/tree.js';
import { negative } from '../../src/primitive/arithmetic.js';
import { primitives } from '../../src/primitive/index.js';
import { apply, applyAll } from '../../src/primitive/primitive.js';
import type { Primitive } from '../../src/primitive/primitive.js';
import type { Shape } from '../../src/shape/index.js';
import { isTensor } from '../../src/tensor/node.js';
import { typed } from '../../src/tensor/tensor.js';
import { LawError } from '../../src/testing/laws/index.js';
import { custom } from '../../src/transform/index.js';
import { map } from '../../src/tree/index.js';
import { laws } from './laws.js';
import type { Law, LawName } from './laws.js';
import type { LayerName, Plant } from '../../src/testing/arbitrary/layers/index.js';
import { modelsFrom } from '../../src/testing/arbitrary/models.js';
import '../../test/reference.js';

type Apply = Definition['apply'];

/** Networks that begin with a layer changed on purpose. */
const faulty = (name: LayerName, change: (correct: Definition) => Partial<Definition>): readonly [LayerName, Plant] => [
  name,
  { [name]: (correct: Definition) => ({ ...correct, ...change(correct) }) },
];

/** A layer of which the result is tampered with. */
const after =
  (f: (y: Values, x: Values, ...rest: Parameters<Apply>) => Values) =>
  ({ apply: correct }: Definition): Partial<Definition> => ({
    apply: (variables, x, context) => {
      const [y, state] = correct(variables, x, context);
      return [f(y, x, variables, x, context), state];
    },
  });

/** x with a gradient of the wrong sign, in both modes alike */
const against = (x: Values): Values => subtract(multiply(stopGradient(x), 2), x);

/** −x, with two derivatives that disagree */
const tornNegate: Primitive<object> = {
  ...primitives.negate,
  vjp: (_, [cotangent]) => [cotangent],
  batch: (_, { inputs, batched }) => ({ outputs: applyAll(tornNegate, {}, inputs), batched }),
};
const torn = (x: Values): Values => typed(negative(apply(tornNegate, {}, x)));

/** x, through a pullback that squares */
const bent: (x: Values) => Values = custom((x: Values) => [x, (g: Values) => multiply(g, g)]);

/** the branches of a layer, with one cotangent lost on the way */
const forgetful =
  (join: (results: readonly Values[]) => Values) =>
  (correct: Definition): Partial<Definition> => ({
    apply: (variables, x, context) => {
      const [y, state] = correct.apply(variables, x, context);
      const results = correct.parts(x.shape).map(({ definition }) => definition.apply(variables, x, context)[0]);
      const lost = join(results);
      return [add(stopGradient(subtract(y, lost)), lost), state];
    },
  });

/** the branches of a layer joined in another way */
const only =
  (join: (results: readonly Values[]) => Values) =>
  (correct: Definition): Partial<Definition> => ({
    apply: (variables, x, context) => [
      join(correct.parts(x.shape).map(({ definition }) => definition.apply(variables, x, context)[0])),
      correct.apply(variables, x, context)[1],
    ],
  });

/** the gradient of a square weight transposed, the value as it should be */
const transposed = ({ apply: correct }: Definition): Partial<Definition> => ({
  apply: ({ params, state }, x, context) => {
    const each = (f: (w: Values) => Values) => {
      const tree = map(params, (w) =>
        w.shape.length === 2 && w.shape[0] === w.shape[1] ? f(typed<Shape, 'float64'>(w)) : w,
      );
      return correct({ params: tree, state }, x, context)[0];
    };
    const turned = (w: Values): Values => permute(w, [1, 0]);
    return [
      add(
        each((w) => stopGradient(w)),
        subtract(
          each(turned),
          each((w) => stopGradient(turned(w))),
        ),
      ),
      {},
    ];
  },
});

const larger = (shape: Shape | string): Shape | string =>
  typeof shape === 'string' ? shape : shape.map((n, k) => (k === shape.length - 1 ? n + 1 : n));

let calls = 0;

const planted = {
  'a bias whose gradient has the wrong sign': faulty('linear', ({ apply: correct }) => ({
    apply: ({ params, state }, x, context) => {
      const wrong = map(params, (tensor, path) =>
        path === 'bias' ? against(typed<Shape, 'float64'>(tensor)) : tensor,
      );
      return correct({ params: wrong, state }, x, context);
    },
  })),
  'a sign flipped in the pullback alone': faulty(
    'tanh',
    after((y) => torn(y)),
  ),
  'a pullback that is not linear': faulty(
    'sigmoid',
    after((y) => bent(y)),
  ),
  'a weight whose gradient is transposed': faulty('linear', transposed),
  'a residual without the gradient of its shortcut': faulty(
    'residual',
    forgetful(([y]) => y ?? raise()),
  ),
  'a sum without the gradient of one branch': faulty(
    'sum',
    forgetful(([y]) => y ?? raise()),
  ),
  'a concat without the gradient of one branch': faulty(
    'concat',
    forgetful(([first, ...others]) => concat([first ?? raise(), ...others.map((y) => stopGradient(y))], 0)),
  ),
  'a padding off by one': faulty('conv2d', ({ apply: correct }) => ({
    apply: (variables, x, context) =>
      correct(
        variables,
        pad(x, [
          [0, 0],
          [1, 0],
          [0, 0],
        ]),
        context,
      ),
  })),
  'a layer that looks at its neighbours in use': faulty(
    'batchNorm',
    after((y, _, __, ___, { axis }) => add(y, axisMean(y, axis))),
  ),
  'a layer that depends on the place in the batch': faulty(
    'relu',
    after((y, _, __, ___, { axis }) => add(y, typed<Shape, 'float64'>(cast(axisIndex(axis), 'float64')))),
  ),
  'a gradient that is the mean over the batch': faulty(
    'linear',
    after((y, _, __, ___, { axis }) => {
      const share: Values = divide(y, typed<readonly [], 'float64'>(cast(axisSize(axis), 'float64')));
      return add(stopGradient(subtract(y, share)), share);
    }),
  ),
  'a residual without its shortcut': faulty(
    'residual',
    after((y, x) => subtract(y, x)),
  ),
  'a sum with its last branch only': faulty(
    'sum',
    only((ys) => ys.at(-1) ?? raise()),
  ),
  'a concat in the wrong order': faulty(
    'concat',
    only((ys) => concat([...ys].reverse(), 0)),
  ),
  'a repeat with the parameters of the first copy': faulty('repeat', ({ apply: correct, parts }) => ({
    apply: ({ params, state }, x, context) => {
      const first = Array.isArray(params) ? parts(x.shape).map(() => branch(params, 0)) : params;
      return correct({ params: first, state }, x, context);
    },
  })),
  'a skip cropped at the corner': faulty(
    'skipConcat',
    after((y, x) => {
      const corner = slice(x, [null, ...y.shape.slice(1).map((end) => ({ start: 0, end }))]);
      return concat([corner, slice(y, [{ start: x.shape[0] ?? 0 }])], 0);
    }),
  ),
  'a gate in place of what it gates': faulty(
    'gated',
    only(([gate]) => gate ?? raise()),
  ),
  'an unpooling that turns round': faulty(
    'maxUnpooled2d',
    after((y) => flip(y, [1, 2])),
  ),
  'a layer that counts its calls': faulty(
    'gelu',
    after((y) => add(y, calls++)),
  ),
  'a declared shape off by one': faulty('conv2d', ({ output }) => ({ output: (input) => larger(output(input)) })),
  'a state that moves in use': faulty('batchNorm', ({ apply: correct }) => ({
    apply: (variables, x, context) => {
      const [y, state] = correct(variables, x, context);
      return [y, isTensor(state) ? state : map(state, (tensor) => add(typed<Shape, 'float64'>(tensor), 1))];
    },
  })),
  'a copy that the summary leaves out': faulty('repeat', ({ parts }) => ({ parts: (input) => parts(input).slice(1) })),
  'a sentence that changes': faulty('subsample', ({ output }) => ({
    output: (input) => {
      const verdict = output(input);
      return typeof verdict === 'string' ? `${verdict} (${calls++})` : verdict;
    },
  })),
} satisfies Readonly<Record<string, readonly [LayerName, Plant]>>;

type FaultName = keyof typeof planted;

function raise(): never {
  throw new TypeError('there is no branch');
}

const wrongGradients = [
  'a bias whose gradient has the wrong sign',
  'a sign flipped in the pullback alone',
  'a pullback that is not linear',
  'a weight whose gradient is transposed',
  'a residual without the gradient of its shortcut',
  'a sum without the gradient of one branch',
  'a concat without the gradient of one branch',
] as const;

/** For each law the faults it must report, and faults that it must let pass because they are the matter of another. */
const verdicts: {
  readonly [L in LawName]: { readonly reported: readonly FaultName[]; readonly passed?: readonly FaultName[] };
} = {
  'the gradient agrees with differences, with signs, in every parameter and in the input': { reported: wrongGradients },
  'reverse mode is the transpose of forward mode': {
    reported: ['a sign flipped in the pullback alone'],
    passed: ['a bias whose gradient has the wrong sign'],
  },
  'the pullback is linear': {
    reported: ['a pullback that is not linear'],
    passed: ['a sign flipped in the pullback alone'],
  },
  'a batch is a loop over its examples': {
    reported: ['a layer that looks at its neighbours in use', 'a layer that depends on the place in the batch'],
    passed: ['a sign flipped in the pullback alone'],
  },
  'the gradient of a batch is the sum of those of its examples': {
    reported: ['a gradient that is the mean over the batch'],
    passed: ['a residual without its shortcut'],
  },
  'a layer made of layers satisfies its equation': {
    reported: [
      'a residual without its shortcut',
      'a sum with its last branch only',
      'a concat in the wrong order',
      'a repeat with the parameters of the first copy',
      'a skip cropped at the corner',
      'a gate in place of what it gates',
      'an unpooling that turns round',
    ],
    passed: ['a bias whose gradient has the wrong sign'],
  },
  'leading dimensions are a batch laid out': {
    reported: ['a layer that counts its calls'],
    passed: ['a layer that looks at its neighbours in use'],
  },
  'compiled or not, once or twice, the numbers are the same': { reported: ['a layer that counts its calls'] },
  'each layer makes the shape that it declares': {
    reported: ['a declared shape off by one', 'a padding off by one'],
  },
  'the next state has the names and shapes of the state, and is the state where nothing is trained': {
    reported: ['a state that moves in use'],
  },
  'parameters are counted as they are made, row by row of the summary': {
    reported: ['a copy that the summary leaves out'],
  },
  'what does not fit is refused with the sentence that was predicted': { reported: ['a sentence that changes'] },
};

const outcome = ({ hold }: Law, fault: FaultName) =>
  fc.check(
    fc.property(modelsFrom(...planted[fault]), (network) => void hold(network, 0)),
    { numRuns: 150 },
  );

describe.each<[string, Law, (typeof verdicts)[LawName]]>(
  Object.entries(laws).map(([name, law]) => [name, law, verdicts[name as LawName]]),
)('%s', (_, law, { reported, passed = [] }) => {
  it.each(reported)('reports %s', (fault) => {
    expect(outcome(law, fault).errorInstance).toBeInstanceOf(LawError);
  });
  if (passed.length > 0)
    it.each(passed)('lets pass %s', (fault) => {
      expect(outcome(law, fault).errorInstance).toBeNull();
    });
});
