import '../../src/index.js';
import { describe, expect, it } from 'vitest';
import { batchNorm, build, evaluate, linear, relu } from '../../src/nn/index.js';
import { abs, add, matmul, max, mean, multiply, square, subtract, zeros } from '../../src/ops/index.js';
import { adam } from '../../src/optim/index.js';
import { key, normal, split } from '../../src/random/index.js';
import { item, tensor } from '../../src/tensor/literal.js';
import { compute } from '../../src/transform/index.js';
import { beginAutoencoder, encoded, epochs, finished, reconstruction, trainingStep } from '../../src/train/index.js';
import { transferred, validation } from '../../src/train/index.js';
import type { Unlabelled } from '../../src/train/index.js';

describe('N14: what is transferred', () => {
  const body = [linear(5), batchNorm()] as const;
  const old = build([4], { fc: body[0] }, { norm: body[1] }, relu, { head: linear(3) });
  const now = build([4], { fc: body[0] }, { norm: body[1] }, relu, { head: linear(2) });
  const [from, into] = [old.init(key(1)), now.init(key(2))];

  it('is every tensor of the same path and shape, the state too; the rest is told', () => {
    const { tree, copied, kept, unused } = transferred(from, into);
    const names = ['params.fc.weight', 'params.fc.bias', 'params.norm.weight', 'params.norm.bias'];
    expect([...copied].sort()).toEqual([...names, 'state.norm.mean', 'state.norm.variance'].sort());
    expect(kept).toEqual(['params.head.weight', 'params.head.bias']);
    expect(unused).toEqual(kept);
    expect(tree.params.fc.weight).toBe(from.params.fc.weight);
    expect(tree.params.head.weight).toBe(into.params.head.weight);
  });

  it('is less where less is asked for, and nothing of another element type', () => {
    const { copied, unused } = transferred(from, into, (path) => path.startsWith('params.fc'));
    expect(copied).toEqual(['params.fc.weight', 'params.fc.bias']);
    expect(unused).toContain('state.norm.mean');
    expect(transferred({ a: tensor([1], { dtype: 'int32' }) }, { a: zeros([1]) }).kept).toEqual(['a']);
  });

  it('is all of a tree into itself', () => {
    const { tree, kept, unused } = transferred(from, from);
    expect([tree, kept, unused]).toEqual([from, [], []]);
  });
});

describe('N12: an autoencoder', () => {
  /** points near a plane in six dimensions */
  const [along, noise] = split(key(3));
  const plane = normal(key(4), [2, 6]);
  const x: Unlabelled<[6]> = compute(
    add(matmul(normal(along, [64, 2]), plane), multiply(normal(noise, [64, 6]), 0.05)),
  );
  const layer = { encoder: build([6], { fc: linear(2) }), decoder: build([2], { out: linear(6) }) };
  const optimizer = adam({ rate: 0.05 });
  const objective = reconstruction(layer);
  const batches = () => [x];

  it('learns codes from which the examples can be made again, and the codes are what the next learns from', async () => {
    const run = beginAutoencoder(layer, optimizer, key(5));
    const step = trainingStep({ objective, optimizer });
    const validate = validation({
      measures: (variables: Pick<typeof run, 'params' | 'state'>, batch: typeof x) => ({
        loss: objective(variables, batch, key(0)).loss,
      }),
      batches,
    });
    const before = await validate(run);
    const { last } = await finished(epochs(run, { step, batches, epochs: 150 }));
    expect((await validate(last)).loss).toBeLessThan(0.02 * before.loss);
    const variables = { params: last.params.encoder, state: last.state.encoder };
    const codes = encoded(layer.encoder, variables, batches);
    for await (const code of codes(0))
      expect(item(max(abs(subtract(code, layer.encoder.forward(variables, x, evaluate)[0]))))).toBeLessThan(1e-5);
    const next = { encoder: build([2], { fc2: linear(1) }), decoder: build([1], { out: linear(2) }) };
    const second = beginAutoencoder(next, optimizer, key(6));
    const told = await finished(
      epochs(second, { step: trainingStep({ objective: reconstruction(next), optimizer }), batches: codes, epochs: 2 }),
    );
    expect(told.last.step).toBe(2);
    // @ts-expect-error -- a layer that does not take the codes
    encoded(build([3], { fc: linear(1) }), build([3], { fc: linear(1) }).init(key(1)), codes);
  });

  it('sees what is corrupted, and is asked for what was not', () => {
    const { params, state } = beginAutoencoder(layer, optimizer, key(5));
    const blank = reconstruction(layer, { corrupt: (y) => multiply(y, 0) });
    const blind = add(matmul(params.decoder.out.weight, params.encoder.fc.bias), params.decoder.out.bias);
    expect(item(blank({ params, state }, x, key(7)).loss)).toBeCloseTo(item(mean(square(subtract(x, blind)))), 5);
  });
});
