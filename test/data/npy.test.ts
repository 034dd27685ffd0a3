import { describe, expect, it } from 'vitest';
import { npy } from '../../src/data/npy.js';
import { ascii, patched, sentence, value } from './expect.js';
import { arrays, golden } from './golden.js';

/** An npy file of version 1 with the given header and body. */
const file = (header: string, body: readonly number[] = []): Uint8Array =>
  Uint8Array.of(
    0x93,
    ...ascii('NUMPY'),
    1,
    0,
    header.length % 256,
    Math.floor(header.length / 256),
    ...ascii(header),
    ...body,
  );

describe('npy', () => {
  it.each([...arrays])('reads and writes %s byte for byte as NumPy', (name, array) => {
    expect(value(npy.decode(golden(`${name}.npy`)))).toEqual(array);
    expect(npy.encode(array)).toEqual(golden(`${name}.npy`));
  });

  it('leaves the room that NumPy leaves for the first dimension', () => {
    const array = value(npy.decode(golden('many-axes.npy')));
    expect(array.shape).toEqual([...Array.from({ length: 14 }, () => 1), 2]);
    expect(npy.encode(array)).toEqual(golden('many-axes.npy'));
  });

  it.each(['uint8', 'int16', 'int64', 'big-int64'])('reads %s as int32', (name) => {
    expect(value(npy.decode(golden(`${name}.npy`)))).toEqual({
      dtype: 'int32',
      shape: [2, 3],
      data: Int32Array.of(0, 1, 2, 3, 4, 5),
    });
  });

  it.each(['float16', 'big-float32'])('reads %s as float32', (name) => {
    expect(value(npy.decode(golden(`${name}.npy`)))).toEqual({
      dtype: 'float32',
      shape: [2, 3],
      data: Float32Array.of(0, 1, 2, 3, 4, 5),
    });
  });

  it.each(['version-2', 'version-3'])('reads %s', (name) => {
    expect(value(npy.decode(golden(`${name}.npy`)))).toEqual(arrays.get('float32'));
  });

  it('reads columns as rows', () => {
    expect(value(npy.decode(golden('column-major.npy')))).toEqual({
      dtype: 'float64',
      shape: [2, 3, 4],
      data: Float64Array.from({ length: 24 }, (_, index) => index),
    });
  });

  it('reads a header with double quotes, long integers and other spacing', () => {
    const header = '{"shape":(2L,), "fortran_order" :False,"descr":"|u1"}\n';
    expect(value(npy.decode(file(header, [7, 8])))).toEqual({ dtype: 'int32', shape: [2], data: Int32Array.of(7, 8) });
  });

  const fields = (shape: string, descr = "'<f4'"): string =>
    `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }`;

  it.each([
    ['nothing', new Uint8Array(0), 'npy: byte 0: expected the six bytes 93 "NUMPY", got others'],
    [
      'a version to come',
      patched(golden('vector.npy'), 6, [4]),
      'npy: byte 6: expected version 1.0, 2.0 or 3.0, got 4.0',
    ],
    [
      'half a length',
      golden('version-2.npy').slice(0, 10),
      'npy: byte 8: expected the length of the header, got a file of 10 bytes',
    ],
    [
      'half a header',
      golden('vector.npy').slice(0, 50),
      'npy: byte 10: expected a header of 118 bytes, got 40 (the file is truncated)',
    ],
    [
      'a header of 4 GiB',
      patched(golden('version-2.npy'), 8, [255, 255, 255, 255]),
      'npy: byte 8: expected a header of at most 65536 bytes, got 4294967295',
    ],
    [
      'half the elements',
      golden('float32.npy').slice(0, -12),
      'npy: byte 128: expected 2·3·4 = 24 bytes, got 12 (the data is too short)',
    ],
    [
      'more than the elements',
      Uint8Array.of(...golden('float32.npy'), 0),
      'npy: byte 128: expected 2·3·4 = 24 bytes, got 25 (the data is too long)',
    ],
    [
      'a shape of 2^60 bytes',
      file(fields('(1073741824, 268435456)')),
      'npy: byte 86: expected a shape of fewer than 2^53 bytes, got [1073741824,268435456]',
    ],
    [
      'an absurd shape with a zero',
      file(fields('(0, 1073741824, 268435456)')),
      'npy: byte 89: expected a shape of fewer than 2^53 bytes, got [0,1073741824,268435456]',
    ],
    [
      'a dimension below 0',
      file(fields('(-1,)')),
      'npy: header.shape.0: expected a whole number from 0 to 2^53 − 1, got -1',
    ],
    [
      'a dimension beyond 2^53',
      file(fields('(9007199254740993,)')),
      'npy: header.shape.0: expected a whole number from 0 to 2^53 − 1, got 9007199254740992',
    ],
    ['a shape that is no tuple', file(fields("'3'")), 'npy: header.shape: expected a shape, got "3"'],
    ['no shape', file("{'descr': '<f4', 'fortran_order': False}"), 'npy: header.shape: expected a shape, got nothing'],
    [
      'no Python',
      file('import os; os.exit()'),
      'npy: header: expected a Python dictionary, got "import os; os.exit()"',
    ],
    [
      'complex numbers',
      file(fields('(2,)', "'<c8'")),
      'npy: header.descr: expected < or > with one of b1, u1, i1, u2, i2, u4, i4, u8, i8, f2, f4, f8, got "<c8"',
    ],
    ['records', golden('structured.npy'), 'npy: header.descr: expected string, got [["x","<f4"],["y","<i4"]]'],
    ['2^40', golden('too-wide.npy'), 'npy: byte 128: element 1: expected whole numbers of 32 bits, got 1099511627776'],
    [
      'a bool of 2',
      patched(golden('bool.npy'), 130, [2]),
      'npy: byte 128: element 2: expected bytes that are 0 or 1, got 2',
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(sentence(npy.decode(bytes))).toBe(message);
  });

  it('does not write an array that contradicts itself', () => {
    expect(() => npy.encode({ dtype: 'float32', shape: [2, 3], data: new Float32Array(5) })).toThrow(
      new RangeError('npy: shape [2, 3] has 6 elements, the data has 5'),
    );
  });
});
