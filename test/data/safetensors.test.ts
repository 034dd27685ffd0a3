import { describe, expect, it } from 'vitest';
import { safetensors } from '../../src/data/safetensors.js';
import { ascii, patched, sentence, value } from './expect.js';
import { arrays, golden } from './golden.js';

/** A file with the given header and that many zeros after it. */
const file = (header: string, body = 0): Uint8Array => {
  const text = ascii(header);
  return Uint8Array.of(
    text.length % 256,
    Math.floor(text.length / 256),
    0,
    0,
    0,
    0,
    0,
    0,
    ...text,
    ...new Uint8Array(body),
  );
};
const tensor = (from: number, to: number, shape = `[${(to - from) / 4}]`, dtype = '"F32"'): string =>
  `{"dtype":${dtype},"shape":${shape},"data_offsets":[${from},${to}]}`;

describe('safetensors', () => {
  it('reads and writes byte for byte as the reference implementation', () => {
    const contents = { tensors: arrays, metadata: new Map([['note', 'é']]) };
    expect(value(safetensors.decode(golden('arrays.safetensors')))).toEqual(contents);
    expect(safetensors.encode(contents)).toEqual(golden('arrays.safetensors'));
  });

  it('reads narrower and wider elements than it writes', () => {
    const { tensors } = value(safetensors.decode(golden('narrow.safetensors')));
    const floats = [1, -0.5, Infinity, -Infinity];
    const half = [...(tensors.get('half')?.data ?? [])];
    const brain = [...(tensors.get('brain')?.data ?? [])];
    expect(half).toEqual([...floats.slice(0, 2), 65504, 2 ** -24, ...floats.slice(2)]);
    expect(brain).toEqual([...floats.slice(0, 2), 255 * 2 ** 120, 2 ** -133, ...floats.slice(2)]);
    expect(tensors.get('long')).toEqual({
      dtype: 'int32',
      shape: [3],
      data: Int32Array.of(-(2 ** 31), 0, 2 ** 31 - 1),
    });
    expect(tensors.get('byte')).toEqual({ dtype: 'int32', shape: [2], data: Int32Array.of(0, 255) });
  });

  it('reads no tensors at all', () => {
    expect(value(safetensors.decode(file('{}')))).toEqual({ tensors: new Map(), metadata: new Map() });
  });

  it('keeps names that mean something to JavaScript or JSON', () => {
    const names = ['__proto__', 'constructor', '10', '9', 'a"b\\', '\u{1f600}', ''];
    const tensors = new Map([...arrays.values()].map((array, index) => [names[index] ?? '', array]));
    const metadata = new Map(names.map((name) => [name, name]));
    expect(value(safetensors.decode(safetensors.encode({ tensors, metadata })))).toEqual({ tensors, metadata });
  });

  const header8 = (bytes: readonly number[]): Uint8Array => patched(golden('arrays.safetensors'), 0, bytes);
  it.each([
    ['nothing', new Uint8Array(7), 'byte 0: expected the length of the header in 8 bytes, got a file of 7'],
    [
      'a header of 2^60 bytes',
      header8([0, 0, 0, 0, 0, 0, 0, 16]),
      `byte 0: expected a header of at most 100000000 bytes, got ${2n ** 60n}`,
    ],
    [
      'a header past the end',
      header8([0, 3]),
      'byte 8: expected a header of 768 bytes, got 582 (the file is truncated)',
    ],
    ['a list', file('[]'), 'byte 8: expected an object in JSON, got []'],
    ['a header that begins with a space', file(' {}'), 'byte 8: expected an object in JSON, got {}'],
    [
      'a name twice',
      file(`{"a":${tensor(0, 4)},"b":${tensor(4, 8)},"a":${tensor(0, 4)}}`, 8),
      'byte 8: expected a header in JSON, got "a" twice',
    ],
    [
      'a name twice, once in disguise',
      file(`{"a":${tensor(0, 4)},"\\u0061":${tensor(0, 4)}}`, 4),
      'byte 8: expected a header in JSON, got "a" twice',
    ],
    [
      'a field twice',
      file('{"a":{"dtype":"F32","shape":[1],"shape":[2],"data_offsets":[0,8]}}', 8),
      'byte 8: expected a header in JSON, got "shape" twice',
    ],
    [
      'a gap',
      file(`{"a":${tensor(0, 4)},"b":${tensor(8, 12)}}`, 12),
      'b.data_offsets: expected to begin at 4, where the tensor before ends, got 8',
    ],
    [
      'an overlap',
      file(`{"a":${tensor(0, 8)},"b":${tensor(4, 12)}}`, 12),
      'b.data_offsets: expected to begin at 8, where the tensor before ends, got 4',
    ],
    [
      'the same bytes twice',
      file(`{"a":${tensor(0, 8)},"b":${tensor(0, 8)}}`, 8),
      'b.data_offsets: expected to begin at 8, where the tensor before ends, got 0',
    ],
    [
      'an end before the beginning',
      file(`{"a":${tensor(0, 8)},"b":${tensor(8, 4, '[1]')}}`, 8),
      'b.data_offsets: expected to end at 8 or later, got 4',
    ],
    [
      'an end past the file',
      file(`{"a":${tensor(0, 8)}}`, 7),
      'a.data_offsets: expected to end within the 7 bytes of data, got 8',
    ],
    ['bytes after the last', file(`{"a":${tensor(0, 8)}}`, 9), 'byte 70: expected the end of the file, got more bytes'],
    [
      'a shape of other bytes',
      file(`{"a":${tensor(0, 8, '[3]')}}`, 8),
      'a: expected 3·4 = 12 bytes, got 8 (the data is too short)',
    ],
    [
      'a shape that wraps around 2^64',
      file(`{"a":${tensor(0, 0, '[4294967296,4294967296]')}}`),
      'a: expected a shape of fewer than 2^53 bytes, got [4294967296,4294967296]',
    ],
    [
      'a fraction',
      file(`{"a":${tensor(0, 8, '[2.5]')}}`, 8),
      'a.shape.0: expected a whole number from 0 to 2^53 − 1, got 2.5',
    ],
    [
      'an unknown element',
      file(`{"a":${tensor(0, 8, '[8]', '"F8_E4M3"')}}`, 8),
      'a.dtype: expected "BOOL" | "U8" | "I8" | "U16" | "I16" | "U32" | "I32" | "U64" | "I64" | "F16" | "BF16" | "F32" | "F64", got "F8_E4M3"',
    ],
    [
      'an element that every object has',
      file(`{"a":${tensor(0, 8, '[8]', '"toString"')}}`, 8),
      'a.dtype: expected "BOOL" | "U8" | "I8" | "U16" | "I16" | "U32" | "I32" | "U64" | "I64" | "F16" | "BF16" | "F32" | "F64", got "toString"',
    ],
    [
      'three offsets',
      file('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}', 4),
      'a.data_offsets: expected two offsets, got [0,4,8]',
    ],
    ['a tensor that is no object', file('{"a":1}'), 'a: expected {| dtype: '],
    ['metadata that is no text', file('{"__metadata__":{"epoch":3}}'), '__metadata__.epoch: expected string, got 3'],
  ])('refuses %s', (_, bytes, message) => {
    expect(sentence(safetensors.decode(bytes)).slice(0, message.length + 13)).toContain(`safetensors: ${message}`);
  });

  it('refuses letters outside UTF-8', () => {
    const bytes = golden('arrays.safetensors');
    expect(sentence(safetensors.decode(patched(bytes, bytes.indexOf(0xc3), [0xff])))).toMatch(
      /^safetensors: byte 8: expected a header in JSON, got .*utf-8/,
    );
  });

  it('does not write a tensor under the name of the metadata', () => {
    const tensors = new Map([...arrays].slice(0, 1).map(([, array]) => ['__metadata__', array]));
    expect(() => safetensors.encode({ tensors, metadata: new Map() })).toThrow(
      new RangeError('safetensors: a tensor cannot be called __metadata__'),
    );
  });
});
