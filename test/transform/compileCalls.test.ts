/** What a call of a compiled function hands to the engine, and which programs are kept. */
import { describe, expect, it } from 'vitest';
import {
  add,
  compile,
  exp,
  grad,
  jvp,
  matmul,
  multiply,
  ones,
  reference,
  scalar,
  sum,
  tensor,
  toNested,
  vmap,
  zeros,
} from '../../src/index.js';
import type { AnyTensor, Engine, Tensor } from '../../src/index.js';
import type { Graph } from '../../src/primitive/graph.js';
import { keptPrograms } from '../../src/transform/compile.js';

/** the reference engine, and what it was given */
const watched = (): { readonly engine: Engine; readonly graphs: Graph[]; readonly runs: number[] } => {
  const [graphs, runs]: [Graph[], number[]] = [[], []];
  const engine: Engine = {
    name: 'watched',
    compile: (graph) => {
      const run = reference.compile(graph);
      graphs.push(graph);
      return (inputs) => {
        runs.push(inputs.length);
        return run(inputs);
      };
    },
  };
  return { engine, graphs, runs };
};

describe('programs', () => {
  const lengths = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
  const counted = () => {
    const traced: (number | undefined)[] = [];
    const f = compile((y: Tensor<[number]>) => {
      traced.push(y.shape[0]);
      return multiply(y, 2);
    });
    const call = (length: number) => f(zeros([length]));
    return { traced, call };
  };

  it('are kept for the arguments of the last calls', () => {
    const { traced, call } = counted();
    lengths(0, keptPrograms).forEach(call);
    lengths(0, keptPrograms).forEach(call);
    expect(traced).toEqual(lengths(0, keptPrograms));
  });

  it('are forgotten in the order of their last use', () => {
    const { traced, call } = counted();
    lengths(0, keptPrograms).forEach(call);
    call(0);
    call(keptPrograms);
    call(0);
    expect(traced).toEqual(lengths(0, keptPrograms + 1));
    call(1);
    expect(traced.at(-1)).toBe(1);
  });

  it('get the tensors of their own arguments, after others that begin alike', () => {
    const f = compile((a: readonly AnyTensor[], b: { readonly x: AnyTensor; readonly up: boolean }) => [
      b.up ? b.x : a[0],
      a.at(-1),
    ]);
    const [one, two, three] = [tensor([1]), tensor([2]), tensor([[3]])];
    const numbers = (...args: Parameters<typeof f>) => f(...args).map((y) => y && toNested(y));
    for (let round = 0; round < 2; round++) {
      expect(numbers([two, one, three], { x: three, up: true })).toEqual([[[3]], [[3]]]);
      expect(numbers([two, one], { x: three, up: true })).toEqual([[[3]], [1]]);
      expect(numbers([two, one], { x: one, up: false })).toEqual([[2], [1]]);
    }
    expect(numbers([one, two], { x: three, up: true })).toEqual([[[3]], [2]]);
  });

  it('tell the order of names, and those of records without a prototype as their functions see them', () => {
    const f = compile((tree: Readonly<Record<string, AnyTensor>>) => Object.keys(tree).join());
    const bare = Object.assign(Object.create(null) as Record<string, AnyTensor>, { b: scalar(1), a: scalar(2) });
    expect([f({ a: scalar(1), b: scalar(2) }), f({ b: scalar(2), a: scalar(1) }), f(bare)]).toEqual([
      'a,b',
      'b,a',
      'b,a',
    ]);
  });
});

describe('what the function reads from outside', () => {
  const x = tensor([1, 2]);

  it('is computed once, and no argument of the engine', () => {
    const { engine, graphs, runs } = watched();
    const outside = exp(
      matmul(
        tensor([
          [0, 0],
          [0, 0],
        ]),
        x,
      ),
    );
    const f = compile((y: typeof x) => add(multiply(y, 3), outside), { engine });
    expect([f(x), f(x)].map((y) => toNested(y))).toEqual([
      [4, 7],
      [4, 7],
    ]);
    expect(graphs.at(-1)?.parameters).toHaveLength(1);
    expect(runs).toEqual([0, 1, 1]);
  });

  it('reaches the engine as a number where it is one number in all places', () => {
    const { engine, graphs, runs } = watched();
    expect(toNested(compile((y: typeof x) => multiply(add(y, ones([2])), 3), { engine })(x))).toEqual([6, 9]);
    expect(graphs).toHaveLength(1);
    expect(runs).toEqual([1]);
  });

  it('may be a variable of an enclosing trace, of every transform', () => {
    const f = (a: Tensor<[]>): Tensor<[]> => compile((b: Tensor<[]>) => multiply(multiply(a, a), b))(a);
    const three = scalar(3);
    expect(toNested(grad(f)(three))).toBe(27);
    expect(toNested(jvp(f, three, scalar(2))[1])).toBe(54);
    expect(toNested(grad(grad(f))(three))).toBe(18);
    expect(toNested(vmap(f)(tensor([1, 2])))).toEqual([1, 8]);
    expect(toNested(compile(grad(f))(three))).toBe(27);
    const g = (a: Tensor<[]>): Tensor<[]> => compile((b: Tensor<[]>) => multiply(multiply(a, a), b))(three);
    expect([toNested(grad(g)(three)), toNested(vmap(g)(tensor([1, 2])))]).toEqual([18, [3, 12]]);
  });

  it('leaves no plan where it is a variable of an enclosing trace', () => {
    const seen: unknown[] = [];
    grad((a: Tensor<[]>) => {
      const inner = compile((b: Tensor<[]>) => multiply(a, b));
      seen.push(inner.plan(scalar(1)));
      expect(() => inner.profile(scalar(1))).toThrow(
        'profile: the function reads variables of an enclosing trace, so it has no plan of its own',
      );
      return sum(a);
    })(scalar(3));
    expect(seen).toEqual([undefined]);
  });
});
