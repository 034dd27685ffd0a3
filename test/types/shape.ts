import type {
  Add,
  Arg,
  Broadcast,
  BroadcastTo,
  Concat,
  Conv,
  ConvTranspose,
  Div,
  DotGeneral,
  Expand,
  Flatten,
  Index,
  Lte,
  Matmul,
  Mod,
  Mul,
  Pad,
  Permute,
  Pool,
  Product,
  Reduce,
  Reshape,
  Show,
  Slice,
  Squeeze,
  Stack,
  Sub,
  Take,
  TakeAlong,
  WindowOptions,
  Windows,
} from '../../src/shape/index.js';
import { claim, type Equal } from './equal.js';

claim<Equal<Add<999, 1>, 1000>>();
claim<Equal<Add<25088, 4096>, 29184>>();
claim<Equal<Sub<1000, 1>, 999>>();
claim<Equal<Sub<224, 224>, 0>>();
claim<Equal<Sub<5, 7>, never>>();
claim<Equal<Sub<10, 999>, never>>();
claim<Equal<Mul<99999, 99999>, 9999800001>>();
claim<Equal<Mul<3000000, 3000000>, 9000000000000>>();
claim<Equal<Product<[3, 224, 224]>, 150528>>();
claim<Equal<Div<1000, 37>, 27>>();
claim<Equal<Div<5, 16>, 0>>();
claim<Equal<Div<10000, 100>, 100>>();
claim<Equal<Mod<1000, 37>, 1>>();
claim<Equal<Lte<3, 10>, true>>();
claim<Equal<Lte<4, 3>, false>>();

claim<Equal<Broadcast<[8, 1, 6, 1], [7, 1, 5]>, [8, 7, 6, 5]>>();
claim<Equal<Broadcast<[2, 3], [4], 'add'>, 'add: [2, 3] and [4] do not broadcast (3 is not 4)'>>();
claim<Equal<BroadcastTo<[2, 3], [4, 3]>, 'broadcastTo: [2, 3] does not broadcast to [4, 3] (2 is not 4)'>>();
claim<Equal<Matmul<[8, 1, 2, 3], [5, 3, 4]>, [8, 5, 2, 4]>>();
claim<Equal<Matmul<[2, 3], [4, 5]>, 'matmul: inner dimensions differ: [2, 3] x [4, 5] (3 is not 4)'>>();
claim<Equal<DotGeneral<[2, 3, 4], [4, 2, 5], { contract: [[2], [0]]; batch: [[0], [1]] }>, [2, 3, 5]>>();
claim<Equal<Reshape<[512, 7, 7], [-1, 49]>, [512, 49]>>();
claim<Equal<Reshape<[2, 3], [4, 2]>, 'reshape: [2, 3] has 6 elements but [4, 2] has 8'>>();
claim<Equal<Flatten<[512, 7, 7]>, [25088]>>();
claim<Equal<Permute<[2, 3, 4], [2, 0, -2]>, [4, 2, 3]>>();
claim<Equal<Reduce<[2, 3, 4], -1>, [2, 3]>>();
claim<Equal<Reduce<[2, 3, 4], [0, 2], true>, [1, 3, 1]>>();
claim<Equal<Concat<[[64, 28, 28], [128, 28, 28]], 0>, [192, 28, 28]>>();
claim<
  Equal<Concat<[[64, 28, 28], [128, 27, 28]], 0>, 'concat: [64, 28, 28] and [128, 27, 28] differ outside axis 0'>
>();
claim<Equal<Stack<[[2, 3], [2, 3]], -1>, [2, 3, 2]>>();
claim<Equal<Slice<[10, 4], [{ start: 1; end: -1; step: 3 }]>, [3, 4]>>();
claim<Equal<Slice<[10], [{ step: -3 }]>, [4]>>();
claim<Equal<Index<[10, 4], -1>, [4]>>();
claim<Equal<Pad<[5, 3], [[1, 2], [0, 0, 1]]>, [8, 5]>>();
claim<Equal<Expand<[2, 3], -1>, [2, 3, 1]>>();
claim<Equal<Squeeze<[2, 1, 3], 1>, [2, 3]>>();
claim<Equal<Take<[5, 3], [2, 4], 0>, [2, 4, 3]>>();
claim<Equal<TakeAlong<[5, 3], [2, 3], 0>, [2, 3]>>();
claim<Equal<Windows<[14, 14], { kernel: 17 }, 'conv2d'>, 'conv2d: kernel 17 is larger than padded input 14'>>();
claim<Equal<Conv<[3, 32, 32], [6, 3, 5, 5], { stride: 1 }, 'conv2d'>, [6, 28, 28]>>();
claim<Equal<Conv<[number, 3, 224, 224], [64, 3, 7, 7], { stride: 2; padding: 3 }, 'conv2d'>, [number, 64, 112, 112]>>();
claim<Equal<Conv<[3, 32], [6, 3, 5], { padding: 'same'; stride: 3 }, 'conv1d', 1>, [6, 11]>>();
claim<Equal<ConvTranspose<[16, 14, 14], [16, 8, 2, 2], { stride: 2 }, 'convTranspose2d'>, [8, 28, 28]>>();
claim<Equal<Pool<[16, 10, 10], { kernel: 2 }, 'maxPool2d'>, [16, 5, 5]>>();
claim<Equal<Pool<[64, 112, 112], { kernel: 3; stride: 2; ceil: true }, 'maxPool2d'>, [64, 56, 56]>>();

