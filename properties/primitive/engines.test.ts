import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reference } from '../../src/engine/reference/index.js';
import type { Engine } from '../../src/primitive/engine.js';
import { wasm } from '../../src/engine/wasm/index.js';
import { minus, plus, times } from '../../src/primitive/arithmetic.js';
import { broadcastAlong, sumOver } from '../../src/primitive/broadcast.js';
import { contractBy } from '../../src/primitive/contract.js';
import { spreadAll, trace } from '../../src/primitive/graph.js';
import { primitives } from '../../src/primitive/index.js';
import type { PrimitiveName } from '../../src/primitive/index.js';
import { reverseAlong, transposeBy } from '../../src/primitive/layout.js';
import { apply, at } from '../../src/primitive/primitive.js';
import { dtypes } from '../../src/tensor/dtype.js';
import { constant } from '../../src/tensor/node.js';
import { read } from '../../src/tensor/read.js';
import type { AnyTensor } from '../../src/tensor/tensor.js';
import { directions, exact, expectEngine, LawError, movable, pullbackOf } from '../../src/testing/laws/index.js';
import type { Bound } from '../../src/testing/laws/index.js';
import { together } from '../../test/engine/together.js';
import { applications, names } from './cases.js';
import type { Application } from '../../src/testing/arbitrary/index.js';
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
    fc.assert(fc.property(applications(name), fc.nat(), fc.boolean(), agree(engine, boundOf(name))), { numRuns: 10 });
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

/** Programs with many values of which each is used soon, late, often or never, in integers, so that one wrong byte tells. */
const steps: readonly ((a: AnyTensor, b: AnyTensor) => AnyTensor)[] = [
  plus,
  minus,
  times,
  (a, b) => contractBy(a, b, { contract: [[1], [0]], batch: [[], []] }),
  (a) => transposeBy(a, [1, 0]),
  (a) => reverseAlong(a, [0]),
  (a) => broadcastAlong(sumOver(a, [0]), a.shape, [1]),
  (a) => apply(primitives.argSort, {}, a),
  (a, b) =>
    apply(
      primitives.slice,
      { ranges: a.shape.map((length) => ({ start: 1, step: 1, length: length - 1 })) },
      plus(a, b),
    ),
  (a) => apply(primitives.pad, { value: 0, padding: a.shape.map(() => ({ low: 1, high: 0, interior: 0 })) }, a),
];
const lines = fc.array(fc.tuple(fc.nat(steps.length - 1), fc.nat(1000), fc.nat(1000)), { minLength: 1, maxLength: 60 });

describe.each(engines.slice(1))('the engine %s', (_, engine) => {
  it('gives no two values that are alive the same memory', () => {
    fc.assert(
      fc.property(lines, fc.constantFrom(2, 5, 19), fc.nat(), (program, side, seed) => {
        const f = (inputs: readonly AnyTensor[]): readonly AnyTensor[] => {
          const values = [...inputs];
          for (const [step, i, k] of program) {
            const a = at(values, i % values.length);
            const fitting = values.filter(({ shape }) => shape.join() === a.shape.join());
            const made = at(steps, step)(a, at(fitting, k % fitting.length));
            if (made.shape[0] !== 0 && at(made.shape, 0) <= 2 * side) values.push(made);
          }
          return values.slice(-3);
        };
        const data = Int32Array.from({ length: side * side }, (__, i) => Math.imul(i + 1, seed) % 1000);
        const input = constant({ shape: [side, side], dtype: 'int32' }, data);
        expectEngine(engine, reference, f, [input, constant(input, data.slice().reverse())], exact);
      }),
      { numRuns: 60 },
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
