import { isLeft } from 'fp-ts/lib/Either.js';
import type { Either } from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import {
  abs,
  add,
  conv2d,
  flip,
  fromArray,
  matmul,
  maxPool2d,
  mean,
  multiply,
  negate,
  pad,
  permute,
  random,
  reference,
  relu,
  scalar,
  slice,
  softmax,
  stack,
  sum,
  tensor,
  toArray,
  transpose,
  wasm,
  zeros,
  type Key,
  type Tensor,
} from '../../src/index.js';
import {
  checkBatching,
  checkCloseTensors,
  checkDeterminism,
  checkEqualTensors,
  checkEquivariant,
  checkLinear,
  checkTransposed,
  exact,
  expectEquivariant,
  expectLinear,
  expectTransposed,
  flips,
  literal,
  permutations,
  quarterTurns,
  rounded,
  scalings,
  shift,
  unchanged,
  type LawError,
  type Report,
} from '../../src/testing/index.js';

const complaint = (result: Either<LawError, Report>): string => (isLeft(result) ? result.left.message : 'nothing');
const f64 = { dtype: 'float64' } as const;
type Row = Tensor<[4]>;
type Image = Tensor<[4, 4], 'float64'>;
const row: Row = tensor([3, -1, 2, 0.5]);
const image: Image = fromArray(
  Float64Array.from({ length: 16 }, (_, i) => ((i * 7) % 16) / 4 - 2),
  [4, 4],
);

/** correlation with a kernel of three, the row going round in a circle */
const circular = (x: Row): Row => {
  const at = (by: number): Row => rolled(x, by);
  return add(add(multiply(at(1), 2), at(0)), negate(at(-1)));
};
const rolled = (x: Row, by: number): Row => {
  const n = (by + 4) % 4;
  return fromParts([...toArray(x).slice(4 - n), ...toArray(x).slice(0, 4 - n)]);
};
const fromParts = (values: readonly number[]): Row => fromArray(Float32Array.from(values), [4]);

describe('checkLinear', () => {
  it('accepts what is linear, exactly where it only adds', () => {
    expect(expectLinear((x: Row) => flip(x, [0]), row, { bound: exact }).worst).toBe(0);
    expect(
      expectLinear(({ a, b }: { readonly a: Row; readonly b: Row }) => ({ c: add(a, multiply(b, 2)), a }), {
        a: row,
        b: row,
      }).compared,
    ).toBe(64);
  });

  it.each<[string, (x: Row) => unknown, string]>([
    ['an offset', (x) => add(x, 1), '{ u: tensor([0, 0, 0, 0]), v: tensor([0, 0, 0, 0]) }'],
    ['an absolute value', (x) => abs(x), '{ u: tensor([0, 0, 0, 0]), v: tensor([0, 0, 0, 1]) }'],
    [
      'a product of two elements',
      (x) => sum(multiply(x, flip(x, [0]))),
      '{ u: tensor([0, 0, 0, 0]), v: tensor([0, 1, 1, 0]) }',
    ],
  ])('refutes %s with as few numbers as suffice', (_, f, inputs) => {
    const result = checkLinear(f, row);
    expect(isLeft(result) && result.left.inputs).toBe(inputs);
  });
});

