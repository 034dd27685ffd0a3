/** Laws of the transforms, as assertions about a transform that is passed in, so that a broken one can be passed too. */
import {
  fromArrayData,
  index,
  item,
  stack,
  toArrayData,
  tree,
  zerosLike,
  type AnyTensor,
  type AxisTree,
  type Diff,
  type Tensor,
} from '../../src/index.js';
import { dtypes } from '../../src/tensor/dtype.js';
import { constant } from '../../src/tensor/node.js';
import { read, readAll } from '../../src/tensor/read.js';
import { direction, distance, dot, expectClose, LawError } from '../../src/testing/laws/index.js';

/** The numbers of a tree, one leaf after the other, computed in one plan. */
export const numbers = (value: unknown): readonly ArrayLike<number>[] => readAll(tree.leaves(value));

const names = (value: unknown): string =>
  tree
    .named(value)
    .map(([path, { shape, dtype }]) => `${path}: ${dtype}[${shape.join()}]`)
    .join('; ');

const expectNames = (law: string, found: unknown, expected: unknown): void => {
  if (names(found) !== names(expected))
    throw new LawError(`${law}: a tree of ${names(found)}, expected ${names(expected)}`);
};

/** Two trees have the same names, shapes, element types and, up to rounding, numbers. */
export const expectSame = (law: string, found: unknown, expected: unknown, tolerance = 1e-10): void => {
  expectNames(law, found, expected);
  const wanted = numbers(expected);
  const paths = tree.named(found);
  numbers(found).forEach((leaf, k) => {
    expectClose({ law, what: `leaf ${paths[k]?.[0] ?? ''}`, found: leaf, expected: wanted[k] ?? [], tolerance });
  });
};

const isFloat = ({ dtype }: AnyTensor): boolean => dtypes[dtype].float;

/** A tree of directions in which the floats of a tree can move; integers stay. */
export const directionOf = <T>(value: T, seed: number): T => {
  let stream = 0;
  return tree.map(value, (leaf) =>
    isFloat(leaf)
      ? constant({ shape: leaf.shape, dtype: leaf.dtype }, direction(leaf, seed, stream++))
      : zerosLike(leaf),
  );
};

/** Σ of the products of two trees, leaf by leaf. */
export const inner = (a: unknown, b: unknown): number => {
  const right = numbers(b);
  return numbers(a).reduce((sum, leaf, k) => sum + dot(leaf, right[k] ?? []).sum, 0);
};

/** value + step·ray on every leaf */
const moved = <T>(value: T, ray: T, step: number): T =>
  tree.zip(value, ray, (x, d) => {
    const by = read(d);
    return fromArrayData({ ...toArrayData(x), data: read(x).map((v, i) => v + step * (by[i] ?? 0)) });
  });

/** A function to a number. */
export type Loss<A> = (a: A) => Tensor<[], 'float64'>;

/** ∇f agrees with differences of fourth order, with signs: along every element of every leaf, and along a direction that moves all. */
export const expectGradient = <A>(
  gradient: (f: Loss<A>) => (a: A) => A,
  f: Loss<A>,
  a: A,
  { seed = 0, tolerance = 1e-6 } = {},
): void => {
  const found = gradient(f)(a);
  expectNames('gradient', found, a);
  const h = 2 ** -9;
  const compare = (place: string, ray: A): void => {
    const along = (step: number): number => item(f(moved(a, ray, step)));
    const quotient = (8 * (along(h) - along(-h)) - (along(2 * h) - along(-2 * h))) / (12 * h);
    const slope = inner(found, ray);
    if (!(distance(slope, quotient) <= tolerance))
      throw new LawError(`gradient: ${place}: the gradient is ${slope}, the difference quotient is ${quotient}`);
  };
  const still = tree.map(a, zerosLike);
  for (const [path, leaf] of tree.named(a).filter(([, tensor]) => isFloat(tensor)))
    for (const element of read(leaf).keys())
      compare(
        `${path}, element ${element}`,
        tree.map(still, (zero, other) => (other === path ? unit(zero, element) : zero)),
      );
  compare('all together', directionOf(a, seed));
};

