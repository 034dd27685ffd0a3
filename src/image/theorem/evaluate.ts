import { TraceError } from '../../tensor/read.js';
import { compile } from '../../transform/index.js';

/** A function traced once and computed as a whole; one that asks for numbers on its way cannot be, and is called as it is. */
export const evaluator = <A, B>(f: (a: A) => B): ((a: A) => B) => {
  const compiled = compile(f);
  return (a) => {
    try {
      return compiled(a);
    } catch (error) {
      if (error instanceof TraceError) return f(a);
      throw error;
    }
  };
};
