import { describe, expect, it } from 'vitest';
import { models } from '../../src/models/index.js';
import { once } from './once.js';

/** The small ones; `npm run systems` does the same with all of them. */
describe('a network runs forward and learns a batch in one step', () => {
  it.each(['softmax', 's1', 'lenet', 'resnet20', 'vitDigits'] as const)('%s', (name) => {
    const { output, loss, after } = once(name, 2);
    expect(output).toEqual([2, models[name].classes]);
    expect(after).toBeLessThan(loss);
  });
});
