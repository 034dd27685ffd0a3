import * as E from 'fp-ts/lib/Either.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columns, splitText, verses, vocabulary, windowCount, windows } from '../../src/data/index.js';
import { key } from '../../src/random/index.js';
import { fromArray, toArray, toNested } from '../../src/tensor/literal.js';
import '../reference.js';

const counted = (n: number) => fromArray(Int32Array.from({ length: n }, (_, i) => i), [n]); // prettier-ignore

describe('vocabulary', () => {
  it('gives back every text of its characters, surrogate pairs among them', () => {
    const text = fc.string({ minLength: 1, unit: 'binary' });
    fc.assert(
      fc.property(text, (written) => {
        const { encode, decode, characters } = vocabulary(written);
        const ids = encode(written);
        expect(E.isRight(ids) && decode(toArray(ids.right))).toBe(written);
        expect(characters).toHaveLength(new Set(written).size);
      }),
    );
  });

  it('numbers characters by their code points', () => {
    const { characters, encode } = vocabulary('hello');
    expect(characters).toEqual(['e', 'h', 'l', 'o']);
    const ids = encode('hole');
    expect(E.isRight(ids) && toNested(ids.right)).toEqual([1, 3, 2, 0]);
  });

  it('refuses what it does not know, with its place', () => {
    const { encode, decode } = vocabulary('ab');
    const wrong = encode('abc');
    expect(E.isLeft(wrong) && wrong.left.message).toBe(
      'text: character 2: expected a character of the vocabulary, got "c"',
    );
    expect(() => decode([2])).toThrow('vocabulary: 2 is not among the 2 characters');
    expect(() => vocabulary('')).toThrow('vocabulary: the text is empty');
  });
});

describe('a text', () => {
  it('is held out at its end', () => {
    const { train, heldOut } = splitText(counted(20));
    expect([train.shape, toNested(heldOut)]).toEqual([[18], [18, 19]]);
    expect(() => splitText(counted(20), { share: 1 })).toThrow('splitText: the share 1 is not between 0 and 1');
  });

  it('comes in windows, each with what follows; the key and the epoch determine them', () => {
    const options = { length: 5, size: 4, key: key(3) };
    const epoch = (n: number) => Array.from(windows(counted(100), options)(n), ({ text, next }) => [toNested(text), toNested(next)] as const); // prettier-ignore
    const first = epoch(0);
    expect(first).toHaveLength(windowCount(counted(100), options));
    first.forEach(([text, next]) => {
      expect(text).toHaveLength(4);
      text.forEach((row, k) => {
        const [start = 0] = row;
        expect(row).toEqual([0, 1, 2, 3, 4].map((i) => start + i));
        expect(next[k]).toEqual(row.map((id) => id + 1));
      });
    });
    expect(epoch(0)).toEqual(first);
    expect(epoch(1)).not.toEqual(first);
    expect(() => windows(counted(5), options)).toThrow(
      'windows: a text of 5 characters has no sequence of 5 and the next',
    );
    expect(() => windows(counted(50), { ...options, length: 0 })).toThrow(
      'windows: length 0 is not a positive integer',
    );
  });

  it('comes in columns that go on from batch to batch', () => {
    const [a, b, ...more] = columns(counted(22), { length: 5, size: 2 });
    expect([a, b].map((batch) => batch && toNested(batch.text))).toEqual([
      [[0, 1, 2, 3, 4], [10, 11, 12, 13, 14]],
      [[5, 6, 7, 8, 9], [15, 16, 17, 18, 19]],
    ]); // prettier-ignore
    expect(more).toEqual([]);
  });
});

it('verses have four lines that rhyme in pairs, the same for the same key', () => {
  const text = verses(key(1), 3);
  expect(verses(key(1), 3)).toBe(text);
  expect(verses(key(2), 3)).not.toBe(text);
  expect(text.split('\n')).toHaveLength(3 * 5 + 1);
  expect(text).toMatch(/^the \w+ \w+ \w+ the \w+ \w+ the \w+,\n/);
});
