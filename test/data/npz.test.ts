import { describe, expect, it } from 'vitest';
import { npz, npzWithin } from '../../src/data/npz.js';
import { patched, sentence, value } from './expect.js';
import { arrays, golden } from './golden.js';

const stored = golden('stored.npz');
const view = new DataView(stored.buffer);
const end = stored.length - 22;
const directory = view.getUint32(end + 16, true);
const second = directory + 46 + view.getUint16(directory + 28, true) + view.getUint16(directory + 30, true);

describe('npz', () => {
  it.each(['stored', 'deflated'])('reads what NumPy wrote, %s', (name) => {
    expect(value(npz.decode(golden(`${name}.npz`)))).toEqual(arrays);
  });

  it('writes what it reads, the same bytes for the same arrays', () => {
    expect(value(npz.decode(npz.encode(arrays)))).toEqual(arrays);
    expect(npz.encode(new Map([...arrays].reverse()))).toEqual(npz.encode(arrays));
  });

  it('keeps names that mean something to JavaScript', () => {
    const odd = new Map(
      [...arrays].map(([, array], index) => [
        ['__proto__', 'constructor', '1', '', 'a/b', 'é', 'x'][index] ?? '',
        array,
      ]),
    );
    expect(value(npz.decode(npz.encode(odd)))).toEqual(odd);
  });

  it.each([
    [
      'no zip',
      golden('vector.npy'),
      'zip: byte 140: expected the end of a zip directory, got none (no zip, or truncated)',
    ],
    [
      'half a zip',
      stored.slice(0, -30),
      'zip: byte 1814: expected the end of a zip directory, got none (no zip, or truncated)',
    ],
    [
      'a directory elsewhere',
      patched(stored, end + 16, [1, 0, 0, 0]),
      'zip: byte 1: expected an entry of the directory, got something else',
    ],
    [
      'a directory past the end',
      patched(stored, end + 16, [255, 255, 255, 255]),
      'zip: byte 4294967295: expected an entry of the directory, got something else',
    ],
    [
      'a changed element',
      patched(stored, 190, [1]),
      'zip: float32.npy: expected 152 bytes with checksum 2816176749, got 152 with ',
    ],
    [
      'a name twice',
      patched(stored, second + 46, [...stored.slice(directory + 46, directory + 57)]),
      'zip: float32.npy: expected a name that occurs once, got a second',
    ],
    [
      'a password',
      patched(stored, directory + 8, [1]),
      'zip: float32.npy: expected a file without a password, got an encrypted one',
    ],
    [
      'a zip64 entry',
      patched(stored, directory + 24, [255, 255, 255, 255]),
      'zip: float32.npy: expected a file of less than 4 GiB, got a zip64 entry',
    ],
    [
      'a promise of 3 GiB',
      patched(stored, directory + 24, [0, 0, 0, 192]),
      'zip: float32.npy: expected files of at most 1073741824 bytes together, got 3221225472',
    ],
    [
      'more bytes than there are',
      patched(stored, directory + 20, [0, 0, 0, 192]),
      'zip: float32.npy: expected 3221225472 bytes from byte 61, got 1783 (the file is truncated)',
    ],
    [
      'an unknown compression',
      patched(stored, directory + 10, [14]),
      'zip: float32.npy: expected 152 bytes, got compression 14',
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(sentence(npz.decode(bytes)).slice(0, message.length)).toBe(message);
  });

  it('refuses more than the limit, counted over all files', () => {
    expect(sentence(npzWithin(200).decode(stored))).toBe(
      'zip: float64.npy: expected files of at most 200 bytes together, got 328',
    );
  });

  it('names the file and what is wrong in it', () => {
    const bad = npz.encode(new Map([['weight', { dtype: 'int32', shape: [1], data: Int32Array.of(1) }]]));
    const at = bad.indexOf(0x93);
    const broken = patched(bad, at, [0x92]);
    expect(sentence(npz.decode(broken))).toMatch(
      /^zip: weight.npy: expected 132 bytes with checksum \d+, got 132 with/,
    );
  });
});