const unit = (zero: AnyTensor, element: number): AnyTensor =>
  fromArrayData({ ...toArrayData(zero), data: read(zero).map((_, i) => (i === element ? 1 : 0)) });

/** Reverse mode is the transpose of forward mode: ⟨Jv, w⟩ = ⟨v, Jᵀw⟩; and both give the value of f. */
export const expectTranspose = <A, B>(
  reverse: (f: (a: A) => B) => Diff<A, B>,
  forward: (f: (a: A) => B, a: A, da: A) => readonly [B, B],
  f: (a: A) => B,
  a: A,
  seed = 0,
): void => {
  const value = f(a);
  const [v, w] = [directionOf(a, seed), directionOf(value, seed + 1)];
  const [y, pullback] = reverse(f)(a);
  const [z, tangent] = forward(f, a, v);
  expectSame('value of reverse mode', y, value);
  expectSame('value of forward mode', z, value);
  expectNames('tangent', tangent, value);
  const cotangent = pullback(w);
  expectNames('cotangent', cotangent, a);
  const [right, left] = [inner(tangent, w), inner(v, cotangent)];
  if (!(distance(right, left) <= 1e-9)) throw new LawError(`transpose: ⟨Jv, w⟩ is ${right}, ⟨v, Jᵀw⟩ is ${left}`);
};

/** Two differentiable functions agree on value and pullback. */
export const expectSameDiff = <A, B>(
  law: string,
  found: Diff<A, B>,
  expected: Diff<A, B>,
  a: A,
  tolerance = 0,
): void => {
  const [[b, back], [c, wanted]] = [found(a), expected(a)];
  expectSame(`${law}, value`, b, c, tolerance);
  for (const seed of [0, 1]) {
    const w = directionOf(c, seed);
    expectSame(`${law}, pullback`, back(w), wanted(w), tolerance);
  }
};

/** Where the examples stand in each leaf of a tree, in the order of its leaves. */
export type Places = readonly (number | null)[];

/** The axis tree with these places. */
export const axisTree = (value: unknown, places: Places): AxisTree => {
  let next = 0;
  const copy = (node: unknown): AxisTree =>
    isLeaf(node)
      ? (places[next++] ?? null)
      : Array.isArray(node)
        ? node.map(copy)
        : Object.fromEntries(Object.entries(Object(node) as object).map(([name, child]) => [name, copy(child)]));
  return copy(value);
};
const isLeaf = (node: unknown): node is AnyTensor => tree.named([node])[0]?.[0] === '0';

/** The trees of several examples as one, stacked where the places say so; for null all have the leaf of the first. */
export const together = <A>(examples: readonly [A, ...A[]], places: Places): A => {
  const lists = examples.map((example) => tree.leaves(example));
  return tree.build(
    examples[0],
    tree.leaves(examples[0]).map((leaf, k) => {
      const axis = places[k] ?? null;
      const all: readonly AnyTensor[] = lists.flatMap((list) => list[k] ?? []);
      return axis === null ? leaf : stack(all as never, axis as never);
    }),
  );
};

/** One example of a tree of many. */
export const oneOf = <B>(value: B, places: Places, example: number): B =>
  tree.build(
    value,
    tree.leaves(value).map((leaf, k) => {
      const axis = places[k] ?? null;
      return axis === null ? leaf : index(leaf, example as never, axis);
    }),
  );

/** A batching transform without its types, since the places of the examples are drawn at random. */
export type Batching<A, B> = (
  f: (a: A) => B,
  options: { readonly in: readonly AxisTree[]; readonly out: AxisTree },
) => (a: A) => B;

/** vmap(f)(xs)ᵢ = f(xsᵢ), wherever the examples stand. */
export const expectLoop = <A, B>(
  batching: Batching<A, B>,
  f: (a: A) => B,
  examples: readonly [A, ...A[]],
  places: Places,
  out: Places,
): void => {
  const all = together(examples, places);
  const alone = examples.map((_, k) => f(oneOf(all, places, k)));
  const result = batching(f, { in: [axisTree(examples[0], places)], out: axisTree(alone[0], out) })(all);
  alone.forEach((expected, k) => {
    expectSame(`example ${k}`, oneOf(result, out, k), expected);
  });
};
