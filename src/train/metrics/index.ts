export { meanOf, combine, confusion, measure, peakSignalToNoise, reading } from './accumulate.js';
export type { Metric, Total } from './accumulate.js';
export { confusionMatrix, f1, meanIou, pixelAccuracy, precision, recall } from './confusion.js';
export type { Average, ClassScore } from './confusion.js';
export { accuracy, predict, topK } from './scores.js';
export type { Labels, Logits } from './scores.js';
