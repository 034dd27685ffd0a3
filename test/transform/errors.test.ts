import { describe, expect, it } from 'vitest';
import * as p from '../../src/index.js';
import {
  checkpoint,
  compile,
  compute,
  diff,
  grad,
  hvp,
  jvp,
  multiply,
  tensor,
  toNested,
  valueAndGrad,
  vjp,
} from '../../src/index.js';
import type { AnyTensor, Tensor } from '../../src/index.js';

const x = tensor([1, 2]);
const both = { w: x, b: tensor(3) };
const shifted = ({ w, b }: typeof both) => ({ y: p.add(w, b), n: p.argMax(w) });
type Any = never;

describe('what a transform is given', () => {
  it.each<[string, () => unknown]>([
    [
      'pullback: the cotangent has shape [3], expected [2]',
      () => vjp((y: typeof x) => p.exp(y), x)[1](tensor([1, 2, 3]) as Any),
    ],
    [
      'pullback: the cotangent of y has shape [3], expected [2]',
      () => diff(shifted)(both)[1]({ y: tensor([1, 2, 3]), n: tensor(0) } as Any),
    ],
    [
      'pullback: the cotangent of n is float32, expected int32',
      () => diff(shifted)(both)[1]({ y: x, n: tensor(0) } as Any),
    ],
    ['pullback: expected the names y, n, got y', () => diff(shifted)(both)[1]({ y: x } as Any)],
    ['pullback: expected the names (one tensor), got 0, 1', () => vjp((y: typeof x) => y, x)[1]([x, x] as Any)],
    [
      'pullback: the tree is a number, expected a tensor, or an array or record of tensors',
      () => vjp((y: typeof x) => y, x)[1](1 as Any),
    ],
    [
      'jvp: the tangent of w has shape [], expected [2]',
      () => jvp(shifted, both, { w: tensor(1), b: tensor(1) } as Any),
    ],
    ['jvp: expected the names w, b, got w, c', () => jvp(shifted, both, { w: x, c: tensor(1) } as Any)],
    ['jvp: the tangent is float64, expected float32', () => jvp((y: typeof x) => y, x, p.cast(x, 'float64') as Any)],
    [
      'hvp: the function returns shape [2]; a gradient needs a number (sum it, or use vjp)',
      () => hvp(((y: typeof x) => y) as Any, x, x),
    ],
    [
      'grad: 1 is a number, expected a tensor, or an array or record of tensors',
      () => grad((a: readonly [typeof x, number]) => p.sum(a[0]))([x, 2]),
    ],
    [
      'grad: there is no float among the tensors to derive by',
      () => grad((n: Tensor<[3], 'int32'>) => p.sum(p.cast(n, 'float32')))(p.range(3)),
    ],
    ['grad: there is no float among the tensors to derive by', () => grad<object, [], Tensor<[]>>(() => p.sum(x))({})],
    [
      'valueAndGrad: the function returns no tensor',
      () => valueAndGrad(((y: typeof x) => [1, y]) as Any, { aux: true })(x),
    ],
    [
      'checkpoint: 0 is a string, expected a tensor, or an array or record of tensors',
      () => checkpoint(() => ['x'])(x),
    ],
    [
      'compile: argument 1.f is a function; arguments are trees of tensors, numbers, strings and booleans',
      () => compile<[AnyTensor, object], AnyTensor>((y) => y)(x, { f: () => 1 }),
    ],
    [
      'compile: argument 0 is a object; arguments are trees of tensors, numbers, strings and booleans',
      () => compile<[Date], AnyTensor>(() => x)(new Date()),
    ],
    ['compute: w is a number, expected a tensor, or an array or record of tensors', () => compute({ w: 1 })],
  ])('%s', (sentence, act) => {
    expect(act).toThrow(expect.objectContaining({ message: sentence }) as Error);
  });

  it('may have its names in another order', () => {
    const [, pullback] = diff(shifted)(both);
    const { w, b } = pullback({ n: tensor(0, { dtype: 'int32' }), y: tensor([1, 10]) });
    expect([toNested(w), toNested(b)]).toEqual([[1, 10], 11]);
    expect(toNested(jvp(shifted, both, { b: tensor(5), w: tensor([1, 2]) })[1].y)).toEqual([6, 7]);
  });
});

describe('a compiled function', () => {
  it('is traced once for each kind of arguments, and tells all kinds apart', () => {
    const seen: unknown[] = [];
    const f = compile((...args: readonly unknown[]): AnyTensor => {
      seen.push(args.map((arg) => (p.isTensor(arg) ? `${arg.dtype}[${arg.shape.join()}]` : arg)));
      return x;
    });
    const kinds: readonly (readonly unknown[])[] = [
      [],
      [[]],
      [{}],
      [0],
      [-0],
      ['0'],
      [false],
      [null],
      [undefined],
      [NaN],
      [x],
      ['float32[2]'],
      [tensor([1, 2, 3])],
      [tensor([1, 2], { dtype: 'float64' })],
      [0, x],
      [x, 0],
      [{ a: { b: x } }],
      [{ 'a.b': x }],
      [10n],
    ];
    for (const args of [...kinds, ...kinds]) f(...args);
    expect(seen).toHaveLength(kinds.length);
  });

  it('gives each combination its own numbers', () => {
    const scale = compile((y: Tensor<[2]>, by: number, up: boolean) => (up ? multiply(y, by) : p.divide(y, by)));
    expect(
      [scale(x, 2, true), scale(x, 4, false), scale(x, 2, false), scale(tensor([5, 6]), 2, true)].map((y) =>
        toNested(y),
      ),
    ).toEqual([
      [2, 4],
      [0.25, 0.5],
      [0.5, 1],
      [10, 12],
    ]);
  });

  it('returns what is no tensor as it was when it was traced', () => {
    const f = compile((y: typeof x) => ({ y: p.exp(p.multiply(y, 0)), name: 'one', axes: y.shape }));
    expect({ ...f(x), y: toNested(f(x).y) }).toEqual({ y: [1, 1], name: 'one', axes: [2] });
  });

  it('keeps values with auxiliary results apart', () => {
    const f = compile(
      valueAndGrad((y: typeof x) => [p.sum(p.square(y)), { y, twice: p.multiply(y, 2) }] as const, { aux: true }),
    );
    const [[loss, { twice }], gradient] = f(x);
    expect([toNested(loss), toNested(twice), toNested(gradient)]).toEqual([5, [2, 4], [2, 4]]);
  });
});
