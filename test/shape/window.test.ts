import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  convShape,
  convTransposeShape,
  countWindows,
  fillWindows,
  poolShape,
  resolveTransposedWindows,
  resolveWindows,
  transposedWindowsShape,
  windowsShape,
  type WindowOptions,
} from '../../src/shape/index.js';

const small = fc.integer({ min: 1, max: 5 });
const width = fc.integer({ min: 0, max: 4 });
const dims = fc.record({ w: fc.nat(20), k: small, s: small, d: small, l: width, h: width });

/** How many windows there are, by putting down one after the other until the next has no place. */
const placed = (place: (start: number) => boolean, stride: number): number => {
  let n = 0;
  while (place(n * stride)) n++;
  return n;
};
const options = ({ k, s, d, l, h }: { k: number; s: number; d: number; l: number; h: number }): WindowOptions => ({
  kernel: k,
  stride: s,
  dilation: d,
  padding: [[l, h]],
});

describe('windows', () => {
  it('are as many as can be put down side by side', () => {
    fc.assert(
      fc.property(dims, (c) => {
        const n = placed((start) => start + c.d * (c.k - 1) < c.w + c.l + c.h, c.s);
        const verdict = windowsShape([c.w], options(c), 'op');
        if (n === 0) expect(verdict).toMatch(/is larger than padded input/);
        else expect(verdict).toEqual([n]);
      }),
    );
  });

  it('with ceil go on until one reaches the end, as long as they start before the high padding', () => {
    fc.assert(
      fc.property(dims, (c) => {
        const verdict = windowsShape([c.w], { ...options(c), ceil: true }, 'op');
        const end = c.w + c.l + c.h;
        const extent = c.d * (c.k - 1) + 1;
        const n = placed((start) => start === 0 || (start < c.w + c.l && start - c.s + extent < end), c.s);
        if (extent > end + c.s - 1) expect(verdict).toMatch(/is larger than padded input/);
        else expect(verdict).toEqual([n]);
      }),
    );
  });

  it("with 'same' padding give ⌈w / s⌉, and put the odd element at the high end", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), small, small, small, (w, kernel, stride, dilation) => {
        const settings: WindowOptions = { kernel, stride, dilation, padding: 'same' };
        expect(windowsShape([w], settings, 'op')).toEqual([Math.ceil(w / stride)]);
        const windows = resolveWindows([w], settings, 'op');
        expect(windows).toEqual([expect.objectContaining({ kernel, stride, dilation })]);
        for (const { low, high } of windows as Exclude<typeof windows, string>) expect([0, 1]).toContain(high - low);
      }),
    );
  });

  it('with exact accept what leaves no rest, and then nothing is left out', () => {
    fc.assert(
      fc.property(dims, (c) => {
        const verdict = windowsShape([c.w], { ...options(c), exact: true }, 'op');
        const room = c.w + c.l + c.h - c.d * (c.k - 1) - 1;
        expect(typeof verdict !== 'string').toBe(room >= 0 && room % c.s === 0);
      }),
    );
  });

  it('resolve to padding under which the plain formula counts them', () => {
    fc.assert(
      fc.property(dims, fc.boolean(), fc.boolean(), (c, ceil, same) => {
        const settings = { ...options(c), ceil, ...(same && { padding: 'same' as const }) };
        const windows = resolveWindows([c.w], settings, 'op');
        if (typeof windows === 'string') return;
        for (const { low, high } of windows) expect(Math.min(low, high)).toBeGreaterThanOrEqual(0);
        const explicit = windows.map(({ low, high }) => [low, high] as const);
        expect(windowsShape([c.w], { ...options(c), padding: explicit }, 'op')).toEqual(countWindows([c.w], windows));
      }),
    );
  });

  it('read one number for all dimensions, or one each', () => {
    expect(windowsShape([32, 16], { kernel: [5, 3], stride: 2, padding: [2, [0, 1]], dilation: [1, 2] }, 'op')).toEqual(
      [16, 7],
    );
  });
});

