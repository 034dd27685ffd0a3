import { existsSync, readFileSync } from 'node:fs';
import { formats, fromIdx } from '../../src/data/index.js';
import { fromArray } from '../../src/tensor/literal.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { value } from '../data/expect.js';

const folder = new URL('../../../shared/data/mnist/', import.meta.url);

/** Whether the data set is there; it is not part of the repository. */
export const present = existsSync(folder);
if (!present) console.info('MNIST: skipped, ../shared/data/mnist is absent');

/** The first examples of a part of MNIST, from 0 to 1. */
export const mnist = <const N extends number>(
  part: 'train' | 't10k',
  count: N,
): { readonly images: Tensor<readonly [N, 28, 28]>; readonly labels: Tensor<readonly [N], 'int32'> } => {
  const read = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)));
  const { images, labels } = value(
    fromIdx(
      value(formats.idxImages.decode(read(`${part}-images-idx3-ubyte.gz`))),
      value(formats.idxLabels.decode(read(`${part}-labels-idx1-ubyte.gz`))),
    ),
  );
  return {
    images: fromArray(images.subarray(0, count * 784), [count, 28, 28]),
    labels: fromArray(labels.subarray(0, count), [count]),
  };
};
