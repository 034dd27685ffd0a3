/** The rules for learning, and what is claimed of them. */
import {
  addWeightDecay,
  chain,
  clipByGlobalNorm,
  clipByValue,
  cosine,
  momentum,
  only,
  optimizers,
  scale,
  scaleByAdaGrad,
  scaleByAdam,
  scaleByRms,
  scaleBySchedule,
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
  adaGrad: { rule: optimizers.adaGrad({ rate: 0.125 }), linear: false, still: true },
  rmsProp: { rule: optimizers.rmsProp({ rate: 0.125 }), linear: false, still: true },
  adam: { rule: optimizers.adam({ rate: 0.125 }), linear: false, still: true },
  adamW: { rule: optimizers.adamW({ rate: 0.125 }), linear: false, still: false },
  momentum: { rule: momentum(0.5), linear: true, still: true },
  scale: { rule: scale(0.5), linear: true, still: true },
  scaleBySchedule: { rule: scaleBySchedule(cosine({ rate: 0.5, steps: 3 })), linear: true, still: true },
  clipByGlobalNorm: { rule: clipByGlobalNorm(1), linear: false, still: true },
  clipByValue: { rule: clipByValue(0.5), linear: false, still: true },
  addWeightDecay: { rule: addWeightDecay(0.5), linear: false, still: false },
  only: { rule: only((path) => path.startsWith('head')), linear: true, still: true },
  scaleByAdaGrad: { rule: scaleByAdaGrad(), linear: false, still: true },
  scaleByAdam: { rule: scaleByAdam(), linear: false, still: true },
  scaleByRms: { rule: scaleByRms(), linear: false, still: true },
  'a chain of three': {
    rule: chain(clipByGlobalNorm(1), scaleByAdam(), scaleBySchedule(cosine({ rate: 0.5, steps: 3 }))),
    linear: false,
    still: true,
  },
} satisfies Readonly<Record<string, Subject>>;
