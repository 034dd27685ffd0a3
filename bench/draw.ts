import { gaussianNoise } from '../src/image/index.js';
import { clip, fromArray, random, toArrayData } from '../src/index.js';
import type { Inputs } from './inputs.js';
import { networks } from './peers/networks.js';
import { outputSide, type Work } from './workloads/index.js';

const normal = (seed: number, shape: readonly number[]) => toArrayData(random.normal(random.key(seed), shape));

/** The inputs of a workload, the same on every machine. */
export const draw = (work: Work): Inputs => {
  switch (work.kind) {
    case 'matmul':
      return new Map(['a', 'b'].map((name, seed) => [name, normal(seed, [work.n, work.n])]));
    case 'convolution': {
      const { batch, channels, size, out, kernel } = work;
      const side = outputSide(work);
      return new Map([
        ['x', normal(0, [batch, channels, size, size])],
        ['w', normal(1, [out, channels, kernel, kernel])],
        ['g', normal(2, [batch, out, side, side])],
      ]);
    }
    case 'image': {
      const { size } = work;
      const waves = Float32Array.from(
        { length: size * size },
        (_, k) => 0.5 + 0.3 * Math.sign(Math.sin(Math.floor(k / size) / 20) * Math.cos((k % size) / 30)),
      );
      const noisy = gaussianNoise(random.key(0), fromArray(waves, [size, size]), 0.1);
      return new Map([['x', toArrayData(clip(noisy, 0, 1))]]);
    }
    case 'training':
    case 'inference':
      return networks[work.network].inputs(work.batch);
  }
};
