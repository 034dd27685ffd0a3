import * as fc from 'fast-check';
import * as nn from '../../../nn/index.js';
import type { Rule } from '../../../nn/index.js';
import { sameShape } from '../../../shape/index.js';
import { anything, block, branches, every, int, kinked, made, nesting } from './row.js';
import type { Plan, Rows } from './row.js';

/** A plan whose layer stands under the name of its place, so that its own names are met only once. */
const underName =
  (plan: Plan): Plan =>
  (input, place) => {
    const written = plan(input, place);
    return written && { ...written, named: true };
  };
const tied = nesting(every, fc.constant(null), sameShape, (_, of) => {
  const [only] = of(1);
  if (only === undefined) return branches(nn.sequential, []);
  const [layer, text] = block(only);
  const twice = nn.tied({ t: nn.layer<Rule>(layer.definition) }, (t) => nn.sequential(t, nn.layer<Rule>(t.definition)));
  return [twice, `{ t: ${text} }, (t) => sequential(t, t)`, only];
});

/** The rows of the layers of `nn/combine`. */
export const combine = {
  concat: nesting(
    every,
    int(1, 3),
    (from, to) => sameShape(from.slice(1), to.slice(1)) && from.length === to.length,
    (n, of) => branches(nn.concat, of(n)),
  ),
  gated: nesting(every, fc.constant(null), sameShape, (_, of) =>
    branches((...items) => nn.gated(nn.sequential(...items)), of(1)),
  ),
  repeat: nesting(every, int(0, 3), sameShape, (n, of) => {
    const [only] = of(1);
    if (only === undefined) return branches(nn.sequential, []);
    const [layer, text] = block(only);
    return [nn.repeat(n, nn.layer<Rule>(layer.definition)), `${n}, ${text}`, only];
  }),
  residual: nesting(every, fc.constant(null), sameShape, (_, of) =>
    branches((...items) => nn.residual(nn.sequential(...items)), of(1)),
  ),
  sequential: nesting(every, fc.constant(null), anything, (_, of) => branches(nn.sequential, of(1))),
  skipConcat: nesting(
    [3],
    fc.constant(null),
    (from, to) => to.length === 3 && to.slice(1).every((n, k) => n <= (from[k + 1] ?? 0)),
    (_, of) => branches((...items) => nn.skipConcat(nn.sequential(...items)), of(1)),
  ),
  squeezeExcite: kinked(
    made(nn.squeezeExcite, [2, 3, 4], int(1, 3), (r, [channels = 1]) => [channels % r === 0 ? r : 1]),
  ),
  sum: nesting(every, int(1, 3), anything, (n, of) => branches(nn.sum, of(n))),
  tied: { ...tied, plans: (name, inner) => tied.plans(name, inner).map(underName) },
} satisfies Rows;
