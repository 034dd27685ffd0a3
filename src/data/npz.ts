import * as E from 'fp-ts/lib/Either.js';
import { zipSync } from 'fflate';
import type { ArrayData } from '../tensor/array-data.js';
import { within } from './decode-error.js';
import type { Format } from './format.js';
import { defaultLimit } from './gzip.js';
import { npy } from './npy.js';
import { arrayData, byName } from './types.js';
import { unzip } from './zip.js';

/** the earliest date a zip can hold, in every time zone: nothing in the file depends on when or where it was written */
const epoch = new Date(1980, 0, 1);

/**
 * NumPy's archive of named arrays, one npy file each, that expands to at most `limit` bytes. Written sorted by name, not compressed.
 * Source   NumPy, "numpy.savez"
 */
export const npzWithin = (limit: number): Format<ReadonlyMap<string, ArrayData>> => ({
  name: 'npz',
  is: byName(arrayData).is,
  decode: (bytes) => {
    const files = unzip(bytes, limit);
    if (E.isLeft(files)) return files;
    const arrays = new Map<string, ArrayData>();
    for (const [file, content] of files.right) {
      const array = npy.decode(content);
      if (E.isLeft(array)) return E.left(within(file, array.left));
      arrays.set(file.replace(/\.npy$/, ''), array.right);
    }
    return E.right(arrays);
  },
  encode: (arrays) => {
    const sorted = [...arrays].sort(([a], [b]) => (a < b ? -1 : 1));
    return zipSync(Object.fromEntries(sorted.map(([name, array]) => [`${name}.npy`, npy.encode(array)])), {
      level: 0,
      mtime: epoch,
    });
  },
});

/** NumPy's archive of named arrays; see {@link npzWithin}. */
export const npz = npzWithin(defaultLimit);
