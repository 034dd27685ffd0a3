/** Each law, held against a transform with a planted fault, has to say so. */
import { describe, expect, it } from 'vitest';
import * as p from '../../src/index.js';
import { compose, cross, diff, fork, grad, jvp, scan, stopGradient, tree, vjp, vmap } from '../../src/index.js';
import type { AnyTensor, Cotangent, Diff, Tensor } from '../../src/index.js';
import { expectGradient, expectLoop, expectSame, expectSameDiff, expectTranspose } from './laws.js';
import type { Batching, Loss } from './laws.js';
import { everyStep, inputsLike, inputsOf, loss, meaning } from './program.js';
import type { Inputs, Matrix, Program } from './program.js';
import { LawError } from '../../src/testing/laws/index.js';

const one: Program = {
  ...(everyStep[0] as Program),
  lines: [
    { step: 'multiply', a: 0, b: 1 },
    { step: 'matmul', a: 3, b: 2 },
    { step: 'looped', a: 4, b: 3 },
  ],
};
const inputs = inputsOf(one);
const [first, second] = inputsLike(one, 2);
if (first === undefined || second === undefined) throw new Error('two examples');
const change = <T>(value: T, path: string, f: (x: AnyTensor) => AnyTensor): T =>
  tree.map(value, (x, other) => (other === path ? f(x) : x));
const flipped = (x: AnyTensor): AnyTensor => p.negate(x as Matrix);
const cleared = (x: AnyTensor): AnyTensor => p.zerosLike(x);

const faults: Readonly<Record<string, () => void>> = {
  'gradient: no fault': () => {
    expectGradient<Inputs>(grad, loss(one), inputs);
    throw new LawError('sound');
  },
  'gradient: a sign in one leaf': () => {
    expectGradient<Inputs>((f) => (a) => change(grad(f)(a), 'pair.1.deep', flipped), loss(one), inputs);
  },
  'gradient: a leaf forgotten': () => {
    expectGradient<Inputs>((f) => (a) => change(grad(f)(a), 'pair.0', cleared), loss(one), inputs);
  },
  'gradient: another shape': () => {
    expectGradient<Inputs>((f) => (a) => change(grad(f)(a), 'w', (x) => p.flatten(x)), loss(one), inputs);
  },
  'gradient: a rule with a factor': () => {
    const sine = p.custom(
      (x: Matrix) => [p.sin(x), (d: Matrix) => p.multiply(d, p.multiply(p.cos(x), 1.001))] as const,
    );
    expectGradient<Inputs>(grad, ({ w }) => p.sum(sine(w)), inputs);
  },
  'gradient: a rule that forgets a path': () => {
    const f: Loss<Inputs> = ({ w }) => p.sum(p.multiply(p.tanh(w), stopGradient(w)));
    expectGradient<Inputs>(grad, f, inputs);
  },
  'transpose: a tangent with a sign': () => {
    expectTranspose(
      (f) => (a) => vjp(f, a),
      (f, a, da) => {
        const [b, db] = jvp(f, a, da);
        return [b, tree.map(db, flipped)];
      },
      meaning(one),
      inputs,
    );
  },
  'transpose: a value that is not that of f': () => {
    expectTranspose(
      (f) => (a) => {
        const [b, back] = vjp(f, a);
        return [tree.map(b, flipped), back];
      },
      jvp,
      meaning(one),
      inputs,
    );
  },
  'transpose: pullbacks in the wrong order': () => {
    const scale: Diff<Matrix, Matrix> = (x) => [p.square(x), (d) => p.multiply(d, 2)];
    expectTranspose<Matrix, Matrix>(
      () => scale,
      jvp,
      (x) => p.square(x),
      inputs.w,
    );
  },
  'category: composition with the inner point forgotten': () => {
    const wrong =
      <A>(f: Diff<A, A>, g: Diff<A, A>): Diff<A, A> =>
      (a) => [g(f(a)[0])[0], (d) => f(a)[1](g(a)[1](d))];
    const [u, v] = [diff((x: Matrix) => p.square(x)), diff((x: Matrix) => p.multiply(x, p.add(x, 1)))];
    expectSameDiff('functor', wrong(u, v), compose(u, v), inputs.w, 1e-9);
  },
  'category: a fork that keeps one side': () => {
    const [u, v] = [diff((x: Matrix) => p.square(x)), diff((x: Matrix) => p.sin(x))];
    const wrong: Diff<Matrix, readonly [Matrix, Matrix]> = (a) => {
      const [bc, back] = cross(u, v)([a, a]);
      return [bc, (d) => back(d)[0]];
    };
    expectSameDiff('fork', wrong, fork(u, v), inputs.w, 1e-9);
  },
  'vmap: examples in another order': () => {
    const wrong: Batching<Inputs, unknown> = (f, options) => (a) =>
      tree.map((vmap as unknown as Batching<Inputs, unknown>)(f, options)(a), (x): AnyTensor => p.flip(x, [0]));
    expectLoop<Inputs, unknown>(wrong, meaning(one), [first, second], [0, 0, 0, 0], [0, 0]);
  },
  'vmap: the place of an argument ignored': () => {
    const wrong: Batching<Inputs, unknown> = (f, options) =>
      (vmap as unknown as Batching<Inputs, unknown>)(f, { ...options, in: [0] });
    expectLoop<{ w: Tensor<[2, 2], 'float64'> }, unknown>(
      wrong as never,
      ({ w }) => p.matmul(w, w),
      [
        { w: p.fromArray(Float64Array.of(1, 2, 3, 4), [2, 2]) },
        { w: p.fromArray(Float64Array.of(5, 6, 7, 8), [2, 2]) },
      ],
      [1],
      [0],
    );
  },
  'checkpoint: without a derivative': () => {
    expectSameDiff(
      'checkpoint',
      diff((a: Inputs) => tree.map(meaning(one)(a), (x) => stopGradient(x))),
      diff(meaning(one)),
      inputs,
      1e-9,
    );
  },
  'scan: the other way': () => {
    const f = (reverse: boolean) => (x: Matrix) =>
      scan(
        (c: Tensor<[3], 'float64'>, row: Tensor<[3], 'float64'>) => [p.add(p.multiply(c, 0.5), row), c] as const,
        p.index(x, 0),
        x,
        { reverse },
      )[0];
    expectSameDiff('scan', diff(f(true)), diff(f(false)), inputs.w, 1e-9);
  },
  'pullback: not linear': () => {
    const wrong = (d: Cotangent<Matrix>) => p.add(d, 1);
    expectSame('sum', wrong(p.add(inputs.w, inputs.w)), p.add(wrong(inputs.w), wrong(inputs.w)));
  },
};

describe('a planted fault is reported', () => {
  it.each(Object.entries(faults))('%s', (_, fault) => {
    expect(fault).toThrow(LawError);
  });

  it('by a sentence with the place and both numbers', () => {
    expect(faults['gradient: a sign in one leaf']).toThrow(
      /^gradient: pair\.1\.deep, element 0: the gradient is -?[\d.e-]+, the difference quotient is -?[\d.e-]+$/,
    );
  });
});
