/** Row I9: operators that are no convolutions, each with the smallest counterexample, checked again by loops over plain numbers. */
import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import * as ops from '../../src/index.js';
import { bilateral, circularShift, convolve, median, nonLocalMeans } from '../../src/image/index.js';
import {
  asConvolution,
  asMatrix,
  impulseResponse,
  isEquivariant,
  isLinear,
  isShiftInvariant,
} from '../../src/image/index.js';
import type { Counterexample, Image, Images } from '../../src/image/index.js';
import * as nn from '../../src/nn/index.js';

type Rows = readonly (readonly number[])[];
type Plane = Image<readonly [number, number]>;

const plane = (rows: Rows): Plane => ops.fromArray(Float64Array.from(rows.flat()), [rows.length, rows[0]?.length ?? 0]);
const rowsOf = (x: Image): Rows => {
  const [height = 0, width = 0] = x.shape.slice(-2);
  return Array.from({ length: height }, (_, i) =>
    Array.from(ops.toArray(x).subarray(i * width, (i + 1) * width), (v) => v + 0),
  );
};

/** an image of plain numbers, read round the torus */
const at = (x: Rows, i: number, j: number): number => {
  const [height, width] = [x.length, x[0]?.length ?? 0];
  return x[((i % height) + height) % height]?.[((j % width) + width) % width] ?? NaN;
};
const each = (x: Rows, f: (value: number, i: number, j: number) => number): Rows =>
  x.map((row, i) => row.map((value, j) => f(value, i, j) + 0));
const flat = (x: Rows): readonly number[] => x.flat();
const mean = (list: readonly number[]): number => list.reduce((sum, v) => sum + v, 0) / list.length;
const around = [-1, 0, 1].flatMap((i) => [-1, 0, 1].map((j) => [i, j] as const));

/** an operator twice, and the counterexample that is expected of it */
interface Row {
  readonly operator: (x: Plane) => Image;
  readonly plain: (x: Rows) => Rows;
  readonly images: Images<readonly [number, number]>;
  readonly law: Counterexample['law'];
  readonly x: Rows;
  readonly y?: Rows;
  readonly a?: number;
  readonly shift?: readonly [number, number];
}

const upTo = (height: number, width: number): Images<readonly [number, number]> => ({ upTo: [height, width] });

const norm = nn.withDType(nn.model([1, 1, 2], nn.batchNorm()), 'float64');
const normalised =
  (mode: nn.Mode) =>
  (x: Plane): Image => {
    const start = norm.init(ops.random.key(0));
    const [y] = norm.forward(start, ops.reshape(x, [1, 1, 2]), mode);
    return ops.reshape(y, [1, 2]);
  };

const gain = ({ shape: [height, width] }: Plane) =>
  ops.add(ops.range(width, { dtype: 'float64' }), ops.zeros([height, width], { dtype: 'float64' }));
const zeroPadded = (x: Plane): Image => convolve(x, plane([[1, 2, 3]]), { boundary: 'zero' });
const atColumn =
  (k: number) =>
  (x: Plane): Image =>
    ops.where(ops.equal(gain(x), k), ops.multiply(2, x), x);

