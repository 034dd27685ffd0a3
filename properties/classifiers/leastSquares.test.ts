import '../../test/reference.js';
import { add, matmul, multiply, subtract } from '../../src/ops/index.js';
import { prove } from '../law.js';
import { laws, solve } from './leastSquares.js';
import type { LawName, Subject } from './leastSquares.js';

const faults: Readonly<Record<LawName, Readonly<Record<string, Subject>>>> = {
  'the gradient of the error is zero: Aᵀ(Ax − b) + λx = 0': {
    'the penalty forgotten': (a, b) => solve(a, b, 0),
    'twice the penalty': (a, b, penalty) => solve(a, b, 2 * penalty),
    'a sign': (a, b, penalty) => multiply(solve(a, b, penalty), -1),
  },
  'with fewer equations than unknowns it is the shortest: orthogonal to all that A makes zero': {
    'another solution': (a, b) => {
      const some = multiply(add(multiply(solve(a, b, 0), 0), 1), 3);
      return add(solve(a, b, 0), subtract(some, solve(a, matmul(a, some), 0)));
    },
  },
};

prove(laws, () => ({ 'the library': solve }), faults);
