import {
  concat,
  conv2d,
  dropout,
  globalAvgPool,
  linear,
  localResponseNorm,
  maxPool2d,
  relu,
  sequential,
} from '../../nn/index.js';

const halve = maxPool2d({ kernel: 3, stride: 2, ceil: true });
const neighbours = localResponseNorm({ size: 5 });

/**
 * An inception module: four branches beside each other, one row of table 1 as their sizes.
 * Shape   [C, H, W] → [one + three + five + pool, H, W]
 * Source  Szegedy et al. 2014, figure 2b
 */
export const inception = <
  const One extends number,
  const Reduce3 extends number,
  const Three extends number,
  const Reduce5 extends number,
  const Five extends number,
  const Projection extends number,
>(
  one: One,
  reduce3: Reduce3,
  three: Three,
  reduce5: Reduce5,
  five: Five,
  projection: Projection,
) =>
  concat(
    { one: sequential({ conv: conv2d({ out: one, kernel: 1 }) }, relu) },
    {
      three: sequential(
        { reduce: conv2d({ out: reduce3, kernel: 1 }) },
        relu,
        { conv: conv2d({ out: three, kernel: 3, padding: 1 }) },
        relu,
      ),
    },
    {
      five: sequential(
        { reduce: conv2d({ out: reduce5, kernel: 1 }) },
        relu,
        { conv: conv2d({ out: five, kernel: 5, padding: 2 }) },
        relu,
      ),
    },
    {
      pool: sequential(
        maxPool2d({ kernel: 3, stride: 1, padding: 1 }),
        { conv: conv2d({ out: projection, kernel: 1 }) },
        relu,
      ),
    },
  );

/**
 * GoogLeNet: 22 layers of weights, nine inception modules. The auxiliary classifiers are left out.
 * Shape       [3, 224, 224] → [classes]; 224 × 224 pixels become 1024 maps of 7 × 7
 * Parameters  6,998,552 for [3, 224, 224] and 1000 classes
 * Source      Szegedy et al. 2014, table 1
 * @example
 * model([3, 224, 224], googlenet(1000))
 */
export const googlenet = <const N extends number>(classes: N) =>
  sequential(
    { conv1: conv2d({ out: 64, kernel: 7, stride: 2, padding: 3 }) },
    relu,
    halve,
    neighbours,
    { conv2: conv2d({ out: 64, kernel: 1 }) },
    relu,
    { conv3: conv2d({ out: 192, kernel: 3, padding: 1 }) },
    relu,
    neighbours,
    halve,
    { inception3a: inception(64, 96, 128, 16, 32, 32) },
    { inception3b: inception(128, 128, 192, 32, 96, 64) },
    halve,
    { inception4a: inception(192, 96, 208, 16, 48, 64) },
    { inception4b: inception(160, 112, 224, 24, 64, 64) },
    { inception4c: inception(128, 128, 256, 24, 64, 64) },
    { inception4d: inception(112, 144, 288, 32, 64, 64) },
    { inception4e: inception(256, 160, 320, 32, 128, 128) },
    halve,
    { inception5a: inception(256, 160, 320, 32, 128, 128) },
    { inception5b: inception(384, 192, 384, 48, 128, 128) },
    globalAvgPool,
    dropout(0.4),
    { fc: linear(classes) },
  );