describe('checkTransposed', () => {
  const x = zeros([3], f64);
  const y = zeros([2], f64);
  const tail = (u: typeof x) => slice(u, [{ start: 1 }]);

  it('accepts a slice and a padding', () => {
    expect(expectTransposed(tail, (v: typeof y) => pad(v, [[1, 0]]), x, y).worst).toBe(0);
  });

  it('refutes a padding that is off by one', () => {
    expect(complaint(checkTransposed(tail, (v: typeof y) => pad(v, [[0, 1]]), x, y))).toMatch(
      /^transposed: ⟨Ax, y⟩ is .* but ⟨x, Aᵀy⟩ is .*\nfor \{ x: tensor\(\[.*\], \{ dtype: 'float64' \}\), y: tensor/,
    );
  });
});

describe('checkEquivariant', () => {
  it.each<[string, Either<LawError, Report>]>([
    ['circular correlation and shifts', checkEquivariant(circular, shift([0]), row)],
    ['an even filter and flips', checkEquivariant((x: Row) => add(rolled(x, 1), rolled(x, -1)), flips([0]), row)],
    [
      'transposition and turns the other way',
      checkEquivariant((x: Image) => multiply(x, x), quarterTurns([0, 1]), image),
    ],
    ['softmax and permutations', checkEquivariant((x: Row) => softmax(x), permutations([0]), row)],
    ['relu and scalings', checkEquivariant((x: Row) => relu(x), scalings(), row)],
    [
      'a square and scalings of degree 2',
      checkEquivariant((x: Row) => multiply(x, x), scalings(), row, { output: scalings({ degree: 2 }) }),
    ],
    ['a sum and nothing', checkEquivariant((x: Row) => sum(x), permutations([0]), row, { output: unchanged })],
    [
      'pooling and shifts by its stride',
      checkEquivariant(
        (x: Tensor<[1, 4, 4], 'float64'>) => maxPool2d(x, { kernel: 2 }),
        shift([-2, -1], { step: 2 }),
        fromArray(
          Float64Array.from({ length: 16 }, (_, i) => (i * 5) % 16),
          [1, 4, 4],
        ),
        { output: shift([-2, -1]) },
      ),
    ],
    [
      'batches, whatever the network',
      checkEquivariant((x: Image) => relu(matmul(x, transpose(image))), permutations([0]), image),
    ],
  ])('accepts %s', (_, result) => {
    expect(complaint(result)).toBe('nothing');
  });

  it.each<[string, Either<LawError, Report>, string]>([
    [
      'a gain that depends on the place',
      checkEquivariant((x: Row) => multiply(x, tensor([1, 1, 2, 1])), shift([0]), row),
      'equivariant: f(x shifted by [-1]) against f(x) shifted by [-1], element 2 is 2, expected 1\nfor x = tensor([0, 0, 0, 1])',
    ],
    [
      'an off-by-one shift at the border',
      checkEquivariant((x: Row) => pad(slice(x, [{ start: 1 }]), [[0, 1]]), shift([0]), row),
      'equivariant: f(x shifted by [1]) against f(x) shifted by [1], element 3 is 0, expected 1\nfor x = tensor([0, 0, 0, 1])',
    ],
    [
      'pooling and shifts that are no multiple of its stride',
      checkEquivariant(
        (x: Tensor<[1, 2, 4]>) => maxPool2d(x, { kernel: 2 }),
        shift([-1]),
        fromArray(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), [1, 2, 4]),
        { elements: [[1]] },
      ),
      'equivariant: f(x shifted by [1]) against f(x) shifted by [1], element [0, 0, 0] is 0, expected 1\nfor x = tensor([[[0, 0, 0, 0], [0, 0, 1, 0]]])',
    ],
    [
      'an offset under scalings',
      checkEquivariant((x: Row) => add(x, 1), scalings(), row),
      'equivariant: f(x times 2) against f(x) times 2, element 0 is 1, expected 2\nfor x = tensor([0, 0, 0, 0])',
    ],
    [
      'a mean that is called invariant',
      checkEquivariant((x: Row) => mean(x), scalings(), row, { output: unchanged }),
      'equivariant: f(x times 2) against f(x) unchanged, its number is 0.5, expected 0.25\nfor x = tensor([0, 0, 0, 1])',
    ],
  ])('refutes %s', (_, result, message) => {
    expect(complaint(result)).toBe(message);
  });

  it('refuses an axis that is not there, in the editor and at run time', () => {
    // @ts-expect-error shift: axis -2 is out of range for [4]
    expect(() => expectEquivariant((x: Row) => x, shift([-2]), row)).toThrow('shift: axis -2 is out of range for [4]');
    // @ts-expect-error an action of another group cannot stand behind the operator
    checkEquivariant((x: Row) => x, shift([0]), row, { output: flips([0]) });
  });

  it('turns squares and oblongs by quarters', () => {
    const turned = quarterTurns([0, 1]).act(
      tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]),
      [1],
    );
    expect(String(turned)).toBe('[[4, 1],\n [5, 2],\n [6, 3]]');
    expect(
      complaint(
        checkEquivariant(
          (x: Image) => (conv2d(stack([x], 0), boxed).toString() === '' ? x : x),
          quarterTurns([0, 1]),
          image,
        ),
      ),
    ).toBe('nothing');
  });
});
const boxed = fromArray(new Float64Array(9).fill(1), [1, 1, 3, 3]);

describe('checkBatching', () => {
  it('accepts what maps example by example', () => {
    expect(
      complaint(
        checkBatching(({ x, w }: { readonly x: Row; readonly w: Row }) => sum(multiply(x, w)), { x: row, w: row }),
      ),
    ).toBe('nothing');
  });
});

