/** One example written down, many computed. */
import { lead } from '../primitive/broadcast.js';
import { spreadOver, trace } from '../primitive/graph.js';
import { moveAxis } from '../primitive/layout.js';
import { resolveAxis } from '../shape/axis.js';
import { ShapeError } from '../shape/error.js';
import type { Arg } from '../shape/shape.js';
import type { AnyTensor } from '../tensor/tensor.js';
import { isTensor } from '../tensor/node.js';
import { children, leaves, named, rebuild } from '../tree/tree.js';
import type {
  Agrees,
  Arguments,
  AxisAt,
  AxisTree,
  CountOf,
  InOf,
  OutOf,
  Places,
  Spread,
  VmapOptions,
} from './examples.js';

/** the axis of each tensor of a tree */
const axesOf = (tree: unknown, axes: AxisTree | undefined): readonly (number | null)[] => {
  if (axes === null || axes === undefined || typeof axes === 'number')
    return named(tree, 'vmap').map(() => (axes === undefined ? 0 : axes));
  if (isTensor(tree)) throw new TypeError(`vmap: the axes are a record where the argument is a tensor`);
  const entries = children(tree) ?? [];
  const parts: readonly (readonly [string, AxisTree])[] = Object.entries(axes);
  const extra = parts.find(([name]) => !entries.some(([other]) => other === name));
  if (extra !== undefined) throw new TypeError(`vmap: axes are given for ${extra[0]}, which is not there`);
  return entries.flatMap(([name, child]) => axesOf(child, parts.find(([other]) => other === name)?.[1]));
};

const place = ({ shape }: AnyTensor, axis: number): number => {
  const resolved = resolveAxis(shape, axis);
  if (resolved === undefined)
    throw new ShapeError(`vmap: axis ${axis} is out of range for a tensor of rank ${shape.length}`, [shape]);
  return resolved;
};

/** the tensors that carry examples with the axis of the examples in front, and how many examples there are */
interface Examples {
  readonly inputs: readonly AnyTensor[];
  readonly batched: readonly boolean[];
  readonly size: number;
}

const examplesOf = (given: readonly unknown[], places: readonly AxisTree[] = []): Examples => {
  const tensors = leaves(given, 'vmap');
  const axes = given.flatMap((argument, index) => axesOf(argument, places[index]));
  const inputs = tensors.map((tensor, index) => {
    const axis = axes[index] ?? null;
    return axis === null ? tensor : moveAxis(tensor, place(tensor, axis), 0);
  });
  const batched = axes.map((axis) => axis !== null);
  const [size, ...others] = new Set(
    inputs.flatMap(({ shape }, index) => (batched[index] === true ? shape.slice(0, 1) : [])),
  );
  if (size === undefined) throw new ShapeError('vmap: no argument has an axis of examples');
  if (others.length > 0)
    throw new ShapeError(
      `vmap: the arguments have ${[size, ...others].join(' and ')} examples`,
      tensors.map(({ shape }) => shape),
    );
  return { inputs, batched, size };
};

/** the results of all examples, each with the axis of the examples in its place */
const mapped = (
  f: (variables: readonly AnyTensor[]) => unknown,
  { inputs, batched, size }: Examples,
  { axis, out }: VmapOptions,
): readonly [result: unknown, outputs: readonly AnyTensor[]] => {
  const results: unknown[] = [];
  const graph = trace(
    inputs.map(({ shape, dtype }, index) => ({ shape: batched[index] === true ? shape.slice(1) : shape, dtype })),
    (variables) => {
      const b = f(variables);
      results.push(b);
      return leaves(b, 'vmap');
    },
    axis === undefined ? {} : { axis },
  );
  const [result] = results;
  const [outputs, varying] = spreadOver(graph, inputs, batched, size, axis);
  const places = axesOf(result, out);
  const placed = outputs.map((output, index) => {
    const to = places[index] ?? null;
    if (to === null && varying[index] === true)
      throw new ShapeError(`vmap: result ${index} differs between examples, but its axis is null`, [output.shape]);
    if (to === null) return output;
    const full = varying[index] === true ? output : lead(output, size);
    return moveAxis(full, 0, place(full, to));
  });
  return [result, placed];
};

const isOptions = (value: unknown): value is VmapOptions => typeof value === 'object' && value !== null;

/* takes what it is given as unknown, because the checker would otherwise resolve the sentences that its type may be */
const chosen = (options: unknown): VmapOptions => {
  if (isOptions(options)) return options;
  if (options === undefined) return {};
  throw new TypeError(`vmap: the options are a ${typeof options}`);
};

/**
 * f, written for one example, applied to many at once: its expression is rewritten, not looped over.
 *
 * Law      vmap(f)(xs)ᵢ = f(xsᵢ)
 * Shape    `in` and `out` say where the examples stand, 0 unless said otherwise: an axis, counted from the end when negative, `null` for what is
 *          the same for all, or one of these for each part of a record or list
 * Gradient vmap(f) is an expression like any other: grad of vmap and vmap of grad are the same numbers
 * Errors   "vmap: the arguments have 3 and 4 examples", "vmap: axis 3 is out of range for a tensor of rank 2",
 *          "vmap: result 0 differs between examples, but its axis is null"
 * @example
 * vmap((x: Tensor<[2]>) => sum(x))(tensor([[1, 2], [3, 4]])) // [3, 7]
 * vmap((x: Tensor<[2]>, y: Tensor<[2]>) => multiply(x, y), { in: [0, null] })(ones([3, 2]), zeros([2])) // Tensor<[3, 2]>
 */
export const vmap =
  <A extends readonly unknown[], B, const O extends VmapOptions = VmapOptions>(
    f: (...args: A) => B,
    options?: Arg<Places<B, OutOf<O>>, O>,
  ) =>
  <const G extends Arguments<A, InOf<O>>>(
    ...args: { readonly [K in keyof G]: Arg<Agrees<G[K], AxisAt<InOf<O>, K>, CountOf<G, InOf<O>>>, G[K]> }
  ): Spread<B, OutOf<O>, CountOf<G, InOf<O>>> => {
    const given: readonly unknown[] = args;
    const settings = chosen(options);
    const examples = examplesOf(given, settings.in);
    return rebuild(...mapped((variables) => f(...rebuild<A>(given, variables)), examples, settings));
  };
