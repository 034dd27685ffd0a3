import { rules, type Case } from './rules.js';

const { broadcast, broadcastTo, matmul, dotGeneral, reshape, permute, concat, stack, slice, index, pad, reduce } =
  rules;
const { expand, squeeze, take, takeAlong, windows, transposedWindows, conv, convTranspose, pool, convWeights } = rules;
const { convTransposeWeights, validShape, unpool, upsample, locallyConnected } = rules;
const { enlarge, pixelShuffle, pixelUnshuffle, adaptivePool, withMargin, withoutMargin, centreCrop } = rules;
const { locallyConnectedWeights } = rules;
const { correlate, extend, image: imageOf, match, resize } = rules;
const image = [3, 32, 32];
const weights = [6, 3, 5, 5];

/** Every sentence that a shape rule can say, with a case that makes it say so. */
export const sentences: readonly (readonly [Case, string])[] = [
  [validShape([2, -1], 'zeros'), 'zeros: [2, -1] is not a shape'],
  [validShape([2.5], 'zeros'), 'zeros: [2.5] is not a shape'],
  [broadcast([2, 3], [4], 'add'), 'add: [2, 3] and [4] do not broadcast (3 is not 4)'],
  [broadcast([0], [3]), 'broadcast: [0] and [3] do not broadcast (0 is not 3)'],
  [broadcastTo([2, 3], [4, 3]), 'broadcastTo: [2, 3] does not broadcast to [4, 3] (2 is not 4)'],
  [broadcastTo([2, 3], [3]), 'broadcastTo: [2, 3] does not broadcast to [3] (the rank is greater)'],
  [matmul([2, 3], [4, 5]), 'matmul: inner dimensions differ: [2, 3] x [4, 5] (3 is not 4)'],
  [matmul([3], [4]), 'matmul: inner dimensions differ: [3] x [4] (3 is not 4)'],
  [matmul([8, 2, 3], [5, 3, 4]), 'matmul: batch dimensions differ: [8, 2, 3] x [5, 3, 4] (8 is not 5)'],
  [matmul([], [3]), 'matmul: a scalar is no matrix: [] x [3]'],
  [
    dotGeneral([2, 3], [4, 5], { contract: [[1], [0]] }),
    'dotGeneral: axis 1 of [2, 3] does not match axis 0 of [4, 5] (3 is not 4)',
  ],
  [dotGeneral([2, 3], [3, 4], { contract: [[1], [0, 1]] }), 'dotGeneral: 1 axes of [2, 3] are paired with 2 of [3, 4]'],
  [dotGeneral([2, 3], [3, 4], { contract: [[2], [0]] }), 'dotGeneral: axis 2 is out of range for [2, 3]'],
  [
    dotGeneral([2, 3], [2, 3], { contract: [[1], [1]], batch: [[-1], [-1]] }),
    'dotGeneral: axis 1 of [2, 3] is repeated',
  ],
  [reshape([2, 3], [4, 2]), 'reshape: [2, 3] has 6 elements but [4, 2] has 8'],
  [reshape([2, 3], [4, -1]), 'reshape: the -1 in [4, -1] cannot be found from the 6 elements of [2, 3]'],
  [reshape([0, 3], [5, 0, -1]), 'reshape: the -1 in [5, 0, -1] cannot be found from the 0 elements of [0, 3]'],
  [reshape([2, 3], [-1, -1]), 'reshape: [-1, -1] has more than one -1'],
  [reshape([2, 3], [-2, 3]), 'reshape: [-2, 3] is not a shape'],
  [permute([2, 3, 4], [1, 0]), 'permute: 2 axes given for [2, 3, 4]'],
  [permute([2, 3], [0, 0]), 'permute: axis 0 of [2, 3] is repeated'],
  [permute([2, 3], [0, 2], 'transpose'), 'transpose: axis 2 is out of range for [2, 3]'],
  [
    concat(
      [
        [64, 28, 28],
        [128, 27, 28],
      ],
      0,
    ),
    'concat: [64, 28, 28] and [128, 27, 28] differ outside axis 0',
  ],
  [concat([[2, 3], [2]], 0), 'concat: [2, 3] and [2] have different ranks'],
  [
    concat(
      [
        [2, 3],
        [2, 3],
      ],
      -3,
    ),
    'concat: axis -3 is out of range for [2, 3]',
  ],
  [concat([], 0), 'concat: there is no tensor'],
  [
    stack(
      [
        [2, 3],
        [2, 4],
      ],
      0,
    ),
    'stack: [2, 3] and [2, 4] differ',
  ],
  [
    stack(
      [
        [2, 3],
        [2, 3],
      ],
      3,
    ),
    'stack: axis 3 is out of range for a result of rank 3',
  ],
  [stack([], 0), 'stack: there is no tensor'],
  [slice([2, 3], [null, null, null]), 'slice: 3 ranges given for [2, 3]'],
  [slice([2, 3], [null, { step: 0 }]), 'slice: step 0 does not move'],
  [slice([2, 3], [{ start: 0.5 }]), 'slice: start 0.5 is not an integer'],
  [slice([2, 3], [{ end: -0.5 }]), 'slice: end -0.5 is not an integer'],
  [slice([2, 3], [{ step: 1.5 }]), 'slice: step 1.5 is not an integer'],
  [index([10, 4], 10), 'index: index 10 is out of range for axis 0 of [10, 4]'],
  [index([10, 4], -5, 1), 'index: index -5 is out of range for axis 1 of [10, 4]'],
  [index([10, 4], 0, 2), 'index: axis 2 is out of range for [10, 4]'],
  [index([10, 4], 1.5), 'index: index 1.5 is out of range for axis 0 of [10, 4]'],
  [pad([2, 3], [[1, 1]]), 'pad: 1 widths given for [2, 3]'],
  [pad([3], [[-2, -2]]), 'pad: low -2 and high -2 crop more than dimension 3 has'],
  [pad([3], [[0.5, 0]]), 'pad: low 0.5 is not an integer'],
  [pad([3], [[0, 0.5]]), 'pad: high 0.5 is not an integer'],
  [pad([3], [[0, 0, -1]]), 'pad: interior -1 is not a non-negative integer'],
  [reduce([2, 3], 2, false, 'sum'), 'sum: axis 2 is out of range for [2, 3]'],
  [reduce([2, 3], -0.5, false, 'sum'), 'sum: axis -0.5 is out of range for [2, 3]'],
  [reduce([2, 3], [1, -1], true, 'mean'), 'mean: axis -1 of [2, 3] is repeated'],
  [expand([2, 3], 3), 'expand: axis 3 is out of range for a result of rank 3'],
  [squeeze([2, 1], 0), 'squeeze: axis 0 of [2, 1] has size 2, not 1'],
  [squeeze([2, 1], 2), 'squeeze: axis 2 is out of range for [2, 1]'],
  [take([5, 3], [2], 2), 'take: axis 2 is out of range for [5, 3]'],
  [takeAlong([5, 3], [2, 4], 0), 'takeAlong: [5, 3] and [2, 4] differ outside axis 0'],
  [takeAlong([5, 3], [2], 0), 'takeAlong: [5, 3] and [2] differ outside axis 0'],
  [takeAlong([5, 3], [2, 3], -3), 'takeAlong: axis -3 is out of range for [5, 3]'],

  [windows([14, 14], { kernel: 17 }, 'conv2d'), 'conv2d: kernel 17 is larger than padded input 14'],
  [
    windows([5], { kernel: 3, dilation: 4, padding: 1 }, 'conv1d'),
    'conv1d: kernel 3 with dilation 4 is larger than padded input 7',
  ],
  [windows([0], { kernel: 3, padding: 'same' }, 'conv1d'), 'conv1d: kernel 3 is larger than padded input 2'],
  [
    windows([8, 8], { kernel: 3, stride: 3, exact: true }, 'conv2d'),
    'conv2d: kernel 3 at stride 3 does not cover padded input 8 exactly',
  ],
  [windows([14], { kernel: 3, stride: 0 }, 'conv1d'), 'conv1d: stride 0 is not a positive integer'],
  [windows([14], { kernel: 3, stride: -1 }, 'conv1d'), 'conv1d: stride -1 is not a positive integer'],
  [windows([14, 14], { kernel: [3, 0] }, 'conv2d'), 'conv2d: kernel 0 is not a positive integer'],
  [windows([14], { kernel: 2.5 }, 'conv1d'), 'conv1d: kernel 2.5 is not a positive integer'],
  [windows([14], { kernel: 3, dilation: 0 }, 'conv1d'), 'conv1d: dilation 0 is not a positive integer'],
  [windows([14], { kernel: 3, padding: -1 }, 'conv1d'), 'conv1d: padding -1 is not a non-negative integer'],
  [windows([14], { kernel: 3, padding: [[0, 0.5]] }, 'conv1d'), 'conv1d: padding 0.5 is not a non-negative integer'],
  [windows([14], {}, 'maxPool1d'), 'maxPool1d: there is no kernel'],
  [
    windows([14, 14], { kernel: 3, stride: [1, 1, 1] }, 'conv2d'),
    'conv2d: stride has 3 entries for 2 spatial dimensions',
  ],
  [windows([14, 14], { kernel: 3, padding: [1] }, 'conv2d'), 'conv2d: padding has 1 entries for 2 spatial dimensions'],
  [
    transposedWindows([3], { kernel: 2, stride: 1, padding: 2 }, 'convTranspose1d'),
    'convTranspose1d: padding 2 + 2 is not smaller than the full output 4',
  ],
  [
    transposedWindows([3], { kernel: 2, stride: 2, outputPadding: 2 }, 'convTranspose1d'),
    'convTranspose1d: output padding 2 is not smaller than stride 2 or dilation 1',
  ],
  [
    transposedWindows([3], { kernel: 2, outputPadding: -1 }, 'convTranspose1d'),
    'convTranspose1d: output padding -1 is not a non-negative integer',
  ],
  [transposedWindows([0], { kernel: 2 }, 'convTranspose1d'), 'convTranspose1d: a spatial dimension of the input is 0'],
  [conv([784], weights, {}, 'conv2d', 2), 'conv2d: expected an input [..., C, H, W], got [784]'],
  [conv([784], [6, 3, 5], {}, 'conv1d', 1), 'conv1d: expected an input [..., C, W], got [784]'],
  [conv(image, weights, {}, 'conv3d', 3), 'conv3d: expected an input [..., C, D, H, W], got [3, 32, 32]'],
  [conv(image, [6, 3], {}, 'conv2d', 2), 'conv2d: expected weights [out, in, KH, KW], got [6, 3]'],
  [conv([4, 32, 32], weights, {}, 'conv2d', 2), 'conv2d: the input has 4 channels but the weights expect 3'],
  [conv(image, weights, { groups: 2 }, 'conv2d', 2), 'conv2d: the input has 3 channels but the weights expect 6'],
  [conv([12, 32, 32], weights, { groups: 4 }, 'conv2d', 2), 'conv2d: 6 output channels do not divide into 4 groups'],
  [conv(image, weights, { groups: 0 }, 'conv2d', 2), 'conv2d: groups 0 is not a positive integer'],
  [conv([3, 4, 4], weights, {}, 'conv2d', 2), 'conv2d: kernel 5 is larger than padded input 4'],
  [
    convTranspose([4, 9, 9], [3, 6, 2, 2], {}, 'convTranspose2d', 2),
    'convTranspose2d: the input has 4 channels but the weights expect 3',
  ],
  [
    convTranspose([4, 9, 9], [4, 6, 2, 2], { groups: 3 }, 'convTranspose2d', 2),
    'convTranspose2d: 4 input channels do not divide into 3 groups',
  ],
  [
    convTranspose([9, 9], [4, 6, 2, 2], {}, 'convTranspose2d', 2),
    'convTranspose2d: expected an input [..., C, H, W], got [9, 9]',
  ],
  [
    convTranspose([4, 9, 9], [4], {}, 'convTranspose2d', 2),
    'convTranspose2d: expected weights [in, out, KH, KW], got [4]',
  ],
  [pool([784], { kernel: 2 }, 'maxPool2d', 2), 'maxPool2d: expected an input [..., C, H, W], got [784]'],
  [pool(image, {}, 'maxPool2d', 2), 'maxPool2d: there is no kernel'],
  [pool([6, 1, 1], { kernel: 2 }, 'maxPool2d', 2), 'maxPool2d: kernel 2 is larger than padded input 1'],
  [
    unpool([1, 3, 3], [1, 5, 5], { kernel: 2 }, 'maxUnpool2d', 2),
    'maxUnpool2d: the pooled [1, 5, 5] is [1, 2, 2], not [1, 3, 3]',
  ],
  [
    unpool([1, 2, 2], [1, 1, 1], { kernel: 2 }, 'maxUnpool2d', 2),
    'maxUnpool2d: kernel 2 is larger than padded input 1',
  ],
  [upsample([2, 2], [1, 1, 1]), 'upsample: 3 factors given for [2, 2]'],
  [upsample([2, 2], [2, 0]), 'upsample: factor 0 is not a positive integer'],
  [upsample([2], [1.5], 'bedOfNails'), 'bedOfNails: factor 1.5 is not a positive integer'],
  [enlarge([3], 2, 'upsample'), 'upsample: expected an input [C, ...spatial], got [3]'],
  [enlarge([3, 4, 4], [2, 2, 2], 'upsample'), 'upsample: factor has 3 entries for 2 spatial dimensions'],
  [enlarge([3, 4, 4], 0, 'upsample'), 'upsample: factor 0 is not a positive integer'],
  [pixelShuffle([10, 4, 4], 2), 'pixelShuffle: 10 channels do not divide into blocks of 2 x 2'],
  [pixelShuffle([4, 4], 2), 'pixelShuffle: expected an input [C, H, W], got [4, 4]'],
  [pixelShuffle([4, 4, 4], -1), 'pixelShuffle: factor -1 is not a positive integer'],
  [pixelUnshuffle([3, 4, 5], 2), 'pixelUnshuffle: [3, 4, 5] does not divide into blocks of 2 x 2'],
  [adaptivePool([784], 7, 'adaptiveAvgPool2d', 2), 'adaptiveAvgPool2d: expected an input [..., C, H, W], got [784]'],
  [
    adaptivePool([3, 4, 4], [7], 'adaptiveAvgPool2d', 2),
    'adaptiveAvgPool2d: size has 1 entries for 2 spatial dimensions',
  ],
  [adaptivePool([3, 4, 4], [7, 0], 'adaptiveAvgPool2d', 2), 'adaptiveAvgPool2d: size 0 is not a positive integer'],
  [adaptivePool([3, 4, 0], 7, 'adaptiveAvgPool2d', 2), 'adaptiveAvgPool2d: a spatial dimension of the input is 0'],
  [withMargin([3, 4], [1, 1], 'pad'), 'pad: width has 2 entries for 1 spatial dimensions'],
  [withMargin([3, 4], [[0, -1]], 'pad'), 'pad: width -1 is not a non-negative integer'],
  [withMargin([3], 1, 'pad'), 'pad: expected an input [C, ...spatial], got [3]'],
  [withoutMargin([3, 9, 5], [1, [3, 2]], 'crop'), 'crop: 3 + 2 leaves nothing of dimension 5'],
  [centreCrop([3, 4, 4], 5), 'centreCrop: [3, 4, 4] cannot be cropped to [3, 5, 5]'],
  [centreCrop([3, 4, 4], [1, 0.5]), 'centreCrop: size 0.5 is not a positive integer'],
  [centreCrop([3, 4, 4], [1]), 'centreCrop: size has 1 entries for 2 spatial dimensions'],
  [
    locallyConnectedWeights([784], 1, { kernel: 3 }, 'locallyConnected2d', 2),
    'locallyConnected2d: expected an input [..., C, H, W], got [784]',
  ],
  [
    locallyConnectedWeights([1, 2, 2], 1, { kernel: 3 }, 'locallyConnected2d', 2),
    'locallyConnected2d: kernel 3 is larger than padded input 2',
  ],
  [
    locallyConnected([4, 5, 5], [1, 3, 3, 3, 3, 3], {}, 'locallyConnected2d', 2),
    'locallyConnected2d: the input has 4 channels but the weights expect 3',
  ],
  [
    locallyConnected([3, 5, 5], [1, 3, 3, 3, 2, 3], {}, 'locallyConnected2d', 2),
    'locallyConnected2d: the window has [3, 3] positions but the weights are for [2, 3]',
  ],
  [
    locallyConnected([3, 5], [1, 3, 3], {}, 'locallyConnected1d', 1),
    'locallyConnected1d: expected weights [out, in, KW, W′], got [1, 3, 3]',
  ],
  [
    convWeights([4, 9, 9], 6, { kernel: 3, groups: 3 }, 'conv2d', 2),
    'conv2d: 4 input channels do not divide into 3 groups',
  ],
  [
    convTransposeWeights([6, 9, 9], 4, { kernel: 3, groups: 3 }, 'conv2d', 2),
    'conv2d: 4 output channels do not divide into 3 groups',
  ],
  [imageOf([3], 'laplacian'), 'laplacian: expected an image [..., height, width], got [3]'],
  [extend([3], {}), 'extend: expected an image [..., height, width], got [3]'],
  [extend([3, 4], { top: 1, left: -2 }), 'extend: left -2 is not a non-negative integer'],
  [extend([3, 4], { bottom: 0.5 }), 'extend: bottom 0.5 is not a non-negative integer'],
  [correlate([9], [3, 3], 'same', 'correlate'), 'correlate: expected an image [..., height, width], got [9]'],
  [correlate([9, 9], [3], 'same', 'correlate'), 'correlate: expected a kernel [height, width], got [3]'],
  [correlate([9, 9], [3, 0], 'full', 'correlate'), 'correlate: kernel [3, 0] has no elements'],
  [correlate([2, 4, 9], [5, 5], 'valid', 'correlate'), 'correlate: kernel [5, 5] is larger than image [4, 9]'],
  [resize([9], [3, 3]), 'resize: expected an image [..., height, width], got [9]'],
  [resize([9, 9], [0, 3]), 'resize: size [0, 3] is not two positive integers'],
  [resize([9, 9], [1.5, 3], 'crop'), 'crop: size [1.5, 3] is not two positive integers'],
  [
    match([9], [3]),
    'matchTemplate: expected an image and a template, both [height, width] or [channels, height, width], got [9] and [3]',
  ],
  [
    match([3, 9, 9], [1, 3, 3]),
    'matchTemplate: image [3, 9, 9] and template [1, 3, 3] differ in channels (3 is not 1)',
  ],
  [match([9, 9], [3, 0]), 'matchTemplate: template [3, 0] has no elements'],
  [match([3, 4, 9], [3, 5, 5]), 'matchTemplate: template [3, 5, 5] is larger than image [3, 4, 9]'],
];