const refuted: Readonly<Record<string, Row>> = {
  ReLU: {
    operator: (x) => ops.relu(x),
    plain: (x) => each(x, (v) => Math.max(v, 0)),
    images: upTo(4, 4),
    law: 'homogeneous',
    x: [[1]],
    a: -1,
  },
  'the absolute value': {
    operator: (x) => ops.abs(x),
    plain: (x) => each(x, Math.abs),
    images: upTo(4, 4),
    law: 'homogeneous',
    x: [[1]],
    a: -1,
  },
  'the square': {
    operator: (x) => ops.square(x),
    plain: (x) => each(x, (v) => v * v),
    images: upTo(4, 4),
    law: 'homogeneous',
    x: [[1]],
    a: -1,
  },
  'an offset': {
    operator: (x) => ops.add(x, 1),
    plain: (x) => each(x, (v) => v + 1),
    images: upTo(4, 4),
    law: 'homogeneous',
    x: [[0]],
    a: 0,
  },
  'rounding, which is linear on whole numbers': {
    operator: (x) => ops.round(x),
    plain: (x) => each(x, (v) => (v % 1 === 0.5 || v % 1 === -0.5 ? 2 * Math.round(v / 2) : Math.round(v))),
    images: upTo(4, 4),
    law: 'homogeneous',
    x: [[1]],
    a: 0.5,
  },
  'clipping at 255': {
    operator: (x) => ops.clip(x, -255, 255),
    plain: (x) => each(x, (v) => Math.min(Math.max(v, -255), 255)),
    images: upTo(4, 4),
    law: 'homogeneous',
    x: [[24]],
    a: 11,
  },
  'the identity except where a pixel is 7': {
    operator: (x) => ops.where(ops.equal(x, 7), 0, x),
    plain: (x) => each(x, (v) => (v === 7 ? 0 : v)),
    images: [2, 3],
    law: 'homogeneous',
    x: [[1, 0, 0], [0, 0, 0]], // prettier-ignore
    a: 7,
  },
  'a sorted row': {
    operator: (x) => ops.sort(x),
    plain: (x) => x.map((row) => [...row].sort((a, b) => a - b)),
    images: upTo(4, 4),
    law: 'homogeneous',
    x: [[1, 0]],
    a: -1,
  },
  'the median (I5)': {
    operator: (x) => median(x, { size: 3, boundary: 'wrap' }),
    plain: (x) => each(x, (_, i, j) => around.map(([k, l]) => at(x, i + k, j + l)).sort((a, b) => a - b)[4] ?? NaN),
    images: upTo(4, 4),
    law: 'additive',
    x: [[1, 0, 0]],
    y: [[0, 1, 0]],
  },
  'the bilateral filter (I6)': {
    operator: (x) => bilateral(x, { sigma: 1, tau: 1, size: 3, boundary: 'wrap' }),
    plain: (x) =>
      each(x, (v, i, j) => {
        const weights = around.map(([k, l]) => Math.exp(-(k * k + l * l) / 2 - (at(x, i + k, j + l) - v) ** 2 / 2));
        return mean(around.map(([k, l], n) => (weights[n] ?? 0) * at(x, i + k, j + l))) / mean(weights);
      }),
    images: upTo(3, 3),
    law: 'homogeneous',
    x: [[1, 0]],
    a: 2,
  },
  'non-local means (I7)': {
    operator: (x) => nonLocalMeans(x, { h: 1, patch: 1, search: 3, boundary: 'wrap' }),
    plain: (x) =>
      each(x, (v, i, j) => {
        const weights = around.map(([k, l]) => Math.exp(-((at(x, i + k, j + l) - v) ** 2)));
        return mean(around.map(([k, l], n) => (weights[n] ?? 0) * at(x, i + k, j + l))) / mean(weights);
      }),
    images: upTo(3, 3),
    law: 'homogeneous',
    x: [[1, 0]],
    a: 2,
  },
  'the maximum of 2 × 2 pixels': {
    operator: (x) => ops.squeeze(ops.maxPool2d(ops.expand(x, 0), { kernel: 2 }), 0),
    plain: (x) =>
      Array.from({ length: x.length >> 1 }, (_, i) =>
        Array.from({ length: (x[0]?.length ?? 0) >> 1 }, (_unused, j) =>
          Math.max(...[0, 1].flatMap((k) => [0, 1].map((l) => at(x, 2 * i + k, 2 * j + l)))),
        ),
      ),
    images: upTo(4, 4),
    law: 'homogeneous',
    x: [[1, 0], [0, 0]], // prettier-ignore
    a: -1,
  },
  'batch norm in training': {
    operator: normalised(nn.train(ops.random.key(1))),
    plain: (x) => {
      const m = mean(flat(x));
      const deviation = Math.sqrt(mean(flat(each(x, (v) => (v - m) ** 2))) + 1e-5);
      return each(x, (v) => (v - m) / deviation);
    },
    images: [1, 2],
    law: 'homogeneous',
    x: [[1, 0]],
    a: 2,
  },
  'a gain that depends on the place': {
    operator: (x) => ops.multiply(gain(x), x),
    plain: (x) => each(x, (v, _, j) => j * v),
    images: upTo(4, 4),
    law: 'shift',
    x: [[1, 0]],
    shift: [0, 1],
  },
  'a gain at one column': {
    operator: atColumn(3),
    plain: (x) => each(x, (v, _, j) => (j === 3 ? 2 * v : v)),
    images: upTo(4, 6),
    law: 'shift',
    x: [[0, 0, 1, 0]],
    shift: [0, 1],
  },
  'a mirror': {
    operator: (x) => ops.flip(x, [1]),
    plain: (x) => x.map((row) => [...row].reverse()),
    images: upTo(4, 4),
    law: 'shift',
    x: [[1, 0, 0]],
    shift: [0, 1],
  },
  'the transpose': {
    operator: (x) => ops.transpose(x),
    plain: (x) => Array.from({ length: x[0]?.length ?? 0 }, (_, j) => x.map((row) => row[j] ?? NaN)),
    images: upTo(4, 4),
    law: 'shift',
    x: [[1, 0]],
    shift: [1, 0],
  },
  'a correlation with zeros around, on the torus': {
    operator: zeroPadded,
    plain: (x) => each(x, (v, i, j) => 2 * v + (x[i]?.[j + 1] ?? 0) + 3 * (x[i]?.[j - 1] ?? 0)),
    images: upTo(4, 4),
    law: 'shift',
    x: [[1, 0]],
    shift: [0, 1],
  },
};

