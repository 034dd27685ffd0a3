import { describe, expect, it } from 'vitest';
import * as nn from '../../src/nn/index.js';

const net = nn.build(
  [3, 32, 32],
  { conv1: nn.conv2d({ out: 6, kernel: 5, bias: false }) },
  { bn1: nn.batchNorm() },
  nn.relu,
  { stage: nn.repeat(2, nn.residual(nn.sequential({ conv: nn.conv2d({ out: 6, kernel: 3, padding: 1 }) }, nn.relu))) },
  nn.globalAvgPool,
  { fc: nn.linear(10) },
);

describe('summary', () => {
  it('is a table of names, layers, shapes and parameters', () => {
    expect(nn.summary(net)).toMatchInlineSnapshot(`
      "name          layer          output       parameters
                    input          [3, 32, 32]
      conv1         conv2d         [6, 28, 28]         450
      bn1           batchNorm      [6, 28, 28]          12
                    relu           [6, 28, 28]           0
      stage.0.conv  conv2d         [6, 28, 28]         330
      stage.0       relu           [6, 28, 28]           0
      stage.1.conv  conv2d         [6, 28, 28]         330
      stage.1       relu           [6, 28, 28]           0
                    globalAvgPool  [6]                   0
      fc            linear         [10]                 70
      total                                          1,192
      float32, 4.8 kB"
    `);
    expect(nn.summary(nn.withDType(net, 'float64'))).toContain('float64, 9.5 kB');
  });

  it('has a row for each layer, as data', () => {
    expect(nn.summaryRows(net).slice(0, 2)).toEqual([
      { path: 'conv1', layer: 'conv2d', output: [6, 28, 28], parameters: 450 },
      { path: 'bn1', layer: 'batchNorm', output: [6, 28, 28], parameters: 12 },
    ]);
    const total = nn.summaryRows(net).reduce((sum, { parameters }) => sum + parameters, 0);
    expect(total).toBe(nn.parameterCount(net));
    expect(total).toBe(450 + 12 + 2 * (6 * 6 * 9 + 6) + 70);
  });

  it('allocates nothing: a model of 12.6 TB is counted at once', () => {
    const huge = nn.build([3, 1024, 1024], nn.flatten, { fc: nn.linear(1_000_000) });
    expect(nn.parameterCount(huge)).toBe(3 * 1024 * 1024 * 1e6 + 1e6);
    expect(nn.summary(huge)).toContain('12.6 TB');
  });
});
