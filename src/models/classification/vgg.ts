import { conv2d, dropout, flatten, linear, maxPool2d, relu, sequential } from '../../nn/index.js';

const conv = <const C extends number>(out: C) => conv2d({ out, kernel: 3, padding: 1 });

const head = <const N extends number>(classes: N) =>
  sequential({ fc6: linear(4096) }, relu, dropout(0.5), { fc7: linear(4096) }, relu, dropout(0.5), {
    fc8: linear(classes),
  });

/** The first two stages, which all depths share. */
const shallow = sequential(
  { conv1_1: conv(64) },
  relu,
  { conv1_2: conv(64) },
  relu,
  maxPool2d(2),
  { conv2_1: conv(128) },
  relu,
  { conv2_2: conv(128) },
  relu,
  maxPool2d(2),
);

/**
 * VGG with 16 layers of weights: all convolutions 3 × 3, five halvings.
 * Shape       [3, 224, 224] → [classes]; 224 × 224 pixels become 512 maps of 7 × 7
 * Parameters  138,357,544 for [3, 224, 224] and 1000 classes
 * Source      Simonyan and Zisserman 2014, table 1, column D
 * @example
 * model([3, 224, 224], vgg16(1000))
 */
export const vgg16 = <const N extends number>(classes: N) =>
  sequential(
    {
      features: sequential(
        shallow,
        { conv3_1: conv(256) },
        relu,
        { conv3_2: conv(256) },
        relu,
        { conv3_3: conv(256) },
        relu,
        maxPool2d(2),
        { conv4_1: conv(512) },
        relu,
        { conv4_2: conv(512) },
        relu,
        { conv4_3: conv(512) },
        relu,
        maxPool2d(2),
        { conv5_1: conv(512) },
        relu,
        { conv5_2: conv(512) },
        relu,
        { conv5_3: conv(512) },
        relu,
        maxPool2d(2),
      ),
    },
    flatten,
    { classifier: head(classes) },
  );

/**
 * VGG with 19 layers of weights: a fourth convolution in each of the last three stages.
 * Shape       [3, 224, 224] → [classes]
 * Parameters  143,667,240 for [3, 224, 224] and 1000 classes
 * Source      Simonyan and Zisserman 2014, table 1, column E
 * @example
 * model([3, 224, 224], vgg19(1000))
 */
export const vgg19 = <const N extends number>(classes: N) =>
  sequential(
    {
      features: sequential(
        shallow,
        { conv3_1: conv(256) },
        relu,
        { conv3_2: conv(256) },
        relu,
        { conv3_3: conv(256) },
        relu,
        { conv3_4: conv(256) },
        relu,
        maxPool2d(2),
        { conv4_1: conv(512) },
        relu,
        { conv4_2: conv(512) },
        relu,
        { conv4_3: conv(512) },
        relu,
        { conv4_4: conv(512) },
        relu,
        maxPool2d(2),
        { conv5_1: conv(512) },
        relu,
        { conv5_2: conv(512) },
        relu,
        { conv5_3: conv(512) },
        relu,
        { conv5_4: conv(512) },
        relu,
        maxPool2d(2),
      ),
    },
    flatten,
    { classifier: head(classes) },
  );
