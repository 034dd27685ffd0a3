/** What a layer made of layers means, as an equation in what its parts make. */
import type { AnyVariables, Definition, Values } from '../../src/nn/index.js';
import { branch, expectValues } from '../../src/nn/tree.js';
import { add, concat, multiply, slice } from '../../src/ops/index.js';
import { read } from '../../src/tensor/read.js';
import { expectClose } from '../../src/testing/laws/index.js';
import { vjp } from '../../src/transform/index.js';

/** A part of a layer, as a function. */
type F = (x: Values) => Values;

const through = (fs: readonly F[], x: Values): Values => fs.reduce((y, f) => f(y), x);
const total = (values: readonly Values[]): Values => values.reduce((a, b) => add(a, b));

/** each element of f(pool(x)) where the pooling found its maximum: the pullback of the pooling at x */
const unpooled = (x: Values, [pool, f]: readonly F[]): Values => {
  if (pool === undefined || f === undefined) throw new TypeError('a max-unpooling has two parts');
  const [pooled, back] = vjp(pool, x);
  return back(f(pooled));
};

/** y of x and of the parts f₁ … fₙ. */
const equations: Readonly<Record<string, (x: Values, fs: readonly F[]) => Values>> = {
  sequential: (x, fs) => through(fs, x),
  repeat: (x, fs) => through(fs, x),
  residual: (x, fs) => total([through(fs, x), x]),
  gated: (x, fs) => multiply(x, through(fs, x)),
  sum: (x, fs) => total(fs.map((f) => f(x))),
  concat: (x, fs) =>
    concat(
      fs.map((f) => f(x)),
      0,
    ),
  maxUnpooled1d: unpooled,
  maxUnpooled2d: unpooled,
  maxUnpooled3d: unpooled,
  skipConcat: (x, fs) => {
    const y = through(fs, x);
    const middle = [1, 2].map((axis) => {
      const start = Math.floor(((x.shape[axis] ?? 0) - (y.shape[axis] ?? 0)) / 2);
      return { start, end: start + (y.shape[axis] ?? 0) };
    });
    return concat([slice(x, [null, ...middle]), y], 0);
  },
};

/** a copy without its label, the place in the list that has been taken already */
const unlabelled = ({ operation, leaf, names, output, parameters, state, parts, apply }: Definition): Definition => ({
  operation,
  leaf,
  names,
  output,
  parameters,
  state,
  parts,
  apply,
});

/**
 * A layer that holds others satisfies its equation, and so does each of them inside, on the example that it meets.
 *
 * Errors  a `LawError` with the operation, the place and both numbers
 */
export const expectEquations = (
  definition: Definition,
  variables: AnyVariables,
  x: Values,
  attendedTo: Values = x,
): void => {
  const rows = definition.operation === 'attending' ? x : attendedTo;
  const context = { key: undefined, axis: 'batch', memory: { rows } };
  const meaning = definition.label === undefined ? equations[definition.operation] : undefined;
  const parts = definition.parts(x.shape).map((part, index) => {
    const at = definition.operation === 'repeat' && definition.label === undefined ? index : definition.label;
    const inner =
      at === undefined ? variables : { params: branch(variables.params, at), state: branch(variables.state, at) };
    const f: F = (value) => {
      const target = typeof at === 'number' ? unlabelled(part.definition) : part.definition;
      expectEquations(target, inner, value, rows);
      return expectValues(target.apply(inner, value, context)[0], 'a part');
    };
    return f;
  });
  if (meaning === undefined) {
    parts.forEach((f) => f(x));
    return;
  }
  const [y] = definition.apply(variables, x, context);
  const what = `the result of ${definition.operation}`;
  expectClose({ law: 'equation', what, found: read(y), expected: read(meaning(x, parts)), tolerance: 1e-12 });
};
