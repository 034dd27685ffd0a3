import { add, avgPool1d, divide, flip, maximum, maxPool1d, maxPool2d, negate, onesLike } from '../../src/ops/index.js';
import type { PoolOptions } from '../../src/ops/index.js';
import { custom, vjp } from '../../src/transform/index.js';
import { prove } from '../law.js';
import type { Numbers } from '../law.js';
import { laws, subjects } from './pooling.js';
import type { LawName, Pooling } from './pooling.js';
import '../../test/reference.js';

type Pool = Pooling['pool'];

const line = (pool: Pool): Pooling => ({ rank: 1, pool });
const largest: Pool = (x, options) => maxPool1d(x, options);

/** the mean of what the windows send, where they overlap */
const averaged =
  (pool: Pool): Pool =>
  (x, options: PoolOptions) =>
    custom((v: Numbers): readonly [Numbers, (g: Numbers) => Numbers] => {
      const [y, pullback] = vjp((w: Numbers) => pool(w, options), v);
      const seen: Numbers = pullback(onesLike(y));
      return [y, (g) => divide(pullback(g), maximum(seen, 1))];
    })(x);
const faults: Readonly<Record<LawName, Readonly<Record<string, Pooling>>>> = {
  'is monotone: where x ≤ x′, its pooling is ≤ that of x′': {
    'a range, maximum less minimum': line((x, options) => add(largest(x, options), largest(negate(x), options))),
  },
  'is equivariant to shifts by multiples of the stride': {
    'a pooling that runs backwards': line((x, options) => flip(largest(x, options), [1])),
    'a stride too long by one': line((x, options) =>
      largest(x, { ...options, stride: [options.stride].flat().map((step = 0) => step + 1) }),
    ),
  },
  'sends back through overlapping windows the sum of what each window sends': {
    'the mean where windows overlap': line(averaged(largest)),
    'the mean where windows overlap in a plane': {
      rank: 2,
      pool: averaged((x, options) => maxPool2d(x, options)),
    },
  },
  'commutes with increasing maps': {
    'a mean': line((x, options) => avgPool1d(x, options)),
  },
};

prove(laws, (name) => subjects[name], faults);
