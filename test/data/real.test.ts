import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { channelStatistics, formats, fromCifar10 } from '../../src/data/index.js';
import { value } from './expect.js';

const folder = new URL('../../../shared/data/', import.meta.url);
const present = existsSync(folder);
if (!present) console.info('real data sets: skipped, ../shared/data is absent');
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)));
const tally = (labels: Uint8Array): number[] =>
  Array.from({ length: 10 }, (_, digit) => labels.filter((label) => label === digit).length);

describe.skipIf(!present)('real data sets', () => {
  it('MNIST', () => {
    const { images, count, rows, columns } = value(formats.idxImages.decode(read('mnist/t10k-images-idx3-ubyte.gz')));
    const { labels } = value(formats.idxLabels.decode(read('mnist/t10k-labels-idx1-ubyte.gz')));
    expect([count, rows, columns, images.length]).toEqual([10000, 28, 28, 7840000]);
    expect([...labels.subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    expect(tally(labels)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  });

  it('CIFAR-10', () => {
    const cifar = value(formats.cifar10.decode(read('cifar-10/test_batch.bin.gz')));
    expect(tally(cifar.labels)).toEqual(Array.from({ length: 10 }, () => 1000));
    // of the original test images: 0.4942, 0.4851, 0.4504; these went through JPEG
    const { mean } = channelStatistics(fromCifar10(cifar));
    [0.4942, 0.4851, 0.4504].forEach((original, channel) => expect(mean[channel]).toBeCloseTo(original, 3));
  });

  it('the weights of ResNet-20', () => {
    const { tensors, metadata } = value(formats.safetensors.decode(read('weights/resnet20-cifar10.safetensors')));
    const learned = [...tensors].filter(([name]) => !name.includes('running'));
    expect(tensors.get('conv1.weight')?.shape).toEqual([16, 3, 3, 3]);
    expect(learned.reduce((total, [, { data }]) => total + data.length, 0)).toBe(269722);
    expect(metadata.get('normalize_mean')).toBe('0.485,0.456,0.406');
    expect(value(formats.npy.decode(read('weights/resnet20-cifar10.first256-logits.npy'))).shape).toEqual([256, 10]);
  });
});
