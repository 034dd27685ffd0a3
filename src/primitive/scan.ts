/**
 * Loops with a carried value.
 */
import { size } from '../shape/shape.js';
import { dtypes } from '../tensor/dtype.js';
import type { Data } from '../tensor/dtype.js';
import type { AnyTensor, Maybe } from '../tensor/tensor.js';
import { plus } from './arithmetic.js';
import { filled, floats, specsOf, unfloats, widened, zeros } from './body.js';
import { lead } from './broadcast.js';
import { evaluation, pull, push, replay, trace } from './graph.js';
import type { Graph } from './graph.js';
import { moveAxis } from './layout.js';
import { applyAll, at } from './primitive.js';
import type { Primitive } from './primitive.js';
import { cut, dear, summed } from './step.js';

/** `body` maps (constants, carried values, one slice of each sequence) to (new carried values, one slice of each result). */
export interface Scan {
  readonly body: Graph;
  /** how many inputs are the same in every step */
  readonly constants: number;
  /** how many values are carried from step to step */
  readonly carried: number;
  readonly length: number;
  /** from the last step to the first */
  readonly reverse: boolean;
  /** the body of a loop that this one does as well: its outputs are the first of this one's */
  readonly extends?: Graph;
}

/**
 * (cₜ₊₁, yₜ) = body(constants, cₜ, xₜ) for t = 0 … length − 1. Outputs: the last c, then the y stacked along a leading axis.
 * Gradient: the pullback of the body, scanned the other way over what the loop there keeps of every step.
 */
export const scan: Primitive<Scan> = {
  name: 'scan',
  infer: ({ body, carried, length }) =>
    specsOf(body.outputs).map(({ shape, dtype }, index) => ({
      shape: index < carried ? shape : [length, ...shape],
      dtype,
    })),
  evaluate: ({ body, constants, carried, length, reverse }, inputs, outputs) => {
    const results = outputs.slice(carried).map(({ shape, dtype }) => dtypes[dtype].zeros(size(shape)));
    const fixed = inputs.slice(0, constants);
    const run = evaluation(body);
    let carry: readonly Data[] = inputs.slice(constants, constants + carried).map(({ data }) => data);
    for (let step = 0; step < length; step++) {
      const place = reverse ? length - 1 - step : step;
      const slices = inputs.slice(constants + carried).map(({ shape: [, ...shape], dtype, data }) => ({
        shape,
        dtype,
        data: data.subarray(place * size(shape), (place + 1) * size(shape)),
      }));
      const made = run([...fixed, ...carry.map((data, k) => ({ ...at(inputs, constants + k), data })), ...slices]);
      carry = made.slice(0, carried);
      results.forEach((result, index) => {
        const slice = at(made, carried + index);
        result.set(slice, place * slice.length);
      });
    }
    return [...carry, ...results];
  },
  vjp: (loop, cotangents, { inputs, outputs }) => backwards(loop, filled(cotangents, outputs), inputs),
  jvp: (loop, tangents, { inputs }) => forwards(loop, filled(tangents, inputs), inputs),
  batch: (loop, { size: n, axis, inputs, batched }) => {
    const { constants, carried } = loop;
    const role = (index: number): keyof typeof adapt =>
      index < constants ? 'constant' : index < constants + carried ? 'carry' : 'sequence';
    const adapt = {
      constant: (input: AnyTensor) => input,
      carry: (input: AnyTensor, has: boolean) => (has ? input : lead(input, n)),
      sequence: (input: AnyTensor, has: boolean) => (has ? moveAxis(input, 0, 1) : input),
    };
    const flags = inputs.map((_, index) => role(index) === 'carry' || batched[index] === true);
    const made = applyAll(
      scan,
      { constants, carried, length: loop.length, reverse: loop.reverse, body: widened(loop.body, n, flags, axis) },
      inputs.map((input, index) => adapt[role(index)](input, batched[index] === true)),
    );
    return {
      outputs: made.map((output, index) => (index < carried ? output : moveAxis(output, 1, 0))),
      batched: made.map(() => true),
    };
  },
};

/** What concerns the constants, the carried values and the sequences of a loop. */
interface Parts<T> {
  readonly c: readonly T[];
  readonly k: readonly T[];
  readonly x: readonly T[];
}

const parts = <T>({ constants, carried }: Scan, list: readonly T[]): Parts<T> => ({
  c: list.slice(0, constants),
  k: list.slice(constants, constants + carried),
  x: list.slice(constants + carried),
});

/** takes a list apart from the front, piece by piece */
const reader = <T>(list: readonly T[]): ((length: number) => readonly T[]) => {
  let start = 0;
  return (length) => list.slice(start, (start += length));
};

