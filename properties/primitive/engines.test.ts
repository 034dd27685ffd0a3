import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reference } from '../../src/engine/reference/index.js';
import type { Engine } from '../../src/primitive/engine.js';
import { directions, expectEngine, LawError, movable, pullbackOf } from '../../src/testing/laws/index.js';
import { applications, names } from './cases.js';
import type { Application } from './cases.js';
import '../../test/reference.js';

/** Every engine computes what the reference engine computes, on every primitive and its pullback, in both floats. */
const engines: readonly Engine[] = [reference];

const agree =
  (engine: Engine) =>
  (application: Application, seed: number, single: boolean): void => {
    const { f, inputs } = application(single ? 'float32' : 'float64');
    expectEngine(engine, reference, f, inputs);
    expectEngine(engine, reference, pullbackOf(f, inputs.length), [...inputs, ...directions(movable(f(inputs)), seed)]);
  };

describe.each(engines.map((engine) => [engine.name, engine] as const))('the engine %s', (_, engine) => {
  it.each(names)('%s', (name) => {
    fc.assert(fc.property(applications(name), fc.nat(), fc.boolean(), agree(engine)), { numRuns: 20 });
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
