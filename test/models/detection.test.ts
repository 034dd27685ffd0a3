import { describe, expect, it } from 'vitest';
import {
  detector,
  detectorBackbone,
  locator,
  proposalHead,
  regionHead,
  spoofDetector,
} from '../../src/models/index.js';
import { model, parameterCount } from '../../src/nn/index.js';

describe('S9: a regression head, and live or spoof', () => {
  it('has three numbers and no softmax, or one logit', () => {
    const where = model([3, 32, 32], locator({ channels: 16 }));
    const whether = model([3, 32, 32], spoofDetector({ channels: 16 }));
    const outputs: readonly [readonly [3], readonly [1]] = [where.output, whether.output];
    expect(outputs).toEqual([[3], [1]]);
    expect([where, whether].map(parameterCount)).toEqual([89_491, 89_361]);
  });

  it('is generic in channels and size', () => {
    const small = model([1, 24, 40], locator({ channels: 2 }));
    // 2 + 4 + 8 channels of 3 × 3, their norms, 8·3·5 numbers into 64, 64 into 3
    const convolutions = 9 * (1 * 2 + 2 * 4 + 4 * 8) + 2 * (2 + 4 + 8);
    expect(parameterCount(small)).toBe(convolutions + (8 * 3 * 5 + 1) * 64 + 65 * 3);
  });
});

describe('S13: a detector of two stages', () => {
  it('has three networks of the sizes of its figure', () => {
    const backbone = model([3, 96, 96], detectorBackbone(16));
    const proposals = model([64, 24, 24], proposalHead(64, 3));
    const head = model([64, 6, 6], regionHead(128, 15));
    const outputs: readonly [readonly [64, 24, 24], readonly [15, 24, 24], readonly [15]] = [
      backbone.output,
      proposals.output,
      head.output,
    ];
    expect(outputs).toEqual([[64, 24, 24], [15, 24, 24], [15]]);
    const net = detector([3, 96, 96], { classes: 10, sizes: [18, 24, 31] });
    const counts = [net.backbone, net.proposals, net.head].map(parameterCount);
    expect(counts).toEqual([60_688, 37_903, 296_975]);
    expect(counts).toEqual([backbone, proposals, head].map((part) => parameterCount(part)));
    expect(net.anchors.shape).toEqual([24 * 24 * 3, 4]);
  });

  it('refuses pictures whose quarter is not whole', () => {
    expect(() => detector([3, 30, 30], { classes: 2, sizes: [8] })).toThrow(
      'detector: expected pictures [C, H, W] whose height and width are multiples of 4, got [3, 30, 30]',
    );
  });
});
