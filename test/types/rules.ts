/*
 * Every rule of src/shape once, with its type's parameters in order, so that one call gives both twins: the type as text
 * and the verdict of the value.
 */
import {
  adaptivePoolShape,
  broadcastShape,
  broadcastToShape,
  centreCropShape,
  concatShape,
  convShape,
  convTransposeShape,
  convTransposeWeightsShape,
  convWeightsShape,
  correlateShape,
  dotGeneralShape,
  enlargeShape,
  expandShape,
  extendShape,
  flattenShape,
  imageShape,
  indexShape,
  locallyConnectedShape,
  locallyConnectedWeightsShape,
  matchShape,
  matmulShape,
  padShape,
  permuteShape,
  pixelShuffleShape,
  pixelUnshuffleShape,
  poolShape,
  reduceShape,
  reshapeShape,
  resizeShape,
  sliceShape,
  squeezeShape,
  stackShape,
  takeAlongShape,
  takeShape,
  transposedWindowsShape,
  unpoolShape,
  upsampleShape,
  validShape,
  windowsShape,
  withMarginShape,
  withoutMarginShape,
  type PerDimension,
  type Shape,
  type SpatialRank,
  type Verdict,
  type WindowOptions,
} from '../../src/shape/index.js';

/** A value as the literal type that has it alone; NaN stands for a number that the type checker does not know. */
export const text = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map(text).join(', ')}]`
    : typeof value === 'object' && value !== null
      ? `{ ${Object.entries(value)
          .map(([name, member]) => `${name}: ${text(member)}`)
          .join('; ')} }`
      : typeof value === 'string'
        ? JSON.stringify(value)
        : Number.isNaN(value)
          ? 'number'
          : String(value);

export interface Case {
  readonly rule: string;
  readonly parameters: readonly unknown[];
  readonly verdict: Verdict;
}

const rule =
  <P extends readonly unknown[]>(name: string, value: (...parameters: P) => Verdict) =>
  (...parameters: P): Case => ({
    rule: name,
    parameters,
    verdict: value(...parameters),
  });

const typeOf = ({ rule, parameters }: Case): string => `${rule}<${parameters.map(text).join(', ')}>`;

/** The claim that a type has the verdict of its value. */
export const claimOf = (one: Case): string => `claim<Equal<${typeOf(one)}, ${text(one.verdict)}>>();`;

/** The claim that a type still admits the shape of its value when every second dimension of its first operand is unknown. */
export const forgetfulClaimOf = (one: Case, parity: number): string => {
  let seen = parity;
  const forget = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(forget) : typeof value === 'number' && seen++ % 2 === 0 ? Number.NaN : value;
  const [first, ...others] = one.parameters;
  return `claim<Admits<${typeOf({ ...one, parameters: [forget(first), ...others] })}, ${text(one.verdict)}>>();`;
};

type Weighted = WindowOptions & { readonly kernel: PerDimension };

export const rules = {
  validShape: rule('ValidShape', validShape),
  broadcast: rule('Broadcast', broadcastShape),
  broadcastTo: rule('BroadcastTo', broadcastToShape),
  matmul: rule('Matmul', matmulShape),
  dotGeneral: rule('DotGeneral', dotGeneralShape),
  reshape: rule('Reshape', reshapeShape),
  flatten: rule('Flatten', flattenShape),
  permute: rule('Permute', permuteShape),
  concat: rule('Concat', concatShape),
  stack: rule('Stack', stackShape),
  slice: rule('Slice', sliceShape),
  index: rule('Index', indexShape),
  pad: rule('Pad', padShape),
  reduce: rule('Reduce', reduceShape),
  expand: rule('Expand', expandShape),
  squeeze: rule('Squeeze', squeezeShape),
  take: rule('Take', takeShape),
  takeAlong: rule('TakeAlong', takeAlongShape),
  windows: rule('Windows', windowsShape),
  transposedWindows: rule('TransposedWindows', transposedWindowsShape),
  conv: rule('Conv', (x: Shape, w: Shape, o: WindowOptions, op: string, rank: SpatialRank) =>
    convShape(x, w, o, rank, op),
  ),
  convTranspose: rule('ConvTranspose', (x: Shape, w: Shape, o: WindowOptions, op: string, rank: SpatialRank) =>
    convTransposeShape(x, w, o, rank, op),
  ),
  pool: rule('Pool', (x: Shape, o: WindowOptions, op: string, rank: SpatialRank) => poolShape(x, o, rank, op)),
  image: rule('ImageShape', imageShape),
  extend: rule('Extend', extendShape),
  correlate: rule('Correlate', correlateShape),
  resize: rule('Resize', resizeShape),
  match: rule('Match', matchShape),
  unpool: rule('Unpool', (y: Shape, x: Shape, o: WindowOptions, op: string, rank: SpatialRank) =>
    unpoolShape(y, x, o, rank, op),
  ),
  upsample: rule('Upsample', upsampleShape),
  enlarge: rule('Enlarge', enlargeShape),
  pixelShuffle: rule('PixelShuffle', pixelShuffleShape),
  pixelUnshuffle: rule('PixelUnshuffle', pixelUnshuffleShape),
  adaptivePool: rule('AdaptivePool', (x: Shape, size: PerDimension, op: string, rank: SpatialRank) =>
    adaptivePoolShape(x, size, rank, op),
  ),
  withMargin: rule('WithMargin', withMarginShape),
  withoutMargin: rule('WithoutMargin', withoutMarginShape),
  centreCrop: rule('CentreCrop', centreCropShape),
  locallyConnectedWeights: rule(
    'LocallyConnectedWeights',
    (x: Shape, out: number, o: Weighted, op: string, rank: SpatialRank) =>
      locallyConnectedWeightsShape(x, out, o, rank, op),
  ),
  locallyConnected: rule('LocallyConnected', (x: Shape, w: Shape, o: WindowOptions, op: string, rank: SpatialRank) =>
    locallyConnectedShape(x, w, o, rank, op),
  ),
  convWeights: rule('ConvWeights', (x: Shape, out: number, o: Weighted, op: string, rank: SpatialRank) =>
    convWeightsShape(x, out, o, rank, op),
  ),
  convTransposeWeights: rule(
    'ConvTransposeWeights',
    (x: Shape, out: number, o: Weighted, op: string, rank: SpatialRank) =>
      convTransposeWeightsShape(x, out, o, rank, op),
  ),
};
