import { add, multiply, stopGradient } from '../../src/ops/index.js';
import { custom, vjp } from '../../src/transform/index.js';
import { prove } from '../law.js';
import type { Numbers } from '../law.js';
import { laws, operations } from './derivatives.js';
import type { Application, LawName, Subject } from './derivatives.js';
import '../../test/reference.js';

const subjects: Readonly<Record<string, Subject>> = Object.fromEntries(
  Object.entries(operations).map(([name, applications]) => [name, { applications }]),
);

/** a norm applied in another way */
const changed = (change: (f: Application['f']) => Application['f']): Subject => ({
  applications: operations.lpPool2d.map(({ f, x }) => ({ f: change(f), x })),
});

let calls = 0;

const faults: Readonly<Record<LawName, Readonly<Record<string, Subject>>>> = {
  'the gradient agrees with differences': {
    'half of a gradient': changed((f) => (x) => add(multiply(f(x), 0.5), stopGradient(multiply(f(x), 0.5)))),
  },
  'the gradient of the pullback agrees with differences': {
    'a pullback that is a constant to the next': changed(
      (f) => (x) =>
        custom((v: readonly Numbers[]): readonly [Numbers, (g: Numbers) => readonly Numbers[]] => {
          const [y, pullback] = vjp(f, v);
          return [y, (g) => pullback(g).map((sent) => stopGradient(sent))];
        })(x),
    ),
  },
  'reverse mode is the transpose of forward mode': {
    'a step that counts its calls': changed((f) => (x) => multiply(f(x), 1 + calls++)),
  },
  'a batch is a loop over its examples': {
    'a step that counts its calls': changed((f) => (x) => multiply(f(x), 1 + calls++)),
  },
};

prove(laws, () => subjects, faults);
