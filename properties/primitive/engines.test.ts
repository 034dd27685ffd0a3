import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reference } from '../../src/engine/reference/index.js';
import type { Engine } from '../../src/primitive/engine.js';
import { wasm } from '../../src/engine/wasm/index.js';
import { spreadAll, trace } from '../../src/primitive/graph.js';
import type { PrimitiveName } from '../../src/primitive/index.js';
import { dtypes } from '../../src/tensor/dtype.js';
import { constant } from '../../src/tensor/node.js';
import { read } from '../../src/tensor/read.js';
import { directions, exact, expectEngine, LawError, movable, pullbackOf } from '../../src/testing/laws/index.js';
import type { Bound } from '../../src/testing/laws/index.js';
import { together } from '../../test/engine/together.js';
import { applications, names } from './cases.js';
import type { Application } from './cases.js';
import '../../test/reference.js';

/** Every engine computes what the reference engine computes, on every primitive and its pullback, in both floats. */
const engines: readonly (readonly [string, Engine])[] = [
  ['reference', reference],
  ['wasm', wasm()],
  ['wasm, without fused multiply-add', wasm({ threads: 1, fused: false })],
  ['wasm, one thread', wasm({ threads: 1 })],
  ['wasm, two threads', await together(2)],
];

/** The primitives that round more than once, or in an order of the engine's own. All others give the same bits on the inputs of their cases. */
const rounding: readonly PrimitiveName[] = [
  'exp',
  'expm1',
  'log',
  'log1p',
  'rsqrt',
  'sin',
  'cos',
  'tanh',
  'sigmoid',
  'erf',
  'erfInv',
  'power',
  'product',
  'checkpoint',
  'custom',
  'scan',
];
const boundOf = (name: PrimitiveName): Bound | undefined => (rounding.includes(name) ? undefined : exact);

const agree =
  (engine: Engine, bound?: Bound) =>
  (application: Application, seed: number, single: boolean): void => {
    const { f, inputs } = application(single ? 'float32' : 'float64');
    expectEngine(engine, reference, f, inputs, bound);
    const pullback = pullbackOf(f, inputs.length);
    expectEngine(engine, reference, pullback, [...inputs, ...directions(movable(f(inputs)), seed)], bound);
  };

/** The same on this many rows, each with the elements of the row before turned round by one. */
const rows = 509;
const multiplied =
  (application: Application): Application =>
  (float) => {
    const { f, inputs } = application(float);
    return {
      f: (tensors) =>
        spreadAll(
          trace(inputs, f),
          tensors,
          tensors.map(() => true),
          rows,
        ),
      inputs: inputs.map((input) => {
        const data = read(input);
        const turned = (_: unknown, i: number): number => data[(i + Math.floor(i / data.length)) % data.length] ?? 0;
        const all = Array.from({ length: rows * data.length }, turned);
        return constant({ shape: [rows, ...input.shape], dtype: input.dtype }, dtypes[input.dtype].from(all));
      }),
    };
  };

describe.each(engines)('the engine %s', (_, engine) => {
  it.each(names)('%s', (name) => {
    fc.assert(fc.property(applications(name), fc.nat(), fc.boolean(), agree(engine, boundOf(name))), { numRuns: 15 });
  });
});

describe.each(engines.slice(1))('the engine %s on many elements', (_, engine) => {
  it.each(names)('%s', (name) => {
    const law = agree(engine, boundOf(name));
    fc.assert(
      fc.property(applications(name), fc.nat(), fc.boolean(), (application, seed, single) =>
        law(multiplied(application), seed, single),
      ),
      { numRuns: 3 },
    );
  });
});

describe('the law reports an engine that', () => {
  const faults: Readonly<Record<string, Engine['compile']>> = {
    'loses the last element': (graph) => {
      const run = reference.compile(graph);
      return (inputs) => run(inputs).map((data) => data.map((x, i) => (i < data.length - 1 ? x : x + 1)));
    },
    'remembers the run before': (graph) => {
      const run = reference.compile(graph);
      let runs = 0;
      return (inputs) => run(inputs).map((data) => data.map((x) => x + runs++));
    },
    'writes to its inputs': (graph) => {
      const run = reference.compile(graph);
      return (inputs) => {
        const results = run(inputs).map((data) => data.slice());
        inputs.forEach(({ data }) => data.fill(3));
        return results;
      };
    },
  };
  it.each(Object.entries(faults))('%s', (name, compile) => {
    const { errorInstance } = fc.check(
      fc.property(applications('sin'), fc.nat(), fc.boolean(), agree({ name, compile })),
    );
    expect(errorInstance).toBeInstanceOf(LawError);
  });
});
