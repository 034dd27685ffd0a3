/** erf⁻¹ y by polynomials in w = −ln(1 − y²) and in √w. Source: Giles 2012, Approximating the erfinv function. */
import type { Float } from '../../../../tensor/dtype.js';
import { call, get, seq, set, v128, when } from '../../emit/index.js';
import { log } from './logarithm.js';
import { choose, unary } from './real.js';

/** erf⁻¹(y)/y as a polynomial in t − centre for w from a limit on: relative error 2⁻²⁷, 2⁻⁵¹ */
interface Piece {
  readonly from: number;
  readonly centre: number;
  readonly coefficients: readonly number[];
}

interface Pieces {
  /** t = w */
  readonly near: Piece;
  /** t = √w */
  readonly far: readonly Piece[];
}

const pieces: { readonly [D in Float]: Pieces } = {
  float32: {
    near: {
      from: 0,
      centre: 2.5,
      coefficients: [
        ...[1.50140936, 0.2466402791, -0.004177392875, -0.001252726392, 0.0002183493862, -4.972419689e-6],
        ...[-3.463985268e-6, 4.681313481e-7, 2.33359672e-8, -8.93192597e-9],
      ],
    },
    far: [
      {
        from: 5,
        centre: 3,
        coefficients: [
          ...[2.832976795, 1.001675051, 0.009445697446, -0.007638866126, 0.005683118556, -0.003589185369],
          ...[0.001495967774, -7.340789717e-5, -0.0003188478499, 0.000127476385],
        ],
      },
    ],
  },
  float64: {
    near: {
      from: 0,
      centre: 3.125,
      coefficients: [
        ...[1.6536545626831027, 0.2401581824255897, -0.006033670871427011, -0.0007407025341669402],
        ...[0.00018673420802124273, -1.3882523361276876e-5, -1.3654691796592068e-6, 4.2347877672780653e-7],
        ...[-2.9070386660191428e-8, -4.112633104297614e-9, 1.0512202440121784e-9, -5.4154417754696635e-11],
        ...[-1.2977505202014968e-11, 2.6335724924608484e-12, -8.106594456438496e-14, -4.0554139746886e-14],
        ...[6.581955305929239e-15, 2.166994626283574e-17, -1.290702354613073e-16, 1.1125794759379466e-17],
        ...[1.1027771591500033e-18, -1.6787330615256773e-19, -2.362369698566107e-22],
      ],
    },
    far: [
      {
        from: 6.25,
        centre: 3.25,
        coefficients: [
          ...[3.0838856104922208, 1.0052589676941592, 0.0053709145535581985, -0.0037512085075638536],
          ...[0.0024914420976198813, -0.0016882755561681802, 0.0009532893521118177, -0.0003550375186306976],
          ...[2.4031363245440546e-5, 6.828484052292924e-5, -4.731952918337189e-5, 1.2475343474376931e-5],
          ...[2.9273722115986924e-6, -4.013946398190292e-6, 1.4958263152984917e-6, 1.832399988132858e-8],
          ...[-2.6860975725571463e-7, 9.071950571029922e-8, -3.8310399460724116e-10],
        ],
      },
      {
        from: 16,
        centre: 5,
        coefficients: [
          ...[4.849906401408584, 1.0103004648645342, -0.0001387193183819752, -0.000215030119287846],
          ...[7.599527800297495e-5, -1.9681778266924495e-5, 4.5260547181843415e-6, -9.929818426186706e-7],
          ...[2.2903613945376438e-7, -6.77144490971277e-8, 2.9080387752327173e-8, -1.495645333533402e-8],
          ...[7.69642300734655e-9, -3.792085953285348e-9, 1.4574583226269296e-9, -2.548030018979659e-10],
          ...[-1.4432044831116392e-11],
        ],
      },
    ],
  },
};

export const erfInv = unary('erfInv', (real, y) => {
  const { module, target, scope, keep, run, abs, neg, add, sub, mul, sqrt, eq, gt, polynomial, type } = real;
  const { near, far } = pieces[type];
  const one = real.const(1);
  const w = keep(neg(call(log[type](module, target), mul(sub(one, y), add(one, y)))));
  const [t, factor] = [scope.local('v128'), scope.local('v128')];
  run(set(t, sub(w, real.const(near.centre))));
  run(set(factor, polynomial(get(t), near.coefficients)));
  const beyond = far.map(({ from, centre, coefficients }) =>
    seq(
      set(t, sub(sqrt(w), real.const(centre))),
      set(factor, choose(gt(w, real.const(from)), polynomial(get(t), coefficients), get(factor))),
    ),
  );
  const first = Math.min(...far.map(({ from }) => from));
  run(when(v128.anyTrue(gt(w, real.const(first))), seq(...beyond)));
  return choose(eq(abs(y), one), mul(y, real.const(Infinity)), mul(y, get(factor)));
});
