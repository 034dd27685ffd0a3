import '../../src/index.js';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { abs, add, log, matmul, mean, multiply, slice, softplus, square, subtract, sum } from '../../src/ops/index.js';
import { lbfgs, strongWolfe } from '../../src/optim/index.js';
import { fromArray, item, scalar, tensor, toArray } from '../../src/tensor/literal.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { reference } from '../../src/engine/reference/index.js';

interface Golden {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly runs: Readonly<
    Record<
      string,
      {
        readonly memory: number;
        readonly path: readonly { readonly value: number; readonly params: readonly number[] }[];
        readonly minimum: { readonly value: number; readonly params: readonly number[] };
      }
    >
  >;
}
const golden = JSON.parse(readFileSync(new URL('../golden/optim/lbfgs.json', import.meta.url), 'utf8')) as Golden;
const vector = (numbers: readonly number[]) => fromArray(Float64Array.from(numbers), [numbers.length]);
const x = fromArray(Float64Array.from(golden.x), [40, 3]);
const y = vector(golden.y);

type Vector = Tensor<[number], 'float64'>;

const rosenbrock = (v: Vector): Tensor<[], 'float64'> => {
  const [first, rest] = [slice(v, [{ end: -1 }]), slice(v, [{ start: 1 }])];
  return sum(add(multiply(square(subtract(rest, square(first))), 100), square(subtract(1, first))));
};
const logistic = (v: Vector): Tensor<[], 'float64'> => {
  const [w, b] = [slice(v, [{ end: 3 }]), slice(v, [{ start: 3 }])];
  const margins = multiply(add(matmul(x, w), b), y);
  return add(mean(softplus(multiply(margins, -1))), multiply(sum(square(w)), 0.005));
};
const functions: Readonly<Record<string, (v: Vector) => Tensor<[], 'float64'>>> = {
  "Rosenbrock's valley": rosenbrock,
  'a valley of six dimensions, three steps remembered': rosenbrock,
  'logistic regression': logistic,
};

describe('lbfgs', () => {
  it.each(Object.entries(golden.runs))('%s: step for step as PyTorch, to the minimum that SciPy finds', (name, run) => {
    const f = functions[name];
    if (f === undefined) throw new Error(`no function for ${name}`);
    const start = vector(run.path[0]?.params ?? []);
    const found = lbfgs(f, start, { memory: run.memory });
    run.path.forEach(({ value }, step) => {
      const reached = found.history[step]?.value ?? found.value;
      expect(Math.abs(reached - value) / Math.max(1e-6, value)).toBeLessThan(1e-7);
    });
    expect(found.ended).not.toBe('steps');
    expect(found.value).toBeCloseTo(run.minimum.value, 9);
    toArray(found.params).forEach((p, i) => expect(p).toBeCloseTo(run.minimum.params[i] ?? NaN, 4));
    const few = lbfgs(f, start, { memory: run.memory, steps: 7 });
    expect(few).toMatchObject({ ended: 'steps', steps: 7, value: found.history[7]?.value });
    toArray(few.params).forEach((p, i) => expect(p).toBeCloseTo(run.path[7]?.params[i] ?? NaN, 9));
  });
});

