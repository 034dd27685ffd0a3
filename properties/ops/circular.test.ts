import { flip, pad, slice } from '../../src/ops/index.js';
import { prove } from '../law.js';
import type { Numbers } from '../law.js';
import { laws, operations } from './circular.js';
import type { LawName, Operations } from './circular.js';
import '../../test/reference.js';

const { conv2d, locallyConnected2d } = operations;
const faulty = (change: Partial<Operations>): Operations => ({ ...operations, ...change });

/** moved on by a column, the first of which is then empty */
const late = (x: Numbers): Numbers => pad(slice(x, [null, null, { end: -1 }]), [[0, 0], [0, 0], [1, 0]]); // prettier-ignore

const faults: Readonly<Record<LawName, Readonly<Record<string, Operations>>>> = {
  'the DFT diagonalises circular convolution: F(h ⊛ x) = F h · F x': {
    'a kernel that is not flipped': faulty({ conv2d: (x, w, options) => conv2d(x, flip(w, [2, 3]), options) }),
    'a border of zeros': faulty({ conv2d: (x, w, options) => conv2d(late(x), w, options) }),
  },
  'circular convolution is commutative and associative, and an impulse is its one': {
    'a kernel that is not flipped': faulty({ conv2d: (x, w, options) => conv2d(x, flip(w, [2, 3]), options) }),
    'a border of zeros': faulty({ conv2d: (x, w, options) => conv2d(late(x), w, options) }),
  },
  'a locally connected layer whose weights are the same everywhere is a convolution': {
    'a kernel that is flipped': faulty({
      locallyConnected2d: (x, w, options) => locallyConnected2d(x, flip(w, [2, 3]), options),
    }),
    'channels in another order': faulty({
      locallyConnected2d: (x, w, options) => locallyConnected2d(flip(x, [0]), w, options),
    }),
  },
};

prove(laws, () => ({ 'the library': operations }), faults);
