/** Detection: boxes, anchors, and what is between a map of features and a list of things. */
export { anchors, type AnchorOptions } from './anchors.js';
export { boxArea, clipBoxes, toCentres, toCorners } from './boxes.js';
export { decodeBoxes, encodeBoxes, type CodingOptions } from './coding.js';
export { matchBoxes, sampleMatches, type Matches, type MatchingOptions, type SampleOptions } from './matching.js';
export { boxIou, generalisedBoxIou, type Overlap } from './overlap.js';
export { averagePrecision } from './precision.js';
export type {
  AveragePrecision,
  ClassPrecision,
  Corners,
  Detection,
  Found,
  PrecisionOptions,
  Truth,
} from './precision.js';
export { roiAlign, roiPool, type AlignOptions, type RegionOptions } from './regions.js';
export { suppress, type SuppressionOptions } from './suppression.js';
