/**
 * Matchers for vitest: `expect.extend(matchers)`, in a setup file or in a test. They need nothing of vitest but its types, so that they fit
 * `expect.extend` of jest too.
 */
import type { Either } from 'fp-ts/lib/Either.js';
import { isRight } from 'fp-ts/lib/Either.js';
import type { AnyTensor } from '../../tensor/tensor.js';
import {
  checkAdjoint,
  checkBatching,
  checkCloseTensors,
  checkDeterminism,
  checkEqualTensors,
  checkEquivariant,
  checkGradient,
  checkJvp,
  checkLinear,
} from '../laws/index.js';
import type {
  Action,
  BatchingOptions,
  Closeness,
  DeterminismOptions,
  DifferenceOptions,
  EquivariantOptions,
  LawError,
  LinearOptions,
  Report,
} from '../laws/index.js';

/** What a matcher says: whether it holds, and the message where the opposite was expected. */
export interface Outcome {
  readonly pass: boolean;
  readonly message: () => string;
}

const outcome = (what: string, result: Either<LawError, Report>): Outcome =>
  isRight(result)
    ? { pass: true, message: () => `expected a function that is not ${what}, but it is: ${counted(result.right)}` }
    : { pass: false, message: () => `expected a function that is ${what}\n${result.left.message}` };

const counted = ({ compared }: Report): string => `${compared} ${compared === 1 ? 'comparison' : 'comparisons'}`;

const tensors = (what: string, result: Either<LawError, Report>): Outcome =>
  isRight(result)
    ? { pass: true, message: () => `expected tensors that are not ${what}, but they are` }
    : { pass: false, message: () => result.left.message };

type F<A> = (a: A) => unknown;

/**
 * The checks as matchers, see the function of the same idea: `checkGradient`, `checkJvp` and `checkAdjoint` in one, `checkLinear`, `checkEquivariant`,
 * `checkBatching`, `checkDeterminism`, `checkEqualTensors` and `checkCloseTensors`.
 */
export const matchers = {
  toHaveCorrectGradient: <A>(f: F<A>, inputs: A, options?: DifferenceOptions): Outcome =>
    outcome('derived correctly', checkGradient(f, inputs, options)),

  toBeDifferentiable: <A>(f: F<A>, inputs: A, options?: DifferenceOptions): Outcome => {
    const gradient = checkGradient(f, inputs, options);
    const wrong = [gradient, checkJvp(f, inputs, options), checkAdjoint(f, inputs)].find((result) => !isRight(result));
    return outcome('differentiable', wrong ?? gradient);
  },

  toBeLinear: <A>(f: F<A>, inputs: A, options?: LinearOptions): Outcome =>
    outcome('linear', checkLinear(f, inputs, options)),

  toBeEquivariantTo: (f: F<AnyTensor>, action: Action, x: AnyTensor, options?: EquivariantOptions): Outcome =>
    outcome(`equivariant to ${action.group}`, checkEquivariant(f, action, x, options)),

  toBeBatchable: <A>(f: F<A>, inputs: A, options?: BatchingOptions): Outcome =>
    outcome('batched as a loop', checkBatching(f, inputs, options)),

  toBeDeterministic: <A>(f: F<A>, inputs: A, options?: DeterminismOptions): Outcome =>
    outcome('deterministic', checkDeterminism(f, inputs, options)),

  toEqualTensor: (found: unknown, expected: unknown): Outcome => tensors('equal', checkEqualTensors(found, expected)),

  toBeCloseToTensor: (found: unknown, expected: unknown, how: Closeness): Outcome =>
    tensors('close', checkCloseTensors(found, expected, how)),
};

/** What vitest knows of matchers, these among them. */
export type { Matchers } from 'vitest';

/** What a function takes. */
type InputOf<T> = T extends (a: infer A) => unknown ? A : never;

/** What a tensor, or a tree of them, is compared with. */
type LikeOf<T> = T extends AnyTensor ? AnyTensor : T;

declare module 'vitest' {
  interface Matchers<T> {
    /** The gradient of a function agrees with differences, with signs; see `checkGradient`. */
    readonly toHaveCorrectGradient: (inputs: InputOf<T>, options?: DifferenceOptions) => void;
    /** The gradient and forward mode agree with differences and with each other. */
    readonly toBeDifferentiable: (inputs: InputOf<T>, options?: DifferenceOptions) => void;
    /** f(3u − v) = 3·f(u) − f(v); see `checkLinear`. */
    readonly toBeLinear: (example: InputOf<T>, options?: LinearOptions) => void;
    /** f(g·x) = g·f(x); see `checkEquivariant`. */
    readonly toBeEquivariantTo: <G extends string>(
      action: Action<G>,
      x: InputOf<T>,
      options?: EquivariantOptions<G>,
    ) => void;
    /** vmap(f) is a loop over f; see `checkBatching`. */
    readonly toBeBatchable: (inputs: InputOf<T>, options?: BatchingOptions) => void;
    /** The same inputs give the same bits, compiled or not, on every engine; see `checkDeterminism`. */
    readonly toBeDeterministic: (inputs: InputOf<T>, options?: DeterminismOptions) => void;
    /** Shapes, element types and every number are the same; of trees too. */
    readonly toEqualTensor: (expected: LikeOf<T>) => void;
    /** The same up to units in the last place, or up to a tolerance; of trees too. */
    readonly toBeCloseToTensor: (expected: LikeOf<T>, how: Closeness) => void;
  }
}
