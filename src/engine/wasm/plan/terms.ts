/** A graph as a list of terms: bodies of functions opened, equal terms merged, a loop and one that does more made one, what nobody needs left out. */
import { complete } from '../../../primitive/graph.js';
import type { Graph } from '../../../primitive/graph.js';
import type { Scan } from '../../../primitive/scan.js';
import type { ArrayData } from '../../../tensor/array-data.js';
import { cell } from '../../../tensor/tensor.js';
import type { AnyTensor, Operation, Spec } from '../../../tensor/tensor.js';
import type { Data } from '../../../tensor/dtype.js';

/** A number of a term: where its value comes from. */
export interface Value extends Spec {
  readonly id: number;
  readonly source:
    | { readonly kind: 'parameter'; readonly index: number }
    | { readonly kind: 'constant'; readonly data: Data }
    | { readonly kind: 'term' };
}

export interface Term {
  readonly operation: Operation;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
}

export interface Terms {
  readonly parameters: readonly Value[];
  readonly constants: readonly Value[];
  readonly terms: readonly Term[];
  readonly outputs: readonly Value[];
}

/** The numbers of a value that is a constant. */
export const arrayOf = ({ shape, dtype, source }: Value): readonly ArrayData[] =>
  source.kind === 'constant' ? [{ shape, dtype, data: source.data }] : [];

/** functions whose body takes the place of their application */
const bodyOf = ({ name, attributes }: Operation): Graph | undefined =>
  (name === 'checkpoint' || name === 'custom') && 'body' in attributes && isGraph(attributes.body)
    ? attributes.body
    : undefined;

/** Whether attributes are those of a loop. */
export const isScan = (attributes: object): attributes is Scan => 'carried' in attributes;

/** Whether an attribute is a function. */
export const isGraph = (value: unknown): value is Graph =>
  typeof value === 'object' && value !== null && 'applications' in value && 'parameters' in value;

export const termsOf = (graph: Graph): Terms => {
  let count = 0;
  const constants: Value[] = [];
  const terms: Term[] = [];
  const known = new Map<string, readonly Value[]>();
  const attributeIds = new Map<object, number>();
  const constantValues = new Map<AnyTensor, Value>();
  const loops = new Map<string, Term>();
  const bodyIds = new Map<Graph, number>();
  let regions = 0;

  const value = ({ shape, dtype }: Spec, source: Value['source']): Value => ({ id: count++, shape, dtype, source });

  const constantOf = (tensor: AnyTensor): Value => {
    const { source } = tensor[cell];
    if (source.kind !== 'constant') throw new RangeError('internal: a tensor that no application makes');
    const found = constantValues.get(tensor) ?? value(tensor, { kind: 'constant', data: source.data });
    if (!constantValues.has(tensor)) constants.push(found);
    constantValues.set(tensor, found);
    return found;
  };

  /** plain attributes by their contents, others by their identity */
  const attributeKey = (attributes: object): string => {
    if (!Object.values(attributes).some(isGraph)) return attributeText(attributes);
    const id = attributeIds.get(attributes) ?? attributeIds.size;
    attributeIds.set(attributes, id);
    return `#${id}`;
  };

  const bodyId = (body: Graph): number => {
    const id = bodyIds.get(body) ?? bodyIds.size;
    bodyIds.set(body, id);
    return id;
  };

  const open = (inner: Graph, inputs: readonly Value[], region: number): readonly Value[] => {
    const { parameters, applications, outputs } = complete(inner);
    const values = new Map<AnyTensor, Value>();
    parameters.forEach((parameter, index) => {
      const input = inputs[index];
      if (input !== undefined) values.set(parameter, input);
    });
    const look = (tensor: AnyTensor): Value => values.get(tensor) ?? constantOf(tensor);
    for (const { operation, inputs: from, outputs: to } of applications) {
      const given = from.map(look);
      const body = bodyOf(operation);
      // the inside of a checkpoint is computed anew, however often the same is computed outside
      const made =
        body === undefined
          ? term(operation, given, to, region)
          : open(body, given, operation.name === 'checkpoint' ? ++regions : region);
      to.forEach((tensor, index) => {
        const found = made[index];
        if (found !== undefined) values.set(tensor, found);
      });
    }
    return outputs.map(look);
  };

  const term = (
    operation: Operation,
    inputs: readonly Value[],
    specs: readonly Spec[],
    region: number,
  ): readonly Value[] => {
    const key = `${region}|${operation.name}|${inputs.map(keyOf).join()}|${attributeKey(operation.attributes)}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const loop = isScan(operation.attributes) ? operation.attributes : undefined;
    const place = (body: Graph): string =>
      `${region}|${inputs.map(keyOf).join()}|${String(loop?.reverse)}|${bodyId(body)}`;
    const smaller = loop?.extends && loops.get(place(loop.extends));
    const outputs = specs.map((spec, index) => smaller?.outputs[index] ?? value(spec, { kind: 'term' }));
    const made = { operation, inputs, outputs };
    known.set(key, outputs);
    if (smaller === undefined) terms.push(made);
    else terms[terms.indexOf(smaller)] = made;
    if (loop !== undefined) loops.set(place(loop.body), made);
    return outputs;
  };

  const parameters = graph.parameters.map((tensor, index) => value(tensor, { kind: 'parameter', index }));
  const outputs = open(graph, parameters, 0);
  return { parameters, constants, terms: needed(terms, outputs), outputs };
};

/** equal single numbers are one value to the merger */
const keyOf = ({ id, shape, dtype, source }: Value): string =>
  source.kind === 'constant' && source.data.length === 1
    ? `${dtype}[${shape.join('x')}]=${attributeText([...source.data])}`
    : String(id);

/** Plain attributes as text; JSON knows neither −0 nor infinities. */
export const attributeText = (attributes: object): string => JSON.stringify(attributes, spelt);

const spelt = (_: string, item: unknown): unknown =>
  typeof item === 'number' && (!Number.isFinite(item) || Object.is(item, -0))
    ? Object.is(item, -0)
      ? '-0'
      : String(item)
    : item;

/** The terms that some values depend on. */
export const needed = (terms: readonly Term[], outputs: readonly Value[]): readonly Term[] => {
  const wanted = new Set<number>(outputs.map(({ id }) => id));
  return [...terms]
    .reverse()
    .filter(({ inputs, outputs: made }) => {
      if (!made.some(({ id }) => wanted.has(id))) return false;
      inputs.forEach(({ id }) => wanted.add(id));
      return true;
    })
    .reverse();
};
