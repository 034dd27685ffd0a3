/** The numbers a workload starts from: one file that every runner reads. */
import * as E from 'fp-ts/lib/Either.js';
import { formats } from '../src/data/index.js';
import type { ArrayData } from '../src/index.js';
import { readFile, writeFile } from '../src/node/index.js';

/** Arrays by name: `a` and `b`; `x`, `w` and the cotangent `g`; `images`, `labels` and the parameters under PyTorch's names. */
export type Inputs = ReadonlyMap<string, ArrayData>;

export const writeInputs = async (file: string, tensors: Inputs): Promise<void> => {
  const written = await writeFile(file, formats.safetensors, { tensors, metadata: new Map() })();
  if (E.isLeft(written)) throw new Error(JSON.stringify(written.left));
};

export const readInputs = async (file: string): Promise<Inputs> => {
  const read = await readFile(file, formats.safetensors)();
  if (E.isLeft(read)) throw new Error(JSON.stringify(read.left));
  return read.right.tensors;
};

/** An array of the inputs, of the type that it must have. */
export const floats = (inputs: Inputs, name: string): Float32Array => {
  const data = inputs.get(name)?.data;
  if (data instanceof Float32Array) return data;
  throw new Error(`there are no floats ${name}`);
};
export const integers = (inputs: Inputs, name: string): Int32Array => {
  const data = inputs.get(name)?.data;
  if (data instanceof Int32Array) return data;
  throw new Error(`there are no integers ${name}`);
};
