/** Choosing tensors of a tree by their paths. */
import type { AnyTensor } from '../../tensor/tensor.js';
import type { Arg } from '../../shape/index.js';
import { build, named, type Named } from '../../tree/index.js';
import type { ChildOf, NamesIn } from './path.js';

/**
 * Which tensors: a path such as 'conv1.weight', a sub-tree such as 'blocks.0' with all below it, a pattern in which * stands for one or more names
 * ('*.bias', 'features.*', 'blocks.*.norm'), several of these, or a function of the path.
 */
export type Choice = string | readonly string[] | ((path: string) => boolean);

/** Whether a pattern leads somewhere in a tree. */
type Matches<P, K extends string> = unknown extends P
  ? true
  : string extends K
    ? true
    : K extends `${infer N}.${infer Rest}`
      ? N extends '*'
        ? true extends Deep<P, Rest>
          ? true
          : false
        : N extends NamesIn<P>
          ? Matches<ChildOf<P, N>, Rest>
          : false
      : K extends '*'
        ? true
        : K extends NamesIn<P>
          ? true
          : false;
/** Whether the pattern leads somewhere below one or more names. */
type Deep<P, K extends string> = P extends AnyTensor
  ? false
  : { [N in NamesIn<P>]: Matches<ChildOf<P, N>, K> extends true ? true : Deep<ChildOf<P, N>, K> }[NamesIn<P>];
type Stray<P, K> = K extends string ? (Matches<P, K> extends true ? never : K) : never;

/** `true`, or the sentence for a pattern of the choice that leads nowhere. */
export type Chosen<P, C, Op extends string> =
  Stray<P, C extends readonly unknown[] ? C[number] : C> extends infer K
    ? [K] extends [never]
      ? true
      : `${Op}: no tensor is at '${K & string}'`
    : never;

/** Whether a pattern leads to the names, or to something above them. */
const leads = ([first, ...pattern]: readonly string[], [name, ...names]: readonly string[]): boolean =>
  first === undefined ||
  (name !== undefined &&
    (first === '*'
      ? leads(pattern, names) || leads(['*', ...pattern], names)
      : first === name && leads(pattern, names)));

const isList = (choice: Choice): choice is readonly string[] => Array.isArray(choice);

/**
 * The test of a path that a choice is.
 * @example
 * ['conv1.bias', 'conv1.weight', 'bias'].filter(matching('*.bias')) // ['conv1.bias']
 */
export const matching = (choice: Choice): ((path: string) => boolean) => {
  if (typeof choice === 'function') return choice;
  const patterns = (isList(choice) ? choice : [choice]).map((pattern) => pattern.split('.'));
  return (path) => patterns.some((pattern) => leads(pattern, path.split('.')));
};

/**
 * The chosen tensors of a tree, with their paths.
 * Errors  "chosen: no tensor is at '*.wieght': fc.weight, fc.bias"; of one pattern the editor says the first half too
 * @example
 * chosen({ fc: { weight: tensor([[1, 2]]), bias: tensor([3]) } }, '*.bias') // [['fc.bias', [3]]]
 */
export const chosen = <P, const C extends Choice>(
  params: P,
  choice: Arg<Chosen<P, C, 'chosen'>, C>,
): readonly Named[] => choose(params, choice, 'chosen');

export const choose = (params: unknown, choice: Choice, operation: string): readonly Named[] => {
  const all = named(params, operation);
  expectSome(
    all.map(([path]) => path),
    choice,
    operation,
  );
  const holds = matching(choice);
  return all.filter(([path]) => holds(path));
};

/**
 * Each pattern leads somewhere; what a function says is its own affair.
 * Errors  "addWeightDecay: no tensor is at '*.wieght': fc.weight, fc.bias"
 */
export const expectSome = (paths: readonly string[], choice: Choice, operation: string): void => {
  if (typeof choice === 'function') return;
  for (const pattern of isList(choice) ? choice : [choice])
    if (!paths.some(matching(pattern))) {
      const known = paths.length > 6 ? [...paths.slice(0, 6), '…'] : paths;
      throw new TypeError(`${operation}: no tensor is at '${pattern}': ${known.join(', ')}`);
    }
};

/**
 * The tree with f of the chosen tensors.
 * Errors  as of {@link chosen}
 * @example
 * updateChosen({ w: tensor([1]), b: tensor([2]) }, 'b', (x) => onesLike(x)).b // [1]
 */
export const updateChosen = <P, const C extends Choice>(
  params: P,
  choice: Arg<Chosen<P, C, 'updateChosen'>, C>,
  f: (tensor: AnyTensor, path: string) => AnyTensor,
): P => {
  const changed = new Map(choose(params, choice, 'updateChosen').map(([path, tensor]) => [path, f(tensor, path)]));
  return build(
    params,
    named(params, 'updateChosen').map(([path, tensor]) => changed.get(path) ?? tensor),
  );
};

/**
 * For each path the first name whose choice it is of: the groups that `grouped` of pullback/optim has a rule for.
 * Errors  "groups: fc.bias is in none of head, body"
 * @example
 * groups({ head: 'fc', body: '*' })('fc.bias') // 'head'
 */
export const groups = <const G extends Readonly<Record<string, Choice>>>(
  choices: G,
): ((path: string) => keyof G & string) => {
  const tests: (readonly [keyof G & string, (path: string) => boolean])[] = [];
  for (const name in choices) {
    const choice: Choice | undefined = choices[name];
    if (choice !== undefined) tests.push([name, matching(choice)]);
  }
  return (path) => {
    const found = tests.find(([, holds]) => holds(path));
    if (found !== undefined) return found[0];
    throw new TypeError(`groups: ${path} is in none of ${tests.map(([name]) => name).join(', ')}`);
  };
};
