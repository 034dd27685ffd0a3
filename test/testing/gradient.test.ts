import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import {
  abs,
  add,
  cast,
  custom,
  DTypeError,
  exp,
  fromArray,
  greater,
  log,
  max,
  multiply,
  relu,
  sin,
  sqrt,
  stopGradient,
  subtract,
  sum,
  tensor,
  where,
  type Tensor,
} from '../../src/index.js';
import { checkAdjoint, checkGradient, checkJvp, expectGradient, expectJvp, LawError } from '../../src/testing/index.js';
import '../reference.js';

type Pair = Tensor<[2], 'float64'>;
interface Line {
  readonly slope: Pair;
  readonly offset: Pair;
}
const f64 = { dtype: 'float64' } as const;
const line: Line = { slope: tensor([1, -2], f64), offset: tensor([0.5, 3], f64) };
const smooth = ({ slope, offset }: Line) => ({ y: multiply(sin(slope), offset), slope });

const hundred = fromArray(
  Float64Array.from({ length: 100 }, (_, i) => i / 7),
  [100],
);

/** x, with a gradient that is something else */
const claiming = (gradient: (dx: Pair) => Pair): ((x: Pair) => Pair) => custom((x: Pair) => [x, gradient]);

const complaint = (f: (l: Line) => unknown): string => {
  const result = checkGradient(f, line);
  return isLeft(result) ? result.left.message : 'nothing';
};

