import * as nn from '../../src/nn/index.js';
import { add, cast, minimum, multiply, range, relu } from '../../src/ops/index.js';
import type { Shape } from '../../src/shape/index.js';
import { typed } from '../../src/tensor/tensor.js';
import { map } from '../../src/tree/index.js';
import { prove } from '../law.js';
import { laws } from './stacks.js';
import type { LawName } from './stacks.js';
import { applied, layers } from './subjects.js';
import type { Layers } from './subjects.js';
import '../../test/reference.js';

const faulty = (change: Partial<Layers>): Layers => ({ ...layers, ...change });

const { conv2d } = layers;

const faults: Readonly<Record<LawName, Readonly<Record<string, Layers>>>> = {
  'hidden units in another order are the same network, and its gradients are in that order': {
    'units that differ by their place': faulty({
      relu: applied(nn.relu, () => (_, x) => [relu(add(x, cast(range(x.shape[0] ?? 0), 'float64'))), {}]),
    }),
  },
  'the receptive field of L convolutions of size K is 1 + L(K − 1), as the pullback measures it': {
    'a dilation that is forgotten': faulty({ conv2d: (options) => conv2d({ ...options, dilation: 1 }) }),
    'a first tap that is dead': faulty({
      conv2d: (options) =>
        applied(conv2d(options), (apply) => ({ params, state }, x, context) => {
          const alive = minimum(cast(range(options.kernel), 'float64'), 1);
          const weights = map(params, (w) => multiply(typed<Shape, 'float64'>(w), alive));
          return apply({ params: weights, state }, x, context);
        }),
    }),
  },
};

prove(laws, () => ({ 'the library': layers }), faults);
