/** What is claimed of compositions of primitives around windows: that transforms go through them. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import * as ops from '../../src/ops/index.js';
import { convShape, poolShape } from '../../src/shape/index.js';
import type { Shape } from '../../src/shape/index.js';
import { expectAdjoint, expectBatching, expectGradient } from '../../src/testing/laws/index.js';
import { vjp } from '../../src/transform/index.js';
import { distinct, int, law, real, whole } from '../law.js';
import type { Law, Numbers } from '../law.js';

/** Arguments of an operation, and what it makes of them. */
export interface Application {
  readonly f: (x: readonly Numbers[]) => Numbers;
  readonly x: readonly Numbers[];
}

const fitting = (shape: Shape | string): Shape => {
  if (typeof shape === 'string') throw new TypeError(shape);
  return shape;
};

const image = fc.record({
  channels: int(1, 2),
  height: int(3, 5),
  width: int(3, 5),
  kernel: int(1, 3),
  stride: int(1, 2),
});

/** Applications of each operation, with numbers away from the kinks of those that have some. */
export const operations = {
  upsample: fc
    .record({ x: whole([2, 2, 3]), factors: fc.tuple(int(1, 3), int(1, 3)) })
    .map(({ x, factors }) => ({ x: [x], f: ([v = x]) => ops.upsample(v, factors) })),

  bedOfNails: fc
    .record({ x: whole([2, 2, 3]), factors: fc.tuple(int(1, 3), int(1, 3)) })
    .map(({ x, factors }) => ({ x: [x], f: ([v = x]) => ops.bedOfNails(v, factors) })),

  maxUnpool2d: image.chain(({ channels, height, width, kernel, stride }) => {
    const pooled = fitting(poolShape([channels, height, width], { kernel, stride }, 2, 'pool'));
    return fc
      .record({ y: whole(pooled), x: distinct([channels, height, width]) })
      .map(({ y, x }) => ({ x: [y, x], f: ([v = y, w = x]) => ops.maxUnpool2d(v, w, { kernel, stride }) }));
  }),

  lpPool2d: image.chain(({ channels, height, width, kernel, stride }) =>
    fc
      .record({ x: real([channels, height, width], 0.25, 2), norm: fc.constantFrom(1, 2, 3) })
      .map(({ x, norm }) => ({ x: [x], f: ([v = x]) => ops.lpPool2d(v, { kernel, stride, norm }) })),
  ),

  locallyConnected2d: image.chain(({ channels, height, width, kernel, stride }) => {
    const options = { stride, padding: kernel - 1 };
    const weights = [2, channels, kernel, kernel];
    const places = fitting(convShape([channels, height, width], weights, options, 2, 'conv2d')).slice(1);
    return fc
      .record({ x: whole([channels, height, width]), w: whole([...weights, ...places]) })
      .map(({ x, w }) => ({ x: [x, w], f: ([v = x, u = w]) => ops.locallyConnected2d(v, u, options) }));
  }),
} satisfies Readonly<Record<string, Arbitrary<Application>>>;

/** How an operation is changed before a law looks at it. */
export interface Subject {
  readonly applications: Arbitrary<Application>;
}

const about = (hold: (application: Application) => void, runs: number): Law<Subject> =>
  law(
    ({ applications }: Subject) => applications,
    (_, application) => hold(application),
    runs,
  );

/* fast-check makes the case small, so the checks need not */
const attempts = 0;

export const laws = {
  'the gradient agrees with differences': about(({ f, x }) => void expectGradient(f, x, { elements: 6, attempts }), 8),

  'the gradient of the pullback agrees with differences': about(({ f, x }) => {
    const square = (v: readonly Numbers[]): readonly Numbers[] => {
      const [y, pullback] = vjp(f, v);
      return pullback(ops.multiply(y, y));
    };
    expectGradient(square, x, { elements: 4, attempts });
  }, 4),

  'reverse mode is the transpose of forward mode': about(({ f, x }) => void expectAdjoint(f, x), 8),

  'a batch is a loop over its examples': about(({ f, x }) => void expectBatching(f, x), 8),
} satisfies Readonly<Record<string, Law<Subject>>>;

/** The sentence of a law. */
export type LawName = keyof typeof laws;
