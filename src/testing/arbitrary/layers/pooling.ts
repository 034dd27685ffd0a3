import * as fc from 'fast-check';
import * as nn from '../../../nn/index.js';
import type { Layer, Rule } from '../../../nn/index.js';
import type { PoolOptions } from '../../../ops/index.js';
import { poolShape, sameShape, type Shape, type SpatialRank } from '../../../shape/index.js';
import { block, chain, int, kinked, made, plain, written } from './row.js';
import type { Row, Rows } from './row.js';

const options = fc.record({ kernel: int(1, 3), stride: int(1, 2), padding: int(0, 1) });
const pool = ({
  kernel,
  stride,
  padding,
}: {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}) => [{ kernel, stride, padding: Math.min(padding, Math.floor(kernel / 2)) }] as const;

/** a max-unpooling around a block that keeps the shape of what was pooled */
const around = (rank: SpatialRank, unpooled: (options: PoolOptions, inner: Layer<Rule>) => Layer<unknown>): Row => ({
  ranks: [rank + 1],
  nests: true,
  kinked: true,
  plans: (name, inner) =>
    fc.tuple(options, inner).map(([drawn, plans]) => (input, place) => {
      const [windows] = pool(drawn);
      const pooled: Shape | string = input.length === rank + 1 ? poolShape(input, windows, rank, name) : '';
      if (typeof pooled === 'string') return undefined;
      const inside = chain(plans, pooled, { ...place, name: `${place.name}0` }, sameShape);
      const [layer, text] = block(inside);
      const whole = unpooled(windows, nn.layer<Rule>(layer.definition));
      return written(name, `${JSON.stringify(windows)}, ${text}`, whole, place, inside.uses);
    }),
});

/** The rows of the layers of `nn/pooling`. */
export const pooling = {
  maxPool1d: kinked(made(nn.maxPool1d, [2], options, pool)),
  maxPool2d: kinked(made(nn.maxPool2d, [3], options, pool)),
  avgPool1d: made(nn.avgPool1d, [2], options, pool),
  avgPool2d: made(nn.avgPool2d, [3], options, pool),
  maxUnpooled1d: around(1, (options, inner) => nn.maxUnpooled1d(options, inner)),
  maxUnpooled2d: around(2, (options, inner) => nn.maxUnpooled2d(options, inner)),
  maxUnpooled3d: around(3, (options, inner) => nn.maxUnpooled3d(options, inner)),
  globalAvgPool: plain(nn.globalAvgPool, [2, 3, 4]),
} satisfies Rows;
