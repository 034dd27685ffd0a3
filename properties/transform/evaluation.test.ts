import { describe, it } from 'vitest';
import { compile, compute, grad, hvp, jvp, toArray, tree, vjp } from '../../src/index.js';
import { directionOf, expectSame, expectSameDiff } from './laws.js';
import { overPrograms } from './over-programs.js';
import { inputsOf, loss, meaning } from './program.js';
import type { Inputs } from './program.js';

/** f, whose arguments and results are looked at when they are made */
const looked =
  <A, B>(f: (a: A) => B): ((a: A) => B) =>
  (a) => {
    tree.leaves(a).forEach(toArray);
    const b = f(a);
    tree.leaves(b).forEach(String);
    return b;
  };

describe('looking at numbers', () => {
  it('changes no value and no derivative', () => {
    overPrograms((one, seed) => {
      const [f, inputs] = [meaning(one), inputsOf(one)];
      expectSame('value', looked(f)(inputs), f(inputs), 0);
      const v = directionOf(inputs, seed);
      expectSame('jvp', jvp(looked(f), inputs, v), jvp(f, inputs, v), 0);
      expectSame('vjp', vjp(looked(f), inputs)[1](f(v)), vjp(f, inputs)[1](f(v)), 0);
      expectSame('hvp', hvp(looked(loss(one)), inputs, v), hvp(loss(one), inputs, v), 0);
    });
  });

  it('gives the same numbers each time, in one plan or in many', () => {
    overPrograms((one) => {
      const [f, inputs] = [grad(loss(one)), inputsOf(one)];
      const [once, again, apart] = [f(inputs), f(inputs), f(inputs)];
      expectSame('compute', compute(once), again, 0);
      tree.leaves(apart).forEach(toArray);
      expectSame('leaf by leaf', apart, once, 0);
      expectSame('the same tree twice', once, compute(compute(once)), 0);
    });
  });
});

describe('compile', () => {
  it('is the function, also when it was compiled for other numbers and other shapes', () => {
    overPrograms((one) => {
      const [f, inputs] = [meaning(one), inputsOf(one)];
      const [g, others] = [compile(f), { ...inputs, w: inputs.pair[0], pair: [inputs.w, inputs.pair[1]] } as Inputs];
      expectSame('first', g(inputs), f(inputs));
      expectSame('other numbers', g(others), f(others));
      expectSame('the first again', g(inputs), f(inputs));
      expectSameDiff(
        'inside a trace',
        (a) => vjp(g, a),
        (a) => vjp(f, a),
        inputs,
        1e-10,
      );
      expectSame('gradient inside', compile(grad(loss(one)))(inputs), grad(loss(one))(inputs));
    });
  });
});
