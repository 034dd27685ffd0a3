/** The rules for learning, and what is claimed of them. */
import {
  accumulate,
  addWeightDecay,
  chain,
  clipByGlobalNorm,
  clipByValue,
  cosine,
  grouped,
  lookahead,
  momentum,
  movingAverage,
  only,
  optimizers,
  scale,
  scaleByAdam,
  scaleBySchedule,
  scaleByTrustRatio,
  stochasticAverage,
} from '../../src/optim/index.js';
import { optimizerLaws } from '../../src/testing/fast-check/index.js';
import type { CaseLaw, OptimizerCase, OptimizerLawName, OptimizerSubject } from '../../src/testing/fast-check/index.js';

export { optimizerLaws as laws };
export type Law = CaseLaw<OptimizerCase>;
export type LawName = OptimizerLawName;
export type Subject = OptimizerSubject;

/** Each rule, and which of the laws below it has by its formula. */
export const rules = {
  sgd: { rule: optimizers.sgd({ rate: 0.125 }), linear: true, still: true },
  'sgd with momentum': { rule: optimizers.sgd({ rate: 0.125, momentum: 0.5 }), linear: true, still: true },
  'sgd with Nesterov momentum': {
    rule: optimizers.sgd({ rate: 0.125, momentum: 0.5, nesterov: true }),
    linear: true,
    still: true,
  },
  'sgd with weight decay': { rule: optimizers.sgd({ rate: 0.125, weightDecay: 0.5 }), linear: false, still: false },
  'sgd on a schedule': { rule: optimizers.sgd({ rate: cosine({ rate: 0.5, steps: 3 }) }), linear: true, still: true },
  adaGrad: { rule: optimizers.adaGrad({ rate: 0.125 }), linear: false, still: true, scaleFree: true },
  rmsProp: { rule: optimizers.rmsProp({ rate: 0.125 }), linear: false, still: true, scaleFree: true },
  'centred rmsProp with momentum': {
    rule: optimizers.rmsProp({ rate: 0.125, centred: true, momentum: 0.5 }),
    linear: false,
    still: true,
    scaleFree: true,
  },
  adadelta: { rule: optimizers.adadelta({ rate: 0.125 }), linear: false, still: true },
  adam: { rule: optimizers.adam({ rate: 0.125 }), linear: false, still: true, scaleFree: true },
  adamW: { rule: optimizers.adamW({ rate: 0.125 }), linear: false, still: false, scaleFree: true },
  amsGrad: { rule: optimizers.amsGrad({ rate: 0.125 }), linear: false, still: true, scaleFree: true },
  adamax: { rule: optimizers.adamax({ rate: 0.125 }), linear: false, still: true, scaleFree: true },
  nAdam: { rule: optimizers.nAdam({ rate: 0.125 }), linear: false, still: true, scaleFree: true },
  rAdam: { rule: optimizers.rAdam({ rate: 0.125 }), linear: false, still: true },
  lion: { rule: optimizers.lion({ rate: 0.125 }), linear: false, still: true, scaleFree: true },
  'lion with weight decay': {
    rule: optimizers.lion({ rate: 0.125, weightDecay: 0.5 }),
    linear: false,
    still: false,
    scaleFree: true,
  },
  lamb: { rule: optimizers.lamb({ rate: 0.125 }), linear: false, still: true, scaleFree: true },
  momentum: { rule: momentum(0.5), linear: true, still: true },
  scale: { rule: scale(0.5), linear: true, still: true },
  scaleBySchedule: { rule: scaleBySchedule(cosine({ rate: 0.5, steps: 3 })), linear: true, still: true },
  clipByGlobalNorm: { rule: clipByGlobalNorm(1), linear: false, still: true },
  clipByValue: { rule: clipByValue(0.5), linear: false, still: true },
  addWeightDecay: { rule: addWeightDecay(0.5), linear: false, still: false },
  only: { rule: only((path) => path.startsWith('head')), linear: true, still: true },
  scaleByTrustRatio: { rule: scaleByTrustRatio(), linear: false, still: true },
  'two batches accumulated': {
    rule: accumulate(2, optimizers.adam({ rate: 0.125 })),
    linear: false,
    still: true,
    scaleFree: true,
  },
  'two batches accumulated by momentum': { rule: accumulate(2, momentum(0.5)), linear: true, still: true },
  'a moving average': { rule: movingAverage(momentum(0.5), { decay: 0.9 }), linear: true, still: true },
  'a stochastic average': { rule: stochasticAverage(momentum(0.5), { from: 2 }), linear: true, still: true },
  lookahead: {
    rule: lookahead(optimizers.adam({ rate: 0.125 }), { every: 2 }),
    linear: false,
    still: true,
    scaleFree: true,
  },
  'two groups': {
    rule: grouped((path) => (path.startsWith('head') ? 'head' : 'body'), {
      head: optimizers.lion({ rate: 0.125 }),
      body: chain(clipByGlobalNorm(1), optimizers.adam({ rate: 0.125 })),
    }),
    linear: false,
    still: true,
  },
  'a chain of three': {
    rule: chain(clipByGlobalNorm(1), scaleByAdam(), scaleBySchedule(cosine({ rate: 0.5, steps: 3 }))),
    linear: false,
    still: true,
  },
} satisfies Readonly<Record<string, Subject>>;
