import { describe } from 'vitest';
import * as nn from '../../src/nn/index.js';
import { expectTwins, gives, refuses, type Twin } from './twins.js';

const accepted: readonly Twin[] = [
  gives([3, 4], nn.selu, [3, 4], {}),
  gives([], nn.prelu(), [], { weight: [1] }),
  gives([6, 4, 4], nn.prelu({ perChannel: true }), [6, 4, 4], { weight: [6] }),
  gives([3, 8], nn.logSoftmax(), [3, 8], {}),
  gives([3, 8], nn.glu(), [3, 4], {}),
  gives([8, 5, 5], nn.glu({ axis: 0 }), [4, 5, 5], {}),
  gives([84], nn.maxout({ out: 10, pieces: 2 }), [10], { weight: [2, 10, 84], bias: [2, 10] }),
  gives([7, 5, 84], nn.maxout({ out: 10, pieces: 3 }), [7, 5, 10], { weight: [3, 10, 84], bias: [3, 10] }),
  gives([12, 5, 5], nn.maxoutChannels(4), [3, 5, 5], {}),
  gives([12], nn.groupNorm(4), [12], { weight: [12], bias: [12] }),
  gives([12, 5, 5], nn.groupNorm(4, { affine: false }), [12, 5, 5], {}),
  gives([12, 5, 5], nn.instanceNorm(), [12, 5, 5], {}),
  gives([12, 5, 5], nn.instanceNorm({ affine: true }), [12, 5, 5], { weight: [12], bias: [12] }),
  gives([3, 5], nn.rmsNorm(), [3, 5], { weight: [5] }),
  gives([12, 5, 5], nn.decorrelatedBatchNorm(), [12, 5, 5], { weight: [12], bias: [12] }),
  gives([12, 5, 5], nn.spatialDropout(0.5), [12, 5, 5], {}),
  gives([12, 5, 5], nn.sequential(nn.dropPath(0.5), nn.alphaDropout(0.1), nn.instanceNorm()), [12, 5, 5], {}),
];

const refused: readonly Twin[] = [
  refuses([], nn.prelu({ perChannel: true }), 'prelu: expected an input [C, ...spatial], got []'),
  refuses([8], nn.logSoftmax({ axis: 1 }), 'logSoftmax: axis 1 is out of range for [8]'),
  refuses([8], nn.glu({ axis: 1 }), 'glu: axis 1 is out of range for [8]'),
  refuses([3, 5], nn.glu(), 'glu: axis -1 of [3, 5] does not divide into halves'),
  refuses([], nn.maxout({ out: 10, pieces: 2 }), 'maxout: expected an input [..., features], got []'),
  refuses([5], nn.maxout({ out: 10, pieces: 0 }), 'maxout: pieces 0 is not a positive integer'),
  refuses([5], nn.maxout({ out: -1, pieces: 2 }), 'maxout: out -1 is not a positive integer'),
  refuses([6, 2], nn.maxoutChannels(4), 'maxoutChannels: 6 channels do not divide into pieces of 4'),
  refuses([6, 2], nn.maxoutChannels(1.5), 'maxoutChannels: pieces 1.5 is not a positive integer'),
  refuses([], nn.maxoutChannels(4), 'maxoutChannels: expected an input [C, ...spatial], got []'),
  refuses([6, 2], nn.groupNorm(4), 'groupNorm: 6 channels do not divide into 4 groups'),
  refuses([6, 2], nn.groupNorm(0, { affine: false }), 'groupNorm: groups 0 is not a positive integer'),
  refuses([], nn.groupNorm(0), 'groupNorm: groups 0 is not a positive integer'),
  refuses([], nn.groupNorm(2), 'groupNorm: expected an input [C, ...spatial], got []'),
  refuses([], nn.instanceNorm(), 'instanceNorm: expected an input [C, ...spatial], got []'),
  refuses([], nn.rmsNorm(), 'rmsNorm: expected an input [..., features], got []'),
  refuses([], nn.decorrelatedBatchNorm(), 'decorrelatedBatchNorm: expected an input [C, ...spatial], got []'),
  refuses([], nn.spatialDropout(0.5), 'spatialDropout: expected an input [C, ...spatial], got []'),
  refuses([6], nn.sequential(nn.groupNorm(2)), 'groupNorm: a layer with tensors needs a name: { name: groupNorm(…) }'),
  refuses(
    [6],
    nn.sequential(nn.instanceNorm({ affine: true })),
    'instanceNorm: a layer with tensors needs a name: { name: instanceNorm(…) }',
  ),
];

describe('an activation, norm or dropout at an input', () => expectTwins(accepted, refused));