describe('checkGradient', () => {
  it('reports what was compared, leaf by leaf', () => {
    const report = expectGradient(smooth, line);
    expect(report.leaves.map(({ input, compared, skipped, notes }) => [input, compared, skipped, notes])).toEqual([
      ['input slope', 3, 0, []],
      ['input offset', 3, 0, []],
      ['all inputs', 1, 0, []],
    ]);
    expect([report.compared, report.skipped]).toEqual([7, 0]);
    for (const { worst, tolerance, step } of report.leaves) {
      expect(worst).toBeLessThan(1e-10);
      expect(tolerance).toBeLessThan(1e-6);
      expect(step).toBeLessThanOrEqual(2 ** -6);
    }
  });

  it('is directional, or full, or anything between', () => {
    const count = (elements: number, directions: number) =>
      expectGradient((x: Tensor<[100], 'float64'>) => sum(sin(x)), hundred, { elements, directions }).compared;
    expect([count(0, 3), count(7, 2), count(Infinity, 0)]).toEqual([3, 9, 100]);
  });

  it.each<[string, (l: Line) => unknown, string]>([
    [
      'a flipped sign',
      ({ slope }) => multiply(claiming((dx) => multiply(dx, -1))(slope), 3),
      'gradient: input slope, element 0: the gradient of the output, element 0 is -3, the difference quotient is 3',
    ],
    [
      'a factor of 2',
      ({ slope, offset }) => add(claiming((dx) => multiply(dx, 2))(slope), offset),
      'gradient: input slope, element 0: the gradient of the output, element 0 is 2, the difference quotient is 1',
    ],
    [
      'a missing term',
      ({ slope, offset }) => ({ y: add(stopGradient(offset), multiply(slope, 2)), z: slope }),
      'gradient: input offset, element 0: the gradient of output y, element 0 is 0, the difference quotient is 1',
    ],
    [
      'the gradient of the wrong leaf',
      custom((l: Line) => [subtract(l.slope, l.offset), (dy: Pair) => ({ slope: multiply(dy, -1), offset: dy })]),
      'gradient: input slope, element 0: the gradient of the output, element 0 is -1, the difference quotient is 1',
    ],
    [
      'a sign that only one output sees',
      ({ slope }) => ({ right: multiply(slope, 2), wrong: claiming((dx) => multiply(dx, -1))(slope) }),
      'gradient: input slope, element 0: the gradient of output wrong, element 0 is -1, the difference quotient is 1',
    ],
    [
      'a number, of a loss',
      ({ slope }) => sum(claiming((dx) => multiply(dx, -1))(slope)),
      'gradient: input slope, element 0: the gradient is -1, the difference quotient is 1',
    ],
  ])('reports %s, with the smallest inputs as a program', (_, f, sentence) => {
    expect(complaint(f)).toBe(
      `${sentence}\nfor { slope: tensor([0, 0], { dtype: 'float64' }), offset: tensor([0, 0], { dtype: 'float64' }) }`,
    );
  });

  it('keeps in the smallest inputs what the fault needs', () => {
    /* d/dx x² claimed to be x: wrong everywhere but at 0 */
    const square = custom((x: Pair) => [multiply(x, x), (dy: Pair) => multiply(dy, x)] as const);
    const result = checkGradient(square, tensor([1.3, -0.7], f64));
    expect(isLeft(result) && result.left.inputs).toBe("tensor([0, 1], { dtype: 'float64' })");
  });

  it('is not fooled by a function of small values', () => {
    expect(complaint(({ slope }) => multiply(claiming((dx) => multiply(dx, -1))(slope), 1e-7))).toContain('-1e-7');
    expect(complaint(({ slope }) => multiply(claiming((dx) => multiply(dx, 1.00001))(slope), 1e6))).toContain(
      '1000010',
    );
  });

  it('finds kinks, and says what it left out', () => {
    const { leaves } = expectGradient((x: Pair) => abs(x), tensor([0, 3], f64));
    expect(leaves.map(({ compared, skipped }) => [compared, skipped])).toEqual([[1, 2]]);
    expect(leaves[0]?.notes[0]).toMatch(/^element 0: a kink, the slope is .* on one side and .* on the other$/);
    expect(expectGradient((x: Pair) => max(x), tensor([1, 2], f64)).skipped).toBe(0);
  });

  it('comes near a kink by shorter steps, on either side', () => {
    const { skipped, leaves } = expectGradient((x: Pair) => relu(x), tensor([1e-4, -1e-4], f64));
    expect(skipped).toBe(0);
    expect(leaves[0]?.step).toBeLessThan(1e-4);
    const wrong = (x: Pair) => relu(claiming((dx) => multiply(dx, -1))(x));
    expect(isLeft(checkGradient(wrong, tensor([1e-4, -1], f64)))).toBe(true);
  });

  it.each<[string, (x: Pair) => unknown, Pair]>([
    ['a logarithm near its pole', (x) => log(x), tensor([1e-4, 3], f64)],
    ['a root near its end', (x) => sqrt(x), tensor([1e-5, 1], f64)],
    ['a sine far out', (x) => sin(x), tensor([1e5, -3e4], f64)],
    ['an exponential that grows', (x) => exp(x), tensor([30, -30], f64)],
    ['a power at its flat point', (x) => multiply(multiply(x, x), multiply(x, x)), tensor([0, 1e-3], f64)],
    ['a sine of high frequency', (x) => sin(multiply(x, 1e4)), tensor([0.3, -2], f64)],
  ])('chooses its step for %s', (_, f, x) => {
    expect(expectGradient(f, x).skipped).toBe(0);
  });

  it('reports a derivative that is not a number where the value is one', () => {
    /* the square root of the branch that is not taken */
    const safe = (x: Pair) => where(greater(x, 0), sqrt(x), multiply(x, 0));
    expect(isLeft(checkGradient(safe, tensor([-1, 1], f64)))).toBe(true);
  });

  it('does not call it a success where nothing could be compared', () => {
    const result = checkGradient((x: Pair) => relu(x), tensor([0, 0], f64));
    expect(isLeft(result) && result.left.message).toContain('gradient: nothing can be compared: the input, element 0');
  });

  it('asks for float64, by the name of the leaf', () => {
    const mixed = { w: tensor([1, 2]), n: tensor([3], { dtype: 'int32' }) };
    expect(() => expectGradient(({ w }: typeof mixed) => w, mixed)).toThrow(
      new DTypeError('gradient: input w is float32, expected float64'),
    );
  });

  it('leaves integers where they are, and outputs that are not finite out', () => {
    const one = { x: tensor([1, 0], f64), n: tensor([2, 3], { dtype: 'int32' }) };
    const { leaves } = expectGradient(({ x, n }: typeof one) => log(multiply(x, cast(n, 'float64'))), one);
    expect(leaves.map(({ input, skipped }) => [input, skipped])).toEqual([['input x', 2]]);
    expect(leaves[0]?.notes[0]).toBe('element 1: the derivative is NaN, where an output is not finite');
  });
});

describe('checkJvp', () => {
  it('compares forward mode', () => {
    expect(expectJvp(smooth, line).compared).toBe(7);
  });

  it('reports a pullback that is wrong, for forward mode is its transpose', () => {
    expect(isLeft(checkJvp(({ slope }: Line) => claiming((dx) => multiply(dx, -1))(slope), line))).toBe(true);
    expect(isLeft(checkAdjoint(({ slope }: Line) => claiming((dx) => multiply(dx, -1))(slope), line))).toBe(false);
  });
});

describe('expectGradient', () => {
  it('throws the error that checkGradient returns', () => {
    const wrong = ({ slope }: Line) => claiming((dx) => multiply(dx, 2))(slope);
    const result = checkGradient(wrong, line);
    expect(() => expectGradient(wrong, line)).toThrow(LawError);
    expect(() => expectGradient(wrong, line)).toThrow(isLeft(result) ? result.left.message : '');
  });
});
