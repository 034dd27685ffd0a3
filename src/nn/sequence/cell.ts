/** What happens in one step of a recurrent layer: a new h from an input and the h before. */
import { add, concat, matmul, multiply, permute, relu, sigmoid, slice, subtract, tanh } from '../../ops/index.js';
import type { Float } from '../../tensor/dtype.js';
import { custom } from '../../transform/index.js';
import type { Carry } from '../context.js';
import type { Values } from '../values.js';

/** The tensors of one direction of a recurrent layer, its gates one below the other. */
export interface CellWeights {
  readonly inputWeight: Values;
  readonly hiddenWeight: Values;
  readonly inputBias: Values;
  readonly hiddenBias: Values;
}

/** A kind of cell. What it makes of the inputs does not depend on h, so it is made for all steps at once, as one product. */
export interface Cell {
  /** how many rows of weights there are for each unit */
  readonly gates: 1 | 3 | 4;
  /** how many vectors are handed on; the first is h, the output */
  readonly carried: 1 | 2;
  readonly inputs: (weights: CellWeights, x: Values) => Values;
  readonly step: (weights: CellWeights, inputs: Values, carry: Carry) => Carry;
}

const product = (x: Values, weight: Values): Values => matmul(x, permute(weight, [1, 0]));

/** The gates that lie side by side, each as wide as h; on the way back their cotangents are laid side by side, not padded and added. */
const apart =
  <T extends readonly Values[]>(cut: (gate: (k: number) => Values) => T) =>
  (z: Values, { shape: [width = 0] }: Values): T =>
    custom<Values, T>((all) => [
      cut((k) => slice(all, [{ start: k * width, end: (k + 1) * width }])),
      (parts) => concat<readonly Values[], 0, Float>(parts, 0),
    ])(z);
const three = apart((gate) => [gate(0), gate(1), gate(2)] as const);
const four = apart((gate) => [gate(0), gate(1), gate(2), gate(3)] as const);

/** W x + b + b′, where the two biases only ever meet as a sum. */
const withBothBiases = ({ inputWeight, inputBias, hiddenBias }: CellWeights, x: Values): Values =>
  add(product(x, inputWeight), add(inputBias, hiddenBias));

/** h′ = f(W x + b + U h + b′). */
const elman = (f: (z: Values) => Values): Cell => ({
  gates: 1,
  carried: 1,
  inputs: withBothBiases,
  step: ({ hiddenWeight }, inputs, [h]) => [f(add(inputs, product(h, hiddenWeight)))],
});

/** The cells by name. */
export const cells = {
  tanh: elman((z) => tanh(z)),
  relu: elman((z) => relu(z)),

  /** i, f, o = σ(…), g = tanh(…), c′ = f c + i g, h′ = o tanh c′. */
  lstm: {
    gates: 4,
    carried: 2,
    inputs: withBothBiases,
    step: ({ hiddenWeight }, inputs, [h, c]) => {
      if (c === undefined) throw new TypeError('lstm: there is no c to carry on');
      const z = add(inputs, product(h, hiddenWeight));
      const [i, f, g, o] = four(z, c);
      const next: Values = add(multiply(sigmoid(f), c), multiply(sigmoid(i), tanh(g)));
      return [multiply(sigmoid(o), tanh(next)), next];
    },
  },

  /** r, z = σ(…), n = tanh(W x + b + r (U h + b′)), h′ = (1 − z) n + z h = n + z (h − n). */
  gru: {
    gates: 3,
    carried: 1,
    inputs: ({ inputWeight, inputBias }, x) => add(product(x, inputWeight), inputBias),
    step: ({ hiddenWeight, hiddenBias }, inputs, [h]) => {
      const [ri, zi, ni] = three(inputs, h);
      const [rh, zh, nh] = three(add(product(h, hiddenWeight), hiddenBias), h);
      const z: Values = sigmoid(add(zi, zh));
      const n: Values = tanh(add(ni, multiply(sigmoid(add(ri, rh)), nh)));
      return [add(n, multiply(z, subtract(h, n)))];
    },
  },
} satisfies Readonly<Record<string, Cell>>;
