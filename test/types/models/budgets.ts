import type { Compiler } from '../budget.js';

/** A program of a person who uses the package, and how many type instantiations it may cost. */
export interface Budget {
  readonly program: string;
  readonly limit: Readonly<Record<Exclude<Compiler, 5>, number>>;
}

const inUse = (input: string, net: string, output: string, leaf: string, tensor: string): string => `
const net = model(${input}, ${net});
export const output: ${output} = net.output;
export const leaf = (v: ReturnType<typeof net.init>): ${tensor} => v.params.${leaf};
`;
const image = '[3, 224, 224]';

/* Measured, plus a few per cent; a change that needs more has to say why it is worth it. */
export const budgets: Readonly<Record<string, Budget>> = {
  lenet: {
    program: inUse('[1, 28, 28]', 'models.lenet(10)', '[10]', 'fc1.weight', 'Tensor<[120, 400]>'),
    limit: { 6: 8_800, 7: 8_900 },
  },
  alexnet: {
    program: inUse('[3, 227, 227]', 'models.alexnet(1000)', '[1000]', 'fc6.weight', 'Tensor<[4096, 9216]>'),
    limit: { 6: 18_000, 7: 18_000 },
  },
  vgg16: {
    program: inUse(image, 'models.vgg16(1000)', '[1000]', 'classifier.fc6.weight', 'Tensor<[4096, 25088]>'),
    limit: { 6: 17_300, 7: 17_400 },
  },
  googlenet: {
    program: inUse(
      image,
      'models.googlenet(1000)',
      '[1000]',
      'inception5b.five.conv.weight',
      'Tensor<[128, 48, 5, 5]>',
    ),
    limit: { 6: 48_000, 7: 48_500 },
  },
  resnet152: {
    program: inUse(image, 'models.resnet152(1000)', '[1000]', 'fc.weight', 'Tensor<[1000, 2048]>'),
    limit: { 6: 27_000, 7: 27_000 },
  },
  unet: {
    program: inUse(
      '[1, 572, 572]',
      'models.unet({ classes: 2, channels: 64, padding: 0 })',
      '[2, 388, 388]',
      'level1.right.conv1.weight',
      'Tensor<[64, 128, 3, 3]>',
    ),
    limit: { 6: 41_500, 7: 41_500 },
  },
  vitB16: {
    program: inUse(image, 'models.vitB16(1000)', '[1000]', 'pos_embed', 'Tensor<[197, 768]>'),
    limit: { 6: 10_100, 7: 10_700 },
  },
};