describe('the output sizes of the lectures', () => {
  it.each([
    [7, { kernel: 3 }, 5],
    [7, { kernel: 3, stride: 2 }, 3],
    [7, { kernel: 3, stride: 3 }, 2],
    [7, { kernel: 3, padding: 1 }, 7],
    [32, { kernel: 5, padding: 2 }, 32],
    [32, { kernel: 5 }, 28],
    [224, { kernel: 7, stride: 2, padding: 3 }, 112],
    [227, { kernel: 11, stride: 4 }, 55],
    [112, { kernel: 3, stride: 2, ceil: true }, 56],
    [32, { kernel: 3, dilation: 2, padding: 2 }, 32],
  ])('%i with %o is %i', (w, settings, n) => {
    expect(windowsShape([w, w], settings, 'conv2d')).toEqual([n, n]);
  });

  it('7 with kernel 3 and stride 3 does not fit exactly', () => {
    expect(windowsShape([7], { kernel: 3, stride: 3, exact: true }, 'conv1d')).toBe(
      'conv1d: kernel 3 at stride 3 does not cover padded input 7 exactly',
    );
  });
});

describe('transposed windows', () => {
  it('undo the count: a window over what they fill has as many positions as they had inputs', () => {
    fc.assert(
      fc.property(dims, fc.nat(4), (c, outputPadding) => {
        const settings = { ...options(c), outputPadding };
        const filled = transposedWindowsShape([c.w], settings, 'op');
        if (typeof filled === 'string' || outputPadding >= c.s) return;
        expect(windowsShape(filled, options(c), 'op')).toEqual([c.w]);
      }),
    );
  });

  it('fill the highest index they touch, less the padding', () => {
    fc.assert(
      fc.property(dims, fc.nat(4), (c, outputPadding) => {
        const size = (c.w - 1) * c.s + (c.k - 1) * c.d + 1 + outputPadding - c.l - c.h;
        const fits = c.w > 0 && size > 0 && outputPadding < Math.max(c.s, c.d);
        const verdict = transposedWindowsShape([c.w], { ...options(c), outputPadding }, 'op');
        if (fits) expect(verdict).toEqual([size]);
        else expect(verdict).toEqual(expect.any(String));
      }),
    );
  });

  it("with 'same' padding multiply by the stride, where the kernel covers it", () => {
    for (const [kernel, stride] of [
      [2, 2],
      [3, 2],
      [4, 2],
      [5, 3],
    ] as const)
      expect(transposedWindowsShape([14], { kernel, stride, padding: 'same' }, 'op')).toEqual([14 * stride]);
  });

  it('resolve to numbers', () => {
    const windows = resolveTransposedWindows([14], { kernel: 3, stride: 2, padding: 1, outputPadding: 1 }, 'op');
    expect(windows).toEqual([{ kernel: 3, stride: 2, dilation: 1, low: 1, high: 1, outputPadding: 1 }]);
    expect(typeof windows === 'string' ? windows : fillWindows([14], windows)).toEqual([28]);
  });
});

describe('convolution and pooling', () => {
  it('keep the batch in front, in 1, 2 and 3 dimensions', () => {
    expect(convShape([8, 2, 3, 10], [6, 3, 3], {}, 1, 'conv1d')).toEqual([8, 2, 6, 8]);
    expect(convShape([3, 32, 32], [6, 3, 5, 5], {}, 2, 'conv2d')).toEqual([6, 28, 28]);
    expect(convShape([2, 1, 5, 6, 7], [4, 1, 2, 2, 2], { stride: [1, 2, 1] }, 3, 'conv3d')).toEqual([2, 4, 4, 3, 6]);
    expect(poolShape([8, 6, 28, 28], { kernel: 2 }, 2, 'maxPool2d')).toEqual([8, 6, 14, 14]);
    expect(poolShape([6, 13], { kernel: 3, stride: 2 }, 1, 'maxPool1d')).toEqual([6, 6]);
  });

  it('count channels by groups', () => {
    expect(convShape([96, 27, 27], [256, 48, 5, 5], { padding: 2, groups: 2 }, 2, 'conv2d')).toEqual([256, 27, 27]);
    expect(convTransposeShape([8, 4, 4], [8, 3, 2, 2], { stride: 2, groups: 4 }, 2, 'op')).toEqual([12, 8, 8]);
  });
});
