import { describe, expect, it } from 'vitest';
import { once } from './once.js';
import { systems } from './systems.js';

/** The small ones; `npm run systems` does the same with all of them. */
const small = ['softmax', 's1', 'lenet', 'resnet20', 'vitDigits', 'spoof', 'autoencoder'];

describe('a network runs forward and learns a batch in one step', () => {
  it.each([...systems].filter(([name]) => small.includes(name)))('%s', (_, system) => {
    const { loss, after } = once(system, () => 2);
    expect(after).toBeLessThan(loss);
  });
});
