/** What is claimed of rules for learning, over random trees of parameters. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { addWeightDecay, applyUpdates, chain, scale } from '../../optim/index.js';
import type { Optimizer } from '../../optim/index.js';
import { minus, plus, times } from '../../primitive/arithmetic.js';
import { castTo, like } from '../../primitive/create.js';
import { reverseAlong } from '../../primitive/layout.js';
import { size } from '../../shape/index.js';
import { fromArray } from '../../tensor/literal.js';
import { read } from '../../tensor/read.js';
import type { AnyTensor } from '../../tensor/tensor.js';
import { compile } from '../../transform/index.js';
import { build, leaves, map, named, zip } from '../../tree/index.js';
import { shape } from '../arbitrary/shape.js';
import { expectClose, LawError } from '../laws/law.js';
import { literal } from '../laws/literal.js';
import { rangeOver } from './range.js';
import type { CaseLaw, NamedLaw, RangeOptions } from './range.js';

/** A rule, and what it claims by its formula. */
export interface OptimizerSubject {
  readonly rule: Optimizer;
  /** its updates are linear in the gradients */
  readonly linear: boolean;
  /** a zero gradient leaves fresh parameters where they are */
  readonly still: boolean;
  /** its updates are the same when all gradients are four times as large, but for an ε */
  readonly scaleFree?: boolean;
}

/** Parameters, and the gradients that arrive one after the other. Printed as a program. */
export interface Path {
  readonly params: Tree;
  readonly gradients: readonly Tree[];
}

/** A rule on its way along a path. */
export type OptimizerCase = OptimizerSubject & Path;

/** Parameters as any network may have them: records and lists, nested. */
export type Tree = Readonly<Record<string, unknown>>;

const tensor: Arbitrary<AnyTensor> = shape({ maxRank: 2, maxSize: 6, empty: false }).chain((dimensions) =>
  fc
    .array(fc.integer({ min: -24, max: 24 }), { minLength: size(dimensions), maxLength: size(dimensions) })
    .map((data) =>
      fromArray(
        Float64Array.from(data, (n) => n / 8),
        dimensions,
      ),
    ),
);

/** Parameters and some gradients of the same names and shapes. */
export const paths: Arbitrary<Path> = fc
  .record({
    weight: tensor,
    blocks: fc.array(fc.record({ bias: tensor }), { maxLength: 2 }),
    head: fc.record({ deep: tensor }),
  })
  .chain((params) =>
    fc.array(fc.integer({ min: 1, max: 97 }), { minLength: 1, maxLength: 4 }).map((turns) => ({
      params,
      gradients: turns.map((turn) =>
        map(params, (x) =>
          fromArray(
            Float64Array.from(read(x), (v, i) => v / 2 + (((i + 1) * turn) % 17) / 8 - 1),
            x.shape,
          ),
        ),
      ),
    })),
  );

/** all updates along a path, and the states between */
const follow = (
  rule: Optimizer,
  { params, gradients }: Path,
): { readonly updates: readonly unknown[]; readonly states: readonly unknown[] } => {
  const updates: unknown[] = [];
  const states: unknown[] = [rule.init(params)];
  gradients.reduce((before, gradient) => {
    const [update, state] = rule.update(gradient, states.at(-1), before);
    updates.push(update);
    states.push(state);
    return applyUpdates(before, update);
  }, params);
  return { updates, states };
};

const same = (law: string, found: unknown, expected: unknown, tolerance: number): void => {
  const [a, b] = [named(found), named(expected)];
  if (a.map(([path]) => path).join() !== b.map(([path]) => path).join())
    throw new LawError(`${law}: ${a.map(([path]) => path).join()} in place of ${b.map(([path]) => path).join()}`);
  a.forEach(([what, x], k) => {
    expectClose({ law, what, found: read(x), expected: read(b[k]?.[1] ?? x), tolerance });
  });
};

/** the gradients of a path changed, its parameters left */
const changed = (path: Path, f: (gradient: AnyTensor) => AnyTensor): Path => ({
  ...path,
  gradients: path.gradients.map((gradient) => map(gradient, f)),
});

const law = (hold: (subject: OptimizerSubject, path: Path) => void, runs = 15): CaseLaw<OptimizerCase> => ({
  hold: (one) => hold(one, one),
  runs,
});

