/** How a claim is known. */

/**
 * A proof is about all images: it follows from the operator's expression, or from linearity and a basis. Tests are about the images that were tried.
 * Both speak of real numbers, with rounding below the tolerance.
 */
export type Evidence =
  | { readonly by: 'proof'; readonly reason: string }
  | { readonly by: 'tests'; readonly cases: number; readonly reason: string };

/** A claim for which no counterexample was found. */
export interface Holds {
  readonly claim: string;
  readonly evidence: Evidence;
  /** The claim and how it is known. */
  toString(): string;
}

/** How a claim is known, as a sentence. */
export const told = (evidence: Evidence): string =>
  evidence.by === 'proof'
    ? `proved: ${evidence.reason}`
    : `tested on ${evidence.cases} cases, but no proof: ${evidence.reason}`;

export const holds = (claim: string, evidence: Evidence): Holds => ({
  claim,
  evidence,
  toString: () => `${claim}; ${told(evidence)}`,
});
