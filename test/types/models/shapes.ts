/* eslint-disable @typescript-eslint/no-generated-empty-object-type -- a network without state has an empty one */
/* The networks of src/models at the inputs of their papers: what they give, and the tensors on the way. */
import {
  alexnet,
  fromTorch,
  googlenet,
  lenet,
  plain20,
  plain34,
  resnet101,
  resnet152,
  resnet18,
  resnet20,
  resnet34,
  resnet50,
  resnet56,
  s1,
  softmaxClassifier,
  unet,
  vgg16,
  vgg19,
  vit,
  vitB16,
  vitDigits,
} from '../../../src/models/index.js';
import { build, model, relu, type Variables } from '../../../src/nn/index.js';
import type { Tensor } from '../../../src/tensor/tensor.js';
import { claim, type Equal } from '../equal.js';

const networks = {
  softmax: model([1, 28, 28], softmaxClassifier(10)),
  s1: model([3, 32, 32], s1(10)),
  lenet: model([1, 28, 28], lenet(10)),
  alexnet: model([3, 227, 227], alexnet(1000)),
  vgg16: model([3, 224, 224], vgg16(1000)),
  vgg19: model([3, 224, 224], vgg19(1000)),
  googlenet: model([3, 224, 224], googlenet(1000)),
  resnet18: model([3, 224, 224], resnet18(1000)),
  resnet34: model([3, 224, 224], resnet34(1000)),
  resnet50: model([3, 224, 224], resnet50(1000)),
  resnet101: model([3, 224, 224], resnet101(1000)),
  resnet152: model([3, 224, 224], resnet152(1000)),
  resnet20: model([3, 32, 32], resnet20(10)),
  resnet56: model([3, 32, 32], resnet56(10)),
  plain20: model([3, 32, 32], plain20(10)),
  plain34: model([3, 224, 224], plain34(1000)),
  unet: model([1, 572, 572], unet({ classes: 2, channels: 64, padding: 0 })),
  same: model([3, 512, 512], unet({ classes: 2, channels: 32, padding: 1 })),
  vitB16: model([3, 224, 224], vitB16(1000)),
  vitDigits: model([1, 28, 28], vitDigits(10)),
  tiny: model([1, 28, 28], vit({ patch: 7, width: 32, heads: 4, hidden: 64, depth: 2, classes: 10 })),
  inside: build([3, 32, 32], { body: resnet20(64) }, relu, { head: softmaxClassifier(10) }),
  wide: model([1, 28, 28], lenet(Math.max(2, 10))),
};
type Networks = typeof networks;
type Output<K extends keyof Networks> = Networks[K]['output'];
type Params<K extends keyof Networks> = ReturnType<Networks[K]['init']>['params'];
type State<K extends keyof Networks> = ReturnType<Networks[K]['init']>['state'];

claim<
  Equal<
    { readonly [K in keyof Networks]: Output<K> },
    {
      readonly softmax: [10];
      readonly s1: [10];
      readonly lenet: [10];
      readonly alexnet: [1000];
      readonly vgg16: [1000];
      readonly vgg19: [1000];
      readonly googlenet: [1000];
      readonly resnet18: [1000];
      readonly resnet34: [1000];
      readonly resnet50: [1000];
      readonly resnet101: [1000];
      readonly resnet152: [1000];
      readonly resnet20: [10];
      readonly resnet56: [10];
      readonly plain20: [10];
      readonly plain34: [1000];
      readonly unet: [2, 388, 388];
      readonly same: [2, 512, 512];
      readonly vitB16: [1000];
      readonly vitDigits: [10];
      readonly tiny: [10];
      readonly inside: [10];
      readonly wide: [number];
    }
  >
>();

/* What flattening leaves of an image. */
claim<Equal<Params<'softmax'>['linear']['weight'], Tensor<[10, 784]>>>();
claim<Equal<Params<'s1'>['fc1']['weight'], Tensor<[120, 400]>>>();
claim<Equal<Params<'lenet'>['fc1']['weight'], Tensor<[120, 400]>>>();
claim<Equal<Params<'alexnet'>['fc6']['weight'], Tensor<[4096, 9216]>>>();
claim<Equal<Params<'vgg16'>['classifier']['fc6']['weight'], Tensor<[4096, 25088]>>>();
claim<Equal<Params<'vgg19'>['features']['conv5_4']['weight'], Tensor<[512, 512, 3, 3]>>>();

/* Groups, branches, shortcuts, sequences. */
claim<Equal<Params<'alexnet'>['conv2']['weight'], Tensor<[256, 48, 5, 5]>>>();
claim<Equal<Params<'googlenet'>['inception5b']['five']['reduce']['weight'], Tensor<[48, 832, 1, 1]>>>();
claim<Equal<Params<'googlenet'>['fc']['weight'], Tensor<[1000, 1024]>>>();
claim<Equal<Params<'resnet18'>['layer4']['first']['downsample']['0'], { readonly weight: Tensor<[512, 256, 1, 1]> }>>();
claim<Equal<Params<'resnet18'>['layer1'][number]['conv2']['weight'], Tensor<[64, 64, 3, 3]>>>();
claim<Equal<Params<'resnet152'>['layer3']['rest'][number]['conv1']['weight'], Tensor<[256, 1024, 1, 1]>>>();
claim<Equal<Params<'resnet50'>['fc']['weight'], Tensor<[1000, 2048]>>>();
claim<Equal<Params<'resnet20'>['layer3']['first']['conv1'], { readonly weight: Tensor<[64, 32, 3, 3]> }>>();
claim<Equal<State<'resnet20'>['layer2']['first']['bn1']['variance'], Tensor<[32]>>>();
claim<Equal<Params<'plain20'>, Params<'resnet20'>>>();
claim<
  Equal<Params<'unet'>['level1']['below']['below']['below']['below']['conv1']['weight'], Tensor<[1024, 512, 3, 3]>>
>();
claim<Equal<Params<'unet'>['level1']['below']['right']['conv1']['weight'], Tensor<[128, 256, 3, 3]>>>();
claim<Equal<Params<'vitDigits'>['pos_embed'], Tensor<[50, 64]>>>();
claim<Equal<Params<'plain34'>['layer4']['first']['conv1']['weight'], Tensor<[512, 256, 3, 3]>>>();
claim<Equal<Params<'vitB16'>['pos_embed'], Tensor<[197, 768]>>>();
claim<Equal<Params<'vitB16'>['blocks'][number]['attn']['qkv']['weight'], Tensor<[2304, 768]>>>();
claim<Equal<Params<'tiny'>['pos_embed'], Tensor<[17, 32]>>>();
claim<Equal<Params<'inside'>['body']['linear']['weight'], Tensor<[64, 64]>>>();
claim<Equal<Params<'wide'>['fc3']['weight'], Tensor<[number, 84]>>>();

/* Only what remembers has a state. */
claim<Equal<keyof State<'lenet'>, never>>();
claim<Equal<keyof State<'resnet50'>, 'bn1' | 'layer1' | 'layer2' | 'layer3' | 'layer4'>>();

/* Weights from outside have the names and shapes of the model. */
export const loaded = fromTorch(networks.lenet, new Map());
claim<Equal<Extract<typeof loaded, { readonly _tag: 'Right' }>['right'], Variables<Params<'lenet'>, State<'lenet'>>>>();
