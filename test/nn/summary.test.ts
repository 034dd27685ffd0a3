import { describe, expect, it } from 'vitest';
import { resnet50, vgg16 } from '../../src/models/index.js';
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
      {
        path: 'conv1',
        layer: 'conv2d',
        input: [3, 32, 32],
        output: [6, 28, 28],
        kernel: [5, 5],
        parameters: 450,
        remembered: 0,
        multiplyAdds: 450 * 28 * 28,
        frozen: false,
      },
      {
        path: 'bn1',
        layer: 'batchNorm',
        input: [6, 28, 28],
        output: [6, 28, 28],
        parameters: 12,
        remembered: 12,
        multiplyAdds: 0,
        frozen: false,
      },
    ]);
    const total = nn.summaryRows(net).reduce((sum, { parameters }) => sum + parameters, 0);
    expect(total).toBe(nn.parameterCount(net));
    expect(total).toBe(450 + 12 + 2 * (6 * 6 * 9 + 6) + 70);
  });

  const half = nn.build(
    [3, 8, 8],
    { body: nn.frozen(nn.sequential({ conv: nn.conv2d({ out: 2, kernel: 3 }) }, { bn: nn.batchNorm() }, nn.relu)) },
    nn.globalAvgPool,
    nn.tied({ fc: nn.linear(2) }, (fc) => nn.sequential(fc, nn.tanh, fc)),
  );

  it('looks like Keras', () => {
    expect(nn.summary(half, { style: 'keras' })).toMatchInlineSnapshot(`
      "┏━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━┳━━━━━━━━━┓
      ┃ Layer (type)        ┃ Output Shape    ┃ Param # ┃
      ┡━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━╇━━━━━━━━━┩
      │ input (InputLayer)  │ (None, 3, 8, 8) │       0 │
      ├─────────────────────┼─────────────────┼─────────┤
      │ body.conv (conv2d)  │ (None, 2, 6, 6) │      56 │
      ├─────────────────────┼─────────────────┼─────────┤
      │ body.bn (batchNorm) │ (None, 2, 6, 6) │       8 │
      ├─────────────────────┼─────────────────┼─────────┤
      │ body (relu)         │ (None, 2, 6, 6) │       0 │
      ├─────────────────────┼─────────────────┼─────────┤
      │ globalAvgPool       │ (None, 2)       │       0 │
      ├─────────────────────┼─────────────────┼─────────┤
      │ fc (linear)         │ (None, 2)       │       6 │
      ├─────────────────────┼─────────────────┼─────────┤
      │ tanh                │ (None, 2)       │       0 │
      ├─────────────────────┼─────────────────┼─────────┤
      │ fc (linear)         │ (None, 2)       │       0 │
      └─────────────────────┴─────────────────┴─────────┘
       Total params: 70 (280.00 B)
       Trainable params: 6 (24.00 B)
       Non-trainable params: 64 (256.00 B)"
    `);
  });

  it('looks like torchinfo, with what is frozen in parentheses and what is tied counted once', () => {
    expect(nn.summary(half, { style: 'torch', batch: 4 })).toMatchInlineSnapshot(`
      "====================================================================================
      Layer (type)           Input Shape   Output Shape  Kernel Shape  Param #   Mult-Adds
      ====================================================================================
      ├─body                 --            --            --            --        --
      │    ├─conv (conv2d)   [4, 3, 8, 8]  [4, 2, 6, 6]  [3, 3]        (56)      7,776
      │    ├─bn (batchNorm)  [4, 2, 6, 6]  [4, 2, 6, 6]  --            (4)       --
      │    ├─relu            [4, 2, 6, 6]  [4, 2, 6, 6]  --            --        --
      ├─globalAvgPool        [4, 2, 6, 6]  [4, 2]        --            --        --
      ├─fc (linear)          [4, 2]        [4, 2]        --            6         16
      ├─tanh                 [4, 2]        [4, 2]        --            --        --
      ├─fc (linear)          [4, 2]        [4, 2]        --            (shared)  16
      ====================================================================================
      Total params: 66
      Trainable params: 6
      Non-trainable params: 60
      Total mult-adds (M): 0.01
      ====================================================================================
      Input size (MB): 0.00
      Forward/backward pass size (MB): 0.00
      Params size (MB): 0.00
      Estimated Total Size (MB): 0.01
      ===================================================================================="
    `);
  });

  it('knows the work of the networks of the literature (multiply-adds as torchvision states them, in units of 1e9)', () => {
    const giga = (model: nn.AnyModel): number =>
      nn.summaryRows(model).reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0) / 1e9;
    expect(giga(nn.model([3, 224, 224], vgg16(1000)))).toBeCloseTo(15.47, 2);
    expect(giga(nn.model([3, 224, 224], resnet50(1000)))).toBeCloseTo(4.09, 2);
  });

  it('refuses other styles', () => {
    expect(() => nn.summary(net, { style: 'tensorflow' as never })).toThrow("summary: there is no style 'tensorflow'");
    expect(() => nn.summary(net, { batch: 0 })).toThrow('summary: batch 0 is not a number of examples');
  });

  it('allocates nothing: a model of 12.6 TB is counted at once', () => {
    const huge = nn.build([3, 1024, 1024], nn.flatten, { fc: nn.linear(1_000_000) });
    expect(nn.parameterCount(huge)).toBe(3 * 1024 * 1024 * 1e6 + 1e6);
    expect(nn.summary(huge)).toContain('12.6 TB');
  });
});
