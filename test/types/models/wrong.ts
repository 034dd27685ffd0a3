/* Networks that do not fit, and what is said of them: the same by the type checker and at run time. */
export const wrong: readonly (readonly [program: string, sentence: string])[] = [
  ['model([1, 5, 5], models.lenet(10))', 'conv2: conv2d: kernel 5 is larger than padded input 2'],
  ['model([784], models.lenet(10))', 'conv1: conv2d: expected an input [..., C, H, W], got [784]'],
  ['model([3, 32, 32], models.s1(0))', 'fc3: linear: out 0 is not a positive integer'],
  [
    'model([1, 28, 28], nn.sequential({ conv1: nn.conv2d({ out: 6, kernel: 5 }) }, nn.relu, nn.maxPool2d(2), nn.flatten, { fc1: nn.linear(120, { in: 400 }) }))',
    'fc1: linear: 400 features are declared but the input [864] has 864',
  ],
  ['model([3, 16, 16], models.vgg16(10))', 'features: maxPool2d: kernel 2 is larger than padded input 1'],
  ['model([3, 63, 63], models.alexnet(10))', 'maxPool2d: kernel 3 is larger than padded input 2'],
  [
    'model([3, 13, 13], nn.sequential({ conv1: nn.conv2d({ out: 96, kernel: 3 }) }, { conv2: nn.conv2d({ out: 100, kernel: 3, groups: 8 }) }))',
    'conv2: conv2d: 100 output channels do not divide into 8 groups',
  ],
  [
    'model([192, 28, 28], nn.sequential({ inception: nn.concat({ one: nn.conv2d({ out: 64, kernel: 1 }) }, { five: nn.conv2d({ out: 32, kernel: 5, padding: 1 }) }) }))',
    'inception: concat: [64, 28, 28] and [32, 26, 26] differ outside axis 0',
  ],
  ['model([3, 32], models.googlenet(10))', 'conv1: conv2d: expected an input [..., C, H, W], got [3, 32]'],
  [
    'model([64, 56, 56], nn.sequential({ layer1: nn.residual(nn.sequential({ conv1: nn.conv2d({ out: 128, kernel: 3, stride: 2, padding: 1 }) }, { bn1: nn.batchNorm() })) }))',
    'layer1: residual: the block maps [64, 56, 56] to [128, 28, 28]; the two must be equal',
  ],
  [
    'model([64, 56, 56], nn.sum({ body: nn.conv2d({ out: 128, kernel: 3, stride: 2, padding: 1 }) }, { downsample: nn.conv2d({ out: 128, kernel: 1 }) }))',
    'sum: the branches give [128, 28, 28] and [128, 56, 56]',
  ],
  [
    'model([64, 56, 56], nn.sequential({ layer1: nn.repeat(3, nn.sequential({ conv: nn.conv2d({ out: 128, kernel: 1 }) })) }))',
    'layer1: repeat: the block maps [64, 56, 56] to [128, 56, 56]; the two must be equal',
  ],
  [
    'model([64, 8, 8], nn.sequential(nn.subsample(2), nn.padChannels(32)))',
    'padChannels: [64, 4, 4] has more than 32 channels',
  ],
  [
    'model([1, 60, 60], models.unet({ classes: 2, channels: 64, padding: 0 }))',
    'level1: below: below: below: left: conv2: conv2d: kernel 3 is larger than padded input 2',
  ],
  [
    'model([1, 28, 28], nn.skipConcat(nn.sequential(nn.maxPool2d(2), { up: nn.convTranspose2d({ out: 8, kernel: 4, stride: 2 }) })))',
    'skipConcat: [1, 28, 28] cannot be cropped to [8, 30, 30]',
  ],
  [
    'model([3, 224, 224], models.vit({ patch: 16, width: 768, heads: 7, hidden: 3072, depth: 12, classes: 1000 }))',
    'blocks: attn: multiHeadAttention: width 768 does not divide into 7 heads',
  ],
  ['model([3, 10, 10], models.vitB16(1000))', 'patch_embed: proj: conv2d: kernel 16 is larger than padded input 10'],
  ['model([3, 32, 32], nn.conv2d({ out: 6, kernel: 17, stride: 0 }))', 'conv2d: stride 0 is not a positive integer'],
  [
    'model([3, 32, 32], nn.sequential(nn.conv2d({ out: 6, kernel: 5 }), nn.relu))',
    'conv2d: a layer with tensors needs a name: { name: conv2d(…) }',
  ],
  [
    'build([3, 32, 32], { body: models.resnet20(64) }, { body: models.softmaxClassifier(10) })',
    "sequential: the name 'body' occurs twice",
  ],
];
