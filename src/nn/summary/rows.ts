import { size, type Shape } from '../../shape/index.js';
import { isSlot, type Definition, type Slot, type Tree } from '../definition.js';
import type { AnyModel } from '../model.js';
import { slotsOf } from '../variables.js';

/** One layer of a model. */
export interface SummaryRow {
  /** The names that lead to it, joined by dots; those of the enclosing layers where it has none of its own. */
  readonly path: string;
  /** The operation: "conv2d". */
  readonly layer: string;
  /** The shape of one example, and of what it makes of it. */
  readonly input: Shape;
  readonly output: Shape;
  /** How far a kernel reaches, where it has one. */
  readonly kernel?: Shape;
  /** The number of its parameters, 0 where an earlier row has them; and of what it remembers from batch to batch. */
  readonly parameters: number;
  readonly remembered: number;
  /** How many weights are multiplied with numbers of one example; products of two activations do not count. */
  readonly multiplyAdds: number;
  /** Whether its parameters stay as they are. */
  readonly frozen: boolean;
}

const count = (slots: Tree<Slot>): number => slotsOf(slots).reduce((total, { shape }) => total + size(shape), 0);

/** How many parameters a model has, ∑ of the sizes; nothing is allocated. */
export const parameterCount = ({ definition, input }: AnyModel): number => count(definition.parameters(input));

/** The layers of a model in the order in which an example meets them; nothing is allocated. */
export const summaryRows = ({ definition, input }: AnyModel): readonly SummaryRow[] =>
  rows({ definition, input, above: [], frozen: false, seen: new Set() });

interface Place {
  readonly definition: Definition;
  readonly input: Shape;
  readonly above: readonly string[];
  readonly frozen: boolean;
  /** the paths of those before, that a layer tied to one of them leads to again */
  readonly seen: Set<string>;
}

const rows = ({ definition, input, above, seen, ...place }: Place): readonly SummaryRow[] => {
  const names = definition.label === undefined ? above : [...above, definition.label];
  const frozen = place.frozen || definition.frozen === true;
  const parts = definition.parts(input);
  if (parts.length > 0) return parts.flatMap((part) => rows({ ...part, above: names, frozen, seen }));
  const output = definition.output(input);
  if (typeof output === 'string') return [];
  const path = names.join('.');
  const again = definition.leaf && seen.has(path);
  if (definition.leaf) seen.add(path);
  const slots = definition.parameters(input);
  const found = weights(slots);
  const kernel = found.find(({ length }) => length > 2)?.slice(2);
  return [
    {
      path,
      layer: definition.operation,
      input,
      output,
      ...(kernel === undefined || looksUp(definition) ? {} : { kernel }),
      parameters: again ? 0 : count(slots),
      remembered: again ? 0 : count(definition.state(input)),
      multiplyAdds: looksUp(definition)
        ? 0
        : found.reduce((total, weight) => total + size(weight) * times(definition, weight, input, output), 0),
      frozen,
    },
  ];
};

const looksUp = ({ operation }: Definition): boolean => operation === 'embedding';

/** The shapes of the matrices and kernels of a layer. */
const weights = (slots: Tree<Slot>): readonly Shape[] =>
  isSlot(slots)
    ? []
    : Object.entries(slots).flatMap(([name, slot]: readonly [string, Tree<Slot>]) =>
        isSlot(slot) ? (name === 'weight' && slot.shape.length > 1 ? [slot.shape] : []) : weights(slot),
      );

/** How often each weight is used for one example: a matrix for each row, a kernel at each place of what it makes, or, transposed, of what it spreads. */
const times = ({ operation }: Definition, weight: Shape, input: Shape, output: Shape): number =>
  operation.startsWith('locallyConnected')
    ? 1
    : weight.length === 2
      ? size(output.slice(0, -1))
      : size((operation.startsWith('convTranspose') ? input : output).slice(1));
