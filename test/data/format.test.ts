import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { describe, expect, it } from 'vitest';
import { formats, ioType, refine } from '../../src/data/index.js';
import { sentence, value } from './expect.js';
import { arrays, golden } from './golden.js';

describe('ioType', () => {
  const run = t.type({ name: t.string, weights: ioType(formats.npz) });

  it('composes with other codecs', () => {
    const decoded = run.decode({ name: 'first', weights: golden('stored.npz') });
    expect(decoded).toEqual(E.right({ name: 'first', weights: arrays }));
    expect(run.encode({ name: 'first', weights: arrays })).toEqual({
      name: 'first',
      weights: formats.npz.encode(arrays),
    });
  });

  it('carries the sentence', () => {
    const messages = (input: unknown) =>
      E.swap(E.mapLeft((errors: t.Errors) => errors.map(({ message }) => message))(run.decode(input)));
    expect(messages({ name: 'first', weights: Uint8Array.of(1) })).toEqual(
      E.right(['zip: byte 1: expected the end of a zip directory, got none (no zip, or truncated)']),
    );
    expect(messages({ name: 'first', weights: 'text' })).toEqual(E.right(['npz: expected bytes']));
  });

  it('guards what can be encoded', () => {
    const { is } = ioType(formats.npz);
    expect(is(arrays)).toBe(true);
    expect(is(new Map([['a', { dtype: 'float32', shape: [1], data: new Float64Array(1) }]]))).toBe(false);
    expect(is({})).toBe(false);
  });
});

describe('refine', () => {
  const array = { dtype: 'float32', shape: [2, 3], data: new Float32Array(6) } as const;

  it('gives an array the shape asked for', () => {
    const refined = value(refine(array, [2, 3]));
    const shape: readonly [2, 3] = refined.shape;
    expect(shape).toEqual([2, 3]);
    expect(refined.data).toBe(array.data);
  });

  it.each([[[3, 2]], [[2]], [[2, 3, 1]], [[]]])('refuses %j', (shape) => {
    expect(sentence(refine(array, shape))).toBe(`array: shape: expected [${shape.join(', ')}], got [2, 3]`);
  });
});
