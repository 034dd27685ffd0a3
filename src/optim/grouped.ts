import { map, named } from '../tree/index.js';
import type { Optimizer } from './optimizer.js';
import { one } from './schedule.js';

/** The tensors of a tree that belong to a group, by path. */
const members = (tree: unknown, within: (path: string) => boolean): unknown =>
  Object.fromEntries(named(tree).filter(([path]) => within(path)));

/**
 * A rule for each group of parameters: the label of a path such as "conv1.weight" says which one moves it. A rule sees the tensors of its group only,
 * so a norm is taken over the group. The rate shown is that of the first rule.
 *
 * State    the states of the rules, by label
 * Errors   "grouped: body.weight has the label slow, but there are rules for fast, still", "grouped: no tensor has the label fast", from `init`
 * @example
 * const rule = grouped((path) => (path.startsWith('head') ? 'head' : 'body'), { head: sgd({ rate: 1 }), body: sgd({ rate: 0.1 }) });
 * const params = { body: tensor([1]), head: tensor([1]) };
 * rule.update(params, rule.init(params), params)[0] // { body: [0.1], head: [1] }
 */
export const grouped = <const R extends Readonly<Record<string, Optimizer>>>(
  label: (path: string) => keyof R & string,
  rules: R,
): Optimizer<Readonly<Record<string, unknown>>> => {
  const entries = Object.entries(rules);
  const labelled = (path: string): string => {
    const found = label(path);
    if (Object.hasOwn(rules, found)) return found;
    throw new TypeError(
      `grouped: ${path} has the label ${found}, but there are rules for ${Object.keys(rules).join(', ')}`,
    );
  };
  const group = (tree: unknown, name: string): unknown => members(tree, (path) => labelled(path) === name);
  return {
    init: (params) => {
      const paths = named(params).map(([path]) => labelled(path));
      const idle = Object.keys(rules).find((name) => !paths.includes(name));
      if (idle !== undefined) throw new TypeError(`grouped: no tensor has the label ${idle}`);
      return Object.fromEntries(entries.map(([name, rule]) => [name, rule.init(group(params, name))]));
    },
    rate: entries[0]?.[1].rate ?? one,
    update: (gradients, states, params) => {
      const done = entries.map(([name, rule]) => {
        const [updates, state] = rule.update(group(gradients, name), states[name], group(params, name));
        return { updates, entry: [name, state] as const };
      });
      const found = new Map(done.flatMap(({ updates }) => named(updates)));
      return [
        map(gradients, (gradient, path) => found.get(path) ?? gradient),
        Object.fromEntries(done.map(({ entry }) => entry)),
      ];
    },
  };
};
