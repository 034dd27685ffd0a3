import { describe, expect, it } from 'vitest';
import { models, type ModelName } from '../../src/models/index.js';
import { parameterCount } from '../../src/nn/index.js';
import type { Shape } from '../../src/shape/index.js';

/* As published, or as torchvision, timm and akamaster/pytorch_resnet_cifar10 count them. */
const known: Readonly<Record<ModelName, readonly [parameters: number, output: Shape]>> = {
  softmax: [7_850, [10]],
  s1: [62_006, [10]],
  lenet: [61_706, [10]],
  alexnet: [60_965_224, [1000]],
  vgg16: [138_357_544, [1000]],
  vgg19: [143_667_240, [1000]],
  googlenet: [6_998_552, [1000]],
  resnet18: [11_689_512, [1000]],
  resnet34: [21_797_672, [1000]],
  resnet50: [25_557_032, [1000]],
  resnet101: [44_549_160, [1000]],
  resnet152: [60_192_808, [1000]],
  resnet20: [269_722, [10]],
  resnet32: [464_154, [10]],
  resnet44: [658_586, [10]],
  resnet56: [853_018, [10]],
  plain18: [11_515_688, [1000]],
  plain34: [21_623_848, [1000]],
  plain20: [269_722, [10]],
  plain32: [464_154, [10]],
  plain44: [658_586, [10]],
  plain56: [853_018, [10]],
  unet: [31_030_658, [2, 388, 388]],
  vitB16: [86_567_656, [1000]],
  vitDigits: [139_018, [10]],
};

describe('the networks', () => {
  it.each(Object.entries(known))('%s', (name, [parameters, output]) => {
    const entry = Object.entries(models).find(([key]) => key === name)?.[1];
    const network = entry?.build(entry.input, entry.classes);
    expect(network?.output).toEqual(output);
    expect(network && parameterCount(network)).toBe(parameters);
  });

  it('say which layer an input does not fit', () => {
    expect(() => models.lenet.build([1, 5, 5], 10)).toThrow('conv2: conv2d: kernel 5 is larger than padded input 2');
    expect(() => models.resnet20.build([32, 32], 10)).toThrow(
      'conv1: conv2d: expected an input [..., C, H, W], got [32, 32]',
    );
    expect(() => models.softmax.build([1, 28, 28], 0)).toThrow('linear: linear: out 0 is not a positive integer');
  });
});
