import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  broadcastShape,
  broadcastToShape,
  concatShape,
  DTypeError,
  dotGeneralShape,
  evaluate,
  expandShape,
  expectShape,
  flattenShape,
  indexShape,
  matmulShape,
  padShape,
  permuteShape,
  reduceShape,
  reshapeShape,
  ShapeError,
  size,
  sliceShape,
  squeezeShape,
  stackShape,
  takeAlongShape,
  takeShape,
  validShape,
  type Shape,
  type SliceRange,
} from '../../src/shape/index.js';

const dim = fc.integer({ min: 0, max: 4 });
const shape = fc.array(dim, { maxLength: 4 });
const stretchable = shape.chain((s) => fc.tuple(...s.map((n) => fc.constantFrom(1, n))));

describe('examples', () => {
  it.each([
    [broadcastShape([2, 1, 4], [3, 1]), [2, 3, 4]],
    [
      concatShape(
        [
          [64, 28, 28],
          [128, 28, 28],
          [32, 28, 28],
        ],
        0,
      ),
      [224, 28, 28],
    ],
    [
      stackShape(
        [
          [2, 3],
          [2, 3],
          [2, 3],
          [2, 3],
        ],
        1,
      ),
      [2, 4, 3],
    ],
    [takeShape([5, 3, 7], [2, 4], 1), [5, 2, 4, 7]],
    [takeShape([5, 3], [], 0), [3]],
    [takeAlongShape([5, 3], [2, 3], 0), [2, 3]],
    [permuteShape([2, 3, 4], [2, 0, 1]), [4, 2, 3]],
    [dotGeneralShape([2, 3, 4, 5], [4, 2, 6], { contract: [[2], [0]], batch: [[0], [1]] }), [2, 3, 5, 6]],
    [reduceShape([2, 3, 4], undefined), []],
    [reduceShape([2, 3, 4], undefined, true), [1, 1, 1]],
    [flattenShape([512, 7, 7]), [25088]],
    [indexShape([5, 6, 7], 2, 1), [5, 7]],
    [expandShape([2, 3], 1), [2, 1, 3]],
    [
      padShape(
        [5, 3],
        [
          [1, 2],
          [0, 0, 1],
        ],
      ),
      [8, 5],
    ],
    [validShape([0, 3], 'zeros'), [0, 3]],
  ])('%o is %o', (verdict, expected) => expect(verdict).toEqual(expected));
});

describe('broadcasting', () => {
  it('is symmetric, associative where it is defined, and has scalars as its unit', () => {
    fc.assert(
      fc.property(stretchable, stretchable, stretchable, (a, b, c) => {
        const join = (x: ReturnType<typeof broadcastShape>, y: ReturnType<typeof broadcastShape>) =>
          typeof x === 'string' || typeof y === 'string' ? 'none' : broadcastShape(x, y);
        const plain = (verdict: ReturnType<typeof broadcastShape>) => (typeof verdict === 'string' ? 'none' : verdict);
        expect(plain(broadcastShape(a, b))).toEqual(plain(broadcastShape(b, a)));
        expect(plain(join(broadcastShape(a, b), c))).toEqual(plain(join(a, broadcastShape(b, c))));
        expect(broadcastShape(a, [])).toEqual(a);
      }),
    );
  });

  it('gives the shape that both operands broadcast to', () => {
    fc.assert(
      fc.property(shape, shape, (a, b) => {
        const common = broadcastShape(a, b);
        if (typeof common === 'string') return;
        expect(broadcastToShape(a, common)).toEqual(common);
        expect(broadcastToShape(b, common)).toEqual(common);
      }),
    );
  });
});

describe('matrix products', () => {
  it('take vectors as NumPy does', () => {
    expect(matmulShape([3], [3])).toEqual([]);
    expect(matmulShape([3], [7, 3, 4])).toEqual([7, 4]);
    expect(matmulShape([7, 2, 3], [3])).toEqual([7, 2]);
    expect(matmulShape([8, 1, 2, 3], [5, 3, 4])).toEqual([8, 5, 2, 4]);
  });

  it('are a general product over the inner dimension', () => {
    fc.assert(
      fc.property(dim, dim, dim, dim, (b, m, k, n) => {
        const general = dotGeneralShape([b, m, k], [b, k, n], { contract: [[2], [1]], batch: [[0], [0]] });
        expect(general).toEqual(matmulShape([b, m, k], [b, k, n]));
      }),
    );
  });
});

describe('reshape', () => {
  it('keeps the number of elements, and finds a −1', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }), fc.nat(3), (target, at) => {
        const flat = [size(target)];
        expect(reshapeShape(flat, target)).toEqual(target);
        expect(
          reshapeShape(
            flat,
            target.map((n, i) => (i === at % target.length ? -1 : n)),
          ),
        ).toEqual(target);
      }),
    );
  });

  it('keeps dimensions that agree from the left, so that an empty batch is no obstacle', () => {
    expect(reshapeShape([0, 3, 4], [0, -1])).toEqual([0, 12]);
  });
});