/** both sides of the law that fails, from plain numbers alone */
const sides = (c: Counterexample, plain: Row['plain']): readonly [found: Rows, expected: Rows] => {
  const f = (x: Rows): Rows => plain(x);
  switch (c.law) {
    case 'homogeneous': {
      const x = rowsOf(c.x);
      return [f(each(x, (v) => c.a * v)), each(f(x), (v) => c.a * v)];
    }
    case 'additive': {
      const [x, y] = [rowsOf(c.x), rowsOf(c.y)];
      return [f(each(x, (v, i, j) => v + at(y, i, j))), each(f(x), (v, i, j) => v + at(f(y), i, j))];
    }
    case 'shift': {
      const x = rowsOf(c.x);
      const moved = (z: Rows, [down, right]: readonly [number, number]): Rows =>
        each(z, (_, i, j) => at(z, i - down, j - right));
      return [f(moved(x, c.symmetry.input)), moved(f(x), c.symmetry.output)];
    }
  }
};

describe('I9: no convolution is', () => {
  it.each(Object.entries(refuted))('%s', (_, { operator, plain, images, ...expected }) => {
    const result = asConvolution(operator, images);
    if (E.isRight(result)) throw new Error(String(result.right));
    const c = result.left;
    const { law, x } = c;
    expect({
      law,
      x: rowsOf(x),
      ...(law === 'homogeneous' ? { a: c.a } : law === 'additive' ? { y: rowsOf(c.y) } : { shift: c.symmetry.input }),
    }).toEqual(expected);
    const checked = sides(c, plain);
    [c.found, c.expected].forEach((side, k) =>
      flat(checked[k] ?? []).forEach((value, n) => expect(flat(rowsOf(side))[n]).toBeCloseTo(value, 10)),
    );
    const [i = 0, j = 0] = c.place;
    expect(Math.abs(at(checked[0], i, j) - at(checked[1], i, j))).toBeGreaterThan(1e-3);
  });
});

/** what was found; a counterexample is the failure of the test */
const held = <A>(result: E.Either<Counterexample, A>): A => {
  if (E.isLeft(result)) throw new Error(String(result.left));
  return result.right;
};
const broken = (result: E.Either<Counterexample, unknown>): Counterexample => {
  if (E.isRight(result)) throw new Error(`no counterexample: ${String(result.right)}`);
  return result.left;
};

describe('I5, by I9', () => {
  it('I5: the median is not linear, so it is no convolution; on 3 × 3 pixels too', () => {
    const f = (x: Plane): Image => median(x, { size: 3 });
    const c = broken(isLinear(f, [3, 3]));
    expect(c.law).toBe('additive');
    expect(broken(asConvolution(f, [3, 3])).toString()).toBe(c.toString());
    expect(held(isShiftInvariant(f, [5, 5], { shifts: 'interior', margin: 1 })).evidence.by).toBe('tests');
  });
});

