import type { PrimitiveName } from '../../src/primitive/index.js';
import type { Application } from '../../src/testing/arbitrary/index.js';
import { primitiveLaws } from '../../src/testing/fast-check/index.js';
import type { CaseLaw, PrimitiveLawName } from '../../src/testing/fast-check/index.js';
import { LawError } from '../../src/testing/laws/index.js';

export { primitiveLaws as laws };
export type Law = CaseLaw<Application>;
export type LawName = PrimitiveLawName;

/** The primitives of which a law is not true. */
export const exceptions: { readonly [N in LawName]?: readonly PrimitiveName[] } = {
  /* it differs from them on purpose */
  'the pullback agrees with central differences': ['stopGradient'],
  /* a cast to float32 has a cotangent in float32, where differences say little */
  'the pullback of the pullback agrees with central differences of the pullback': ['stopGradient', 'cast'],
};

/** The cases are away from kinks, so that none excuses a comparison. */
export const unexcused =
  (hold: Law['hold']) =>
  (application: Application, seed: number): void => {
    const report = hold(application, seed);
    if (typeof report === 'object' && report !== null && 'skipped' in report && report.skipped !== 0)
      throw new LawError(`${String(report.skipped)} directions were left out`);
  };
