/** One step of a loop together with its pullback, taken apart: what is worth keeping from the way there, and what can wait until after the loop. */
import { application } from '../tensor/node.js';
import type { AnyTensor, Application } from '../tensor/tensor.js';
import { size } from '../shape/shape.js';
import { plus } from './arithmetic.js';
import { contractBy } from './contract.js';
import type { Contraction } from './contract.js';
import type { Graph } from './graph.js';
import { at } from './primitive.js';

/** What is computed anew sooner than kept: it costs no more than reading it would. A checkpoint asks for it. */
const cheap: ReadonlySet<string> = new Set([
  ...['reshape', 'transpose', 'reverse', 'broadcast', 'slice', 'pad', 'concatenate', 'stopGradient', 'iota', 'cast'],
  ...['add', 'subtract', 'multiply', 'negate', 'maximum', 'minimum', 'abs', 'sign', 'floor', 'ceil', 'round', 'select'],
  ...['equal', 'notEqual', 'less', 'lessEqual', 'greater', 'greaterEqual', 'and', 'or', 'xor', 'not', 'isFinite'],
  'checkpoint',
]);

/** the applications of a graph by what they make */
const makersOf = ({ applications }: Graph): ReadonlyMap<AnyTensor, Application> =>
  new Map(applications.flatMap((application) => application.outputs.map((output) => [output, application] as const)));

/** what depends on some tensors, they among it */
const dependents = ({ applications }: Graph, on: readonly AnyTensor[]): ReadonlySet<AnyTensor> => {
  const found = new Set(on);
  for (const { inputs, outputs } of applications)
    if (inputs.some((input) => found.has(input))) outputs.forEach((output) => found.add(output));
  return found;
};

/** A part of a graph: from some of its tensors to others. */
export const cut = (
  { applications }: Graph,
  parameters: readonly AnyTensor[],
  outputs: readonly AnyTensor[],
): Graph => {
  const given = new Set(parameters);
  const wanted = new Set(outputs);
  const needed = [...applications].reverse().filter((application) => {
    const makes = application.outputs.some((output) => wanted.has(output) && !given.has(output));
    if (makes) application.inputs.forEach((input) => wanted.add(input));
    return makes;
  });
  return { parameters, applications: needed.reverse(), outputs };
};

/** What the way back reads of what was dear to compute on the way there. What depends on constants alone is not asked for. */
export const dear = (
  step: Graph,
  constants: readonly AnyTensor[],
  arriving: readonly AnyTensor[],
  leaving: readonly AnyTensor[],
): readonly AnyTensor[] => {
  const makers = makersOf(step);
  const back = dependents(step, arriving);
  const fixed = new Set(constants);
  const varying = dependents(
    step,
    step.parameters.filter((parameter) => !fixed.has(parameter)),
  );
  const kept = new Set<AnyTensor>();
  const seen = new Set<AnyTensor>();
  const visit = (tensor: AnyTensor): void => {
    if (seen.has(tensor)) return;
    seen.add(tensor);
    const maker = makers.get(tensor);
    if (maker === undefined || back.has(tensor) || !varying.has(tensor)) return;
    if (cheap.has(maker.operation.name)) maker.inputs.forEach(visit);
    else kept.add(tensor);
  };
  for (const { inputs, outputs } of step.applications)
    if (outputs.some((output) => back.has(output))) inputs.forEach(visit);
  leaving.forEach(visit);
  return [...kept];
};

/** How a tensor of a step, summed over all steps, is found. */
export interface Summed {
  /** what is added up from step to step */
  readonly terms: readonly AnyTensor[];
  /** what the loop hands out of each step for the products after it */
  readonly operands: readonly AnyTensor[];
  readonly total: (terms: readonly AnyTensor[], stacks: ReadonlyMap<AnyTensor, AnyTensor>) => AnyTensor;
}

/** The sum over the steps of a tensor that a step makes from some that differ from step to step, of which there are stacks of some. */
export const summed = (
  step: Graph,
  tensor: AnyTensor,
  differing: readonly AnyTensor[],
  stacked: ReadonlyMap<AnyTensor, AnyTensor>,
  length: number,
): Summed => {
  const makers = makersOf(step);
  const varying = dependents(step, differing);
  const split = (sum: AnyTensor): Summed => {
    const maker = makers.get(sum);
    if (maker !== undefined && varying.has(sum)) {
      const { operation, inputs } = maker;
      const [a, b] = inputs;
      if (operation.name === 'add' && a !== undefined && b !== undefined) return both(split(a), split(b));
      if (isView(maker) && a !== undefined) {
        const { total, ...inside } = split(a);
        return {
          ...inside,
          total: (...found) => at(application(maker.operation, [total(...found)], maker.outputs), 0),
        };
      }
      if (
        isContraction(operation.attributes) &&
        a !== undefined &&
        b !== undefined &&
        varying.has(a) &&
        varying.has(b)
      ) {
        const together = raised(operation.attributes);
        const bases = [base(a), base(b)];
        const operands = bases.filter((one) => !stacked.has(one));
        /* the steps of what is handed out take room, so it has to be worth it */
        if (operands.reduce((room, { shape }) => room + size(shape), 0) <= 4 * size(sum.shape))
          return {
            terms: [],
            operands,
            total: (_, stacks) => contractBy(over(a, stacks), over(b, stacks), together),
          };
      }
    }
    return { terms: [sum], operands: [], total: ([term]) => term ?? sum };
  };
  /** what a tensor is another view of */
  const base = (view: AnyTensor): AnyTensor => {
    const maker = makers.get(view);
    return maker !== undefined && isView(maker) && !stacked.has(view) ? base(at(maker.inputs, 0)) : view;
  };
  /** the tensor in all steps, seen as it is seen in one */
  const over = (view: AnyTensor, stacks: ReadonlyMap<AnyTensor, AnyTensor>): AnyTensor => {
    const found = stacks.get(view);
    const maker = makers.get(view);
    if (found !== undefined || maker === undefined) return found ?? view;
    const inner = over(at(maker.inputs, 0), stacks);
    return at(maker.operation.batch({ size: length, axis: undefined, inputs: [inner], batched: [true] }).outputs, 0);
  };
  return split(tensor);
};

const both = (one: Summed, other: Summed): Summed => ({
  terms: [...one.terms, ...other.terms],
  operands: [...one.operands, ...other.operands],
  total: (terms, stacks) =>
    plus(one.total(terms.slice(0, one.terms.length), stacks), other.total(terms.slice(one.terms.length), stacks)),
});

/** Σₜ f(xₜ) = f(Σₜ xₜ) for what only sees the elements in another order */
const isView = ({ operation: { name } }: Application): boolean => name === 'reshape' || name === 'transpose';

const isContraction = (attributes: object): attributes is Contraction =>
  'contract' in attributes && 'batch' in attributes;

/** The contraction of stacks: the steps are summed over as well. */
const raised = ({ contract, batch }: Contraction): Contraction => {
  const up = (axes: readonly number[]): readonly number[] => axes.map((axis) => axis + 1);
  return {
    contract: [
      [0, ...up(contract[0])],
      [0, ...up(contract[1])],
    ],
    batch: [up(batch[0]), up(batch[1])],
  };
};