describe('I9: a correlation', () => {
  const sobel = plane([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]); // prettier-ignore
  const flipped: Rows = [[1, 0, -1], [2, 0, -2], [1, 0, -1]]; // prettier-ignore
  const weights = ops.reshape(sobel, [1, 1, 3, 3]);
  const valid = (x: Plane): Image => ops.squeeze(ops.conv2d(ops.expand(x, 0), weights), 0);
  const same = (x: Plane): Image => ops.squeeze(ops.conv2d(ops.expand(x, 0), weights, { padding: 1 }), 0);

  it('is the convolution with the flipped kernel', () => {
    const found = held(asConvolution(valid, [4, 4], { shifts: 'interior' }));
    expect(rowsOf(found.kernel)).toEqual(flipped);
    expect(String(found)).toBe(
      [
        'F is a convolution, in the interior, 0 from the border',
        'kernel = [[ 1,  0, -1],',
        '          [ 2,  0, -2],',
        '          [ 1,  0, -1]]',
        'origin = [2, 2]',
        'proved: its steps are linear: reshape, convolution; and the shift law holds on a basis, 40 images',
      ].join('\n'),
    );
  });

  it('with zeros around is invariant in the interior, one pixel from the border, and nowhere else', () => {
    expect(rowsOf(held(asConvolution(same, [4, 4], { shifts: 'interior', margin: 1 })).kernel)).toEqual(flipped);
    expect(broken(isShiftInvariant(same, [4, 4], { shifts: 'interior' })).law).toBe('shift');
    expect(broken(isShiftInvariant(same, [4, 4])).law).toBe('shift');
  });

  it('is a linear map: its matrix has a row for each pixel of the result', () => {
    const { matrix, input, output } = held(asMatrix(valid, [3, 4]));
    expect([input, output]).toEqual([[3, 4], [1, 2]]); // prettier-ignore
    expect(ops.toNested(matrix)).toEqual([
      [-1, 0, 1, 0, -2, 0, 2, 0, -1, 0, 1, 0],
      [0, -1, 0, 1, 0, -2, 0, 2, 0, -1, 0, 1],
    ]);
    expect(broken(asMatrix((x: Plane) => ops.relu(x), [1, 1])).law).toBe('homogeneous');
  });

  it('answers an impulse with its kernel, flipped, around the place of the impulse', () => {
    expect(rowsOf(impulseResponse(same, [3, 3]))).toEqual(flipped);
    expect(rowsOf(impulseResponse(same, [3, 3], { at: [0, 0] }))).toEqual([[0, -2, 0], [0, -1, 0], [0, 0, 0]]); // prettier-ignore
  });
});

describe('I9: with stride 2', () => {
  const up = (x: Plane) => ops.expand(x, 0);
  const operators: Readonly<Record<string, (x: Plane) => Image>> = {
    'a convolution': (x) =>
      ops.squeeze(ops.conv2d(up(x), ops.reshape(plane([[1, 2], [3, 4]]), [1, 1, 2, 2]), { stride: 2 }), 0), // prettier-ignore
    'average pooling': (x) => ops.squeeze(ops.avgPool2d(up(x), { kernel: 2 }), 0),
    'maximum pooling': (x) => ops.squeeze(ops.maxPool2d(up(x), { kernel: 2 }), 0),
  };

  it.each(Object.entries(operators))('%s turns shifts by multiples of 2 into shifts, and no others', (_, f) => {
    held(isShiftInvariant(f, [6, 6], { stride: 2 }));
    held(isShiftInvariant(f, [6, 6], { stride: 2, shifts: 'interior' }));
    broken(isShiftInvariant(f, [6, 6]));
    for (const by of [0, 1, 2, 3, 4, 5])
      for (const to of [0, 1, 2]) {
        const found = isEquivariant(f, [6, 6], { input: [0, by], output: [0, to] });
        expect(E.isRight(found)).toBe(by === 2 * to);
      }
  });
});

