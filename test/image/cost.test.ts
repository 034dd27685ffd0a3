/** What filters of images cost, as their plans tell; and that float32, in pieces on all threads, gives the numbers of float64. */
import { describe, expect, it } from 'vitest';
import { cast, compile, random, toArray, wasm } from '../../src/index.js';
import type { Float, Tensor } from '../../src/index.js';
import { bilateral, close, erode, median, nonLocalMeans, rank } from '../../src/image/index.js';

type Image<D extends Float> = Tensor<[number, number], D>;
type Filter = <D extends Float>(x: Image<D>) => Image<D>;
const noise: Image<'float32'> = random.uniform(random.key(1), [151, 203]);

const costs: readonly (readonly [title: string, filter: Filter, operations: number, planes: number])[] = [
  ['median 3 × 3', (x) => median(x, { size: 3 }), 24, 9],
  ['median 5 × 5', (x) => median(x, { size: 5 }), 95, 25],
  ['median 7 × 7', (x) => median(x, { size: 7 }), 255, 49],
  ['erosion 5 × 5', (x) => erode(x, { size: 5 }), 7, 4],
  ['erosion 15 × 15', (x) => erode(x, { size: 15 }), 15, 4],
  ['bilateral 5 × 5', (x) => bilateral(x, { sigma: 1, tau: 0.2, size: 5 }), 150, 20],
  ['non-local means 7/21', (x) => nonLocalMeans(x, { h: 0.2 }), 5800, 80],
];

describe('the cost for a pixel', () => {
  it.each(costs)('%s', (_, filter, operations, planes) => {
    const plan = compile((x: Image<'float32'>) => filter(x), { engine: wasm({ threads: 1 }) }).plan(noise);
    const pixels = 151 * 203;
    const all = plan?.steps.reduce((sum, { flops, times }) => sum + flops * times, 0) ?? NaN;
    expect(all / pixels).toBeLessThan(operations);
    expect((plan?.bytes.peak ?? NaN) / (4 * pixels)).toBeLessThan(planes);
  });
});

describe('float32 gives the numbers of float64', () => {
  const filters: Readonly<Record<string, Filter>> = {
    ...Object.fromEntries(costs.map(([title, filter]) => [title, filter])),
    'a footprint': (x) => rank(x, { percentile: 70, footprint: [[1, 0, 1], [1, 1, 0], [0, 0, 1]] }), // prettier-ignore
    closing: (x) => close(x, { size: [3, 7], boundary: 'wrap' }),
  };
  it.each(Object.entries(filters))('%s', (_, filter) => {
    const [found, exact] = [toArray(filter(noise)), toArray(filter(cast(noise, 'float64')))];
    expect(Math.max(...found.map((value, k) => Math.abs(value - (exact[k] ?? NaN))))).toBeLessThan(2e-5);
  });
});
