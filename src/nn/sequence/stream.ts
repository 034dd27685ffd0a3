import { DTypeError, ShapeError, show, type Shape } from '../../shape/index.js';
import type { DType, Float } from '../../tensor/dtype.js';
import { typed, type AnyTensor, type Tensor } from '../../tensor/tensor.js';
import { vmap } from '../../transform/index.js';
import { build, leaves } from '../../tree/index.js';
import { rebuild } from '../../tree/tree.js';
import { contextOf, evaluate, type Carry, type Mode, type Tap } from '../context.js';
import type { Variables } from '../definition.js';
import type { Model } from '../model.js';
import { expectValues } from '../tree.js';
import type { Values } from '../values.js';
import { expectVariables } from '../variables.js';

/** What the recurrent layers of a network hand on, in the order in which an example meets them. */
export type Carries = readonly Carry[];

/**
 * A recurrent network led through sequences in pieces: it begins where the last piece ended, and says where this one ends. Pieces may have any
 * length, one step for a text that is being written; nothing flows back from a piece to the one before it (truncated backpropagation through
 * time). Without carries it begins anew.
 *
 * Shape   [b, t, ...] → [b, t, ...]; carries [b, width] for each vector
 * Law     the pieces one after the other are `forward` of the whole
 * Errors  "stream: expected sequences [b, t, …] of int32, got float32 [4]", a `TypeError` for a bidirectional layer, a `ShapeError` for carries of
 *         another network
 * Source  Williams and Peng 1990 (truncation)
 * @example
 * const net = build([4, 2], { gru: gru({ width: 3 }) });
 * const variables = net.init(random.key(0));
 * const [, carries] = stream(net, variables, ones([1, 3, 2]));
 * stream(net, variables, ones([1, 1, 2]), { carries })[0].shape // [1, 1, 3]
 */
export const stream = <
  L extends number,
  F extends Shape,
  M extends number,
  K extends Shape,
  P,
  S,
  D extends Float,
  X extends DType,
  B extends number,
  T extends number,
>(
  model: Model<[L, ...F], readonly [M, ...K], P, S, D, X>,
  variables: Variables<P, S>,
  x: Tensor<readonly [B, T, ...F], X>,
  { carries = [], mode = evaluate }: { readonly carries?: Carries; readonly mode?: Mode } = {},
): readonly [y: Tensor<[B, T, ...K], D>, carries: Carries] => {
  const { definition, dtype, input } = model;
  const takes = definition.takes ?? dtype;
  const sentence = `stream: expected sequences [b, t, …] of ${takes}, got ${x.dtype} ${show(x.shape)}`;
  if (x.dtype !== takes) throw new DTypeError(sentence);
  if (x.shape.length !== input.length + 1) throw new ShapeError(sentence, [x.shape]);
  const given = {
    variables: {
      params: expectVariables(definition.parameters(input), variables.params, dtype, 'params'),
      state: expectVariables(definition.state(input), variables.state, dtype, 'state'),
    },
    key: mode.kind === 'train' ? [mode.key] : [],
  };
  const ends: Carry[] = [];
  const one = (moving: readonly AnyTensor[], shared: readonly AnyTensor[]): readonly AnyTensor[] => {
    const [example, starts] = rebuild<readonly [Values, Carries]>([x, carries], moving);
    const { variables: own, key } = build(given, shared);
    const ahead = [...starts];
    const tap: Tap = {
      streams: true,
      begin: () => (carries.length === 0 ? undefined : (ahead.shift() ?? missing())),
      end: (carry) => void ends.push(carry),
      attended: () => undefined,
    };
    const [y] = definition.apply(own, example, { ...contextOf(key[0]), tap });
    if (ahead.length > 0) missing();
    return [y, ...ends.flat()];
  };
  const examples = [x, ...carries.flat()].map((tensor) => typed<[number, ...number[]], DType>(tensor));
  const [y, ...last] = vmap(one, { in: [0, null], axis: 'batch' })(examples, leaves(given));
  return [typed(expectValues(y, 'the output')), rebuild<Carries>(ends, last)];
};

const missing = (): never => {
  throw new ShapeError('stream: the carries are those of another network');
};
