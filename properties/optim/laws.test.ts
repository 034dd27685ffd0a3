import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scale } from '../../src/optim/index.js';
import type { Optimizer } from '../../src/optim/index.js';
import { plus, times } from '../../src/primitive/arithmetic.js';
import { castTo, iotaAlong, like } from '../../src/primitive/create.js';
import { LawError } from '../../src/testing/laws/index.js';
import { map, zip } from '../../src/tree/index.js';
import { paths } from '../../src/testing/fast-check/optimizer.js';
import { laws, rules } from './laws.js';
import type { Law, LawName, Subject } from './laws.js';
import '../../test/reference.js';

let calls = 0;

/** For each law a rule that breaks it. */
const broken: { readonly [L in LawName]: Optimizer } = {
  'linear in the gradients, where its formula is': {
    ...scale(1),
    update: (g, state) => [map(g, (x) => times(x, x)), state],
  },
  'a zero gradient at the start leaves the parameters': {
    ...scale(1),
    update: (g, state) => [map(g, (x) => plus(x, like(x, 1))), state],
  },
  'the minimum of a quadratic bowl is a fixed point, however often': {
    ...scale(1),
    init: (params) => map(params, (x) => like(x, 0)),
    update: (g, state) => [zip(g, state, plus), map(state, (x) => plus(x, like(x, 1)))],
  },
  'the same for gradients four times as large, where its formula is': scale(1),
  'a first update goes down the slope': scale(-1),
  'elements in another order are updated in that order': {
    ...scale(1),
    update: (g, state) => [map(g, (x) => (x.shape.length === 0 ? x : times(x, iotaAlong(x.shape, 0, x.dtype)))), state],
  },
  'float32 stays float32': { ...scale(1), update: (g, state) => [map(g, (x) => castTo(x, 'float64')), state] },
  'updates have the names and shapes of the parameters, and are numbers': {
    ...scale(1),
    update: (g, state) => [map(g, (x) => times(x, like(x, Infinity))), state],
  },
  'the same compiled': { ...scale(1), update: (g, state) => [map(g, (x) => times(x, like(x, calls++))), state] },
  'the state is a tree: taken apart, copied and put together, it goes on in the same way': {
    ...scale(1),
    init: (params) => params,
    update: (g, state, params) => [state === params ? g : map(g, (x) => times(x, like(x, 2))), state],
  },
  'a state keeps its names and shapes from step to step': {
    ...scale(1),
    update: (g, state) => [g, [state, g]],
  },
  'a chain is associative, and a chain of nothing does nothing': {
    ...scale(1),
    update: (g, state) => [map(g, (x) => times(x, like(x, 1 + calls++))), state],
  },
};

describe.each<[string, Law]>(Object.entries(laws))('%s', (name, law) => {
  const outcome = (subject: Subject) => fc.property(paths, (path) => void law.hold({ ...subject, ...path }, 0));

  it.each<[string, Subject]>(Object.entries(rules))('%s', (_, subject) => {
    fc.assert(outcome(subject), { numRuns: 8 });
  });

  it('is seen to fail', () => {
    const fault = { rule: broken[name as LawName], linear: true, still: true, scaleFree: true };
    expect(fc.check(outcome(fault)).errorInstance).toBeInstanceOf(LawError);
  });
});
