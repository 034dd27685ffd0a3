import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cli, folder, result } from './cli.js';

const quick = (task: string, report: string) => cli('--task', task, '--quick', '--json', '--report', report);

describe('--task pretrain', () => {
  it('pre-trains layers one by one, and tunes them with few labels', async () => {
    const report = folder();
    const said = await quick('pretrain', report);
    expect(said).toMatchObject({ status: 0, err: [] });
    expect(said.out.filter((line) => /layer \d, epoch 1\/1 {2}loss/.test(line))).toHaveLength(3);
    const { nothing, greedy, ...rest } = result(said);
    expect(rest).toMatchObject({ data: 'digits', images: 64, labels: 100, trials: 1 });
    for (const scores of [nothing, greedy]) expect(scores).toEqual([expect.any(Number)]);
    expect(readdirSync(report).sort()).toEqual([
      'accuracy.svg',
      'index.html',
      'loss.svg',
      'units-1.svg',
      'units-2.svg',
    ]);
  });
});

describe('--task transfer', () => {
  it('learns some classes, and others by what these have taught', async () => {
    const report = folder();
    const said = await quick('transfer', report);
    expect(said).toMatchObject({ status: 0, err: [] });
    const { nothing, fixed, all, old, ...rest } = result(said);
    expect(rest).toMatchObject({ data: 'road-signs', trials: 1 });
    expect(old).toBeGreaterThanOrEqual(0);
    for (const scores of [nothing, fixed, all]) expect(scores).toEqual([expect.any(Number)]);
    expect(readdirSync(report).sort()).toEqual(['accuracy.svg', 'index.html', 'loss.svg', 'new-classes.svg']);
  });

  it.each([
    ['--model vgg16', '--model: expected one of s1, lenet, got "vgg16"'],
    ['--data mnist', '--data mnist needs --dir, the folder with its files'],
    ['--weights a', '--weights: the task transfer has no use for it'],
  ])('refuses %s', async (words, sentence) => {
    const { status, err } = await cli('--task', 'transfer', ...words.split(' '), '--report', folder());
    expect({ status, err }).toEqual({ status: 2, err: [sentence] });
  });
});
