/** Faults that only a primitive can have: of one mode, or of the batching rule. */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Either } from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import { custom, multiply, tensor, type Tensor } from '../../src/index.js';
import { negative, plus } from '../../src/primitive/arithmetic.js';
import { like } from '../../src/primitive/create.js';
import { sin } from '../../src/primitive/elementary.js';
import { reverseAlong } from '../../src/primitive/layout.js';
import { apply } from '../../src/primitive/primitive.js';
import type { Primitive } from '../../src/primitive/primitive.js';
import {
  checkAdjoint,
  checkBatching,
  checkGradient,
  checkJvp,
  checkLinearPullback,
  checkWellFormed,
  type LawError,
} from '../../src/testing/index.js';
import '../reference.js';

type Pair = Tensor<[2], 'float64'>;
const point: Pair = tensor([0.5, -1], { dtype: 'float64' });

/** The checks that a changed sine does not pass. */
const broken = (changes: Partial<Primitive<object>>): readonly string[] => {
  const changed: Primitive<object> = { ...sin, ...changes };
  const f = (x: Pair) => apply(changed, {}, x);
  const checks: Readonly<Record<string, Either<LawError, unknown>>> = {
    gradient: checkGradient(f, point),
    jvp: checkJvp(f, point),
    adjoint: checkAdjoint(f, point),
    linearPullback: checkLinearPullback(f, point),
    batching: checkBatching(f, point),
    wellFormed: checkWellFormed((inputs) => inputs.map((x) => apply(changed, {}, x)), [point]),
  };
  return Object.entries(checks).flatMap(([name, result]) => (isLeft(result) ? [name] : []));
};

describe('a sine', () => {
  it.each<[string, Partial<Primitive<object>>, readonly string[]]>([
    ['as it is', {}, []],
    [
      'with a sign flipped in reverse mode',
      { vjp: (...all) => sin.vjp(...all).map((x) => x && negative(x)) },
      ['gradient', 'adjoint'],
    ],
    [
      'with a sign flipped in forward mode',
      { jvp: (...all) => sin.jvp(...all).map((x) => x && negative(x)) },
      ['jvp', 'adjoint'],
    ],
    [
      'with an offset in its pullback',
      { vjp: (...all) => sin.vjp(...all).map((x) => x && plus(x, like(x, 1))) },
      ['gradient', 'adjoint', 'linearPullback'],
    ],
    [
      'whose batches are in the wrong order',
      {
        batch: (_, { inputs }) => ({
          outputs: inputs.map((x) => apply(sin, {}, reverseAlong(x, [0]))),
          batched: [true],
        }),
      },
      ['batching'],
    ],
    [
      'with an element too many',
      { evaluate: (...all) => sin.evaluate(...all).map((data) => Float64Array.of(...data, 0)) },
      ['wellFormed'],
    ],
  ])('%s is found so by the checks that are about it', (_, changes, checks) => {
    expect(broken(changes)).toEqual(expect.arrayContaining([...checks]));
    if (!checks.includes('wellFormed')) expect(broken(changes)).toEqual(checks);
  });

  it('has a batch that says which example is wrong', () => {
    const reversed: Primitive<object> = {
      ...sin,
      batch: (_, { inputs }) => ({ outputs: inputs.map((x) => apply(sin, {}, reverseAlong(x, [0]))), batched: [true] }),
    };
    const result = checkBatching((x: Pair) => apply(reversed, {}, x), point, { count: 2 });
    expect(isLeft(result) && result.left.message).toMatch(
      /^batching \(batched\): the output of example 0, element 0 is .*, expected .*\nfor tensor\(\[.*\], \{ dtype: 'float64' \}\)$/,
    );
  });

  it('is not linear in a pullback that squares', () => {
    const squaring = custom((x: Pair) => [x, (dx: Pair) => multiply(dx, dx)] as const);
    expect(isLeft(checkLinearPullback(squaring, point))).toBe(true);
  });
});