describe('checkDeterminism', () => {
  const engines = { 'one thread': wasm({ threads: 1 }), 'two threads': wasm({ threads: 2 }) };

  it('accepts random numbers from a key, and products on any number of threads', () => {
    expect(complaint(checkDeterminism((k: Key) => random.normal(k, [200]), random.key(3), { engines }))).toBe(
      'nothing',
    );
    const square = random.normal(random.key(1), [40, 40]);
    expect(complaint(checkDeterminism((x: typeof square) => softmax(matmul(x, x)), square, { engines }))).toBe(
      'nothing',
    );
    expect(
      complaint(checkDeterminism((x: Row) => softmax(x), row, { engines: { ...engines, reference }, bound: rounded })),
    ).toBe('nothing');
  });

  it('reports a state that leaks', () => {
    let calls = 0;
    const leaking = (x: Row) => add(x, scalar(calls++));
    expect(complaint(checkDeterminism(leaking, row))).toMatch(
      /^determinism: the output, the second time, element 0 is \d+, expected \d+\nfor tensor\(\[0, 0, 0, 0\]\)$/,
    );
  });

  it('reports random numbers from nowhere', () => {
    expect(complaint(checkDeterminism((x: Row) => multiply(x, scalar(Math.random())), row))).toContain(
      'the second time',
    );
  });

  it('reports an engine that rounds in another way', () => {
    const careless = {
      ...reference,
      name: 'careless',
      compile: (graph: Parameters<typeof reference.compile>[0]) => {
        const run = reference.compile(graph);
        return (inputs: Parameters<typeof run>[0]) => run(inputs).map((data) => data.map((v) => v * (1 + 2 ** -20)));
      },
    };
    expect(
      complaint(checkDeterminism((x: Row) => multiply(x, 3), row, { engines: { reference, careless } })),
    ).toContain('determinism: the output, careless');
  });
});

describe('checkEqualTensors and checkCloseTensors', () => {
  it('tell shapes, element types, names and signs of zero apart', () => {
    expect(complaint(checkEqualTensors(tensor([1, NaN]), tensor([1, NaN])))).toBe('nothing');
    expect(complaint(checkEqualTensors(tensor([0]), tensor([-0])))).toBe(
      'equal: the tensor, element 0 is 0, expected -0',
    );
    expect(complaint(checkEqualTensors(tensor([1]), tensor([[1]])))).toBe(
      'equal: the tensor is float32 [1], expected float32 [1, 1]',
    );
    expect(complaint(checkEqualTensors({ a: tensor(1) }, { b: tensor(1) }))).toBe('equal: a tree of a, expected b');
  });

  it('count units in the last place, across 0 and up to infinity', () => {
    const apart = (a: number, b: number, dtype: 'float32' | 'float64') =>
      complaint(checkCloseTensors(tensor([a], { dtype }), tensor([b], { dtype }), { ulp: 1 }));
    expect(apart(1, 1 + 2 ** -23, 'float32')).toBe('nothing');
    expect(apart(1, 1 + 2 ** -22, 'float32')).toContain('2 units in the last place, 1 are allowed');
    expect(apart(1, 1 + 2 ** -52, 'float64')).toBe('nothing');
    expect(apart(2 ** -149, -(2 ** -149), 'float32')).toContain('2 units');
    expect(apart(0, -0, 'float32')).toBe('nothing');
    expect(apart(Infinity, Number.MAX_VALUE, 'float64')).toBe('nothing');
    expect(apart(NaN, 1, 'float32')).toContain('Infinity units');
    expect(apart(-Infinity, Infinity, 'float32')).toContain('units');
  });
});

describe('literal', () => {
  it('writes a tree as the program that makes it', () => {
    expect(
      literal({
        'a b': tensor([[0.1, -0]]),
        n: tensor(3, { dtype: 'int32' }),
        ok: tensor([true]),
        x: [tensor([1e-20, NaN], f64)],
      }),
    ).toBe(
      "{ \"a b\": tensor([[0.1, -0]]), n: tensor(3, { dtype: 'int32' }), ok: tensor([true]), x: [tensor([1e-20, NaN], { dtype: 'float64' })] }",
    );
    expect(literal(zeros([2, 0]))).toBe("zeros([2, 0], { dtype: 'float32' })");
    expect(literal(permute(zeros([0]), [0]))).toBe('tensor([])');
  });
});
