import type { Shape, Verdict } from './shape.js';

/** The operation that a sentence names: what stands before its first colon. */
const operationOf = (sentence: string): string => sentence.split(':', 1).join();

/** Shapes that do not fit: a sentence that names the operation and the sizes, with the shapes as data. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
  readonly operation: string;
  readonly shapes: readonly Shape[];
  constructor(sentence: string, shapes: readonly Shape[] = []) {
    super(sentence);
    this.operation = operationOf(sentence);
    this.shapes = shapes;
  }
}

/** Element types that do not fit: a sentence that names the operation and the dtypes. */
export class DTypeError extends Error {
  override readonly name = 'DTypeError';
  readonly operation: string;
  constructor(sentence: string) {
    super(sentence);
    this.operation = operationOf(sentence);
  }
}

/**
 * The shape of a verdict.
 * Errors  a sentence is thrown as a ShapeError that carries the shapes it speaks of
 */
export const expectShape = (verdict: Verdict, ...shapes: readonly Shape[]): Shape => {
  if (typeof verdict === 'string') throw new ShapeError(verdict, shapes);
  return verdict;
};

/**
 * Operands of one element type.
 * Errors  a DTypeError: "conv2d: float32 with float64: cast one of them"
 */
export const expectOneDType = (
  operation: string,
  first: { readonly dtype: string },
  ...others: readonly { readonly dtype: string }[]
): void => {
  for (const { dtype } of others)
    if (dtype !== first.dtype) throw new DTypeError(`${operation}: ${first.dtype} with ${dtype}: cast one of them`);
};
