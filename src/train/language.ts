import { columns, type Ids, type TextBatch } from '../data/index.js';
import { softmaxCrossEntropy, stream, train, type Carries, type Model, type Variables } from '../nn/index.js';
import { divide, greaterEqual, index, sort, take, where } from '../ops/index.js';
import { categorical, foldIn, type Key } from '../random/index.js';
import type { Shape } from '../shape/index.js';
import { fromArray, item, scalar } from '../tensor/literal.js';
import { typed, type Tensor } from '../tensor/tensor.js';
import { compile, type OnEngine } from '../transform/index.js';
import type { Outcome } from './step.js';

/** A network that gives after each of T characters the scores of the next: recurrent, or one that does not look ahead. */
export type LanguageModel<T extends number, V extends number, P, S> = Model<
  [T],
  readonly [T, V],
  P,
  S,
  'float32',
  'int32'
>;

const crossEntropy = (logits: Tensor, next: Tensor<Shape, 'int32'>): Tensor<[]> =>
  typed(softmaxCrossEntropy(logits, next));

/**
 * The objective of a language model: −log p of the character that comes next, the mean over a batch of sequences, in nats.
 * @example
 * const net = build([2], { embed: embedding({ count: 3, width: 4 }) }, { head: linear(3) });
 * const batch = { text: tensor([[0, 1]], { dtype: 'int32' }), next: tensor([[1, 2]], { dtype: 'int32' }) };
 * const { loss } = languageModelling(net)(net.init(random.key(0)), batch, random.key(1));
 * loss.shape // []
 */
export const languageModelling =
  <T extends number, V extends number, P, S>(model: LanguageModel<T, V, P, S>) =>
  (variables: Variables<P, S>, { text, next }: TextBatch<T>, key: Key): Outcome<S, never> => {
    const [logits, state] = model.forward<readonly [number]>(variables, text, train(key));
    return { loss: crossEntropy(logits, next), state, measures: {} };
  };

/**
 * How many nats a character of a text costs a language model, −log p, the mean. The text is read in `size` places at once; a recurrent network goes
 * on from sequence to sequence, another sees no more than the sequence.
 * @example
 * const net = build([4], { embed: embedding({ count: 3, width: 4 }) }, { gru: gru({ width: 4 }) }, { head: linear(3) });
 * const text = full([20], 1, { dtype: 'int32' });
 * nats(net, net.init(random.key(0)), text, { size: 2 }) > 0 // true
 */
export const nats = <T extends number, V extends number, P, S>(
  model: LanguageModel<T, V, P, S>,
  variables: Variables<P, S>,
  text: Ids,
  { size, ...on }: OnEngine & { readonly size: number },
): number => {
  const read = compile((own: Variables<P, S>, batch: TextBatch<T>, carries: Carries) => {
    const [logits, next] = stream(model, own, batch.text, { carries });
    return { loss: crossEntropy(logits, batch.next), carries: next };
  }, on);
  let [total, count, carries]: [number, number, Carries] = [0, 0, []];
  for (const batch of columns(text, { length: model.input[0], size })) {
    const made = read(variables, batch, carries);
    total += item(made.loss);
    count += 1;
    ({ carries } = made);
  }
  return total / count;
};

/** How a text is written. */
export interface WritingOptions extends OnEngine {
  readonly key: Key;
  /** below 1, what is likely is taken more often than it is likely; 1 unless given */
  readonly temperature?: number;
  /** how many of the likeliest characters there are to choose from; all unless given */
  readonly top?: number;
}

/**
 * What a language model writes after a beginning, character by character without end: each drawn from softmax(logits / temperature) by a key
 * of its own. A recurrent network carries what it has read; another sees its last T characters.
 * Errors  "written: the beginning is empty", "written: expected a temperature above 0, got 0", "written: expected top of 1 to 65, got 0"
 * @example
 * const net = build([4], { embed: embedding({ count: 3, width: 4 }) }, { gru: gru({ width: 4 }) }, { head: linear(3) });
 * const letters = written(net, net.init(random.key(0)), [0, 1], { key: random.key(1), temperature: 0.8 });
 * letters.next().done // false
 */
export function* written<T extends number, V extends number, P, S>(
  model: LanguageModel<T, V, P, S>,
  variables: Variables<P, S>,
  beginning: Iterable<number>,
  options: WritingOptions,
): Generator<number, never> {
  const { key, temperature = 1, top = model.output[1], ...on } = options;
  const given = [...beginning];
  const [length, count]: readonly [number, number] = model.output;
  if (given.length === 0) throw new RangeError('written: the beginning is empty');
  if (!(temperature > 0 && temperature < Infinity))
    throw new RangeError(`written: expected a temperature above 0, got ${temperature}`);
  if (!Number.isInteger(top) || top < 1 || top > count)
    throw new RangeError(`written: expected top of 1 to ${count}, got ${top}`);
  const sequence = (ids: readonly number[]): Tensor<[1, T], 'int32'> =>
    typed(fromArray<number[], Int32Array>(Int32Array.from(ids), [1, ids.length]));
  const step = compile(
    (own: Variables<P, S>, ids: Tensor<[1, T], 'int32'>, last: Place, place: Place, carries: Carries) => {
      const [logits, next] = stream(model, own, ids, { carries });
      const scores: Vector = typed(
        divide(take(typed<[number, number], 'float32'>(index(logits, 0)), last), temperature),
      );
      const least: Tensor = index(sort(scores), count - top);
      const kept: Vector = typed(where(greaterEqual(scores, least), scores, -Infinity));
      return { id: categorical(foldIn(key, place), kept), carries: next };
    },
    on,
  );
  const [, begun] = stream(model, variables, sequence(Array.from({ length }, () => 0)));
  const recurrent = begun.length > 0;
  const seen = [...given];
  let unread: readonly number[] = given;
  let carries: Carries = [];
  for (let place = 0; ; place++) {
    const ids = recurrent ? unread : seen.slice(-length);
    const filled = recurrent ? ids : [...ids, ...Array.from({ length: length - ids.length }, () => 0)];
    const made = step(variables, sequence(filled), scalar(ids.length - 1, 'int32'), scalar(place, 'int32'), carries);
    const id = item(made.id);
    ({ carries } = made);
    unread = [id];
    seen.push(id);
    yield id;
  }
}

type Place = Tensor<[], 'int32'>;
type Vector = Tensor<[number]>;
