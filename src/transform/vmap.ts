/** One example written down, many computed. */
import { lead } from '../primitive/broadcast.js';
import { spreadOver, trace } from '../primitive/graph.js';
import { moveAxis } from '../primitive/layout.js';
import { ShapeError } from '../shape/error.js';
import { show } from '../shape/shape.js';
import type { Shape } from '../shape/shape.js';
import type { AnyTensor, Tensor } from '../tensor/tensor.js';
import { isTensor } from '../tensor/node.js';
import { build, named } from '../tree/tree.js';

/** Where the examples stand: an axis, `null` for what is the same for all, or one of these for each part of a tree. */
export type AxisTree = number | null | readonly AxisTree[] | { readonly [name: string]: AxisTree };

/** What {@link vmap} may be told. */
export interface VmapOptions {
  /** for each argument, the axis of the examples (0 unless said otherwise) */
  readonly in?: readonly AxisTree[];
  /** for the result, the place of the axis of the examples (0 unless said otherwise); `null` where it must be the same for all */
  readonly out?: AxisTree;
  /** a name for the axis, by which `axisMean` and its like refer to it */
  readonly axis?: string;
}

/** N put into a shape at a place. */
type InsertAt<S extends Shape, A extends number, N extends number, Front extends Shape = []> = Front['length'] extends A
  ? readonly [...Front, N, ...S]
  : S extends readonly [infer H extends number, ...infer T extends Shape]
    ? InsertAt<T, A, N, [...Front, H]>
    : Shape;

/** A tree whose tensors have the axis of the examples besides. */
export type Spread<T, A, N extends number> = A extends null
  ? T
  : T extends Tensor<infer S extends Shape, infer D>
    ? A extends number
      ? Tensor<A extends 0 ? readonly [N, ...S] : InsertAt<S, A, N>, D>
      : never
    : { readonly [K in keyof T]: Spread<T[K], A extends number ? A : K extends keyof A ? A[K] : 0, N> };

type InOf<O> = O extends { readonly in: infer I } ? I : 0;
type OutOf<O> = O extends { readonly out: infer P } ? P : 0;
type IsUnion<T, U = T> = T extends unknown ? ([U] extends [T] ? false : true) : false;

/** The arguments of a mapped function, or a sentence where the arguments disagree on the number of examples. */
export type SpreadArguments<A extends readonly unknown[], O, N extends number> =
  IsUnion<N> extends true
    ? { readonly [K in keyof A]: `vmap: the arguments differ in the number of examples` }
    : {
        readonly [K in keyof A]: Spread<
          A[K],
          InOf<O> extends number ? InOf<O> : K extends keyof InOf<O> ? InOf<O>[K] : 0,
          N
        >;
      };

/** the axis of each tensor of a tree */
const axesOf = (operation: string, tree: unknown, axes: AxisTree | undefined): readonly (number | null)[] => {
  if (axes === null || axes === undefined || typeof axes === 'number')
    return named(tree, operation).map(() => (axes === undefined ? 0 : axes));
  if (isTensor(tree)) throw new TypeError(`${operation}: the axes are a record where the argument is a tensor`);
  const entries: readonly (readonly [string, unknown])[] = Object.entries(Object(tree));
  const parts: readonly (readonly [string, AxisTree])[] = Object.entries(axes);
  const extra = parts.find(([name]) => !entries.some(([other]) => other === name));
  if (extra !== undefined) throw new TypeError(`${operation}: axes are given for ${extra[0]}, which is not there`);
  return entries.flatMap(([name, child]) => axesOf(operation, child, parts.find(([other]) => other === name)?.[1]));
};

const place = (tensor: AnyTensor, axis: number, extra: number, operation: string): number => {
  const rank = tensor.shape.length + extra;
  const resolved = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(resolved) || resolved < 0 || resolved >= rank)
    throw new ShapeError(`${operation}: axis ${axis} is out of range for ${show(tensor.shape)}`, [tensor.shape]);
  return resolved;
};

/**
 * f, written for one example, applied to many at once: its expression is rewritten, not looped over.
 *
 * Law      vmap(f)(xs)ᵢ = f(xsᵢ)
 * Errors   "vmap: the arguments have 3 and 4 examples", "vmap: result 0 differs between examples, but its axis is null"
 * @example
 * vmap((x: Tensor<[2]>) => sum(x))(tensor([[1, 2], [3, 4]])) // [3, 7]
 */
export const vmap =
  <A extends readonly unknown[], B, const O extends VmapOptions = Readonly<Record<never, never>>>(
    f: (...args: A) => B,
    options?: O,
  ) =>
  <N extends number>(...args: SpreadArguments<A, O, N>): Spread<B, OutOf<O>, N> => {
    const given: readonly unknown[] = args;
    const inputs = named(given, 'vmap').map(([, tensor]) => tensor);
    const axes = given.flatMap((argument, index) => axesOf('vmap', argument, options?.in?.[index]));
    const fronted = inputs.map((tensor, index) => {
      const axis = axes[index] ?? null;
      return axis === null ? tensor : moveAxis(tensor, place(tensor, axis, 0, 'vmap'), 0);
    });
    const flags = axes.map((axis) => axis !== null);
    const sizes = [...new Set(fronted.flatMap(({ shape }, index) => (flags[index] === true ? [shape[0] ?? 0] : [])))];
    const [size] = sizes;
    if (size === undefined) throw new ShapeError('vmap: no argument has an axis of examples');
    if (sizes.length > 1)
      throw new ShapeError(
        `vmap: the arguments have ${sizes.join(' and ')} examples`,
        inputs.map(({ shape }) => shape),
      );
    const results: B[] = [];
    const graph = trace(
      fronted.map(({ shape, dtype }, index) => ({ shape: flags[index] === true ? shape.slice(1) : shape, dtype })),
      (variables) => {
        const b = f(...arguments_<A>(build(given, variables)));
        results.push(b);
        return named(b, 'vmap').map(([, tensor]) => tensor);
      },
      options?.axis === undefined ? {} : { axis: options.axis },
    );
    const [result] = results;
    const [outputs, batched] = spreadOver(graph, fronted, flags, size, options?.axis);
    const places = axesOf('vmap', result, options?.out);
    const placed = outputs.map((output, index) => {
      const axis = places[index] ?? null;
      if (axis === null && batched[index] === true)
        throw new ShapeError(`vmap: result ${index} differs between examples, but its axis is null`, [output.shape]);
      if (axis === null) return output;
      const full = batched[index] === true ? output : lead(output, size);
      return moveAxis(full, 0, place(full, axis, 0, 'vmap'));
    });
    return spreadTree(build<unknown>(result, placed));
  };

/* The constructors of argument lists and results whose tensors have been given or relieved of the axis. */
const arguments_ = <A extends readonly unknown[]>(list: unknown): A => list as A;
const spreadTree = <B, P, N extends number>(tree: unknown): Spread<B, P, N> => tree as Spread<B, P, N>;
