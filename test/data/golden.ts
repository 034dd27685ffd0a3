import { readFileSync } from 'node:fs';
import type { ArrayData } from '../../src/tensor/array-data.js';

/** A file that NumPy or the reference implementation of safetensors wrote; see make.py there. */
export const golden = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../golden/data/${name}`, import.meta.url)));

/** What make.py called `arrays`. */
export const arrays: ReadonlyMap<string, ArrayData> = new Map<string, ArrayData>([
  ['float32', { dtype: 'float32', shape: [2, 3], data: Float32Array.of(-2.5, -1.5, -0.5, 0.5, 1.5, 2.5) }],
  ['float64', { dtype: 'float64', shape: [2, 3], data: Float64Array.of(0, 1 / 7, 2 / 7, 3 / 7, 4 / 7, 5 / 7) }],
  ['int32', { dtype: 'int32', shape: [2, 3], data: Int32Array.of(-3, -2, -1, 0, 1, 2) }],
  ['bool', { dtype: 'bool', shape: [2, 3], data: Uint8Array.of(0, 1, 0, 1, 0, 1) }],
  ['scalar', { dtype: 'float32', shape: [], data: Float32Array.of(3.5) }],
  ['empty', { dtype: 'float32', shape: [0, 4], data: new Float32Array(0) }],
  ['vector', { dtype: 'int32', shape: [3], data: Int32Array.of(1, 2, 3) }],
]);
