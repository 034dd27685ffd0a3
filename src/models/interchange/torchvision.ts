/** The networks that torchvision calls AlexNet and GoogLeNet, which are not those of the papers: they exist so that its weights fit. */
import {
  batchNorm,
  concat,
  conv2d,
  dropout,
  flatten,
  globalAvgPool,
  linear,
  maxPool2d,
  relu,
  sequential,
} from '../../nn/index.js';

const overlapping = maxPool2d({ kernel: 3, stride: 2 });

/**
 * AlexNet in one tower, without normalisation: conv 64, 192, 384, 256, 256, and three linear layers.
 * Input       [3, 224, 224]
 * Parameters  61,100,840 with 1000 classes
 * Source      Krizhevsky 2014, One weird trick; torchvision.models.alexnet
 */
export const alexnetTorchvision = <const N extends number>(classes: N) =>
  sequential(
    {
      features: sequential(
        { conv1: conv2d({ out: 64, kernel: 11, stride: 4, padding: 2 }) },
        relu,
        overlapping,
        { conv2: conv2d({ out: 192, kernel: 5, padding: 2 }) },
        relu,
        overlapping,
        { conv3: conv2d({ out: 384, kernel: 3, padding: 1 }) },
        relu,
        { conv4: conv2d({ out: 256, kernel: 3, padding: 1 }) },
        relu,
        { conv5: conv2d({ out: 256, kernel: 3, padding: 1 }) },
        relu,
        overlapping,
      ),
    },
    flatten,
    {
      classifier: sequential(dropout(0.5), { fc6: linear(4096) }, relu, dropout(0.5), { fc7: linear(4096) }, relu, {
        fc8: linear(classes),
      }),
    },
  );

const unit = <const C extends number, const K extends number, const S extends number, const P extends number>(
  out: C,
  kernel: K,
  stride: S,
  padding: P,
) =>
  sequential(
    { conv: conv2d({ out, kernel, stride, padding, bias: false }) },
    { bn: batchNorm({ epsilon: 1e-3 }) },
    relu,
  );

/** Where the paper has kernels of 5 × 5, torchvision has 3 × 3. */
const inception = <
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
    { branch1: unit(one, 1, 1, 0) },
    { branch2: sequential({ '0': unit(reduce3, 1, 1, 0) }, { '1': unit(three, 3, 1, 1) }) },
    { branch3: sequential({ '0': unit(reduce5, 1, 1, 0) }, { '1': unit(five, 3, 1, 1) }) },
    { branch4: sequential(maxPool2d({ kernel: 3, stride: 1, padding: 1 }), { '1': unit(projection, 1, 1, 0) }) },
  );

const halve = maxPool2d({ kernel: 3, stride: 2, ceil: true });

/**
 * GoogLeNet with batch normalisation, without the classifiers at its sides: 22 layers of inception blocks.
 * Input       [3, h, w], at least 32 pixels
 * Parameters  6,624,904 with 1000 classes
 * Source      Szegedy et al. 2014; torchvision.models.googlenet
 */
export const googlenetTorchvision = <const N extends number>(classes: N) =>
  sequential(
    { conv1: unit(64, 7, 2, 3) },
    halve,
    { conv2: unit(64, 1, 1, 0) },
    { conv3: unit(192, 3, 1, 1) },
    halve,
    { inception3a: inception(64, 96, 128, 16, 32, 32) },
    { inception3b: inception(128, 128, 192, 32, 96, 64) },
    halve,
    { inception4a: inception(192, 96, 208, 16, 48, 64) },
    { inception4b: inception(160, 112, 224, 24, 64, 64) },
    { inception4c: inception(128, 128, 256, 24, 64, 64) },
    { inception4d: inception(112, 144, 288, 32, 64, 64) },
    { inception4e: inception(256, 160, 320, 32, 128, 128) },
    maxPool2d({ kernel: 2, stride: 2, ceil: true }),
    { inception5a: inception(256, 160, 320, 32, 128, 128) },
    { inception5b: inception(384, 192, 384, 48, 128, 128) },
    globalAvgPool,
    dropout(0.2),
    { fc: linear(classes) },
  );
