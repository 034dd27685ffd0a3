import fc from 'fast-check';
import { expect, it } from 'vitest';
import { thin, type Position } from '../../src/viz/thin.js';

/** Few columns and many positions, so that most columns hold more than four. */
const positions = fc.array(fc.tuple(fc.integer({ min: 0, max: 11 }), fc.nat(99)), { maxLength: 80, size: 'max' });

it('keeps of each column of pixels the first, the last, the lowest and the highest, in order', () => {
  fc.assert(
    fc.property(positions, (list) => {
      const whole = list.map(([x, y]): Position => [x / 4, y]).sort((a, b) => a[0] - b[0]);
      const kept = thin(whole);
      const places = kept.map((position) => whole.indexOf(position));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      const columns = (of: readonly Position[]): ReadonlyMap<number, readonly number[]> =>
        of.reduce(
          (map, [x, y]) => map.set(Math.floor(x), [...(map.get(Math.floor(x)) ?? []), y]),
          new Map<number, number[]>(),
        );
      const thinned = columns(kept);
      expect(thinned.size).toBe(columns(whole).size);
      columns(whole).forEach((heights, x) => {
        const rest = thinned.get(x) ?? [];
        expect(rest.length).toBeLessThanOrEqual(4);
        expect([rest[0], rest.at(-1), Math.min(...rest), Math.max(...rest)]).toEqual([
          heights[0],
          heights.at(-1),
          Math.min(...heights),
          Math.max(...heights),
        ]);
      });
    }),
  );
});
