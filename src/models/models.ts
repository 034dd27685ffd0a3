import type { AnyLayer } from '../nn/index.js';
import type { Shape } from '../shape/index.js';
import { alexnet } from './classification/alexnet.js';
import {
  plain20,
  plain32,
  plain44,
  plain56,
  resnet20,
  resnet32,
  resnet44,
  resnet56,
} from './classification/cifarResnet.js';
import { googlenet } from './classification/googlenet.js';
import { lenet } from './classification/lenet.js';
import { plain18, plain34, resnet101, resnet152, resnet18, resnet34, resnet50 } from './classification/resnet.js';
import { s1 } from './classification/s1.js';
import { softmaxClassifier } from './classification/softmaxClassifier.js';
import { vgg16, vgg19 } from './classification/vgg.js';
import { vitB16, vitDigits } from './classification/vit.js';
import { dynamicModel, type DynamicModel } from './dynamic.js';
import { unet } from './segmentation/index.js';

/** The networks that go by a name. */
export type ModelName =
  | 'softmax'
  | 's1'
  | 'lenet'
  | 'alexnet'
  | 'vgg16'
  | 'vgg19'
  | 'googlenet'
  | 'resnet18'
  | 'resnet34'
  | 'resnet50'
  | 'resnet101'
  | 'resnet152'
  | 'resnet20'
  | 'resnet32'
  | 'resnet44'
  | 'resnet56'
  | 'plain18'
  | 'plain34'
  | 'plain20'
  | 'plain32'
  | 'plain44'
  | 'plain56'
  | 'unet'
  | 'vitB16'
  | 'vitDigits';

/** A network of the literature, for a program that learns its name from outside. */
export interface NamedModel {
  readonly description: string;
  /** Where it was published. */
  readonly paper: string;
  /** The shape of one example, and the number of classes, in the paper. */
  readonly input: Shape;
  readonly classes: number;
  /**
   * The network for examples of a shape and a number of classes.
   * Errors  a `ShapeError` that names the layer: "conv2: conv2d: kernel 5 is larger than padded input 2"
   */
  readonly build: (input: Shape, classes: number) => DynamicModel;
}

const image = [3, 224, 224] as const;
const small = [3, 32, 32] as const;
const digit = [1, 28, 28] as const;

const row = (
  description: string,
  paper: string,
  input: Shape,
  classes: number,
  net: (classes: number) => AnyLayer,
): NamedModel => ({
  description,
  paper,
  input,
  classes,
  build: (shape, n) => dynamicModel(shape, net(n)),
});

const he = 'He, Zhang, Ren and Sun 2015, "Deep Residual Learning for Image Recognition"';
const simonyan = 'Simonyan and Zisserman 2014, "Very Deep Convolutional Networks for Large-Scale Image Recognition"';

/**
 * The networks by name.
 * @example
 * models.lenet.build([1, 28, 28], 10).output // [10]
 */
export const models: Readonly<Record<ModelName, NamedModel>> = {
  softmax: row('softmax regression on the pixels', 'Cox 1958', digit, 10, softmaxClassifier),
  s1: row('two convolutions, three linear layers', 'PyTorch, "Training a Classifier"', small, 10, s1),
  lenet: row(
    'LeNet-5 with rectifiers',
    'LeCun, Bottou, Bengio and Haffner 1998, "Gradient-Based Learning Applied to Document Recognition"',
    digit,
    10,
    lenet,
  ),
  alexnet: row(
    'AlexNet: 8 layers, two groups, overlapping pooling',
    'Krizhevsky, Sutskever and Hinton 2012, "ImageNet Classification with Deep Convolutional Neural Networks"',
    [3, 227, 227],
    1000,
    alexnet,
  ),
  vgg16: row('VGG: 16 layers, 3 × 3 convolutions', simonyan, image, 1000, vgg16),
  vgg19: row('VGG: 19 layers, 3 × 3 convolutions', simonyan, image, 1000, vgg19),
  googlenet: row(
    'GoogLeNet: 22 layers, nine inception modules',
    'Szegedy et al. 2014, "Going Deeper with Convolutions"',
    image,
    1000,
    googlenet,
  ),
  resnet18: row('ResNet: 18 layers, basic blocks', he, image, 1000, resnet18),
  resnet34: row('ResNet: 34 layers, basic blocks', he, image, 1000, resnet34),
  resnet50: row('ResNet: 50 layers, bottlenecks', he, image, 1000, resnet50),
  resnet101: row('ResNet: 101 layers, bottlenecks', he, image, 1000, resnet101),
  resnet152: row('ResNet: 152 layers, bottlenecks', he, image, 1000, resnet152),
  resnet20: row('ResNet for small images: 20 layers', he, small, 10, resnet20),
  resnet32: row('ResNet for small images: 32 layers', he, small, 10, resnet32),
  resnet44: row('ResNet for small images: 44 layers', he, small, 10, resnet44),
  resnet56: row('ResNet for small images: 56 layers', he, small, 10, resnet56),
  plain18: row('18 layers without shortcuts', he, image, 1000, plain18),
  plain34: row('34 layers without shortcuts', he, image, 1000, plain34),
  plain20: row('20 layers without shortcuts', he, small, 10, plain20),
  plain32: row('32 layers without shortcuts', he, small, 10, plain32),
  plain44: row('44 layers without shortcuts', he, small, 10, plain44),
  plain56: row('56 layers without shortcuts', he, small, 10, plain56),
  unet: row(
    'U-Net: segmentation of 572 × 572 pixels to 388 × 388',
    'Ronneberger, Fischer and Brox 2015, "U-Net: Convolutional Networks for Biomedical Image Segmentation"',
    [1, 572, 572],
    2,
    (classes) => unet({ classes, channels: 64, padding: 0 }),
  ),
  vitB16: row(
    'Vision Transformer: 12 blocks of width 768 on patches of 16 × 16',
    'Dosovitskiy et al. 2020, "An Image Is Worth 16x16 Words: Transformers for Image Recognition at Scale"',
    image,
    1000,
    vitB16,
  ),
  vitDigits: row(
    'Vision Transformer for digits: 4 blocks of width 64 on patches of 4 × 4',
    'after Dosovitskiy et al. 2020',
    digit,
    10,
    vitDigits,
  ),
};
