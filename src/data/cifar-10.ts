import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { decodeError } from './decode-error.js';
import { matching } from './elements.js';
import type { Format } from './format.js';
import { gzipped } from './gzip.js';
import { natural, uint8Array } from './types.js';

/** Colour images of 3×32×32 bytes, channel first, and one class a byte, 0 to 9. */
export interface Cifar10 {
  readonly labels: Uint8Array;
  readonly images: Uint8Array;
  readonly count: number;
}

const pixels = 3 * 32 * 32;
const record = 1 + pixels;

/**
 * A batch of CIFAR-10 in its binary layout, plain or gzip: records of a label byte and 3072 pixel bytes.
 * Errors   "cifar-10: byte 3073: expected a label from 0 to 9, got 255"
 * Source   Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009; binary version
 */
export const cifar10: Format<Cifar10> = gzipped({
  name: 'cifar-10',
  is: t.type({ labels: uint8Array, images: uint8Array, count: natural }).is,
  decode: (bytes) => {
    const count = bytes.length / record;
    if (count === 0 || !Number.isInteger(count)) {
      const whole = Math.floor(count) * record;
      return E.left(
        decodeError('cifar-10', `byte ${whole}`, `records of ${record} bytes`, `${bytes.length - whole} at the end`),
      );
    }
    const bad = Array.from({ length: count }, (_, index) => index * record).find((at) => (bytes[at] ?? 0) > 9);
    if (bad !== undefined)
      return E.left(decodeError('cifar-10', `byte ${bad}`, 'a label from 0 to 9', String(bytes[bad])));
    const images = new Uint8Array(count * pixels);
    for (let index = 0; index < count; index++)
      images.set(bytes.subarray(index * record + 1, (index + 1) * record), index * pixels);
    return E.right({
      labels: Uint8Array.from({ length: count }, (_, index) => bytes[index * record] ?? 0),
      images,
      count,
    });
  },
  encode: ({ labels, images, count }) => {
    matching('cifar-10', [count], labels);
    matching('cifar-10', [count, 3, 32, 32], images);
    const bytes = new Uint8Array(count * record);
    labels.forEach((label, index) => {
      bytes[index * record] = label;
      bytes.set(images.subarray(index * pixels, (index + 1) * pixels), index * record + 1);
    });
    return bytes;
  },
});
