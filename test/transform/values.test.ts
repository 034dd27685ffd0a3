/** A tensor is a value: nothing that is done with it, or with the arrays it came from, changes it. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import {
  add,
  compile,
  compute,
  fromArray,
  fromArrayData,
  grad,
  item,
  jvp,
  multiply,
  sin,
  sum,
  tensor,
  toArray,
  toArrayData,
  toNested,
  tree,
  TraceError,
  vmap,
  zeros,
} from '../../src/index.js';
import type { AnyTensor, Tensor } from '../../src/index.js';

describe('arrays of the caller', () => {
  it.each([new Float32Array([1, 2]), new Float64Array([1, 2]), new Int32Array([1, 2]), new Uint8Array([1, 0])])(
    'are copied on the way in and on the way out: %o',
    (array) => {
      const [before, shape] = [Array.from(array), [2]];
      const x = fromArray(array, shape);
      const y = fromArrayData({ dtype: x.dtype, shape, data: array });
      array.fill(0);
      shape.push(7);
      toArray(x).fill(0);
      toArrayData(x).data.fill(0);
      expect([Array.from(toArray(x)), Array.from(toArray(y))]).toEqual([before, before]);
      expect([x.shape, y.shape]).toEqual([[2], [2]]);
    },
  );

  it('are copied from nested arrays and from shapes', () => {
    const rows = [
      [1, 2],
      [3, 4],
    ];
    const shape = [2, 2];
    const [x, y] = [tensor(rows), zeros(shape)];
    (rows[0] ?? []).fill(9);
    shape.push(3);
    const nested = toNested(x) as number[][];
    (nested[0] ?? []).fill(9);
    expect(toNested(x)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(y.shape).toEqual([2, 2]);
    expect(() => (x.shape as number[]).push(1)).toThrow(TypeError);
    expect(() => add(x, y).shape.reverse()).toThrow(TypeError);
    expect(() => Object.assign(x, { dtype: 'int32' })).toThrow(TypeError);
  });

  it('that an operation gives back unchanged are not those of its input', () => {
    const x = tensor([1, 2]);
    const f = compile((y: typeof x) => y);
    toArray(f(x)).fill(0);
    toArray(compute(x)).fill(0);
    expect(toNested(x)).toEqual([1, 2]);
  });
});

describe('looking at a tensor', () => {
  const x = tensor([1, 2, 3], { dtype: 'float64' });

  it('changes no derivative, in the trace of grad as outside', () => {
    const seen: unknown[] = [];
    const f = (y: typeof x) => {
      const square = multiply(y, y);
      seen.push(toNested(square), String(square));
      return sum(multiply(square, y));
    };
    expect(toNested(grad(f)(x))).toEqual([3, 12, 27]);
    expect(seen.slice(0, 2)).toEqual([[1, 4, 9], '[1, 4, 9]']);
    expect(toNested(grad((y: typeof x) => sum(multiply(grad(f)(y), y)))(x))).toEqual([9, 36, 81]);
    expect(toNested(jvp(f, x, x)[1])).toBe(108);
  });

  it('may decide which way a function goes', () => {
    const absolute = (y: Tensor<[], 'float64'>) => (item(y) < 0 ? multiply(y, -1) : y);
    const slopes = [-2, 3].map((value) => item(grad(absolute)(fromArray(Float64Array.of(value), []))));
    expect(slopes).toEqual([-1, 1]);
  });

  it('computes once: the expression is forgotten', () => {
    const y = sin(x);
    const [first, second] = [toArray(y), toArray(y)];
    expect(first).toEqual(second);
    expect(toNested(add(y, y))).toEqual(Array.from(first, (v) => 2 * v));
  });

  it.each<[string, (f: (y: typeof x) => AnyTensor) => unknown]>([
    ['compile', (f) => compile(f)(x)],
    ['vmap', (f) => vmap((e: Tensor<[], 'float64'>) => f(multiply(x, e)))(x)],
    [
      'grad in compile',
      (f) => compile((y: typeof x) => grad((z: typeof x) => sum(multiply(f(z), z) as typeof x))(y))(x),
    ],
  ])('has no answer inside %s, where a tensor stands for any value', (_, act) => {
    const sentence =
      'the numbers of a tensor were asked for while its function is being traced (by compile, vmap or scan), where it stands for any value; compute with the tensor instead';
    const peeks: readonly ((y: AnyTensor) => unknown)[] = [toNested, toArray, toArrayData, (y) => compute({ y })];
    for (const peek of peeks)
      expect(() =>
        act((y) => {
          peek(y);
          return y;
        }),
      ).toThrow(new TraceError(sentence));
    const printed: string[] = [];
    act((y) => {
      printed.push(String(y));
      return y;
    });
    expect(printed).toEqual(['<traced float64 [3]>']);
  });

  it('of what does not depend on the trace is fine', () => {
    expect(toNested(compile((y: typeof x) => multiply(y, item(sum(x))))(x))).toEqual([6, 12, 18]);
  });
});

describe('a long history', () => {
  const steps = 30_000;
  const chain = (x: Tensor<[], 'float64'>): Tensor<[], 'float64'> => {
    let y = x;
    for (let step = 0; step < steps; step++) y = step % 2 === 0 ? add(y, x) : multiply(y, 0.5);
    return y;
  };
  const one = fromArray(Float64Array.of(1), []);

  it('is computed, printed and derived without a deep stack', { timeout: 60_000 }, () => {
    expect(item(chain(one))).toBeCloseTo(1, 12);
    expect(String(chain(one))).toBe('1');
    expect(item(grad(chain)(one))).toBeCloseTo(1, 12);
    expect(item(jvp(chain, one, one)[1])).toBeCloseTo(1, 12);
    expect(item(compile(chain)(one))).toBeCloseTo(1, 12);
    expect(toNested(vmap(chain)(fromArray(Float64Array.of(1, 2), [2])))).toEqual(
      [1, 2].map((v) => expect.closeTo(v, 12) as number),
    );
  });

  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;

  type Step = (p: Parameters) => Parameters;
  /* how many of the parameters of 40 steps are still in memory after the last */
  const kept = async (run: (f: Step) => Step): Promise<number> => {
    const loss = ({ w, b }: Parameters) => sum(multiply(add(w, b), w));
    const step = run((p) =>
      tree.zip(p, grad(loss)(p), (value, slope): AnyTensor =>
        add(value as Tensor<[2]>, multiply(slope as Tensor<[2]>, -0.01)),
      ),
    );
    let parameters: Parameters = { w: tensor([1, 2]), b: tensor([3, 4]) };
    const ghosts: WeakRef<object>[] = [];
    for (let k = 0; k < 40; k++) {
      parameters = step(parameters);
      ghosts.push(new WeakRef(parameters.w), new WeakRef(parameters.b));
    }
    for (let round = 0; round < 3; round++) {
      await new Promise((done) => setTimeout(done, 0));
      collect();
    }
    const alive = ghosts.filter((ghost) => ghost.deref() !== undefined).length;
    expect(parameters.w.shape).toEqual([2]);
    return alive;
  };

  it.each<[string, (f: Step) => Step]>([
    ['compute', (f) => (p) => compute(f(p))],
    ['compile', (f) => compile(f)],
    [
      'looking',
      (f) => (p) => {
        const next = f(p);
        tree.leaves(next).forEach(toArray);
        return next;
      },
    ],
  ])('is not kept by a loop that asks for its parameters with %s', async (_, run) => {
    expect(await kept(run)).toBeLessThan(40);
  });

  it('is kept as long as nobody asks', async () => {
    expect(await kept((f) => f)).toBe(80);
  });
});

interface Parameters {
  readonly w: Tensor<[2]>;
  readonly b: Tensor<[2]>;
}