describe('how it is known', () => {
  const twice = (x: Plane): Image => ops.add(ops.maximum(x, 0), ops.minimum(x, 0));

  it('an operator whose steps are not all linear is tested, not proved, even if it is linear', () => {
    const linear = held(isLinear(twice, [2, 2], { cases: 50 }));
    expect(linear.evidence).toEqual({ by: 'tests', cases: 102, reason: 'not known to be linear: minimum, maximum' });
    expect(String(linear)).toBe(
      'F is linear; tested on 102 cases, but no proof: not known to be linear: minimum, maximum',
    );
    const { kernel, evidence } = held(asConvolution(twice, [2, 2], { cases: 50 }));
    expect([rowsOf(kernel), evidence.by]).toEqual([[[1]], 'tests']);
  });

  it('an operator that looks at numbers on its way is tested, or refuted', () => {
    const outside =
      (f: (v: number) => number) =>
      (x: Plane): Image =>
        ops.fromArray(ops.toArray(x).map(f), x.shape);
    expect(
      held(
        isLinear(
          outside((v) => 3 * v),
          [2, 2],
        ),
      ).evidence,
    ).toMatchObject({ by: 'tests' });
    expect(
      broken(
        isLinear(
          outside((v) => Math.max(v, 0)),
          { upTo: [2, 2] },
        ),
      ).law,
    ).toBe('homogeneous');
  });

  it('an operator that is not linear may be shift-invariant, on the cases that were tried', () => {
    const claim = held(isShiftInvariant((x: Plane) => median(x, { size: 3, boundary: 'wrap' }), { upTo: [4, 4] }));
    expect(claim.evidence).toMatchObject({ by: 'tests' });
  });

  it('the images of a basis do not decide about an operator that is not linear', () => {
    const f = (x: Plane): Image => ops.where(ops.greater(x, 1), ops.multiply(gain(x), x), x);
    const { law, x } = broken(isShiftInvariant(f, { upTo: [3, 3] }));
    expect([law, rowsOf(x)]).toEqual(['shift', [[2, 0]]]);
  });

  it('loops, regions computed anew and constants that are computed are followed', () => {
    const half = ops.exp(ops.scalar(-1, 'float64'));
    const decayed = (x: Plane): Image =>
      ops.divide(
        ops.checkpoint((y: Plane) => ops.multiply(half, ops.where(ops.greater(half, 0), y, ops.zerosLike(y))))(x),
        half,
      );
    expect(held(isLinear(decayed, [2, 2])).evidence.by).toBe('proof');
    const running =
      (nonlinear: boolean) =>
      (x: Plane): Image =>
        ops.scan(
          (carry: Image<[3]>, row: Image<[3]>) => {
            const sum = ops.add(ops.multiply(carry, half), row);
            return [nonlinear ? ops.tanh(sum) : sum, sum] as const;
          },
          ops.zeros([3], { dtype: 'float64' }),
          ops.reshape(x, [4, 3]),
        )[1];
    expect(held(isLinear(running(false), [4, 3])).evidence.by).toBe('proof');
    expect(broken(isLinear(running(true), [4, 3])).law).toBe('homogeneous');
  });

  it('batch norm in use is linear as long as its running mean and its bias are zero', () => {
    expect(held(isLinear(normalised(nn.evaluate), [1, 2])).evidence.by).toBe('proof');
  });

  it('the same key gives the same counterexample', () => {
    const f = (x: Plane): Image => ops.multiply(x, ops.tanh(x));
    const found = () => String(broken(isLinear(f, [2, 3], { key: ops.random.key(5) })));
    expect(found()).toBe(found());
  });

  it('a value that is not finite equals nothing', () => {
    expect(broken(isLinear((x: Plane) => ops.divide(x, 0), [1, 1])).law).toBe('homogeneous');
    expect(broken(isLinear((x: Plane) => ops.divide(x, plane([[1, 0]])), [1, 2])).law).toBe('homogeneous');
  });
});

describe('what is printed', () => {
  it('of a large image is what is not 0', () => {
    expect(String(broken(isLinear((x: Plane) => ops.relu(x), [3, 10])))).toBe(
      [
        'F is not homogeneous: at [0, 0], F(a x) is 0 and a F(x) is -1',
        'a = -1',
        'x = [3, 10] zeros, but 1 at [0, 0]',
        'F(a x) = [3, 10] zeros',
        'a F(x) = [3, 10] zeros, but -1 at [0, 0]',
      ].join('\n'),
    );
  });

  it('can be checked on paper', () => {
    expect(String(broken(isLinear((x: Plane) => median(x, { size: 3 }), { upTo: [3, 3] })))).toBe(
      [
        'F is not additive: at [0, 1], F(x + y) is 1 and F(x) + F(y) is 0',
        'x = [[1, 0, 0]]',
        'y = [[0, 1, 0]]',
        'F(x + y) = [[1, 1, 0]]',
        'F(x) + F(y) = [[1, 0, 0]]',
      ].join('\n'),
    );
    expect(
      String(
        broken(
          isEquivariant((x: Plane) => ops.slice(x, [null, { step: 2 }]), [1, 2], { input: [0, 1], output: [0, 0] }),
        ),
      ),
    ).toBe(
      [
        'F does not turn the circular shift T by [0, 1] into the shift U by [0, 0]: at [0, 0], F(T x) is 0 and U F(x) is 1',
        'x = [[1, 0]]',
        'T x = [[0, 1]]',
        'F(T x) = [[0]]',
        'U F(x) = [[1]]',
      ].join('\n'),
    );
    expect(String(broken(isShiftInvariant(zeroPadded, [1, 3], { shifts: 'interior' })))).toBe(
      [
        'F does not commute with the shift T by [0, 1] of a window on a larger image: at [0, 0], F(T x) is 3 and T F(x) is 0',
        'x = [[0, 0, 0]]',
        'T x = [[1, 0, 0]]',
        'F(T x) = [[3, 0]]',
        'T F(x) = [[0, 0]]',
      ].join('\n'),
    );
  });
});