/** What is claimed of every rule. */
export const optimizerLaws = {
  'linear in the gradients, where its formula is': law(({ rule, linear }, path) => {
    if (!linear) return;
    const other = changed(path, (x) => minus(like(x, 1), x));
    const both: Path = {
      ...path,
      gradients: path.gradients.map((g, k) => zip(g, other.gradients[k], (a, b) => minus(times(a, like(a, 3)), b))),
    };
    const [u, v, w] = [follow(rule, path), follow(rule, other), follow(rule, both)];
    w.updates.forEach((update, k) => {
      const wanted = zip(u.updates[k], v.updates[k], (a, b) => minus(times(a, like(a, 3)), b));
      same('linear', update, wanted, 1e-12);
    });
  }),
  'a zero gradient at the start leaves the parameters': law(({ rule, still }, path) => {
    const zero = map(path.params, (x) => like(x, 0));
    const [updates] = rule.update(zero, rule.init(path.params), path.params);
    if (still) same('still', applyUpdates(path.params, updates), path.params, 0);
  }),
  'the minimum of a quadratic bowl is a fixed point, however often': law(({ rule, still }, { params: minimum }) => {
    if (!still) return;
    /* f(p) = ½ Σ aᵢ(pᵢ − cᵢ)², whose gradient at c is zero */
    const bowl = (params: unknown): unknown =>
      zip(params, minimum, (p, c) =>
        times(
          minus(p, c),
          fromArray(
            Float64Array.from(read(c), (x) => 1 + x * x),
            c.shape,
          ),
        ),
      );
    const steps = Array.from({ length: 4 });
    const [reached] = steps.reduce<readonly [unknown, unknown]>(
      ([params, state]) => {
        const [updates, next] = rule.update(bowl(params), state, params);
        return [applyUpdates(params, updates), next];
      },
      [minimum, rule.init(minimum)],
    );
    same('fixed point', reached, minimum, 0);
  }),
  'the same for gradients four times as large, where its formula is': law(({ rule, scaleFree = false }, path) => {
    if (!scaleFree) return;
    const larger = follow(
      rule,
      changed(path, (x) => times(x, like(x, 4))),
    );
    same('scale', larger.updates, follow(rule, path).updates, 1e-4);
  }),
  'a first update goes down the slope': law(({ rule, still }, { params, gradients: [gradient] }) => {
    if (!still) return;
    const [updates] = rule.update(gradient, rule.init(params), params);
    const products = leaves(zip(gradient, updates, times)).flatMap((x) => [...read(x)]);
    if (products.some((product) => !(product >= 0)))
      throw new LawError(`slope: an element goes up: gradient times update is ${Math.min(...products)}`);
  }),
  'elements in another order are updated in that order': law(({ rule }, path) => {
    const turn = <T>(tree: T): T => map(tree, (x) => reverseAlong(x, [...x.shape.keys()]));
    const turned = follow(rule, { params: turn(path.params), gradients: path.gradients.map(turn) });
    same('order', turned.updates.map(turn), follow(rule, path).updates, 1e-12);
  }),
  'float32 stays float32': law(({ rule }, { params, gradients: [gradient] }) => {
    const single = <T>(tree: T): T => map(tree, (x) => castTo(x, 'float32'));
    const [updates] = rule.update(single(gradient), rule.init(single(params)), single(params));
    for (const [where, { dtype }] of named(updates))
      if (dtype !== 'float32') throw new LawError(`float32: the update of ${where} is ${dtype}`);
  }),
  'updates have the names and shapes of the parameters, and are numbers': law(({ rule }, path) => {
    for (const update of follow(rule, path).updates) {
      same(
        'names',
        map(update, (x) => like(x, 0)),
        map(path.params, (x) => like(x, 0)),
        0,
      );
      if (leaves(update).some((x) => read(x).some((value) => !Number.isFinite(value))))
        throw new LawError('names: an update is not finite');
    }
  }),
  'the same compiled': law(({ rule }, path) => {
    const update = compile((g: unknown, state: unknown, params: unknown) => rule.update(g, state, params));
    const compiled: Optimizer = {
      ...rule,
      update: (g, state, params) => {
        const [updates, next] = update(g, state, params);
        return [build(params, leaves(updates)), next];
      },
    };
    same('compile', follow(compiled, path), follow(rule, path), 1e-15);
  }),
  'the state is a tree: taken apart, copied and put together, it goes on in the same way': law(({ rule }, path) => {
    const copied: Optimizer = {
      ...rule,
      update: (g, state, params) => {
        const copies = leaves(state).map((x) => plus(x, like(x, 0)));
        copies.forEach((x) => read(x));
        return rule.update(g, build(state, copies), params);
      },
    };
    same('round trip', follow(copied, path), follow(rule, path), 0);
  }),
  'a state keeps its names and shapes from step to step': law(({ rule }, path) => {
    const text = (state: unknown): string =>
      named(state)
        .map(([p, { shape: s, dtype }]) => `${p} ${dtype} ${s.join()}`)
        .join('; ');
    const [first, ...later] = follow(rule, path).states.map(text);
    for (const state of later) if (state !== first) throw new LawError(`state: ${state} after ${String(first)}`);
  }),
  'a chain is associative, and a chain of nothing does nothing': law(({ rule }, path) => {
    const [a, b] = [scale(0.5), addWeightDecay(0.25)];
    const updates = (other: Optimizer): unknown => follow(other, path).updates;
    same('chain', updates(chain(chain(a, rule), b)), updates(chain(a, rule, b)), 0);
    same('chain', updates(chain(a, chain(rule, b))), updates(chain(a, rule, b)), 0);
    same('chain', updates(chain(chain(), rule)), updates(rule), 0);
  }),
} satisfies Readonly<Record<string, CaseLaw<OptimizerCase>>>;

/** The sentence of a law of rules for learning. */
export type OptimizerLawName = keyof typeof optimizerLaws;

/**
 * The laws of a rule for learning of one's own, over random trees of parameters and gradients. What it claims: to be `linear` in the gradients, as momentum is
 * and Adam is not; to be `still`, that is, to leave fresh parameters where the gradient is zero, as weight decay does not; and to be `scaleFree`: not
 * to care how large the gradients are, as Adam does not but for its ε.
 * @example
 * import { scale } from 'pullback/optim';
 * for (const { expect } of lawsOfOptimizer(scale(0.5), { linear: true, still: true }, { numRuns: 3 })) expect();
 */
export const lawsOfOptimizer = (
  rule: Optimizer,
  { linear = false, still = false, scaleFree = false }: Partial<Omit<OptimizerSubject, 'rule'>> = {},
  options: RangeOptions<OptimizerLawName> = {},
): readonly NamedLaw[] =>
  rangeOver(
    optimizerLaws,
    paths.map((path) =>
      Object.assign({ rule, linear, still, scaleFree, ...path }, { [fc.toStringMethod]: () => literal(path) }),
    ),
    options,
  );