describe('axes', () => {
  const shapeAndAxis = fc
    .array(dim, { minLength: 1, maxLength: 4 })
    .chain((s) => fc.tuple(fc.constant(s), fc.nat(s.length - 1)));

  it('may be counted from the end', () => {
    fc.assert(
      fc.property(shapeAndAxis, ([s, axis]) => {
        const back = axis - s.length;
        expect(reduceShape(s, back)).toEqual(reduceShape(s, axis));
        expect(reduceShape(s, [back], true)).toEqual(reduceShape(s, [axis], true));
        expect(takeShape(s, [2, 3], back)).toEqual(takeShape(s, [2, 3], axis));
        expect(concatShape([s, s], back)).toEqual(concatShape([s, s], axis));
        expect(expandShape(s, back - 1)).toEqual(expandShape(s, axis));
      }),
    );
  });

  it('expand and squeeze are inverse; a kept reduction differs by its ones', () => {
    fc.assert(
      fc.property(shapeAndAxis, ([s, axis]) => {
        expect(squeezeShape(expectShape(expandShape(s, axis)), axis)).toEqual(s);
        expect(squeezeShape(expectShape(reduceShape(s, axis, true)), axis)).toEqual(reduceShape(s, axis));
        expect(indexShape([...s, 5], -5, s.length)).toEqual(s);
      }),
    );
  });

  it('permute to the shape that the inverse permutes back', () => {
    fc.assert(
      fc.property(
        shape.chain((s) =>
          fc.tuple(
            fc.constant(s),
            fc.shuffledSubarray(
              s.map((_, i) => i),
              { minLength: s.length },
            ),
          ),
        ),
        ([s, p]) => {
          const inverse = p.map((_, i) => p.indexOf(i));
          expect(permuteShape(expectShape(permuteShape(s, p)), inverse)).toEqual(s);
        },
      ),
    );
  });
});

describe('slices', () => {
  const bound = fc.option(fc.integer({ min: -12, max: 12 }), { nil: undefined });
  const given = (record: Readonly<Record<string, number | undefined>>): SliceRange =>
    Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));

  it('have the length of the same slice of an array, forwards and backwards', () => {
    fc.assert(
      fc.property(
        fc.nat(9),
        bound,
        bound,
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        (n, start, end, step, back) => {
          // x[a : b : −s] is y[~a : ~b : s] for y the reverse of x
          const mirror = (at: number | undefined) => (back && at !== undefined ? ~at : at);
          const part = Array.from({ length: n }).slice(mirror(start), mirror(end));
          const expected = part.filter((_, i) => i % step === 0).length;
          expect(sliceShape([n], [given({ start, end, step: back ? -step : step })])).toEqual([expected]);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('leave the axes that are not named', () => {
    expect(sliceShape([5, 6, 7], [null, { end: 2 }])).toEqual([5, 2, 7]);
  });
});

describe('padding', () => {
  it('is undone by cropping, and counts what lies between', () => {
    fc.assert(
      fc.property(fc.nat(6), fc.nat(3), fc.nat(3), fc.nat(3), (n, low, high, interior) => {
        const spread = Array.from({ length: n }).flatMap((_, i) => (i === 0 ? [0] : [...Array(interior).keys(), 0]));
        const padded = expectShape(padShape([n], [[low, high, interior]]));
        expect(padded).toEqual([spread.length + low + high]);
        expect(padShape(padded, [[-low, -high]])).toEqual([spread.length]);
      }),
    );
  });
});

describe('formulas', () => {
  it('are undefined below zero and for a division by zero', () => {
    expect(evaluate(['-', 'a', 'b'], { a: 5, b: 7 })).toBeNaN();
    expect(evaluate(['/', 'a', 0], { a: 5 })).toBeNaN();
    expect(evaluate(['+', 1, ['*', 2, 'missing']], {})).toBeNaN();
    expect(evaluate(['max', ['%', 17, 5], ['min', 1, ['/', 9, 2]]], {})).toBe(2);
  });
});

describe('errors', () => {
  it('carry the operation and the shapes of their sentence', () => {
    const [a, b]: readonly [Shape, Shape] = [
      [2, 3],
      [4, 5],
    ];
    const refuse = () => expectShape(matmulShape(a, b), a, b);
    expect(refuse).toThrow(ShapeError);
    expect(refuse).toThrow('matmul: inner dimensions differ: [2, 3] x [4, 5] (3 is not 4)');
    expect(refuse).toThrow(expect.objectContaining({ name: 'ShapeError', operation: 'matmul', shapes: [a, b] }));
    expect(expectShape(matmulShape(a, [3, 4]), a)).toEqual([2, 4]);
    expect(new DTypeError('add: float32 and int32 differ; cast one')).toMatchObject({
      operation: 'add',
      name: 'DTypeError',
    });
  });
});
