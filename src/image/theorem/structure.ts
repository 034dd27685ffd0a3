/**
 * A proof of linearity from an operator's expression. Each intermediate result is zero, a constant, linear in the image, or something else; each
 * primitive says which of these it makes of its inputs.
 */
import * as E from 'fp-ts/lib/Either.js';
import { trace } from '../../primitive/graph.js';
import type { Graph } from '../../primitive/graph.js';
import type { PrimitiveName } from '../../primitive/index.js';
import type { Scan } from '../../primitive/scan.js';
import type { Shape } from '../../shape/shape.js';
import { dtypes } from '../../tensor/dtype.js';
import type { Data } from '../../tensor/dtype.js';
import { read, TraceError } from '../../tensor/read.js';
import { cell, typed } from '../../tensor/tensor.js';
import type { AnyTensor, Application } from '../../tensor/tensor.js';
import type { Operator } from './operator.js';

/** How a tensor depends on the image: not at all (`constant`, finite; `zero`), linearly, or in a way of which nothing is known. */
export type Dependence = 'zero' | 'constant' | 'linear' | 'unknown';

/** What a primitive makes of inputs that depend on the image in these ways, for each output. */
type Rule = (inputs: readonly Dependence[], application: Application) => readonly Dependence[];

/** what is in one of two ways */
const join = (a: Dependence, b: Dependence): Dependence => (a === b || b === 'zero' ? a : a === 'zero' ? b : 'unknown');

const isConstant = (dependence: Dependence | undefined): boolean => dependence === 'constant' || dependence === 'zero';

/** linear in all inputs together: sums, and elements that are moved, repeated or left out */
const jointly: Rule = (inputs) => [inputs.reduce(join, 'zero')];

/** linear in each of two inputs alone: products */
const bilinear: Rule = ([x = 'unknown', y = 'unknown']) => {
  if (x === 'unknown' || y === 'unknown') return ['unknown'];
  if (x === 'zero' || y === 'zero') return ['zero'];
  return [x === 'constant' ? y : y === 'constant' ? x : 'unknown'];
};

/** a constant where all inputs are, and finite where they are */
const total: Rule = (inputs, { outputs }) => outputs.map(() => (inputs.every(isConstant) ? 'constant' : 'unknown'));

/** perhaps not finite */
const partial: Rule = (_, { outputs }) => outputs.map(() => 'unknown');

/** linear in the other inputs where the one that says what goes where is a constant */
const directedBy =
  (place: number): Rule =>
  (inputs, application) =>
    isConstant(inputs[place])
      ? jointly(
          inputs.filter((_, k) => k !== place),
          application,
        )
      : partial(inputs, application);

/** linear in x, as x / y, where y is a constant without zeros */
const quotient: Rule = ([x = 'unknown', y], { inputs: [, divisor] }) =>
  y === 'constant' && divisor !== undefined && numbers(divisor)?.includes(0) === false ? [x] : ['unknown'];

/** linear where what stands around and between is zero */
const padding: Rule = (inputs, application) => {
  const { attributes } = application.operation;
  return ('value' in attributes && attributes.value === 0 ? jointly : total)(inputs, application);
};

/** linear from a float to the same or a wider one: nothing is rounded */
const conversion: Rule = (inputs, application) => {
  const [from, to] = [application.inputs[0]?.dtype, application.outputs[0]?.dtype];
  const widens = from !== undefined && dtypes[from].float && (to === from || to === 'float64');
  return (widens ? jointly : total)(inputs, application);
};

const hasBody = (attributes: object): attributes is { readonly body: Graph } => 'body' in attributes;
const isScan = (attributes: object): attributes is Scan => 'carried' in attributes;

/** as its body */
const applied: Rule = (inputs, application) => {
  const { attributes } = application.operation;
  return hasBody(attributes) ? follow(attributes.body, inputs).outputs : partial(inputs, application);
};

/** as its body in any step: what is carried is what it is at the start or what a step makes of it */
const loop: Rule = (inputs, application) => {
  const { attributes } = application.operation;
  if (!isScan(attributes)) return partial(inputs, application);
  const { body, constants, carried } = attributes;
  const made = follow(body, inputs).outputs;
  const before = inputs.slice(constants, constants + carried);
  const after = before.map((input, k) => join(input, made[k] ?? 'unknown'));
  return after.every((carry, k) => carry === before[k])
    ? [...after, ...made.slice(carried)]
    : loop([...inputs.slice(0, constants), ...after, ...inputs.slice(constants + carried)], application);
};

