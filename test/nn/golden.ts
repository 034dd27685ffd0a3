import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { fromArray, toArray } from '../../src/tensor/literal.js';
import { typed, type AnyTensor, type Tensor } from '../../src/tensor/tensor.js';
import type { Shape } from '../../src/shape/index.js';
import { named } from '../../src/tree/index.js';

/** A tensor as the golden file holds it. */
export interface Numbers {
  readonly shape: Shape;
  readonly data: readonly number[];
}
export type Tree = Numbers | { readonly [name: string]: Tree };

export interface Case {
  readonly input: Numbers;
  readonly params: Tree;
  readonly output: Numbers;
  readonly cotangent: Numbers;
  readonly inputGradient: Numbers;
  readonly gradients: Tree;
}

interface Golden {
  readonly cases: Readonly<Record<string, Case>>;
  readonly statistics: {
    readonly params: Tree;
    readonly batches: readonly [Numbers, Numbers];
    readonly outputs: readonly [Numbers, Numbers];
    readonly mean: Numbers;
    readonly variance: Numbers;
    readonly evaluated: Numbers;
  };
  readonly losses: {
    readonly softmaxCrossEntropy: {
      readonly logits: Numbers;
      readonly labels: Numbers;
      readonly loss: number;
      readonly gradient: Numbers;
      readonly each: Numbers;
    };
    readonly meanSquaredError: {
      readonly predictions: Numbers;
      readonly targets: Numbers;
      readonly loss: number;
      readonly gradient: Numbers;
    };
  };
}

export const golden = JSON.parse(readFileSync(new URL('../golden/nn/layers.json', import.meta.url), 'utf8')) as Golden;

/** Numbers as a float64 tensor. */
export const float64 = ({ shape, data }: Numbers): Tensor<Shape, 'float64'> =>
  fromArray(Float64Array.from(data), shape);

const isNumbers = (tree: Tree): tree is Numbers => Array.isArray(tree['data' as keyof Tree]);

/** A golden tree as tensors. */
export const tensors = (tree: Tree): object =>
  isNumbers(tree)
    ? float64(tree)
    : Object.fromEntries(Object.entries(tree).map(([name, child]) => [name, tensors(child)]));

/** Every number of a tree, each with its path, within a relative and absolute tolerance of the golden one. */
export const expectClose = (actual: unknown, expected: Tree, tolerance = 1e-10): void => {
  const [got, wanted] = [named(actual), named(tensors(expected))];
  expect(got.map(([path]) => path).sort()).toEqual(wanted.map(([path]) => path).sort());
  for (const [path, tensor] of wanted) {
    const other = got.find(([name]) => name === path)?.[1];
    expect(other?.shape, path).toEqual(tensor.shape);
    const [a, b] = [numbers(other), numbers(tensor)];
    b.forEach((value, index) => {
      const distance = Math.abs((a[index] ?? Number.NaN) - value);
      expect(distance, `${path}[${index}]: ${a[index]} for ${value}`).toBeLessThanOrEqual(
        tolerance * (1 + Math.abs(value)),
      );
    });
  }
};

const numbers = (tensor: AnyTensor | undefined): Float64Array =>
  tensor === undefined ? new Float64Array() : toArray(typed<Shape, 'float64'>(tensor));
