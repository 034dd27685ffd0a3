import { expect, it } from 'vitest';
import { threefry2x32 } from '../../src/primitive/threefry.js';

it.each([
  [
    [0, 0, 0, 0],
    [0x6b200159, 0x99ba4efe],
  ],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0x1cb996fc, 0xbb002be7],
  ],
  [
    [0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3],
    [0xc4923a9c, 0x483df7a0],
  ],
] as const)('threefry2x32 gives the known answer of Random123 for %j', ([k0, k1, x0, x1], expected) => {
  expect(threefry2x32(k0, k1, x0, x1)).toEqual(expected);
});
