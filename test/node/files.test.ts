import { mkdtemp, mkdir, readdir, readFile as read, rm, writeFile as write } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formats } from '../../src/data/index.js';
import { readBytes, readFile, writeBytes, writeFile } from '../../src/node/index.js';
import { sentence, value } from '../data/expect.js';
import { arrays } from '../data/golden.js';

const place = { folder: '' };
beforeEach(async () => {
  place.folder = await mkdtemp(join(tmpdir(), 'pullback-'));
});
afterEach(() => rm(place.folder, { recursive: true }));
const path = (name: string): string => join(place.folder, name);

describe('files', () => {
  it('hold what was written', async () => {
    expect(await writeFile(path('a.npz'), formats.npz, arrays)()).toEqual(E.right(undefined));
    expect(value(await readFile(path('a.npz'), formats.npz)())).toEqual(arrays);
    expect(await readdir(place.folder)).toEqual(['a.npz']);
  });

  it('hold pictures', async () => {
    const picture = { channels: 1, height: 2, width: 2, pixels: Uint8Array.of(0, 100, 200, 255) } as const;
    await writeFile(path('a.png'), formats.png, picture)();
    expect(value(await readFile(path('a.png'), formats.png)())).toEqual(picture);
    await writeFile(path('a.jpg'), formats.jpeg, { ...picture, pixels: new Uint8Array(4).fill(100) })();
    expect([...value(await readFile(path('a.jpg'), formats.jpeg)()).pixels]).toEqual([100, 100, 100, 100]);
    expect(sentence(await readFile(path('a.png'), formats.jpeg)())).toMatch(
      /a\.png: jpeg: byte 0: expected the beginning/,
    );
  });

  it('are replaced whole', async () => {
    await write(path('a.bin'), 'a longer text before');
    expect(await writeBytes(path('a.bin'), Uint8Array.of(1, 2))()).toEqual(E.right(undefined));
    expect([...(await read(path('a.bin')))]).toEqual([1, 2]);
  });

  it('do nothing until run', async () => {
    writeBytes(path('a.bin'), Uint8Array.of(1));
    expect(await readdir(place.folder)).toEqual([]);
  });

  it('stay as they were when writing fails, and nothing else is left', async () => {
    await mkdir(path('taken'));
    await write(path('taken/inside'), 'kept');
    const result = await writeBytes(path('taken'), Uint8Array.of(1))();
    expect(sentence(result)).toMatch(/^file: .*taken: expected a file that can be written, got E/);
    expect(await readdir(place.folder)).toEqual(['taken']);
    expect(String(await read(path('taken/inside')))).toBe('kept');
  });

  it('refuse a folder that does not exist, by name', async () => {
    expect(sentence(await writeBytes(path('none/a.bin'), Uint8Array.of(1))())).toMatch(
      /none.a\.bin: expected a file that can be written, got ENOENT/,
    );
  });

  it('refuse a value that contradicts itself, and leave the file alone', async () => {
    await write(path('a.npy'), 'before');
    const result = await writeFile(path('a.npy'), formats.npy, {
      dtype: 'bool',
      shape: [3],
      data: new Uint8Array(2),
    })();
    expect(sentence(result)).toBe(
      `npy: ${path('a.npy')}: expected a value that can be written, got npy: shape [3] has 3 elements, the data has 2`,
    );
    expect(String(await read(path('a.npy')))).toBe('before');
  });

  it('are refused by name when absent, when a folder and when of another format', async () => {
    expect(sentence(await readBytes(path('none'))())).toMatch(/^file: .*none: expected a readable file, got ENOENT/);
    expect(sentence(await readBytes(place.folder)())).toMatch(/got something that is no regular file$/);
    await write(path('a.npy'), 'text');
    expect(await readFile(path('a.npy'), formats.npy)()).toEqual(
      E.left({
        format: 'npy',
        at: `${path('a.npy')}: byte 0`,
        expected: 'the six bytes 93 "NUMPY"',
        message: `${path('a.npy')}: npy: byte 0: expected the six bytes 93 "NUMPY", got others`,
      }),
    );
  });
});
