import type { ArrayData } from '../tensor/array-data.js';
import { cifar10, type Cifar10 } from './cifar-10.js';
import type { Format } from './format.js';
import { defaultLimit, gzipWithin } from './gzip.js';
import { idx, idxImages, idxLabels, type IdxImages, type IdxLabels } from './idx.js';
import { jpeg } from './jpeg.js';
import { npy } from './npy.js';
import { npz } from './npz.js';
import { png } from './png.js';
import type { ByteRaster, Raster } from './raster.js';
import { safetensors, type Safetensors } from './safetensors.js';

/** What each format holds. */
export interface Contents {
  readonly gzip: Uint8Array;
  readonly idx: ArrayData;
  readonly idxImages: IdxImages;
  readonly idxLabels: IdxLabels;
  readonly cifar10: Cifar10;
  readonly npy: ArrayData;
  readonly npz: ReadonlyMap<string, ArrayData>;
  readonly safetensors: Safetensors;
  readonly png: Raster;
  readonly jpeg: ByteRaster;
}

/**
 * The formats read and written, by name.
 * @example
 * const bytes = formats.npy.encode({ dtype: 'int32', shape: [2], data: Int32Array.of(1, 2) });
 * formats.npy.decode(bytes)._tag // 'Right'
 * formats.npy.decode(bytes.subarray(0, 130))._tag // 'Left'
 */
export const formats: { readonly [F in keyof Contents]: Format<Contents[F]> } = {
  gzip: gzipWithin(defaultLimit),
  idx,
  idxImages,
  idxLabels,
  cifar10,
  npy,
  npz,
  safetensors,
  png,
  jpeg,
};
