/**
 * Programs that are wrong, with the sentence that says why. The type checker says it at the argument, and who calls without types
 * is told the same by the run time. `p` is the package.
 */
export const refusals: readonly (readonly [program: string, sentence: string])[] = [
  ['p.tensor([[1, 2], [3]])', 'tensor: rows of one array must have the same length'],
  ['p.zeros([2, -1])', 'zeros: [2, -1] is not a shape'],
  ['p.ones([1.5])', 'ones: [1.5] is not a shape'],
  ['p.full([-3], 7)', 'full: [-3] is not a shape'],
  ['p.range(-1)', 'range: [-1] is not a shape'],
  ['p.identity(-2)', 'identity: [-2, -2] is not a shape'],
  ['p.add(p.zeros([2, 3]), p.zeros([4]))', 'add: [2, 3] and [4] do not broadcast (3 is not 4)'],
  ['p.multiply(p.zeros([2]), p.zeros([3]))', 'multiply: [2] and [3] do not broadcast (2 is not 3)'],
  ["p.add(p.zeros([2]), p.zeros([2], { dtype: 'float64' }))", 'add: float32 with float64: cast one of them'],
  ['p.equal(p.zeros([2]), p.range(2))', 'equal: float32 with int32: cast one of them'],
  ['p.add(1, 2)', 'add: expected at least one tensor'],
  ['p.where(p.tensor([true]), p.zeros([2]), p.zeros([3]))', 'where: [2] and [3] do not broadcast (2 is not 3)'],
  ['p.where(p.tensor([true, false, true]), p.zeros([2]), 0)', 'where: [3] and [2] do not broadcast (3 is not 2)'],
  ['p.sum(p.zeros([2, 3]), 2)', 'sum: axis 2 is out of range for [2, 3]'],
  ['p.mean(p.zeros([2, 3]), [0, -2])', 'mean: axis -2 of [2, 3] is repeated'],
  ['p.argMax(p.zeros([2, 3]), -3)', 'argMax: axis -3 is out of range for [2, 3]'],
  ['p.softmax(p.zeros([2, 3]), 2)', 'softmax: axis 2 is out of range for [2, 3]'],
  ['p.logSoftmax(p.zeros([2]), 1)', 'logSoftmax: axis 1 is out of range for [2]'],
  ['p.matmul(p.zeros([2, 3]), p.zeros([4, 5]))', 'matmul: inner dimensions differ: [2, 3] x [4, 5] (3 is not 4)'],
  [
    "p.matmul(p.zeros([2, 3]), p.zeros([3, 5], { dtype: 'float64' }))",
    'matmul: float32 with float64: cast one of them',
  ],
  [
    'p.dotGeneral(p.zeros([2, 3]), p.zeros([4, 5]), { contract: [[1], [0]] })',
    'dotGeneral: axis 1 of [2, 3] does not match axis 0 of [4, 5] (3 is not 4)',
  ],
  [
    "p.dotGeneral(p.zeros([2]), p.zeros([2], { dtype: 'float64' }), { contract: [[0], [0]] })",
    'dotGeneral: float32 with float64: cast one of them',
  ],
  ['p.reshape(p.zeros([2, 3]), [4, 2])', 'reshape: [2, 3] has 6 elements but [4, 2] has 8'],
  ['p.permute(p.zeros([2, 3]), [0, 0])', 'permute: axis 0 of [2, 3] is repeated'],
  ['p.transpose(p.zeros([2]))', 'transpose: expected at least two axes, got [2]'],
  ['p.flip(p.zeros([2]), [1])', 'flip: axis 1 is out of range for [2]'],
  ['p.expand(p.zeros([2, 3]), 3)', 'expand: axis 3 is out of range for a result of rank 3'],
  ['p.squeeze(p.zeros([2, 1]), 0)', 'squeeze: axis 0 of [2, 1] has size 2, not 1'],
  ['p.broadcastTo(p.zeros([2, 3]), [4, 3])', 'broadcastTo: [2, 3] does not broadcast to [4, 3] (2 is not 4)'],
  ['p.concat([p.zeros([2, 3]), p.zeros([2, 4])], 0)', 'concat: [2, 3] and [2, 4] differ outside axis 0'],
  ["p.concat([p.zeros([2]), p.zeros([2], { dtype: 'float64' })], 0)", 'concat: float32 with float64: cast one of them'],
  ['p.stack([p.zeros([2]), p.zeros([3])], 0)', 'stack: [2] and [3] differ'],
  ['p.slice(p.zeros([2, 3]), [null, { step: 0 }])', 'slice: step 0 does not move'],
  ['p.slice(p.zeros([2]), [null, null])', 'slice: 2 ranges given for [2]'],
  ['p.slice(p.zeros([2]), [{ start: 1, stop: 2 }])', "slice: there is no option 'stop'"],
  ['p.index(p.zeros([10, 4]), 10)', 'index: index 10 is out of range for axis 0 of [10, 4]'],
  ['p.index(p.zeros([10, 4]), -5, 1)', 'index: index -5 is out of range for axis 1 of [10, 4]'],
  ['p.pad(p.zeros([2, 3]), [[1, 1]])', 'pad: 1 widths given for [2, 3]'],
  ['p.take(p.zeros([5, 3]), p.range(2), 2)', 'take: axis 2 is out of range for [5, 3]'],
  [
    "p.takeAlong(p.zeros([5, 3]), p.zeros([2, 4], { dtype: 'int32' }), 0)",
    'takeAlong: [5, 3] and [2, 4] differ outside axis 0',
  ],
  ['p.sort(p.zeros([2]), 1)', 'sort: axis 1 is out of range for [2]'],
  ['p.argSort(p.zeros([2]), -2)', 'argSort: axis -2 is out of range for [2]'],
  ['p.conv1d(p.zeros([2, 5]), p.zeros([4, 3, 2]))', 'conv1d: the input has 2 channels but the weights expect 3'],
  ['p.conv2d(p.zeros([3, 14, 14]), p.zeros([6, 3, 17, 17]))', 'conv2d: kernel 17 is larger than padded input 14'],
  [
    "p.conv2d(p.zeros([3, 9, 9]), p.zeros([6, 3, 3, 3], { dtype: 'float64' }))",
    'conv2d: float32 with float64: cast one of them',
  ],
  [
    'p.conv2d(p.zeros([3, 9, 9]), p.zeros([6, 3, 3, 3]), { stride: 2, paddings: 1 })',
    "conv2d: there is no option 'paddings'",
  ],
  ['p.conv2d(p.zeros([3, 9, 9]), p.zeros([6, 3, 3, 3]), { stride: 0 })', 'conv2d: stride 0 is not a positive integer'],
  [
    'p.conv3d(p.zeros([3, 9, 9]), p.zeros([6, 3, 3, 3, 3]))',
    'conv3d: expected an input [..., C, D, H, W], got [3, 9, 9]',
  ],
  [
    'p.convTranspose2d(p.zeros([4, 9, 9]), p.zeros([3, 6, 2, 2]))',
    'convTranspose2d: the input has 4 channels but the weights expect 3',
  ],
  ['p.maxPool2d(p.zeros([6, 4, 4]), { kernel: 2, strides: 2 })', "maxPool2d: there is no option 'strides'"],
  ['p.maxPool2d(p.zeros([6, 1, 1]), { kernel: 2 })', 'maxPool2d: kernel 2 is larger than padded input 1'],
  [
    'p.maxUnpool2d(p.zeros([6, 3, 3]), p.zeros([6, 4, 4]), { kernel: 2 })',
    'maxUnpool2d: the pooled [6, 4, 4] is [6, 2, 2], not [6, 3, 3]',
  ],
  ['p.lpPool2d(p.zeros([6, 4, 4]), { kernel: 2, p: 2 })', "lpPool2d: there is no option 'p'"],
  ['p.upsample(p.zeros([4, 4]), [2, 0])', 'upsample: factor 0 is not a positive integer'],
  ['p.bedOfNails(p.zeros([4]), [2, 2])', 'bedOfNails: 2 factors given for [4]'],
  [
    'p.locallyConnected2d(p.zeros([3, 5, 5]), p.zeros([1, 3, 3, 3, 2, 3]))',
    'locallyConnected2d: the window has [3, 3] positions but the weights are for [2, 3]',
  ],
  [
    'p.avgPool1d(p.zeros([6, 4]), { kernel: 3, stride: 2, exact: true })',
    'avgPool1d: kernel 3 at stride 2 does not cover padded input 4 exactly',
  ],
  [
    'p.grad((x: Tensor<[3]>) => p.multiply(x, x))',
    'grad: the function returns shape [3]; a gradient needs a number (sum it, or use vjp)',
  ],
  [
    "p.grad((x: Tensor<[3]>) => p.cast(p.sum(x), 'int32'))",
    'grad: the function returns int32; a gradient needs a float',
  ],
  ['p.grad((x: Tensor<[3]>) => x.shape)', 'grad: the function returns no tensor'],
  [
    'p.valueAndGrad((x: Tensor<[3]>) => x)',
    'valueAndGrad: the function returns shape [3]; a gradient needs a number (sum it, or use vjp)',
  ],
  [
    'p.valueAndGrad((x: Tensor<[3]>) => [x, p.sum(x)] as const, { aux: true })',
    'valueAndGrad: the function returns shape [3]; a gradient needs a number (sum it, or use vjp)',
  ],
  [
    'p.hessian((x: Tensor<[3]>) => x)',
    'hessian: the function returns shape [3]; a gradient needs a number (sum it, or use vjp)',
  ],
  [
    'p.hvp((x: Tensor<[3]>) => x, p.zeros([3]), p.zeros([3]))',
    'hvp: the function returns shape [3]; a gradient needs a number (sum it, or use vjp)',
  ],
  [
    'p.vmap((x: Tensor<[2]>, y: Tensor<[2]>) => p.add(x, y))(p.zeros([3, 2]), p.zeros([4, 2]))',
    'vmap: the arguments have 3 and 4 examples',
  ],
  [
    'p.vmap((q: { readonly x: Tensor<[2]>; readonly y: Tensor<[2]> }) => q.x)({ x: p.zeros([3, 2]), y: p.zeros([4, 2]) })',
    'vmap: the arguments have 3 and 4 examples',
  ],
  [
    'p.vmap((x: Tensor<[2]>) => x, { in: [2] })(p.zeros([3, 2]))',
    'vmap: axis 2 is out of range for a tensor of rank 2',
  ],
  [
    'p.vmap((x: Tensor<[2]>) => x, { out: -3 })(p.zeros([3, 2]))',
    'vmap: axis -3 is out of range for a tensor of rank 2',
  ],
  [
    'p.scan((c: Tensor<[]>, x) => [c, x.a] as const, p.zeros([]), { a: p.zeros([5]), b: p.zeros([4]) })',
    'scan: the sequences have 5 and 4 steps',
  ],
];
