/** Functions applied as one node: computed anew for the derivative, with a derivative of their own, or in a loop. */
import { filled, floats, zeros } from '../primitive/body.js';
import { checkpointed, custom as customPrimitive } from '../primitive/control.js';
import { close, replay, trace } from '../primitive/graph.js';
import type { Graph } from '../primitive/graph.js';
import { applyAll, at } from '../primitive/primitive.js';
import { scan as scanPrimitive } from '../primitive/scan.js';
import { ShapeError } from '../shape/error.js';
import { sameShape, show } from '../shape/shape.js';
import type { Arg, Shape } from '../shape/shape.js';
import { TraceError } from '../tensor/read.js';
import { dtypes } from '../tensor/dtype.js';
import { cell } from '../tensor/tensor.js';
import type { AnyTensor, Tensor } from '../tensor/tensor.js';
import { aligned, build, leaves, named, pathsOf, rebuild } from '../tree/tree.js';
import type { Named } from '../tree/tree.js';
import { matching } from './diff.js';
import type { Diff } from './diff.js';
import type { EquallyLong, LengthsOf, Spread } from './examples.js';

interface Body<B> {
  readonly graph: Graph;
  readonly captured: readonly AnyTensor[];
  readonly result: B;
}

/** the graph of a function of a tree, with what it reads from outside as further parameters */
const bodyOf = <B>(
  operation: string,
  specs: readonly AnyTensor[],
  f: (variables: readonly AnyTensor[]) => B,
): Body<B> => {
  const results: B[] = [];
  const open = trace(specs, (variables) => {
    const b = f(variables);
    results.push(b);
    return leaves(b, operation);
  });
  const [result] = results;
  if (result === undefined) throw new TypeError(`${operation}: the function returned nothing`);
  return { ...close(open), result };
};

/**
 * f, whose inside is not kept for the derivative but computed anew: memory for time.
 *
 * Law       checkpoint(f) and f have the same values and derivatives
 * @example
 * grad(checkpoint((x: Tensor<[2]>) => sum(sin(x))))(tensor([0, 1])) // [1, 0.540302]
 */
export const checkpoint =
  <A, B>(f: (a: A) => B): ((a: A) => B) =>
  (a) => {
    const inputs = leaves(a, 'checkpoint');
    const { graph, captured, result } = bodyOf('checkpoint', inputs, (variables) => f(build(a, variables)));
    return build(result, applyAll(checkpointed, { body: graph }, [...inputs, ...captured]));
  };

/**
 * A differentiable function as a plain one: inside a trace, its own pullback is used in place of the derivative of its parts. Forward mode
 * transposes that pullback.
 *
 * Law       custom(diff(f)) and f have the same values and derivatives
 * Errors    a `TraceError` when it reads a variable of an enclosing trace that is not its argument, by which it could not be derived;
 *           a `ShapeError` when its pullback does not give the names and shapes of its argument
 * @example
 * const clipped = custom((x: Tensor<[2]>) => [x, (dx: Tensor<[2]>) => clip(dx, -1, 1)]); // the identity, with a gradient held in bounds
 * grad((x: Tensor<[2]>) => sum(multiply(clipped(x), 5)))(tensor([1, 2])) // [1, 1]
 */
export const custom =
  <A, B>(f: Diff<A, B>): ((a: A) => B) =>
  (a) => {
    const inputs = leaves(a, 'custom');
    const forward = bodyOf('custom', inputs, (variables) => f(build(a, variables))[0]);
    const outputs = forward.graph.outputs;
    const seeds = floats(outputs, outputs);
    const backward = bodyOf('custom', [...inputs, ...seeds], (variables) => {
      const [b, pullback] = f(build(a, variables.slice(0, inputs.length)));
      let next = inputs.length;
      const cotangents = leaves(b).map((output) =>
        dtypes[output.dtype].float ? (variables[next++] ?? output) : output,
      );
      const arriving = matching('custom', 'cotangent', pullback(build(b, cotangents)), a);
      return floats(filled(arriving, inputs), inputs);
    });
    const captured = [...new Set([...forward.captured, ...backward.captured])];
    if (captured.some((tensor) => tensor[cell].free))
      throw new TraceError(
        'custom: the function reads a variable of an enclosing trace that is not its argument; pass it as an argument',
      );
    const all = [...inputs, ...captured];
    const pick = (tensors: readonly AnyTensor[], from: readonly AnyTensor[]): readonly AnyTensor[] =>
      from.map((tensor) => at(tensors, all.indexOf(tensor)));
    const body = trace(all, (now) =>
      replay(forward.graph, [...now.slice(0, inputs.length), ...pick(now, forward.captured)]),
    );
    const pullback = trace([...all, ...seeds], (now) => [
      ...replay(backward.graph, [
        ...now.slice(0, inputs.length),
        ...now.slice(all.length),
        ...pick(now, backward.captured),
      ]),
      ...floats(captured, captured).map(zeros),
    ]);
    return build(forward.result, applyAll(customPrimitive, { body, pullback }, all));
  };

