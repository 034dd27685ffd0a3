import { describe, expect, it } from 'vitest';
import { fcn, segnet, slidingWindow, unet } from '../../src/models/index.js';
import { evaluate, model, parameterCount } from '../../src/nn/index.js';
import { key, normal } from '../../src/random/index.js';
import { toArray } from '../../src/tensor/literal.js';
import { zeros } from '../../src/ops/index.js';
import '../reference.js';

describe('S7: segmentation', () => {
  it('a fully convolutional network keeps the size of an image, or the pixels whose window is there', () => {
    const same: readonly [5, 48, 40] = model([3, 48, 40], fcn({ classes: 5, channels: 16, padding: 1 })).output;
    const valid: readonly [5, 14, 6] = model([3, 48, 40], fcn({ classes: 5, channels: 16, padding: 0 })).output;
    expect([same, valid]).toEqual([
      [5, 48, 40],
      [5, 14, 6],
    ]);
  });

  it('a sliding window says the same of every pixel as the network that sees the whole image', () => {
    const window = model([1, 35, 35], fcn({ classes: 2, channels: 3, padding: 0 }));
    const whole = model([1, 38, 37], fcn({ classes: 2, channels: 3, padding: 0 }));
    const variables = window.init(key(1));
    const image = normal(key(2), [1, 38, 37]);
    const [scores] = whole.forward(variables, image, evaluate);
    const slid = slidingWindow(window, variables, image);
    expect(slid.shape).toEqual([2, 4, 3]);
    const [a, b] = [toArray(scores), toArray(slid)];
    expect(Math.max(...a.map((score, index) => Math.abs(score - (b[index] ?? NaN))))).toBeLessThan(1e-6);
  });

  it('no window fits into a small image', () => {
    const window = model([1, 35, 35], fcn({ classes: 2, channels: 3, padding: 0 }));
    expect(() => slidingWindow(window, window.init(key(1)), zeros([1, 20, 40]))).toThrow(
      'slidingWindow: no window [1, 35, 35] fits into [1, 20, 40]',
    );
  });

  it('an encoder and its decoder give back the size of the image', () => {
    const net = model([3, 32, 32], segnet({ classes: 2, channels: 4 }));
    const output: readonly [2, 32, 32] = net.output;
    expect(output).toEqual([2, 32, 32]);
    const [y] = net.forward(net.init(key(1)), normal(key(2), [3, 32, 32]), evaluate);
    expect(y.shape).toEqual([2, 32, 32]);
    // three levels of two blocks down and two up: 9·(in·out) + 2·out each, and the head
    expect(parameterCount(net)).toBe(
      9 * (3 * 4 + 4 * 4 + 4 * 8 + 8 * 8 + 8 * 16 + 16 * 16 + 16 * 16 + 16 * 8 + 8 * 8 + 8 * 4 + 4 * 4 + 4 * 4) +
        2 * (4 + 4 + 8 + 8 + 16 + 16 + 16 + 8 + 8 + 4 + 4 + 4) +
        (4 * 2 + 2),
    );
    expect(model([3, 30, 33], segnet({ classes: 2, channels: 4 })).output).toEqual([2, 30, 33]);
  });

  it('S8: U-Net with padding keeps the size', () => {
    const output: readonly [2, 48, 32] = model([1, 48, 32], unet({ classes: 2, channels: 4, padding: 1 })).output;
    expect(output).toEqual([2, 48, 32]);
  });
});