describe('lbfgs of a tree of float32 tensors', () => {
  type Line = { readonly weight: Tensor<[1]>; readonly bias: Tensor<[]> };
  const inputs = tensor([[0], [1], [2], [3]]);
  const error = ({ weight, bias }: Line): Tensor<[]> =>
    mean(square(subtract(add(matmul(inputs, weight), bias), tensor([-1, 1, 3, 5]))));
  const start: Line = { weight: tensor([0]), bias: scalar(0) };

  it('finds the line through points', () => {
    const { params, value, ended } = lbfgs(error, start, { gradient: 1e-4 });
    expect(item(params.bias)).toBeCloseTo(-1, 4);
    expect(toArray(params.weight)[0]).toBeCloseTo(2, 4);
    expect(value).toBeLessThan(1e-8);
    expect(ended).toBe('gradient');
  });

  it('is the same again, and on another engine', () => {
    const numbers = ({ params, history }: ReturnType<typeof lbfgs<Line>>) => [
      ...toArray(params.weight),
      item(params.bias),
      ...history.map(({ value }) => value),
    ];
    const first = numbers(lbfgs(error, start, { steps: 4 }));
    expect(numbers(lbfgs(error, start, { steps: 4 }))).toEqual(first);
    numbers(lbfgs(error, start, { steps: 4, engine: reference })).forEach((number, i) =>
      expect(number).toBeCloseTo(first[i] ?? NaN, 5),
    );
  });

  it('stays at a minimum', () => {
    const least: Line = { weight: tensor([2]), bias: scalar(-1) };
    expect(lbfgs(error, least)).toMatchObject({ steps: 0, value: 0, ended: 'gradient', evaluations: 1 });
  });

  it('ends where it cannot go on: along |x| the gradient never vanishes', () => {
    const { params, ended } = lbfgs((v: Tensor<[], 'float64'>) => abs(v), scalar(3, 'float64'));
    expect(Math.abs(item(params))).toBeLessThan(1e-6);
    expect(ended).not.toBe('steps');
  });

  it('steps back from where the function has no value', () => {
    /* x − log x, which is NaN on the left of 0 and whose minimum is 1 */
    const found = lbfgs((v: Tensor<[], 'float64'>) => subtract(v, log(v)), scalar(0.01, 'float64'));
    expect(item(found.params)).toBeCloseTo(1, 6);
  });

  it.each([
    [() => lbfgs(error, start, { memory: 0 }), 'lbfgs: memory must be a whole number above 0, not 0'],
    [() => lbfgs(error, start, { steps: NaN }), 'lbfgs: steps must be a whole number above 0, not NaN'],
    [() => lbfgs(error, start, { gradient: -1 }), 'lbfgs: gradient must be above 0, not -1'],
    [() => lbfgs((v: Tensor<[]>) => log(v), scalar(-1)), 'lbfgs: the function is NaN at the start'],
    [
      () => lbfgs(({ a }: { a: Tensor<[]>; n: Tensor<[], 'int32'> }) => a, { a: scalar(1), n: scalar(1, 'int32') }),
      'lbfgs: n is int32; only floats can be trained',
    ],
  ])('refuses what makes no sense', (minimise, sentence) => {
    expect(minimise).toThrow(sentence);
  });
});

describe('strongWolfe', () => {
  const along = (f: (t: number) => number, slope: (t: number) => number) => (at: number) => ({
    at,
    value: f(at),
    slope: slope(at),
  });

  it('finds a point that fulfils both conditions, from a guess of any size', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -6, max: 6, noNaN: true }),
        fc.double({ min: -2, max: 2, noNaN: true }),
        fc.double({ min: 0.15, max: 0.9, noNaN: true }),
        (guess, size, curvature) => {
          const scale = 10 ** size;
          /* falls to a dented bottom, then rises */
          const probe = along(
            (t) => (t / scale - 1) ** 2 + 0.1 * Math.sin((5 * t) / scale),
            (t) => (2 * (t / scale - 1) + 0.5 * Math.cos((5 * t) / scale)) / scale,
          );
          const start = probe(0);
          const found = strongWolfe(probe, start, 10 ** guess, { curvature, shortest: 0, probes: 60 });
          expect(found.value).toBeLessThanOrEqual(start.value + 1e-4 * found.at * start.slope);
          expect(Math.abs(found.slope)).toBeLessThanOrEqual(-curvature * start.slope);
        },
      ),
    );
  });

  it('gives the best it has seen once its probes are used up', () => {
    const seen: number[] = [];
    const falling = (at: number) => {
      seen.push(at);
      return { at, value: -at, slope: -1 };
    };
    expect(strongWolfe(falling, falling(0), 1, { probes: 3 }).at).toBe(Math.max(...seen));
    expect(seen).toHaveLength(4);
  });
});