describe('the types', () => {
  it('of the images are those of the operator', () => {
    held(isLinear((x) => ops.multiply(2, x), [2, 2]));
    held(isLinear((x: Image<[2, 2]>) => ops.matmul(x, ops.identity(2, { dtype: 'float64' })), [2, 2]));
    held(isLinear((x: Image<[3, number, number]>) => ops.sum(x, [0]), [3, 2, 2]));
    // @ts-expect-error the operator takes other images
    held(isLinear((x: Image<[3, 3]>) => x, [2, 2]));
    // @ts-expect-error images have a height and a width
    expect(() => isLinear((x: Image<[3, 3]>) => x, [3])).toThrow('isLinear: expected images');
  });
});

describe('what is refused', () => {
  const identity = (x: Plane): Image => x;
  it('says what was given', () => {
    expect(() => isLinear((x: Image<[3]>) => x, [3])).toThrow(
      'isLinear: expected images [...planes, height, width], got [3]',
    );
    expect(() => isLinear(identity, [0, 2])).toThrow(
      'isLinear: expected images [...planes, height, width], got [0, 2]',
    );
    // @ts-expect-error the theorem is stated in float64
    expect(() => isLinear((x: Plane) => ops.cast(x, 'float32'), [1, 1])).toThrow(
      'isLinear: expected float64 from the operator, got float32',
    );
    expect(() => isLinear(identity, [1, 1], { cases: 0 })).toThrow(
      'isLinear: expected cases to be a whole number from 1, got 0',
    );
    expect(() => isLinear(identity, [1, 1], { tolerance: NaN })).toThrow(
      'isLinear: expected a tolerance from 0, got NaN',
    );
    expect(() => isShiftInvariant(identity, [2, 2], { shifts: 'interior', margin: 1 })).toThrow(
      'isShiftInvariant: inside a margin of 1, an output of [2, 2] has nothing to compare after a shift',
    );
    expect(() => isShiftInvariant(identity, [2, 2], { margin: -1 })).toThrow(
      'isShiftInvariant: expected a margin that is a whole number from 0, got -1',
    );
    expect(() => isShiftInvariant(identity, [2, 2], { stride: 0 })).toThrow(
      'isShiftInvariant: expected a stride that is a whole number from 1, got 0',
    );
    expect(() => isEquivariant(identity, [2, 2], { input: [0.5, 0] })).toThrow(
      'isEquivariant: expected a shift by whole [rows, columns], got [0.5, 0]',
    );
    expect(() => impulseResponse(identity, [2, 2], { at: [2, 0] })).toThrow(
      'impulseResponse: there is no place [2, 0] in [2, 2]',
    );
    expect(() => circularShift(ops.tensor([1]), [0, 1])).toThrow(
      'circularShift: expected [...planes, height, width], got [1]',
    );
  });

  it('an operator that is no function is found out', () => {
    let calls = 0;
    expect(() => isLinear((x: Plane) => ops.multiply(++calls, x), [1, 1])).toThrow(
      'isLinear: the operator gives two answers for one image; expected a pure function',
    );
  });

  it('the errors of the operator itself are passed on for the images that were named', () => {
    const weights = ops.reshape(plane([[1, 1, 1]]), [1, 1, 1, -1]); // prettier-ignore
    const f = (x: Plane): Image => ops.squeeze(ops.conv2d(ops.expand(x, 0), weights), 0);
    expect(() => isLinear(f, [2, 2])).toThrow('conv2d: kernel 3 is larger than padded input 2');
    expect(held(isLinear(f, { upTo: [2, 4] })).evidence.by).toBe('proof');
  });
});