/* What is unknown absorbs: a dimension, a rank, the options; a rank may be known from the right only. */
claim<Equal<Add<number, 3>, number>>();
claim<Equal<Matmul<[number, 3], [3, 4]>, [number, 4]>>();
claim<Equal<Matmul<number[], [3, 4]>, number[]>>();
claim<Equal<Broadcast<[number, 1], [5, 3]>, [5, 3]>>();
claim<Equal<Reshape<[number, 3, 4], [-1, 12]>, [number, 12]>>();
claim<Equal<Reshape<number[], [2, 3]>, [2, 3]>>();
claim<Equal<Permute<[2, 3], number[]>, number[]>>();
claim<Equal<Reduce<[2, 3], number>, number[]>>();
claim<Equal<Concat<[[2, 3], [2, number]], 1>, [2, number]>>();
claim<Equal<Slice<[number, 4], [{ start: 1 }, { end: 2 }]>, [number, 2]>>();
claim<Equal<Windows<[32, 32], WindowOptions, 'conv2d'>, [number, number]>>();
claim<Equal<Windows<[32, 32], { kernel: number }, 'conv2d'>, [number, number]>>();
claim<Equal<Conv<[...number[], 3, 32, 32], [6, 3, 5, 5], { stride: 1 }, 'conv2d'>, [...number[], 6, 28, 28]>>();
claim<Equal<Conv<number[], [6, 3, 5, 5], { stride: 1 }, 'conv2d'>, number[]>>();
claim<Equal<Pool<[6, number, 10], { kernel: 2 }, 'maxPool2d'>, [6, number, 5]>>();
claim<Equal<Show<[number, 3]>, '[?, 3]'>>();
claim<Equal<Show<number[]>, '[...]'>>();

/* In the parameter position a verdict is the parameter's type, or the sentence that the argument then is not. */
claim<Equal<Arg<Matmul<[2, 3], [3, 4]>, Date>, Date>>();
claim<Equal<Arg<Matmul<[2, 3], [4, 5]>, Date>, 'matmul: inner dimensions differ: [2, 3] x [4, 5] (3 is not 4)'>>();

/* A symbolic batch dimension N resolves inside a generic body. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- symbolic dimensions have no value
export const symbolic = <N extends number, M extends number>(): void => {
  claim<Equal<Broadcast<[M, N], [N]>, [M, N]>>();
  claim<Equal<Broadcast<[M, N], [M, 1]>, [M, N]>>();
  claim<Equal<Broadcast<[M, 3], [M, 1]>, [M, 3]>>();
  claim<Equal<Broadcast<[N, 10], [10]>, [N, 10]>>();
  claim<Equal<Broadcast<[N, 10], [N, 10]>, [N, 10]>>();
  claim<Equal<Matmul<[N, 3], [3, 4]>, [N, 4]>>();
  claim<Equal<Concat<[[N, 28], [N, 4]], 1>, [N, 32]>>();
  claim<Equal<Permute<[N, 3, 4], [1, 0, 2]>, [3, N, 4]>>();
  claim<Equal<Reduce<[N, 3, 4], -1>, [N, 3]>>();
  claim<Equal<Reduce<[N, 3, 4], 1, true>, [N, 1, 4]>>();
  claim<Equal<Reshape<[N, 3, 4], [N, 12]>, [N, 12]>>();
  claim<Equal<Reshape<[N, 3, 4], [N, -1]>, [N, 12]>>();
  claim<Equal<Conv<[N, 3, 32, 32], [6, 3, 5, 5], { stride: 1 }, 'conv2d'>, [N, 6, 28, 28]>>();
  claim<Equal<Pool<[N, 3, 32, 32], { kernel: 2 }, 'maxPool2d'>, [N, 3, 16, 16]>>();
  claim<Equal<Expand<[N, 3], 1>, [N, 1, 3]>>();
  claim<Equal<Squeeze<[N, 1], 1>, [N]>>();
  claim<Equal<Take<[5, N], [2], 0>, [2, N]>>();
  claim<Equal<Slice<[N, 4], [null, { end: 2 }]>, [N, 2]>>();
  claim<Equal<Pad<[N, 4], [[0, 0], [1, 1]]>, [N, 6]>>();
  claim<Equal<Stack<[[N, 4], [N, 4]], 0>, [2, N, 4]>>();
  claim<Equal<DotGeneral<[N, 3], [3, 4], { contract: [[1], [0]] }>, [N, 4]>>();
};