/** A tree whose tensors have one axis more in front. */
export type Stacked<T, N> = Spread<T, 0, N>;

/** A tree whose tensors have lost their first axis. */
export type Slices<T> =
  T extends Tensor<infer S extends Shape, infer D>
    ? S extends readonly [unknown, ...infer R]
      ? Tensor<R, D>
      : Tensor<number[], D>
    : { readonly [K in keyof T]: Slices<T[K]> };

/** The length of the first axis of the tensors of a tree. */
export type LengthOf<T> = LengthsOf<T, 0>;

/** how many steps a loop over the sequences has */
const stepsOf = (sequences: readonly Named[]): number => {
  const flat = sequences.find(([, { shape }]) => shape.length === 0);
  if (flat !== undefined) throw new ShapeError('scan: a sequence has no axis to walk along', [flat[1].shape]);
  const [length, ...others] = new Set(sequences.flatMap(([, { shape }]) => shape.slice(0, 1)));
  if (length === undefined) throw new ShapeError('scan: there is no sequence');
  if (others.length > 0) throw new ShapeError(`scan: the sequences have ${[length, ...others].join(' and ')} steps`);
  return length;
};

/** the carried tensors after a step, which must be like those before */
const carriedOn = (before: readonly Named[], next: readonly Named[]): readonly AnyTensor[] => {
  const after = aligned(before, next);
  if (after === undefined)
    throw new TypeError(`scan: the carried value has the names ${pathsOf(before)} and becomes ${pathsOf(next)}`);
  before.forEach(([path, { shape, dtype }], index) => {
    const becomes = at(after, index);
    if (!sameShape(shape, becomes.shape) || dtype !== becomes.dtype)
      throw new ShapeError(
        `scan: the carried value${path === '' ? '' : ` ${path}`} is ${dtype} ${show(shape)} and becomes ${becomes.dtype} ${show(becomes.shape)}`,
        [shape, becomes.shape],
      );
  });
  return after;
};

/**
 * A loop: (cₜ₊₁, yₜ) = f(cₜ, xₜ) for each slice xₜ along the leading axis of the sequences, with `reverse` from the last to the first. Gives the
 * last c, and the y stacked in the order of the x.
 *
 * Shape     c: [...s], x: [n, ...t] and y: [...u] of each step give [...s] and [n, ...u]
 * Gradient  f's pullback, in a loop the other way, over carried values that are computed anew
 * Errors    "scan: the carried value is float32 [2] and becomes float32 [3]", "scan: the sequences have 5 and 4 steps"
 * @example
 * const [last, sums] = scan((c: Tensor<[]>, x) => [add(c, x), c] as const, tensor(0), tensor([1, 2, 3]));
 * stack([last, index(sums, -1)], 0) // [6, 3]
 */
export const scan = <C, X, Y>(
  f: (carry: C, x: Slices<NoInfer<X>>) => readonly [C, Y],
  initial: C,
  sequences: Arg<EquallyLong<X>, X>,
  options: { readonly reverse?: boolean } = {},
): readonly [last: C, results: Stacked<Y, LengthOf<X>>] => {
  const [carried, xs] = [named(initial, 'scan'), named(sequences, 'scan')];
  const length = stepsOf(xs);
  const slices = xs.map(([, { shape, dtype }]) => ({ shape: shape.slice(1), dtype }));
  const inputs = carried.map(([, tensor]) => tensor);
  const results: Y[] = [];
  const open = trace([...inputs, ...slices], (variables) => {
    const [next, y] = f(
      build(initial, variables.slice(0, inputs.length)),
      rebuild<Slices<X>>(sequences, variables.slice(inputs.length)),
    );
    results.push(y);
    const after = carriedOn(carried, named(next, 'scan'));
    return [...after, ...leaves(y, 'scan')];
  });
  const { graph, captured } = close(open);
  const body = trace([...captured, ...inputs, ...slices], (all) =>
    replay(graph, [...all.slice(captured.length), ...all.slice(0, captured.length)]),
  );
  const made = applyAll(
    scanPrimitive,
    { body, constants: captured.length, carried: inputs.length, length, reverse: options.reverse ?? false },
    [...captured, ...inputs, ...xs.map(([, tensor]) => tensor)],
  );
  const [y] = results;
  return [build(initial, made.slice(0, inputs.length)), rebuild(y, made.slice(inputs.length))];
};
