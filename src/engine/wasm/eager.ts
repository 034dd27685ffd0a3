/**
 * Graphs that are computed but once: what is asked for outside `compile`. Little work is done by the reference rules, which need no compilation;
 * more by a program that serves every graph of the same structure, whatever its constants are.
 */
import { evaluate } from '../../primitive/graph.js';
import type { Graph } from '../../primitive/graph.js';
import { size } from '../../shape/shape.js';
import type { ArrayData } from '../../tensor/array-data.js';
import type { Data } from '../../tensor/dtype.js';
import type { Application, Spec } from '../../tensor/tensor.js';
import type { Resident } from './executable.js';
import { arrayOf, attributeText, isGraph, termsOf } from './plan/terms.js';
import type { Terms, Value } from './plan/terms.js';

/** elements computed by the reference rules in about the time that compiling takes, in all and for each application */
const little = { graph: 100_000, application: 1000 } as const;

/** programs kept */
const kept = 64;

const contractions: readonly string[] = ['dotGeneral', 'convolution'];

const elements = ({ shape }: Spec): number => size(shape);

/** elements touched; for a product of matrices √(mk · kn · mn) is the number of its multiplications */
const workOf = ({ applications }: Graph): number =>
  applications.reduce(
    (sum, { operation, inputs, outputs }) =>
      sum +
      turns(operation) *
        Math.max(
          inside(operation),
          contractions.includes(operation.name)
            ? Math.sqrt([...inputs, ...outputs].reduce((product, spec) => product * elements(spec), 1))
            : Math.max(0, ...[...inputs, ...outputs].map(elements)),
        ),
    0,
  );

const inside = ({ attributes }: Application['operation']): number =>
  'body' in attributes && isGraph(attributes.body) ? workOf(attributes.body) : 0;

const turns = ({ attributes }: Application['operation']): number =>
  'length' in attributes && typeof attributes.length === 'number' ? attributes.length : 1;

/** Everything that a program depends on if its constants are inputs; nothing for a graph with a loop, whose body has constants of its own. */
const structureOf = ({ parameters, constants, terms, outputs }: Terms): string | undefined => {
  const spec = ({ id, shape, dtype }: Value): string => `${id}:${dtype}[${shape.join()}]`;
  const ids = (values: readonly Value[]): string => values.map(({ id }) => id).join();
  if (terms.some(({ operation }) => Object.values(operation.attributes).some(isGraph))) return undefined;
  return [
    [...parameters, ...constants].map(spec).join(' '),
    ...terms.map(
      ({ operation, inputs, outputs: made }) =>
        `${operation.name}${attributeText(operation.attributes)}(${ids(inputs)}) ${made.map(spec).join(' ')}`,
    ),
    ids(outputs),
  ].join('\n');
};

/** How an engine computes graphs that occur once. */
export const eager = (
  reside: (terms: Terms) => Resident,
): ((graph: Graph, inputs: readonly ArrayData[]) => readonly Data[]) => {
  const programs = new Map<string, Resident>();
  return (graph, inputs) => {
    if (workOf(graph) <= little.graph + little.application * graph.applications.length) return evaluate(graph, inputs);
    const terms = termsOf(graph);
    const structure = structureOf(terms);
    const found = structure === undefined ? reside(terms) : (programs.get(structure) ?? reside(lifted(terms)));
    if (structure !== undefined) {
      // the last used is the last in the order of insertion
      programs.delete(structure);
      programs.set(structure, found);
      const [oldest] = programs.size > kept ? programs.keys() : [];
      if (oldest !== undefined) programs.delete(oldest);
    }
    const values = structure === undefined ? inputs : [...inputs, ...terms.constants.flatMap(arrayOf)];
    return found.run(values) ?? evaluate(graph, inputs);
  };
};

const lifted = (terms: Terms): Terms => ({
  ...terms,
  parameters: [...terms.parameters, ...terms.constants],
  constants: [],
});
