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
}

/**
 * (cₜ₊₁, yₜ) = body(constants, cₜ, xₜ) for t = 0 … length − 1. Outputs: the last c, then the y stacked along a leading axis.
 * Gradient: the pullback of the body, scanned the other way over the carried values of every step, which are computed anew.
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
      { ...loop, body: widened(loop.body, n, flags, axis) },
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
  const { body, carried } = loop;
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
    applyAll(scan, { ...loop, body: doubled, constants: primal.c.length + tc.length, carried: carried + tk.length }, [
      ...primal.c,
      ...tc,
      ...primal.k,
      ...tk,
      ...primal.x,
      ...tx,
    ]),
  );
  const [, last, , stacked] = [made(carried), made(tk.length), made(body.outputs.length - carried), made(Infinity)];
  return unfloats([...last, ...stacked], body.outputs);
};

/** the loop that carries cotangents the other way, over the carried values of every step */
const backwards = (loop: Scan, cotangents: readonly AnyTensor[], inputs: readonly AnyTensor[]): readonly Maybe[] => {
  const { body, constants, carried } = loop;
  const primal = parts(loop, inputs);
  const names = parts(loop, body.parameters);
  const remembering = trace(body.parameters, (all) => [...replay(body, all).slice(0, carried), ...parts(loop, all).k]);
  const history = applyAll(scan, { ...loop, body: remembering }, inputs).slice(carried);

  const y = body.outputs.slice(carried);
  const gk = floats(cotangents.slice(0, carried), names.k);
  const gy = floats(cotangents.slice(carried), y);
  const gc = floats(names.c, names.c).map(zeros);
  const transposed = trace([...names.c, ...gk, ...gc, ...names.k, ...names.x, ...floats(y, y)], (all) => {
    const next = reader(all);
    const [c, hk, hc, k, x, hy] = [
      next(names.c.length),
      next(gk.length),
      next(gc.length),
      next(names.k.length),
      next(names.x.length),
      next(gy.length),
    ];
    const [, pullback] = pull(body, [...c, ...k, ...x]);
    const arrived = parts(loop, filled(pullback(unfloats([...hk, ...hy], body.outputs)), body.parameters));
    const sums = floats(arrived.c, names.c).map((term, index) => plus(at(hc, index), term));
    return [...floats(arrived.k, names.k), ...sums, ...floats(arrived.x, names.x)];
  });
  const made = reader(
    applyAll(
      scan,
      { body: transposed, constants, carried: gk.length + gc.length, length: loop.length, reverse: !loop.reverse },
      [...primal.c, ...gk, ...gc, ...history, ...primal.x, ...gy],
    ),
  );
  const [ak, ac, ax] = [made(gk.length), made(gc.length), made(Infinity)];
  return unfloats([...ac, ...ak, ...ax], body.parameters);
};
