/** What is claimed of every network. */
import { layerLaws } from '../../src/testing/fast-check/index.js';
import type { CaseLaw } from '../../src/testing/fast-check/index.js';
import { given, variablesOf } from '../../src/testing/arbitrary/models.js';
import type { ModelCase } from '../../src/testing/arbitrary/models.js';
import { expectEquations } from './combinators.js';

/** A law about one network. */
export type Law = CaseLaw<ModelCase>;

export const laws = {
  ...layerLaws,

  'a layer made of layers satisfies its equation': {
    hold: ({ definition, input, seed }: ModelCase) => {
      const { params, state } = variablesOf({ definition, input, seed });
      expectEquations(definition, { params, state }, given(definition, input, seed));
    },
    runs: 10,
  },
};

/** The sentence of a law. */
export type LawName = keyof typeof laws;
