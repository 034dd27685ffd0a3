import { show, size } from '../../shape/shape.js';
import { dtypes } from '../../tensor/dtype.js';
import { readAll } from '../../tensor/read.js';
import type { AnyTensor } from '../../tensor/tensor.js';
import { checked, LawError } from './law.js';
import type { Mapping } from './law.js';

/**
 * What the shape rule promises is what the value rule delivers: as many elements as the shape has, in an array of the element type; a bool is
 * 0 or 1.
 *
 * Errors  a `LawError` with both sizes: "well formed: output 0 has 5 elements, expected 6 for [2, 3]"
 */
export const expectWellFormed = (f: Mapping, inputs: readonly AnyTensor[]): void => {
  const outputs = f(inputs);
  readAll(outputs).forEach((data, k) => {
    const { shape, dtype } = outputs[k] ?? { shape: [], dtype: 'float32' };
    if (!shape.every((length) => Number.isSafeInteger(length) && length >= 0))
      throw new LawError(`well formed: output ${k} has the shape ${show(shape)}`);
    if (data.length !== size(shape))
      throw new LawError(
        `well formed: output ${k} has ${data.length} elements, expected ${size(shape)} for ${show(shape)}`,
      );
    if (data.constructor !== dtypes[dtype].zeros(0).constructor)
      throw new LawError(`well formed: output ${k} is a ${data.constructor.name}, expected ${dtype}`);
    if (dtype === 'bool' && data.some((value) => value > 1))
      throw new LawError(`well formed: output ${k} is bool with the element ${Math.max(...data)}`);
  });
};

/** {@link expectWellFormed}, as a value: the error, or nothing. */
export const checkWellFormed = checked(expectWellFormed);