/** Which primitives are linear, and in which of their inputs. */
export const rules: Readonly<Record<PrimitiveName, Rule>> = {
  reshape: jointly,
  transpose: jointly,
  reverse: jointly,
  broadcast: jointly,
  sum: jointly,
  slice: jointly,
  pad: padding,
  concatenate: jointly,
  iota: total,
  cast: conversion,
  stopGradient: jointly,
  add: jointly,
  subtract: jointly,
  multiply: bilinear,
  divide: quotient,
  negate: jointly,
  equal: total,
  notEqual: total,
  less: total,
  lessEqual: total,
  greater: total,
  greaterEqual: total,
  and: total,
  or: total,
  xor: total,
  not: total,
  shiftLeft: total,
  shiftRight: total,
  isFinite: total,
  select: directedBy(0),
  maximum: total,
  minimum: total,
  sign: total,
  abs: total,
  floor: total,
  ceil: total,
  round: total,
  remainder: partial,
  exp: partial,
  expm1: partial,
  log: partial,
  log1p: partial,
  sqrt: partial,
  rsqrt: partial,
  sin: total,
  cos: total,
  tanh: total,
  sigmoid: total,
  erf: total,
  erfInv: partial,
  power: partial,
  product: total,
  max: partial,
  min: partial,
  argMax: total,
  argMin: total,
  dotGeneral: bilinear,
  convolution: bilinear,
  windowSum: jointly,
  windowMax: partial,
  windowArgMax: total,
  gather: directedBy(1),
  scatterAdd: directedBy(0),
  argSort: total,
  threefry: total,
  axisSum: jointly,
  axisIndex: total,
  checkpoint: applied,
  custom: applied,
  scan: loop,
};

const isPrimitive = (name: string): name is PrimitiveName => name in rules;

/** the numbers of a tensor that stands for some */
const numbers = (tensor: AnyTensor): Data | undefined => (tensor[cell].free ? undefined : read(tensor));

/** what a graph does not get from its parameters */
const fromOutside = (tensor: AnyTensor): Dependence => {
  const data = numbers(tensor);
  if (data === undefined || !data.every(Number.isFinite)) return 'unknown';
  return data.every((value) => value === 0) ? 'zero' : 'constant';
};

/** the outputs of a graph, and the steps behind which nothing is known though it was before them */
const follow = (
  { parameters, applications, outputs }: Graph,
  inputs: readonly Dependence[],
): { readonly outputs: readonly Dependence[]; readonly obstacles: readonly string[] } => {
  const found = new Map<AnyTensor, Dependence>(parameters.map((tensor, k) => [tensor, inputs[k] ?? 'unknown']));
  const look = (tensor: AnyTensor): Dependence => {
    const dependence = found.get(tensor) ?? fromOutside(tensor);
    found.set(tensor, dependence);
    return dependence;
  };
  const obstacles: string[] = [];
  for (const application of applications) {
    const { name } = application.operation;
    const given = application.inputs.map(look);
    const made = (isPrimitive(name) ? rules[name] : partial)(given, application);
    application.outputs.forEach((output, k) => found.set(output, made[k] ?? 'unknown'));
    if (made.includes('unknown') && !given.includes('unknown')) obstacles.push(name);
  }
  return { outputs: outputs.map(look), obstacles };
};

/**
 * Why an operator is linear for images of a shape, or why its expression does not say so.
 * @example
 * linearByStructure((x) => multiply(x, 3), [2, 2])._tag // 'Right'
 */
export const linearByStructure = (operator: Operator, shape: Shape): E.Either<string, string> => {
  try {
    const graph = trace([{ shape, dtype: 'float64' }], ([x]) => (x === undefined ? [] : [operator(typed(x))]));
    const { outputs, obstacles } = follow(graph, ['linear']);
    const named = (names: readonly string[]): string => [...new Set(names)].join(', ');
    if (!outputs.every((output) => output === 'linear' || output === 'zero'))
      return E.left(
        obstacles.length === 0 ? 'its result is a constant' : `not known to be linear: ${named(obstacles)}`,
      );
    const steps = named(graph.applications.map(({ operation }) => operation.name));
    return E.right(steps === '' ? 'its result is the image' : `its steps are linear: ${steps}`);
  } catch (error) {
    if (error instanceof TraceError) return E.left('it asks for numbers on its way');
    throw error;
  }
};
