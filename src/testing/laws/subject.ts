import { dtypes } from '../../tensor/dtype.js';
import type { Data } from '../../tensor/dtype.js';
import { constant } from '../../tensor/node.js';
import { read } from '../../tensor/read.js';
import type { AnyTensor } from '../../tensor/tensor.js';
import { build, leaves, named } from '../../tree/index.js';
import { LawError } from './law.js';
import type { Mapping } from './law.js';
import { literal } from './literal.js';

/** A function of a tree at a point, leaf by leaf. */
export interface Subject {
  readonly f: Mapping;
  readonly inputs: readonly AnyTensor[];
  /** what a sentence calls each input and each output */
  readonly names: readonly string[];
  readonly outputName: (index: number) => string;
}

/** How hard to look for smaller inputs where a law fails. */
export interface Shrinking {
  /** how many smaller inputs are tried at most; 0 reports the inputs as they are */
  readonly attempts?: number;
}

const called = (noun: string, path: string): string => (path === '' ? `the ${noun}` : `${noun} ${path}`);

/**
 * Holds a law against a function of a tree of tensors. Where it fails, the error is that of the smallest inputs found: with zeros, ones and integers in
 * place of other numbers.
 */
export const against = <A, R>(
  law: string,
  f: (a: A) => unknown,
  a: A,
  hold: (subject: Subject) => R,
  { attempts = 60 }: Shrinking = {},
): R => {
  const names = named(a, law).map(([path]) => called('input', path));
  const outputNames: string[] = [];
  const mapping: Mapping = (tensors) => {
    const results = named(f(build(a, tensors)), law);
    outputNames.splice(0, Infinity, ...results.map(([path]) => called('output', path)));
    return results.map(([, tensor]) => tensor);
  };
  const outputName = (index: number): string => outputNames[index] ?? `output ${index}`;
  const holdAt = (inputs: readonly AnyTensor[]): R => hold({ f: mapping, inputs, names, outputName });
  const inputs = leaves(a, law);
  return smallest(inputs, holdAt, attempts, (tensors) => literal(build(a, tensors)));
};

/**
 * The result of a law at some inputs, or the `LawError` of the smallest inputs found at which it fails too.
 */
export const smallest = <R>(
  inputs: readonly AnyTensor[],
  hold: (inputs: readonly AnyTensor[]) => R,
  attempts: number,
  print: (inputs: readonly AnyTensor[]) => string,
): R => {
  try {
    return hold(inputs);
  } catch (error) {
    if (!(error instanceof LawError) || error.inputs !== undefined) throw error;
    const found = reduced({ inputs, error }, hold, attempts);
    throw new LawError(found.error.sentence, print(found.inputs));
  }
};

interface Failing {
  readonly inputs: readonly AnyTensor[];
  readonly error: LawError;
}

/** the law's complaint; nothing where it holds, or where the inputs are none for the function */
const complaint = (hold: () => unknown): LawError | undefined => {
  try {
    hold();
    return undefined;
  } catch (error) {
    return error instanceof LawError ? error : undefined;
  }
};

const reduced = (start: Failing, hold: (inputs: readonly AnyTensor[]) => unknown, attempts: number): Failing => {
  let [best, left] = [start, attempts];
  const attempt = (index: number, change: (data: Data) => Data): boolean => {
    const leaf = best.inputs[index];
    if (leaf === undefined || left <= 0) return false;
    const before = read(leaf);
    const after = change(before.slice());
    if (after.every((value, i) => Object.is(value, before[i]))) return false;
    left--;
    const inputs = best.inputs.map((input, other) => (other === index ? constant(leaf, after) : input));
    const error = complaint(() => hold(inputs));
    if (error === undefined) return false;
    best = { inputs, error };
    return true;
  };
  start.inputs.forEach(({ dtype }, index) => {
    if (!dtypes[dtype].float) return;
    if (attempt(index, (data) => data.fill(0))) return;
    const ones = attempt(index, (data) => data.fill(1));
    /* runs of elements are set to 0, ever shorter ones (Zeller & Hildebrandt 2002) */
    const count = read(best.inputs[index] ?? constant({ shape: [0], dtype }, dtypes[dtype].zeros(0))).length;
    for (let run = count >> 1; run >= 1 && left > 0; run >>= 1)
      for (let start = 0; start < count; start += run) attempt(index, (data) => data.fill(0, start, start + run));
    if (ones || attempt(index, (data) => data.map((x) => Number(x !== 0)))) return;
    for (const parts of [1, 2, 8, 1000])
      if (attempt(index, (data) => data.map((x) => Math.round(x * parts) / parts))) break;
  });
  return best;
};
