import * as fc from 'fast-check';
import * as nn from '../../../nn/index.js';
import type { Layer, Rule } from '../../../nn/index.js';
import type { PoolOptions } from '../../../ops/index.js';
import { poolShape, sameShape, type Shape, type SpatialRank } from '../../../shape/index.js';
import { block, chain, int, kinked, made, plain, written } from './row.js';
import type { Row, Rows } from './row.js';

const options = fc.record({ kernel: int(1, 3), stride: int(1, 2), padding: int(0, 1) });
interface Drawn {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}
const pool = ({ kernel, stride, padding }: Drawn) =>
  [{ kernel, stride, padding: Math.min(padding, Math.floor(kernel / 2)) }] as const;

const averages = fc.tuple(options, fc.boolean());
const average = ([drawn, countPadding]: readonly [Drawn, boolean]) => {
  const [windows] = pool(drawn);
  return [{ ...windows, countPadding }] as const;
};
const norms = fc.tuple(options, fc.constantFrom(2, 3));
const byNorm = ([drawn, norm]: readonly [Drawn, number]) => {
  const [windows] = pool(drawn);
  return [{ ...windows, norm }] as const;
};

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
  maxPool3d: kinked(made(nn.maxPool3d, [4], options, pool)),
  avgPool1d: made(nn.avgPool1d, [2], averages, average),
  avgPool2d: made(nn.avgPool2d, [3], averages, average),
  avgPool3d: made(nn.avgPool3d, [4], averages, average),
  lpPool1d: kinked(made(nn.lpPool1d, [2], norms, byNorm)),
  lpPool2d: kinked(made(nn.lpPool2d, [3], norms, byNorm)),
  lpPool3d: kinked(made(nn.lpPool3d, [4], norms, byNorm)),
  adaptiveAvgPool1d: made(nn.adaptiveAvgPool1d, [2], int(1, 4), (size) => [size]),
  adaptiveAvgPool2d: made(nn.adaptiveAvgPool2d, [3], fc.tuple(int(1, 4), int(1, 4)), (size) => [size]),
  adaptiveAvgPool3d: made(nn.adaptiveAvgPool3d, [4], int(1, 3), (size) => [size]),
  adaptiveMaxPool1d: kinked(made(nn.adaptiveMaxPool1d, [2], int(1, 4), (size) => [size])),
  adaptiveMaxPool2d: kinked(made(nn.adaptiveMaxPool2d, [3], fc.tuple(int(1, 4), int(1, 4)), (size) => [size])),
  adaptiveMaxPool3d: kinked(made(nn.adaptiveMaxPool3d, [4], int(1, 3), (size) => [size])),
  maxUnpooled1d: around(1, (options, inner) => nn.maxUnpooled1d(options, inner)),
  maxUnpooled2d: around(2, (options, inner) => nn.maxUnpooled2d(options, inner)),
  maxUnpooled3d: around(3, (options, inner) => nn.maxUnpooled3d(options, inner)),
  globalAvgPool: plain(nn.globalAvgPool, [2, 3, 4]),
  globalMaxPool: kinked(plain(nn.globalMaxPool, [2, 3, 4])),
  globalLpPool: kinked(made(nn.globalLpPool, [2, 3, 4], fc.constantFrom(2, 3), (norm) => [{ norm }])),
} satisfies Rows;
