import * as fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import { formats, type Contents, type Format } from '../../src/data/index.js';
import { contents } from './contents.js';

/** A law about one format, with values for it to range over. */
type Law = <A>(format: Format<A>, values: fc.Arbitrary<A>) => void;

/** States a law of every format in the table. */
const forEachFormat = (law: Law): void => {
  const cases: { readonly [F in keyof Contents]: () => void } = {
    gzip: () => law(formats.gzip, contents.gzip),
    idx: () => law(formats.idx, contents.idx),
    idxImages: () => law(formats.idxImages, contents.idxImages),
    idxLabels: () => law(formats.idxLabels, contents.idxLabels),
    cifar10: () => law(formats.cifar10, contents.cifar10),
    npy: () => law(formats.npy, contents.npy),
    npz: () => law(formats.npz, contents.npz),
    safetensors: () => law(formats.safetensors, contents.safetensors),
    png: () => law(formats.png, contents.png),
    jpeg: () => law(formats.jpeg, contents.jpeg),
  };
  it.each(Object.entries(cases))('%s', (_, check) => check());
};

/** What hostile hands do to a file: flipped bytes, numbers made huge, pieces cut out, repeated, put in, and lost at the end. */
const mutation: fc.Arbitrary<(bytes: Uint8Array) => Uint8Array> = fc
  .record({
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    length: fc.integer({ min: 1, max: 16 }),
    piece: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 8 }),
      fc.constantFrom(Uint8Array.of(255, 255, 255, 255), Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 16), new Uint8Array(8)),
      fc
        .constantFrom('9', '-', '}', ']', '"', ',', '0,', '99999999999', '[', '1e9')
        .map((text) => new TextEncoder().encode(text)),
    ),
    kind: fc.constantFrom('overwrite', 'insert', 'delete', 'repeat', 'truncate'),
  })
  .map(({ at, length, piece, kind }) => (bytes) => {
    const start = Math.floor(at * bytes.length);
    const [before, after] = [bytes.subarray(0, start), bytes.subarray(start)];
    const parts = {
      overwrite: [before, piece, after.subarray(piece.length)],
      insert: [before, piece, after],
      delete: [before, after.subarray(length)],
      repeat: [before, after.subarray(0, length), after],
      truncate: [before],
    }[kind];
    return Uint8Array.from(parts.flatMap((part) => [...part]));
  });

/** A byte may become an int32, and deflate expands by at most 1032. */
const [widening, deflation] = [4, 1032];

/** The bytes of a decoded value, wherever they are in it. */
const footprint = (value: unknown): number => {
  if (ArrayBuffer.isView(value)) return value.buffer.byteLength;
  if (value instanceof Map) return [...value.values()].reduce<number>((total, item) => total + footprint(item), 0);
  return typeof value === 'object' && value !== null ? footprint(new Map(Object.entries(value))) : 0;
};

describe('what was encoded decodes to the same value, bit for bit', () => {
  forEachFormat((format, values) => {
    fc.assert(
      fc.property(values, (value) => {
        expect(format.is(value)).toBe(true);
        expect(format.decode(format.encode(value))).toEqual(E.right(value));
      }),
    );
  });
});

describe('the order of the names makes no difference to the bytes', () => {
  const reverse = <A>(map: ReadonlyMap<string, A>): ReadonlyMap<string, A> => new Map([...map].reverse());
  it('npz', () => {
    fc.assert(
      fc.property(contents.npz, (arrays) => {
        expect(formats.npz.encode(reverse(arrays))).toEqual(formats.npz.encode(arrays));
      }),
    );
  });
  it('safetensors', () => {
    fc.assert(
      fc.property(contents.safetensors, ({ tensors, metadata }) => {
        const reversed = { tensors: reverse(tensors), metadata: reverse(metadata) };
        expect(formats.safetensors.encode(reversed)).toEqual(formats.safetensors.encode({ tensors, metadata }));
      }),
    );
  });
});

describe('a damaged file gives a sentence or a value no larger than the file allows, and never throws', () => {
  forEachFormat((format, values) => {
    fc.assert(
      fc.property(values, fc.array(mutation, { minLength: 1, maxLength: 3 }), (value, mutations) => {
        const damaged = mutations.reduce((bytes, mutate) => mutate(bytes), format.encode(value));
        const result = format.decode(damaged);
        if (E.isLeft(result)) {
          expect(result.left.message).toContain(`${result.left.expected}, got `);
          expect(result.left.message.length).toBeLessThan(600);
        } else {
          const growth = ['npy', 'safetensors'].includes(format.name) ? widening : widening * deflation;
          expect(footprint(result.right)).toBeLessThanOrEqual(growth * damaged.length);
          expect(format.is(result.right)).toBe(true);
          // a byte read as int32 takes more room when written again, but what is read then is the same
          if (format.name !== 'jpeg') expect(format.decode(format.encode(result.right))).toEqual(result);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('a file that lost its end is refused', () => {
  const refused: Law = (format, values) => {
    fc.assert(
      fc.property(values, fc.nat(), (value, cut) => {
        const bytes = format.encode(value);
        expect(E.isLeft(format.decode(bytes.subarray(0, cut % bytes.length)))).toBe(true);
      }),
      { numRuns: 200 },
    );
  };
  it('gzip', () => refused(formats.gzip, contents.gzip));
  it('idx', () => refused(formats.idx, contents.idx));
  it('npy', () => refused(formats.npy, contents.npy));
  it('npz', () => refused(formats.npz, contents.npz));
  it('safetensors', () => refused(formats.safetensors, contents.safetensors));
  it('png', () => refused(formats.png, contents.png));
  it('jpeg', () => refused(formats.jpeg, contents.jpeg));
});

describe('random bytes are refused, and never throw', () => {
  forEachFormat((format) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
        expect(E.isLeft(format.decode(bytes))).toBe(true);
      }),
    );
  });
});
