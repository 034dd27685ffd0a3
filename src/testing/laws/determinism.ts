import type { Engine } from '../../primitive/engine.js';
import { readAll } from '../../tensor/read.js';
import type { Data } from '../../tensor/dtype.js';
import { compile } from '../../transform/index.js';
import { build, leaves } from '../../tree/index.js';
import { exact, rounded } from './bound.js';
import type { Bound } from './bound.js';
import { checked, expectClose, expectSame } from './law.js';
import type { Report } from './law.js';
import { against } from './subject.js';
import type { Shrinking } from './subject.js';

/** How determinism is tested. */
export interface DeterminismOptions extends Shrinking {
  /** engines on which it is compiled too, by the names that a sentence has for them: `{ 'one thread': wasm({ threads: 1 }), … }` */
  readonly engines?: Readonly<Record<string, Engine>>;
  /** how far engines may be apart from the first of them: the same bits unless said otherwise */
  readonly bound?: Bound;
}

/** a way to compute, and what a sentence calls it */
interface Program {
  readonly how: string;
  readonly run: () => readonly Data[];
}

/**
 * The same inputs, a random key among them, give the same bits once more, and the same numbers compiled, up to rounding; every engine gives the bits of the first
 * of them, and gives them once more; and computing leaves the inputs as they were.
 *
 * Errors   a `LawError` with the place and both numbers: "determinism: the output, the second time, element 3 is 0.5, expected 0.25"
 * @example
 * expectDeterminism((k: Key) => random.normal(k, [3]), random.key(1), { engines: { 'one thread': wasm({ threads: 1 }) } }).compared // 18
 */
export const expectDeterminism = <A>(f: (a: A) => unknown, a: A, options: DeterminismOptions = {}): Report =>
  against(
    'determinism',
    f,
    a,
    ({ f: mapping, inputs, names, outputName }) => {
      const { engines = {}, bound = exact } = options;
      const copies = (tensors: readonly Data[]): readonly Data[] => tensors.map((data) => data.slice());
      const before = copies(readAll(inputs));
      const specs = mapping(inputs);
      const expected = copies(readAll(specs));
      const whole = (on: { readonly engine?: Engine }) => {
        const compiled = compile((tree: A) => leaves(f(tree), 'determinism'), on);
        return () => copies(readAll(compiled(build(a, inputs))));
      };
      const programs: readonly Program[] = [
        { how: '', run: () => copies(readAll(mapping(inputs))) },
        { how: ', compiled', run: whole({}) },
        ...Object.entries(engines).map(([name, engine]) => ({ how: `, ${name}`, run: whole({ engine }) })),
      ];
      let worst = 0;
      const same = (how: string, found: readonly Data[], wanted: readonly Data[], allowed: Bound): void => {
        specs.forEach(({ shape, dtype }, k) => {
          const numbers = {
            law: 'determinism',
            what: `${outputName(k)}${how}`,
            shape,
            found: found[k] ?? [],
            expected: wanted[k] ?? [],
          };
          const tolerance = allowed[dtype];
          worst = Math.max(worst, tolerance === 0 ? expectSame(numbers) : expectClose({ ...numbers, tolerance }));
        });
      };
      programs.reduce((before, { how, run }, index) => {
        const first = run();
        /* a plan of the whole may round in another order; engines are compared with the first of them */
        same(index === 0 ? ', the second time' : how, first, before, index === 0 ? exact : index < 3 ? rounded : bound);
        same(`${how}, once more`, run(), first, exact);
        return index < 3 ? first : before;
      }, expected);
      readAll(inputs).forEach((data, k) =>
        expectSame({
          law: 'determinism',
          what: `${names[k] ?? ''}, afterwards`,
          shape: inputs[k]?.shape ?? [],
          found: data,
          expected: before[k] ?? [],
        }),
      );
      const numbers = expected.reduce((sum, { length }) => sum + length, 0);
      return {
        law: 'determinism',
        compared: 2 * programs.length * numbers,
        worst,
        tolerance: Math.max(...Object.values(bound)),
      };
    },
    options,
  );

/** {@link expectDeterminism}, as a value: the error, or the report. */
export const checkDeterminism = checked(expectDeterminism);