/** the loop that carries values and tangents together */
const forwards = (loop: Scan, tangents: readonly AnyTensor[], inputs: readonly AnyTensor[]): readonly Maybe[] => {
  const { body, carried, length, reverse } = loop;
  const primal = parts(loop, inputs);
  const names = parts(loop, body.parameters);
  const moving = parts(loop, tangents);
  const [tc, tk, tx] = [floats(moving.c, primal.c), floats(moving.k, primal.k), floats(moving.x, primal.x)];
  const specs = [
    ...names.c,
    ...floats(names.c, names.c),
    ...names.k,
    ...floats(names.k, names.k),
    ...names.x,
    ...floats(names.x, names.x),
  ];
  const doubled = trace(specs, (all) => {
    const next = reader(all);
    const [c, sc, k, sk, x, sx] = [
      next(names.c.length),
      next(tc.length),
      next(names.k.length),
      next(tk.length),
      next(names.x.length),
      next(tx.length),
    ];
    const values = [...c, ...k, ...x];
    const [results, moved] = push(body, values, unfloats([...sc, ...sk, ...sx], values));
    const full = filled(moved, results);
    const [kNew, y] = [results.slice(0, carried), results.slice(carried)];
    return [...kNew, ...floats(full.slice(0, carried), kNew), ...y, ...floats(full.slice(carried), y)];
  });
  const made = reader(
    applyAll(
      scan,
      { body: doubled, constants: primal.c.length + tc.length, carried: carried + tk.length, length, reverse },
      [...primal.c, ...tc, ...primal.k, ...tk, ...primal.x, ...tx],
    ),
  );
  const [, last, , stacked] = [made(carried), made(tk.length), made(body.outputs.length - carried), made(Infinity)];
  return unfloats([...last, ...stacked], body.outputs);
};

/**
 * The loop that carries cotangents the other way. What it wants of each step, the loop there keeps: carried values, and what was dear to compute
 * (see `cheap`); the rest is computed anew. A cotangent of a constant that is a product in each step is one product after the loop: Σₜ aₜ bₜ contracts
 * the steps as well.
 */
const backwards = (loop: Scan, cotangents: readonly AnyTensor[], inputs: readonly AnyTensor[]): readonly Maybe[] => {
  const { body, constants, carried } = loop;
  const primal = parts(loop, inputs);
  const names = parts(loop, body.parameters);
  const y = body.outputs.slice(carried);
  const arriving = [...floats(names.k, names.k), ...floats(y, y)];
  const step = trace([...body.parameters, ...arriving], (all) => {
    const [results, pullback] = pull(body, all.slice(0, body.parameters.length));
    const given = unfloats(all.slice(body.parameters.length), body.outputs);
    const { c, k, x } = parts(loop, filled(pullback(given), body.parameters));
    return [...results, ...floats(k, names.k), ...floats(c, names.c), ...floats(x, names.x)];
  });
  const next = reader(step.outputs);
  const results = next(body.outputs.length);
  const [leavingK, leavingC, leavingX] = [
    next(floats(names.k, names.k).length),
    next(floats(names.c, names.c).length),
    next(Infinity),
  ];
  const own = parts(loop, step.parameters.slice(0, body.parameters.length));
  const moving = step.parameters.slice(body.parameters.length);
  const kept = dear(step, own.c, moving, [...leavingK, ...leavingC, ...leavingX]);

  const remembering = cut(step, [...own.c, ...own.k, ...own.x], [...results, ...own.k, ...kept]);
  const there = applyAll(scan, { ...loop, body: remembering, extends: body }, inputs);
  const history = there.slice(body.outputs.length);
  const stacks = new Map<AnyTensor, AnyTensor>(
    [...own.k, ...kept, ...own.x].map((tensor, index) => [tensor, at([...history, ...primal.x], index)]),
  );

  const gk = floats(cotangents.slice(0, carried), names.k);
  const gy = floats(cotangents.slice(carried), y);
  /** what is there of all steps: of what arrives, the cotangents of the results, but not the carried ones */
  const whole = new Map([
    ...stacks,
    ...moving.slice(gk.length).map((tensor, index): readonly [AnyTensor, AnyTensor] => [tensor, at(gy, index)]),
  ]);

  const sums = leavingC.map((term) => summed(step, term, [...stacks.keys(), ...moving], whole, loop.length));
  const terms = sums.flatMap((sum) => sum.terms);
  const operands = [...new Set(sums.flatMap((sum) => sum.operands))];
  const transposed = trace([...names.c, ...gk, ...terms, ...stacks.keys(), ...floats(y, y)], (all) => {
    const take = reader(all);
    const [c, hk, before, kxs, hy] = [
      take(constants),
      take(gk.length),
      take(terms.length),
      take(stacks.size),
      take(Infinity),
    ];
    const made = reader(
      replay(cut(step, [...own.c, ...stacks.keys(), ...moving], [...leavingK, ...terms, ...leavingX, ...operands]), [
        ...c,
        ...kxs,
        ...hk,
        ...hy,
      ]),
    );
    const leaving = made(gk.length);
    return [...leaving, ...made(terms.length).map((term, index) => plus(at(before, index), term)), ...made(Infinity)];
  });
  const made = reader(
    applyAll(
      scan,
      { body: transposed, constants, carried: gk.length + terms.length, length: loop.length, reverse: !loop.reverse },
      [...primal.c, ...gk, ...terms.map(zeros), ...stacks.values(), ...gy],
    ),
  );
  const [ak, added, ax] = [made(gk.length), reader(made(terms.length)), made(leavingX.length)];
  const handed = made(operands.length);
  operands.forEach((operand, index) => whole.set(operand, at(handed, index)));
  const ac = sums.map(({ terms: mine, total }) => total(added(mine.length), whole));
  return unfloats([...ac, ...ak, ...ax], body.parameters);
};
